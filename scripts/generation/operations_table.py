"""The table of operations in `generated/README.md`."""

from __future__ import annotations

import re
from typing import Any

_HEAD = ["| call | request | what it does |", "| --- | --- | --- |"]


def operations_table(document: dict[str, Any]) -> str:
    """Return a row of Markdown for each operation of a bundled document, in the order of its tags."""
    return "\n".join([*_HEAD, *_rows(document)])


def _rows(document: dict[str, Any]) -> list[str]:
    operations = [
        (operation, method, path)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if "operationId" in operation
    ]
    tags = [tag["name"] for tag in document["tags"]]
    operations.sort(key=lambda one: tags.index(one[0]["tags"][0]))
    return [
        f"| `{_call(operation, document)}` | `{method.upper()} {path}` | {operation['summary']} |"
        for operation, method, path in operations
    ]


def _call(operation: dict[str, Any], document: dict[str, Any]) -> str:
    parameters = [_resolved(one, document) for one in operation.get("parameters", [])]
    arguments = [one["name"] for one in parameters if one["in"] == "path"]
    arguments += ["body"] if "requestBody" in operation else []
    arguments += [f"{_snake(one['name'])}=" for one in parameters if one["in"] in ("query", "header")]
    return f"{operation['tags'][0]}.{operation['operationId'].rpartition('-')[2]}({', '.join(arguments)})"


def _resolved(node: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    target: dict[str, Any] = document
    for part in node["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    return target


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: f"_{match[1].lower()}", name).replace("-", "_")
