"""The API description as a vendor would publish it: the same API in another style."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from description.json_types import Json
from support.openapi_document import Schema, document, followed

NULL = {"type": "null"}


def published(version: str = "3.1.0", *, of: Schema | None = None) -> Schema:
    """Return a document without components or tags that describes the same API, or the same part of it."""
    described = (of or document())["paths"]
    paths = {_renamed(path): _path_item(item) for path, item in reversed(described.items())}
    other = {"get": {"operationId": "search", "responses": {"200": {"description": "Of another API."}}}}
    written = {
        "openapi": version,
        "info": {"title": "Another title", "version": "9"},
        "servers": [{"url": document()["servers"][0]["url"].removesuffix("/websets")}],
        "paths": {"/search": other, **paths},
        "components": {
            "securitySchemes": {
                "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
                "token": {"type": "http", "scheme": "Bearer", "bearerFormat": "key"},
            }
        },
    }
    found: Schema = json.loads(json.dumps(written))  # a deep copy without shared parts
    return found


def schema_of(place: Mapping[str, Any]) -> Schema:
    """Return the schema of a published parameter, body or response."""
    found: Schema = place["content"]["application/json"]["schema"]
    return found


def _renamed(path: str) -> str:
    return "/websets" + re.sub(r"{(\w+)}", r"{\1Ident}", path)


def _path_item(item: Schema) -> Schema:
    return {method: _operation(operation) for method, operation in item.items()}


def _operation(operation: Schema) -> Schema:
    found: Schema = {
        "operationId": operation["operationId"].title().replace("-", ""),
        "security": [{"header": []}, {"token": []}],
        "parameters": [_parameter(followed(each)) for each in reversed(operation.get("parameters", []))],
        "responses": {
            status: {"description": "Well.", "headers": {}, "content": _content(followed(answer))}
            for status, answer in operation["responses"].items()
            if status.startswith("2")
        },
    }
    if "requestBody" in operation:
        found["requestBody"] = {"required": True, "content": _content(operation["requestBody"])}
    return found


def _parameter(parameter: Schema) -> Schema:
    name = f"{parameter['name']}Ident" if parameter["in"] == "path" else parameter["name"]
    return {**parameter, "name": name, "description": "Words.", "schema": inlined(parameter["schema"])}


def _content(place: Schema) -> Schema:
    return {"application/json": {"schema": inlined(schema_of(place)), "example": {"any": "thing"}}}


def inlined(schema: Schema) -> Schema:
    """Return a schema without references, with `nullable`, lists of types, titles and one-element enums."""
    schema = {**followed(schema)}
    schema.pop("discriminator", None)
    alternatives: list[Schema] = schema.pop("oneOf", []) or schema.pop("anyOf", [])
    if alternatives:
        return _union(alternatives)
    if "allOf" in schema:
        schema = _merged([followed(part) for part in schema["allOf"]])
    for key in ("properties", "items"):
        if key in schema:
            schema[key] = _inner(key, schema[key])
    types: Json = schema.pop("type", None)
    if isinstance(types, list):
        schema["nullable"] = True
        types = next(each for each in types if each != "null")
    if types == "object" and "properties" in schema:
        schema.pop("additionalProperties", None)
    elif isinstance(schema.get("additionalProperties"), dict):
        schema["additionalProperties"] = inlined(schema["additionalProperties"])
    if "const" in schema:
        return {"type": "string", "enum": [schema["const"]], "default": schema["const"]}
    return {"title": "A title", **({"type": [types]} if types else {}), **schema, "description": "Other words."}


def _inner(key: str, schema: Any) -> Schema:
    if key == "items":
        return inlined(schema)
    return {name: inlined(each) for name, each in reversed(schema.items())}


def _union(alternatives: list[Schema]) -> Schema:
    found = [inlined(each) for each in alternatives if each != NULL]
    nullable = {"nullable": True} if NULL in alternatives else {}
    if any("enum" in each for each in found):
        found = [each for each in found if "enum" in each]
    known = [each for each in found if not _is_open(each)] if len(found) > 1 else found
    members = [member for each in known for member in (each["oneOf"] if each.keys() == {"oneOf"} else [each])]
    if len(members) == 1:
        return {"allOf": members, **nullable}
    return {"oneOf": members[::-1], **nullable}


def _is_open(schema: Schema) -> bool:
    tag = schema.get("properties", {}).get("type", {"enum": []})
    return "enum" not in tag and "oneOf" not in schema


def _merged(parts: list[Schema]) -> Schema:
    properties = {name: inner for part in parts for name, inner in part["properties"].items()}
    return {**parts[0], "properties": properties, "required": [name for part in parts for name in part["required"]]}
