"""Loads what a cancel needs before it is needed: the package may be upgraded on disk in the meantime."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args, get_type_hints

import attrs

from .._generated import api, models


@cache
def preload() -> None:
    """Load all that a cancel and its answers need. It takes some milliseconds, once per process."""
    seen: set[object] = set()
    _load_parts(models.Webset, seen)
    _load_parts(models.Monitor, seen)
    send = _Nowhere()
    api.websets.Websets(send).cancel("")
    api.websets.Websets(send).get("")
    api.monitors.Monitors(send).update("", {})


def _load_parts(kind: Any, seen: set[object]) -> None:
    """Load the models that a document of this type can hold: evaluating the type of a field loads them."""
    if kind in seen:
        return
    seen.add(kind)
    fields = get_type_hints(kind).values() if isinstance(kind, type) and attrs.has(kind) else get_args(kind)
    for part in fields:
        _load_parts(part, seen)


class _Nowhere:
    """Sends nothing. Building a call loads the module of its operation."""

    def __call__(self, call: api.Call[Any], options: api.RequestOptions, /) -> Any:
        return None

    @property
    def paging_error(self) -> type[Exception]:
        return AssertionError
