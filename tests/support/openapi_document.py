"""The bundled OpenAPI document, look-ups in it, and a comparison of documents."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from typing import Any

from description.bundle import joined
from description.json_types import Json
from description.problems import Source
from description.yaml_files import read_folder
from support.paths import ROOT

Schema = dict[str, Any]


@functools.cache
def sources() -> dict[str, Source]:
    """Return the files of the description; reading them takes a second."""
    return read_folder(ROOT / "openapi")


@functools.cache
def document() -> Schema:
    """Return the bundled OpenAPI document."""
    return joined(sources())


def component(name: str) -> Schema:
    schema: Schema = document()["components"]["schemas"][name]
    return schema


def followed(node: Schema) -> Schema:
    """Resolve a reference to any component: a parameter, a response or a schema."""
    if "$ref" not in node:
        return node
    *_, kind, name = node["$ref"].split("/")
    found: Schema = document()["components"][kind][name]
    return found


def resolved(schema: Schema) -> Schema:
    """Resolve a reference to a schema, and merge the parts of an `allOf`."""
    while "$ref" in schema:
        schema = component(schema["$ref"].rpartition("/")[2])
    if "allOf" not in schema:
        return schema
    parts = [resolved(part) for part in schema["allOf"]]
    properties = {name: inner for part in parts for name, inner in part["properties"].items()}
    return {**parts[0], "properties": properties, "required": [name for part in parts for name in part["required"]]}


def members(schema: Schema) -> list[Schema]:
    """Return the alternatives of a schema, flattened, or the schema itself if it has none."""
    schema = resolved(schema)
    inner = schema.get("oneOf") or schema.get("anyOf")
    return [schema] if inner is None else [found for member in inner for found in members(member)]


def kind_of(schema: Schema, value: Mapping[str, Json]) -> Schema:
    """Return the union member that an object is, by its tag; the last member matches any other tag."""
    objects = [member for member in members(schema) if member.get("type") == "object"]
    if len(objects) == 1:
        return objects[0]
    return next((one for one in objects if one["properties"]["type"].get("const") == value["type"]), objects[-1])


def models_of(schema: Schema) -> Iterator[str]:
    """Yield the name of a schema's model, or of the models of its alternatives."""
    alternatives = resolved(schema).get("oneOf") or resolved(schema).get("anyOf")
    if alternatives:
        for member in alternatives:
            yield from models_of(member)
    elif "$ref" in schema:
        yield schema["$ref"].rpartition("/")[2]


@functools.cache
def answer_models() -> list[str]:
    """Return the names of the models that operations return; a union counts as its members."""
    answers = [
        followed(answer)
        for item in document()["paths"].values()
        for operation in item.values()
        for status, answer in operation["responses"].items()
        if status.startswith("2")
    ]
    return sorted({name for one in answers for name in models_of(one["content"]["application/json"]["schema"])})


def reachable(*names: str) -> set[str]:
    """Return the given names of components and those of all components that they reference."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(references(component(name)))
    return found


def references(node: Json) -> Iterator[str]:
    """Yield the names of the schemas that a part of the document references."""
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
    """Normalize JSON for a comparison: date-times become instants, and numbers are paired with their type.

    Unless `exact`, an integer equals the same number with a decimal point.
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
    models = [component(name) for name in reachable(*answer_models())]
    properties = [item for model in models for item in model.get("properties", {}).items()]
    names = frozenset(name for name, schema in properties if schema.get("format") == "date-time")
    assert all(schema.get("format") == "date-time" for name, schema in properties if name in names)
    return names
