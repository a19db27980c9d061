"""The form of a description: the allowed and required keys of each part, and the form of their values.

This is the subset of OpenAPI 3.1 for which both generators write the same code. Parts with another form are reported
and left out of the copy that `well_formed` returns, so that later rules only see what the tables below allow.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from attrs import define, field

from description.json_types import Json
from description.problems import METHODS, Pointer, Report, kind_of, show


class Key(NamedTuple):
    """The form of a value, and the advice if the key is missing; a key without advice is optional."""

    kind: str
    write: str = ""


class Reference(NamedTuple):
    """A `$ref`, or a value in the mapping of a discriminator, and the section of its target."""

    file: str
    pointer: Pointer
    target: str
    section: str


_DESCRIPTION = Key("text", "`description:` with a sentence in your own words")
_EXAMPLES = {"example": Key("anything"), "examples": Key("anything")}

KEYS: dict[str, dict[str, Key]] = {
    "root": {
        "openapi": Key("version", "`openapi: 3.1.0`"),
        "info": Key("info", "`info:` with a title and a version"),
        "servers": Key("list of server"),
        "security": Key("list of security requirement"),
        "tags": Key("list of tag"),
        "paths": Key("map of path"),
        "components": Key("components"),
    },
    "file": {
        "openapi": Key("version", "`openapi: 3.1.0`"),
        "info": Key("info", "`info:` with a title and a version"),
        "paths": Key("map of path"),
        "components": Key("components"),
    },
    "info": {
        "title": Key("text", "`title:` with the name of the resource"),
        "version": Key("text", '`version:` with the date, in quotes: "2026-11-24"'),
        "summary": Key("text"),
        "description": Key("text"),
        "termsOfService": Key("text"),
        "contact": Key("anything"),
        "license": Key("anything"),
    },
    "server": {"url": Key("text", "`url:` with the base URL"), "description": Key("text")},
    "tag": {
        "name": Key("text", "`name:` with a word, which becomes an attribute of the client"),
        "description": _DESCRIPTION,
    },
    "components": {
        "schemas": Key("map of schema"),
        "parameters": Key("map of parameter"),
        "responses": Key("map of response"),
        "securitySchemes": Key("map of security scheme"),
    },
    "security scheme": {
        "type": Key("text", "`type: apiKey` or `type: http`"),
        "description": Key("text"),
        "name": Key("text"),
        "in": Key("text"),
        "scheme": Key("text"),
        "bearerFormat": Key("text"),
    },
    "path": {
        "parameters": Key("list of parameter"),
        **dict.fromkeys(METHODS, Key("operation")),
    },
    "operation": {
        "operationId": Key("text", "`operationId:` that ends in the name of the method, such as things-list"),
        "tags": Key("list of text", "`tags:` with one declared tag, such as [websets]"),
        "summary": Key("text", "`summary:` with a short imperative phrase: List the things"),
        "description": _DESCRIPTION,
        "security": Key("list of security requirement", "`security: [{apiKey: []}, {bearer: []}]`"),
        "parameters": Key("list of parameter"),
        "requestBody": Key("request body"),
        "responses": Key("map of response", "`responses:` with the success response, 4XX and 5XX"),
        "deprecated": Key("true or false"),
    },
    "parameter": {
        "name": Key("text", "`name:` with the name on the wire"),
        "in": Key("text", "`in: path`, `in: query` or `in: header`"),
        "description": _DESCRIPTION,
        "schema": Key("schema", "`schema:` with a type, and the same description"),
        "required": Key("true or false"),
        "deprecated": Key("true or false"),
        **_EXAMPLES,
    },
    "request body": {
        "content": Key("content", "`content: {application/json: {schema: {$ref: …}}}`"),
        "description": Key("text"),
        "required": Key("true or false"),
    },
    "response": {"description": _DESCRIPTION, "content": Key("content")},
    "content": {"application/json": Key("media type", "`application/json:` with a schema, the only supported type")},
    "media type": {"schema": Key("schema", "`schema: {$ref: …}`"), **_EXAMPLES},
    "discriminator": {
        "propertyName": Key("text", "`propertyName:` with the property that distinguishes the members"),
        "mapping": Key("map of reference to schema", "`mapping:` with a member for each value of that property"),
    },
    "schema": {
        "type": Key("type"),
        "description": Key("text"),
        "format": Key("text"),
        "properties": Key("map of schema"),
        "required": Key("list of text"),
        "additionalProperties": Key("schema or bool"),
        "items": Key("schema"),
        "enum": Key("list of anything"),
        "x-enum-varnames": Key("list of text"),
        "const": Key("anything"),
        "oneOf": Key("list of schema"),
        "anyOf": Key("list of schema"),
        "allOf": Key("list of schema"),
        "discriminator": Key("discriminator"),
        **dict.fromkeys(
            ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), Key("count")
        ),
        **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), Key("number")),
        "pattern": Key("pattern"),
        "uniqueItems": Key("true or false"),
        "deprecated": Key("true or false"),
        **_EXAMPLES,
    },
}
_REFERRING = {"path": "paths", "schema": "schemas", "parameter": "parameters", "response": "responses"}
_ELSEWHERE = {
    ("file", "tags"): "the tags of all files belong in websets.yaml; move it there",
    ("file", "servers"): "it belongs in websets.yaml; move it there",
    ("file", "security"): "each operation has its own; remove it",
    ("schema", "title"): "it would rename the class; remove it, and give the component the name of the class",
    (
        "schema",
        "default",
    ): "it would be sent with every request; remove it, and document the default in the description",
    (
        "schema",
        "nullable",
    ): 'it is not part of OpenAPI 3.1; write `type: [string, "null"]`, or `oneOf` with `type: "null"`',
    ("schema", "not"): "no class can express it; describe it in the description",
    ("schema", "patternProperties"): "no class can express it; write `additionalProperties` with a schema",
    ("schema", "prefixItems"): "no class can express it; write `items`",
    ("parameter", "default"): "it is not supported; document the default in the description",
    ("path", "summary"): "each operation has its own; move it there",
    ("path", "description"): "each operation has its own; move it there",
    ("path", "servers"): "all operations use the server of websets.yaml; remove it",
    ("components", "requestBodies"): "a request body belongs in its operation; move it there",
}
_EXPECTED = {
    "text": "a string",
    "true or false": "true or false",
    "number": "a number",
    "count": "a non-negative integer",
    "type": 'a type, or a list of a type and "null"',
    "pattern": "a regular expression",
    "version": "3.1.0",
    "schema or bool": "true, false or a schema",
}
_NOTHING: Any = object()


@define
class Grammar:
    """Copies well-formed parts and reports the others."""

    report: Report
    references: list[Reference] = field(factory=list[Reference])

    def well_formed(self, file: str, document: Json, *, is_root: bool) -> dict[str, Any]:
        """Return a copy of a file without malformed parts, which are reported."""
        return self._part(file, (), document, "root" if is_root else "file") or {}

    def _part(self, file: str, pointer: Pointer, value: Json, kind: str) -> Any:
        if kind.startswith("list of "):
            return self._list(file, pointer, value, kind.removeprefix("list of "))
        if kind.startswith("map of "):
            return self._map(file, pointer, value, kind.removeprefix("map of "))
        if kind.startswith("reference to "):
            return self._reference(file, pointer, value, "schemas")
        if kind == "security requirement":
            return self._map(file, pointer, value, "list of text")
        if kind == "schema or bool" and isinstance(value, dict):
            kind = "schema"
        if kind in KEYS:
            return self._object(file, pointer, value, kind)
        if fits(value, kind):
            return value
        return self._lose(file, pointer, value, _EXPECTED[kind])

    def _lose(self, file: str, pointer: Pointer, value: Json, expected: str) -> Any:
        shown = show(value) if kind_of(value) in ("a string", expected) else kind_of(value)
        self.report.lose(file, pointer, f"is {shown}; write {expected}")
        return _NOTHING

    def _list(self, file: str, pointer: Pointer, value: Json, kind: str) -> Any:
        if not isinstance(value, list):
            return self._lose(file, pointer, value, "a list")
        parts = [self._part(file, (*pointer, index), element, kind) for index, element in enumerate(value)]
        if _NOTHING in parts:
            self.report.broken.add((file, pointer[:-1]))
        return [part for part in parts if part is not _NOTHING]

    def _map(self, file: str, pointer: Pointer, value: Json, kind: str) -> Any:
        if not isinstance(value, dict):
            return self._lose(file, pointer, value, "a mapping")
        parts = {name: self._part(file, (*pointer, name), element, kind) for name, element in value.items()}
        if _NOTHING in parts.values():
            self.report.broken.add((file, pointer[:-1]))
        return {name: part for name, part in parts.items() if part is not _NOTHING}

    def _object(self, file: str, pointer: Pointer, value: Json, kind: str) -> Any:
        if not isinstance(value, dict):
            return self._lose(file, pointer, value, "a mapping")
        if "$ref" in value and kind in _REFERRING:
            for other in value.keys() - {"$ref"}:
                text = "is next to a $ref, so generators ignore it; remove it, or move it to the target of the $ref"
                self.report.add(file, (*pointer, other), text)
            target = self._reference(file, (*pointer, "$ref"), value["$ref"], _REFERRING[kind])
            return _NOTHING if target is _NOTHING else {"$ref": target}
        keys = KEYS[kind]
        for name in value.keys() - keys.keys():
            if not name.startswith("x-"):
                self.report.add(file, (*pointer, name), _unknown(name, kind, keys))
        for name, key in keys.items():
            if key.write and name not in value:
                self.report.miss(file, (*pointer, name), f"is missing; write {key.write}")
        parts = {
            name: self._part(file, (*pointer, name), value[name], key.kind)
            for name, key in keys.items()
            if name in value
        }
        # Generated code has the order of the file.
        return {name: parts[name] for name in value if parts.get(name, _NOTHING) is not _NOTHING}

    def _reference(self, file: str, pointer: Pointer, value: Json, section: str) -> Any:
        if not fits(value, "text"):
            return self._lose(file, pointer, value, "a string")
        self.references.append(Reference(file, pointer, str(value), section))
        return value


def fits(value: Json, kind: str) -> bool:
    """Return True if a scalar or list has a form."""
    match kind:
        case "text":
            return isinstance(value, str) and bool(value.strip())
        case "true or false" | "schema or bool":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "count":
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        case "type":
            return fits(value, "text") or (isinstance(value, list) and all(fits(one, "text") for one in value))
        case "version":
            return isinstance(value, str) and value.startswith("3.1.")
        case "pattern":
            return isinstance(value, str) and is_regular(value)
        case _:
            return kind == "anything"


def is_regular(pattern: str) -> bool:
    """Return True if a pattern is a valid regular expression."""
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def _unknown(name: str, kind: str, keys: Mapping[str, Key]) -> str:
    if reason := _ELSEWHERE.get((kind, name)):
        return reason
    article = "" if kind == "content" else "an " if kind[0] in "aeio" else "a "
    found = difflib.get_close_matches(name, keys, 1)
    advice = f"write {found[0]}" if found else f"remove it; the keys are {', '.join(keys)}"
    return f"is not a key of {article}{'description' if kind in ('root', 'file') else kind}; {advice}"
