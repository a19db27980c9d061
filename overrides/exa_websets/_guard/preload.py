"""Loads what a cancel needs before it is needed: the package may be upgraded on disk in the meantime."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, get_args

import attrs

from .._generated import api, models

_MODEL = re.compile(r"\bmodels\.(\w+)")
# They are in an answer only if the call asks for them, which no cancel and no look of a guard does.
_NEVER_SENT = "WebsetItem"


@cache
def preload(*, finds_drift: bool) -> None:
    """Load all that a cancel and its answers need. It takes some milliseconds, once per process.

    Args:
        finds_drift: Whether answers are searched for drift, which looks up the types of all fields.
    """
    _load_parts(models.Webset, set() if finds_drift else {_NEVER_SENT})
    send = _Nowhere()
    api.websets.Websets(send).cancel("")
    api.websets.Websets(send).get("")
    api.searches.Searches(send).cancel("", "")
    api.monitors.Monitors(send).update("", {})


def _load_parts(kind: Any, seen: set[str]) -> None:
    """Load the models that a document of this type can hold, which its annotations name; evaluating them is slow."""
    for part in get_args(kind):
        _load_parts(part, seen)
    if not attrs.has(kind):
        return
    for field in attrs.fields(kind):
        for name in _MODEL.findall(field.type):
            if name not in seen:
                seen.add(name)
                _load_parts(getattr(models, name), seen)


class _Nowhere:
    """Sends nothing. Building a call loads the module of its operation."""

    def __call__(self, call: api.Call[Any], options: api.RequestOptions, /) -> Any:
        return None

    @property
    def paging_error(self) -> type[Exception]:
        return AssertionError
