"""Paths of values in a JSON document, and copies of a document that differ at one path."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from attrs import frozen
from description.json_types import Json
from support.openapi_document import Schema, kind_of, members

Keys = tuple[str | int, ...]


@frozen
class Spot:
    """A value in a document, its path, and its schema in the description."""

    keys: Keys
    schema: Schema
    value: Json

    @property
    def path(self) -> str:
        return path_of(self.keys)


def spots(schema: Schema, value: Json, keys: Keys = (), *, deep: bool = True) -> Iterator[Spot]:
    """Yield every described value of a valid document; unless `deep`, without those inside inner objects."""
    yield Spot(keys, schema, value)
    if isinstance(value, dict) and (deep or not keys):
        fields = kind_of(schema, value).get("properties", {})
        for name in (name for name in fields if name in value):
            yield from spots(fields[name], value[name], (*keys, name), deep=deep)
    elif isinstance(value, list):
        [items] = [member["items"] for member in members(schema) if "items" in member]
        for index, element in enumerate(value):
            yield from spots(items, element, (*keys, index), deep=deep)


def path_of(keys: Keys) -> str:
    """Format a path as DocumentError does, such as `searches[3].recall.expected`."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).removeprefix(".")


def changed(node: Any, keys: Keys, value: Any) -> Any:
    """Return a copy of a document with another value at one path."""
    if not keys:
        return value
    head, *rest = keys
    copy = node.copy()
    copy[head] = changed(copy[head] if rest else None, tuple(rest), value)
    return copy


def without(node: Any, keys: Keys) -> Any:
    """Return a copy of a document without one field."""
    parent = functools.reduce(lambda inner, key: inner[key], keys[:-1], node)
    return changed(node, keys[:-1], {key: value for key, value in parent.items() if key != keys[-1]})


def python_name(name: str) -> str:
    """Return the attribute name of a field: snake case, with an underscore after names that Python reserves."""
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: f"_{match[1]}", name).lower().replace("-", "_")
    return f"{snake}_" if snake in ("object", "type", "import", "format", "from") else snake
