"""The table of operations in the README."""

from __future__ import annotations

import re
from typing import Any

BEGIN, END = "<!-- operations: written by scripts/regenerate -->", "<!-- /operations -->"
_PART = re.compile(re.escape(BEGIN) + ".*" + re.escape(END), re.DOTALL)


def with_operations(readme: str, document: dict[str, Any]) -> str:
    """Return the README with the table of the document's operations between the two markers.

    Raises:
        ValueError: The README does not have both markers.
    """
    if not _PART.search(readme):
        raise ValueError(f"README.md has no markers for the table of operations: {BEGIN} and {END}")
    table = "\n".join(["| call | request | what it does |", "| --- | --- | --- |", *_rows(document)])
    return _PART.sub(lambda _: f"{BEGIN}\n{table}\n{END}", readme)


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
