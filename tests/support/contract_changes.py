"""A document that is changed by the rows of a table, one change at a time."""

from __future__ import annotations

import copy
from typing import Any, TypeAlias

from contracts.shapes import mapping
from ruamel.yaml import YAML
from support.openapi_document import Schema
from support.paths import DATA

FOLDER = DATA / "compare"
Row: TypeAlias = list[Any]


def loaded(name: str) -> Any:
    yaml: Any = YAML(typ="safe", pure=True)
    return yaml.load(FOLDER / name)


def with_row(document: Schema, row: Row) -> Schema:
    """Return a copy in which the value that a row names is replaced or removed."""
    found = copy.deepcopy(document)
    node, *steps = _start(found, row[0])
    for step in steps[:-1]:
        node = node[_key(node, step)]
    key = _key(node, steps[-1])
    if len(row) == 1:
        del node[key]
    elif key == "+":
        node.append(row[1])
    else:
        node[key] = row[1]
    return found


def _start(document: Schema, place: str) -> list[Any]:
    first, *steps = [step.replace("~1", "/") for step in place.split("/")]
    if first == "#":
        return [document, *steps]
    if first in document["components"]["schemas"]:
        return [document["components"]["schemas"], first, *steps]
    operations: list[Schema] = [
        item for path in document["paths"].values() for item in path.values() if "operationId" in item
    ]
    return _followed(document, next(each for each in operations if each["operationId"] == first), steps)


def _followed(document: Schema, node: Any, steps: list[str]) -> list[Any]:
    """Replace a reference to a response by its target, so that a row can change one use of it."""
    if steps[:1] == ["responses"] and len(steps) > 2:
        responses = node["responses"]
        if "$ref" in responses[steps[1]]:
            name = responses[steps[1]]["$ref"].rpartition("/")[2]
            responses[steps[1]] = copy.deepcopy(document["components"]["responses"][name])
    return [node, *steps]


def _key(node: Any, step: str) -> Any:
    """Return the key of a mapping, or the index of a list's element: a number, a text, or an element with that name."""
    if isinstance(node, dict) or step == "+":
        return step
    if step.isdecimal():
        return int(step)
    elements: list[Any] = node
    return next(index for index, each in enumerate(elements) if step in (each, mapping(each).get("name")))
