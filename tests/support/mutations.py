"""Changes that a newer API may make to documents, and the drift that each change causes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final

from attrs import field, frozen
from exa_websets import Drift
from exa_websets_generated import models
from exa_websets_generated.api.events import parse_get
from support.json_paths import Keys, changed, path_of, python_name, spots, without
from support.openapi_document import (
    Schema,
    answer_models,
    comparable,
    component,
    kind_of,
    members,
    models_of,
    reachable,
    resolved,
)
from support.sample_answers import answers, example, full_webset

# The value of a missing field.
GONE: Final = object()

NEW_NAMES = ("brandNew", "brand new", "größe", "$ref", "2026", "class", "self", "items", "to_dict", "__class__", "d")
NEW_VALUES: tuple[Any, ...] = (None, False, 7, 2.5, "text", [], {}, [None, "x", {"a": 1}], {"a": {"b": [1, 2.5, None]}})
NEW_WORDS = ("brand_new", "", " ", "ünlïke\u0000")
NESTED = {"a": {"b": [{"c": [None, 1.5, {"status": "odd"}]}]}, "status": {"status": "odd"}, "id": 7, "object": None}
FREE_TEXTS = ("", "null", "7", "2025-11-23T00:48:47Z", "é😀\u0000\ud800", "x" * 10_000)
FREE_NUMBERS = (0, -1, 2**63, 10**30)
INSTANTS = ("2025-11-23T00:48:47Z", "2025-11-23T01:48:47.089123+01:00", "0001-01-01T00:00:00Z")


@frozen
class Mutation:
    """One change of a document, and the drift that it causes."""

    keys: Keys
    value: Any
    drift: tuple[Drift, ...] = ()

    def of(self, node: Any) -> Any:
        """Return a copy of a document with the change."""
        return without(node, self.keys) if self.value is GONE else changed(node, self.keys, self.value)

    def covers(self, keys: Keys) -> bool:
        """Return True if the change replaces or removes the value at this path."""
        return keys[: len(self.keys)] == self.keys


Mutations = Iterator[Mutation]


@frozen
class Place:
    """A value in a document, with the names of its model and of the model that contains it."""

    keys: Keys
    schema: Schema
    value: Any
    holder: str
    model: str
    """Empty unless the value is an object."""

    @property
    def path(self) -> str:
        return path_of(self.keys)

    @property
    def is_unknown(self) -> bool:
        """True if the value is an object of a type that the description does not know."""
        return self.model.startswith("Unknown")


@frozen(slots=False)
class Example:
    """A valid document, the component that describes it, and the function that parses it."""

    name: str
    model: str
    document: Any = field(repr=False)
    read: Callable[[Any], Any] = field(repr=False)

    @cached_property
    def places(self) -> list[Place]:
        """Every described value, except those in objects of unknown types."""
        found: list[Place] = []
        objects: dict[Keys, Place] = {}
        for spot in spots({"$ref": f"#/components/schemas/{self.model}"}, self.document):
            around = [objects[outer] for size in range(len(spot.keys)) if (outer := spot.keys[:size]) in objects]
            if not any(each.is_unknown for each in around):
                holder = around[-1].model if around else ""
                place = Place(spot.keys, spot.schema, spot.value, holder, model_of(spot.schema, spot.value))
                found.append(place)
                if place.model:
                    objects[place.keys] = place
        return found

    @cached_property
    def objects(self) -> list[tuple[Place, Schema]]:
        """Each object whose fields are described, and its schema."""
        found = [(at, kind_of(at.schema, at.value)) for at in self.places if at.model and not at.is_unknown]
        return [(at, schema) for at, schema in found if "properties" in schema]

    @cached_property
    def drift(self) -> list[tuple[Keys, Drift]]:
        """The unknown types in the unchanged document, with their paths."""
        return [(at.keys, new_kind(at, at.value["type"], at.model)) for at in self.places if at.is_unknown]


def examples() -> Iterator[Example]:
    """Yield the recorded and documented answers, and one example of each model that an answer may hold."""
    made = [("every_kind", "Webset", full_webset())]
    made += [(f"made_{name}", name, example(component(name))) for name in sorted(reachable("Error", *answer_models()))]
    for name, model, content in [*answers(), *made]:
        if resolved(component(model)).get("type") == "object" and not model.startswith("Unknown"):
            is_event = model.endswith("Event")
            read = parse_get if is_event else getattr(models, model).from_dict
            # Encoded by the client, so that equal documents have equal texts.
            document = read(content).to_dict()
            assert comparable(document) == comparable(content)
            yield Example(name, "Event" if is_event else model, document, read)


def model_of(schema: Schema, value: Any) -> str:
    """Return the name of an object's model; its tag selects the member of a union."""
    names = list(models_of(schema)) if isinstance(value, dict) else [""]
    tagged = (name for name in names[:-1] if component(name)["properties"]["type"]["const"] == value["type"])
    return next(tagged, names[-1])


def field_of(keys: Keys) -> str:
    return next(key for key in reversed(keys) if isinstance(key, str))


def new_kind(at: Place, tag: str, unknown: str) -> Drift:
    return Drift(path_of((*at.keys, "type")), "member", tag, unknown.removeprefix("Unknown"), "type")


def new_fields(one: Example) -> Mutations:
    """Add fields to each object, including one with another field's name in snake case."""
    for at, schema in one.objects:
        known = schema["properties"]
        twins = [twin for name in known if (twin := python_name(name)) not in known]
        for index, name in enumerate([*twins[:1], *(name for name in NEW_NAMES if name not in known)]):
            keys, value = (*at.keys, name), NEW_VALUES[index % len(NEW_VALUES)]
            yield Mutation(keys, value, (Drift(path_of(keys), "field", value, at.model, field_of(keys)),))


def optional_fields(one: Example) -> Iterator[tuple[Keys, bool]]:
    """Yield the path of each optional field, and whether it is present."""
    for at, schema in one.objects:
        optional = [name for name in schema["properties"] if name not in schema.get("required", [])]
        yield from (((*at.keys, name), name in at.value) for name in optional)


def removed_fields(one: Example) -> Mutations:
    """Remove each optional field."""
    return (Mutation(keys, GONE) for keys, is_there in optional_fields(one) if is_there)


def nulls(one: Example) -> Mutations:
    """Set each optional field to null, whether it was present or not."""
    return (Mutation(keys, None) for keys, _ in optional_fields(one))


def unknown_enum_values(one: Example) -> Mutations:
    """Set each enum value to one that the enum does not have."""
    for at in one.places:
        enums = [name for name in models_of(at.schema) if "enum" in component(name)]
        if enums and at.value is not None:
            for word in (*NEW_WORDS, at.value.upper()):
                assert word not in component(enums[0])["enum"]
                yield Mutation(at.keys, word, (Drift(at.path, "value", word, at.holder, field_of(at.keys), enums[0]),))


def other_constants(one: Example) -> Mutations:
    """Set the constant `object` of each object to another value."""
    for at in one.places:
        if at.keys[-1:] == ("object",) and "const" in resolved(at.schema):
            for value in ("brand_new", None, 7, ["x"], {"a": 1}):
                yield Mutation(at.keys, value, (Drift(at.path, "value", value, at.holder, field_of(at.keys)),))


def unknown_union_members(one: Example) -> Mutations:
    """Set the tag of each union member to an unknown one, with its own fields, the required ones, and others."""
    for at in one.places:
        kinds = list(models_of(at.schema))
        if at.model and len(kinds) > 1:
            needed = {name: at.value[name] for name in component(kinds[-1])["required"]}
            for content in (at.value, needed, {**needed, **NESTED, "id": "x", "object": at.value.get("object")}):
                drift = new_kind(at, "brand_new", kinds[-1])
                yield Mutation(at.keys, {**content, "type": "brand_new"}, (drift,))


def fractions(one: Example) -> Mutations:
    """Set each integer to a fraction."""
    for at in one.places:
        if has_type(at, "integer") and type(at.value) is int:
            for value in (at.value + 0.5, -1e-9):
                yield Mutation(at.keys, value, (Drift(at.path, "fraction", value, at.holder, field_of(at.keys)),))


def other_numbers(one: Example) -> Mutations:
    """Set each number to an extreme value, and each fraction to an integer."""
    for at in one.places:
        if has_type(at, "integer") or has_type(at, "number"):
            yield from (Mutation(at.keys, value) for value in FREE_NUMBERS)


def other_texts(one: Example) -> Mutations:
    """Set each text to an unusual one."""
    for at in one.places:
        schema = resolved(at.schema)
        if has_type(at, "string") and "enum" not in schema and "const" not in schema:
            texts = INSTANTS if schema.get("format") == "date-time" else FREE_TEXTS
            yield from (Mutation(at.keys, text) for text in texts)


def other_lists(one: Example) -> Mutations:
    """Make each list empty and longer, except those with objects of unknown types."""
    unknown = [keys for keys, _ in one.drift]
    for at in one.places:
        if has_type(at, "array") and at.value and not any(Mutation(at.keys, []).covers(keys) for keys in unknown):
            yield from (Mutation(at.keys, at.value * times) for times in (0, 2, 5))


def nested_metadata(one: Example) -> Mutations:
    """Put nested values into each object without described fields."""
    for at in one.places:
        if at.model and "properties" not in kind_of(at.schema, at.value):
            yield from (Mutation(at.keys, value) for value in ({}, NESTED, {**at.value, "deeper": NESTED}))


KINDS: dict[Callable[[Example], Mutations], int] = {
    new_fields: 1800,
    removed_fields: 250,
    nulls: 300,
    unknown_enum_values: 500,
    other_constants: 350,
    unknown_union_members: 200,
    fractions: 250,
    other_numbers: 400,
    other_texts: 1300,
    other_lists: 230,
    nested_metadata: 200,
}
"""Each kind of change, and the minimum number of its mutations."""


def has_type(at: Place, name: str) -> bool:
    """Return True if a schema has this type and is not a union."""
    [schema, *others] = members(at.schema)
    types = schema.get("type")
    return not others and (types == name or (isinstance(types, list) and name in types))
