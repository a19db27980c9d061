"""Reads the bundled description, and compares documents by it."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from typing import Any

from bundle import Json, bundle
from support.paths import ROOT

Schema = dict[str, Any]


@functools.cache
def document() -> Schema:
    """Give the bundled description."""
    return bundle(ROOT / "openapi")


def component(name: str) -> Schema:
    schema: Schema = document()["components"]["schemas"][name]
    return schema


def followed(node: Schema) -> Schema:
    """Follow a reference to whatever component it names: a parameter, a response, a schema."""
    if "$ref" not in node:
        return node
    *_, kind, name = node["$ref"].split("/")
    found: Schema = document()["components"][kind][name]
    return found


def resolved(schema: Schema) -> Schema:
    """Follow a reference to the schema itself; a schema that has all of several others becomes one."""
    while "$ref" in schema:
        schema = component(schema["$ref"].rpartition("/")[2])
    if "allOf" not in schema:
        return schema
    parts = [resolved(part) for part in schema["allOf"]]
    properties = {name: inner for part in parts for name, inner in part["properties"].items()}
    return {**parts[0], "properties": properties, "required": [name for part in parts for name in part["required"]]}


def members(schema: Schema) -> list[Schema]:
    """Give the alternatives of a schema, those of its alternatives among them; alone if it has none."""
    schema = resolved(schema)
    inner = schema.get("oneOf") or schema.get("anyOf")
    return [schema] if inner is None else [found for member in inner for found in members(member)]


def kind_of(schema: Schema, value: Mapping[str, Json]) -> Schema:
    """Give the member of a union that an object is, told by its tag; the last one takes what no other does."""
    objects = [member for member in members(schema) if member.get("type") == "object"]
    if len(objects) == 1:
        return objects[0]
    return next((one for one in objects if one["properties"]["type"].get("const") == value["type"]), objects[-1])


def models_of(schema: Schema) -> Iterator[str]:
    """Name the models that a schema may be: one, or those of its alternatives."""
    alternatives = resolved(schema).get("oneOf") or resolved(schema).get("anyOf")
    if alternatives:
        for member in alternatives:
            yield from models_of(member)
    elif "$ref" in schema:
        yield schema["$ref"].rpartition("/")[2]


@functools.cache
def answer_models() -> list[str]:
    """Name the models that the operations promise, each member of a union by itself."""
    answers = [
        followed(answer)
        for item in document()["paths"].values()
        for operation in item.values()
        for status, answer in operation["responses"].items()
        if status.startswith("2")
    ]
    return sorted({name for one in answers for name in models_of(one["content"]["application/json"]["schema"])})


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
    models = [component(name) for name in reachable(*answer_models())]
    properties = [item for model in models for item in model.get("properties", {}).items()]
    names = frozenset(name for name, schema in properties if schema.get("format") == "date-time")
    assert all(schema.get("format") == "date-time" for name, schema in properties if name in names)
    return names
