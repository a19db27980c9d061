"""Compares decoded documents, and reads from the bundled description what may stand in them."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen
from bundle import Json, bundle
from examples import DOCUMENTED_CANCEL, recorded

ROOT = Path(__file__).resolve().parent.parent
Schema = dict[str, Any]
Keys = tuple[str | int, ...]

# Names of models as the recordings use them; a list is the model of its elements where it has no model of its own.
ANSWERS: dict[str, str] = {
    "enrichments_cancel_still_pending": "WebsetEnrichment",
    "enrichments_delete": "WebsetEnrichment",
    "error_400_bad_key": "Error",
    "error_404": "Error",
    "error_500": "Error",
    "imports_create_201": "Import",
    "imports_list_has_more_without_cursor": "list of Import",
    "items_list_with_enrichments": "list of WebsetItem",
    "searches_cancel": "WebsetSearch",
    "searches_create_201": "WebsetSearch",
    "websets_cancel_idle": "Webset",
    "websets_cancel_running": "Webset",
    "websets_cancel_with_enrichments": "Webset",
    "websets_create_201": "Webset",
    "websets_delete": "Webset",
    "websets_get_expand_items": "Webset",
    "websets_get_idle": "Webset",
    "websets_get_running_at_completion_100": "Webset",
    "websets_get_running_progress": "Webset",
    "websets_get_search_done_enrichments_pending": "Webset",
    "websets_list": "ListWebsetsResponse",
}


def answers() -> Iterator[tuple[str, str, Any]]:
    """Give each example answer with its name and the name of its model; lists without a model are taken apart."""
    yield "documented_cancel", "Webset", DOCUMENTED_CANCEL
    for name, model in ANSWERS.items():
        answer = recorded(name).answer
        if model.startswith("list of "):
            yield from ((f"{name}-{i}", model[len("list of ") :], one) for i, one in enumerate(answer["data"]))
        else:
            yield name, model, answer


@functools.cache
def document() -> Schema:
    """Give the bundled description."""
    return bundle(ROOT / "openapi")


def component(name: str) -> Schema:
    schema: Schema = document()["components"]["schemas"][name]
    return schema


def resolved(schema: Schema) -> Schema:
    """Follow a reference to the schema itself."""
    while "$ref" in schema:
        schema = component(schema["$ref"].rpartition("/")[2])
    return schema


def members(schema: Schema) -> list[Schema]:
    """Give the alternatives of a schema, those of its alternatives among them; alone if it has none."""
    schema = resolved(schema)
    inner = schema.get("oneOf") or schema.get("anyOf")
    return [schema] if inner is None else [found for member in inner for found in members(member)]


def reachable(*names: str) -> set[str]:
    """Name the components that these lead to, themselves among them."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(references(component(name)))
    return found


def references(node: Json) -> Iterator[str]:
    """Name the schemas to which a part of the description refers."""
    if isinstance(node, list):
        for element in node:
            yield from references(element)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key != "$ref":
                yield from references(value)
                continue
            *_, kind, name = str(value).split("/")
            if kind == "schemas":
                yield name
            else:
                yield from references(document()["components"][kind][name])


def comparable(node: Json, exact: bool = True) -> Any:
    """Turn JSON into what is equal if it is the same: instants as such, numbers together with their type.

    Not exact, a whole number equals the same number with a decimal point.
    """
    if isinstance(node, dict):
        known = _instants()
        return {key: _instant(value) if key in known else comparable(value, exact) for key, value in node.items()}
    if isinstance(node, list):
        return [comparable(element, exact) for element in node]
    return (type(node).__name__, node) if exact and isinstance(node, int | float) else node


def _instant(value: Json) -> Any:
    return datetime.datetime.fromisoformat(value).astimezone(datetime.UTC) if isinstance(value, str) else value


@functools.cache
def _instants() -> frozenset[str]:
    properties = [item for name in reachable("Webset") for item in component(name).get("properties", {}).items()]
    names = frozenset(name for name, schema in properties if schema.get("format") == "date-time")
    assert all(schema.get("format") == "date-time" for name, schema in properties if name in names)
    return names


def example(schema: Schema) -> Any:
    """Make a value of a schema: every field is there, a union is its first member."""
    schema = members(schema)[0]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("format") == "date-time":
        return "2025-11-23T00:48:47.089Z"
    kinds: list[str] = schema["type"] if isinstance(schema.get("type"), list) else [schema.get("type", "string")]
    match kinds[0]:
        case "object":
            return {name: example(inner) for name, inner in schema.get("properties", {}).items()}
        case "array":
            return [example(schema["items"])]
        case kind:
            return {"string": "text", "integer": 7, "number": 7.5, "boolean": True}[kind]


def full_webset() -> Any:
    """Make a Webset that has every field, and among its items and entities every kind."""
    webset = example(component("Webset"))
    [search], [item] = webset["searches"], webset["items"]
    webset["searches"] = [{**search, "entity": example(kind)} for kind in members(component("Entity"))]
    webset["items"] = [{**item, "properties": example(kind)} for kind in members(component("ItemProperties"))]
    return webset


@frozen
class Spot:
    """A place in a document, and what the description says of it."""

    keys: Keys
    schema: Schema
    value: Json

    @property
    def path(self) -> str:
        return path_of(self.keys)


def spots(schema: Schema, value: Json, keys: Keys = ()) -> Iterator[Spot]:
    """Give every described place of a document that is valid."""
    yield Spot(keys, schema, value)
    if isinstance(value, dict):
        fields = kind_of(schema, value).get("properties", {})
        for name in (name for name in fields if name in value):
            yield from spots(fields[name], value[name], (*keys, name))
    elif isinstance(value, list):
        [items] = [member["items"] for member in members(schema) if "items" in member]
        for index, element in enumerate(value):
            yield from spots(items, element, (*keys, index))


def kind_of(schema: Schema, value: Mapping[str, Json]) -> Schema:
    """Give the member of a union that an object is, told by its tag; the last one takes what no other does."""
    objects = [member for member in members(schema) if member.get("type") == "object"]
    if len(objects) == 1:
        return objects[0]
    return next((one for one in objects if one["properties"]["type"].get("const") == value["type"]), objects[-1])


def path_of(keys: Keys) -> str:
    """Write a place as a DocumentError does, as in `searches[3].recall.expected`."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).removeprefix(".")


def changed(node: Any, keys: Keys, value: Any) -> Any:
    """Copy a document with another value in one place."""
    if not keys:
        return value
    head, *rest = keys
    copy = node.copy()
    copy[head] = changed(copy[head] if rest else None, tuple(rest), value)
    return copy


def without(node: Any, keys: Keys) -> Any:
    """Copy a document without one field."""
    parent = functools.reduce(lambda inner, key: inner[key], keys[:-1], node)
    return changed(node, keys[:-1], {key: value for key, value in parent.items() if key != keys[-1]})


def python_name(name: str) -> str:
    """Name the attribute of a field: snake case, and an underscore after what Python keeps for itself."""
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: f"_{match[1]}", name).lower()
    return f"{snake}_" if snake in ("object", "type", "import") else snake
