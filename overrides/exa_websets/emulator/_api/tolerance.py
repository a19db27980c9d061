"""What clients send beyond the API document, and how it is handled unless the emulator is strict.

The service was never recorded to reject any of it: unknown keys in bodies, lists in queries as `types[]=`, and the
forms that the vendor's own clients and tools send.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, cast

from pydantic import BaseModel

from ...pydantic import CreateMonitorParameters, PreviewWebsetParameters, UpdateMonitor

Warn: TypeAlias = Callable[[str], None]

_BRACKETED = re.compile(rb"(?:(?<=&)|^)(expand|types)(?:\[\]|%5[Bb]%5[Dd])(?==)")
_DEFAULT_COUNT = 10


def without_brackets(query: bytes) -> tuple[bytes, list[str]]:
    """Return a query with `types[]=` written as `types=`, and the keys that were written with brackets."""
    keys = sorted({match.decode() for match in _BRACKETED.findall(query)})
    return _BRACKETED.sub(rb"\1", query), [f"the query key '{key}[]' was read as '{key}'" for key in keys]


def in_described_form(model: type[BaseModel], body: object) -> tuple[object, list[str]]:
    """Return a body in the form of the description, and what was different."""
    fields = _members(body)
    if model is PreviewWebsetParameters and "query" in fields and "search" not in fields:
        return {"search": body}, ["the body was read as the value of 'search'"]
    if model in (CreateMonitorParameters, UpdateMonitor):
        config = _members(fields.get("behavior")).get("config")
        if isinstance(config, dict) and "count" not in config:
            _members(cast(object, config))["count"] = _DEFAULT_COUNT
            return body, [f"'behavior.config.count' was missing and read as {_DEFAULT_COUNT}"]
    return body, []


def remove_unknown_keys(body: object, errors: Sequence[Any]) -> list[str]:
    """Remove the keys that a model has rejected as unknown, and return them."""
    removed: list[str] = []
    for error in errors:
        if error["type"] != "extra_forbidden":
            continue
        *place, key = error["loc"]
        parent = _members(_at(body, place))
        if key in parent:
            del parent[key]
            removed.append(f"the unknown key {'.'.join(map(str, error['loc']))!r} was ignored")
    return removed


def _at(node: object, place: Sequence[str | int]) -> object:
    for part in place:
        # A missing key is the tag of a union, which pydantic adds to the location of an error.
        node = _members(node).get(part, node)
    return node


def _members(node: object) -> dict[str | int, object]:
    if isinstance(node, dict):
        return cast(dict[str | int, object], node)
    return dict[str | int, object](enumerate(cast(list[object], node))) if isinstance(node, list) else {}
