"""API descriptions in which every text holds code for Python, jinja or a terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

MARK = "PLANTED"
PAYLOAD = (
    f'"""\nimport os; os.environ["{MARK}"] = "1"\n\'\'\'\n__import__("pathlib").Path("{MARK}").touch()\n'
    "{{ 7919 * 7919 }} {% include 'x' %} {{ cycler.__init__.__globals__ }} {% endraw %} {# #} #} %s {0} \\N{DASH} "
    '\x00\x07\x0b\x85\u2028\u2029\u202e\ufeff \r\n\\""" \\\' \\\\" \\x41 \\u0041 \\'
)
LINE = 'it\'s "q" \\ \\" """ {{ 7919 * 7919 }} {% x %} #} \\n import os'
TEXT = {"type": "string", "description": PAYLOAD}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def thing(*required: str, **properties: Any) -> dict[str, Any]:
    described = {"type": "object", "description": PAYLOAD, "additionalProperties": True, "example": {PAYLOAD: PAYLOAD}}
    return {**described, "required": [*required], "properties": properties}


def operation(name: str, answer: Any = None, *, tag: str = "things", body: str = "", **more: Any) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": answer}}} if answer else {}
    answers = {status: {"description": PAYLOAD} for status in ("4XX", "5XX")}
    sent = {"requestBody": {"content": {"application/json": {"schema": ref(body)}}, "description": PAYLOAD}}
    result: dict[str, Any] = {
        "operationId": name,
        "tags": [tag],
        "summary": PAYLOAD,
        "description": PAYLOAD,
        "security": [{"key": []}],
    }
    result["responses"] = {"200": {"description": PAYLOAD, **content}, **answers}
    return {**result, **(sent if body else {}), **more}


def document(schemas: dict[str, Any], paths: dict[str, Any] | None = None) -> dict[str, Any]:
    info = {"title": PAYLOAD, "version": PAYLOAD, "description": PAYLOAD, "termsOfService": PAYLOAD}
    described = {"openapi": "3.1.0", "info": info, "servers": [{"url": f"https://x/{PAYLOAD}", "description": PAYLOAD}]}
    operations: list[dict[str, Any]] = [
        one for item in (paths or {}).values() for key, one in item.items() if key != "parameters"
    ]
    tags = dict.fromkeys(str(tag) for one in operations for tag in one["tags"])
    described["tags"] = [{"name": tag, "description": PAYLOAD} for tag in tags]
    schemes = {"key": {"type": "apiKey", "in": "header", "name": "x-api-key", "description": PAYLOAD}}
    return {**described, "paths": paths or {}, "components": {"schemas": schemas, "securitySchemes": schemes}}


def parameter(name: str, place: str = "query", schema: dict[str, Any] | None = None) -> dict[str, Any]:
    schema = TEXT if schema is None else schema
    required = {"required": True} if place == "path" else {}
    return {"name": name, "in": place, "description": PAYLOAD, "schema": {**schema, "description": PAYLOAD}, **required}


def folder_of(tmp_path: Path, content: dict[str, Any] | str, name: str = "websets.yaml") -> Path:
    text = content if isinstance(content, str) else json.dumps(content)
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path
