"""Import everything that a cancel needs in advance, because the package may be upgraded on disk before the cancel."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, get_args

import attrs

from .._generated import api, models

_MODEL = re.compile(r"\bmodels\.(\w+)")
# A response contains items only if the call requests them, and the calls of a guard do not.
_NEVER_SENT = "WebsetItem"


@cache
def preload(*, finds_drift: bool) -> None:
    """Import everything that a cancel and its response need. This takes a few milliseconds, once per process.

    Args:
        finds_drift: Whether responses are checked for drift, which needs the types of all fields.
    """
    _load_parts(models.Webset, set() if finds_drift else {_NEVER_SENT})
    send = _Nowhere()
    api.websets.Websets(send).cancel("")
    api.websets.Websets(send).get("")
    api.searches.Searches(send).cancel("", "")
    api.monitors.Monitors(send).update("", {})


def _load_parts(kind: Any, seen: set[str]) -> None:
    """Import the models that a document of this type can contain. Their names are found in the annotations as text."""
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
    """A transport that sends nothing. Building a call imports the module of its operation."""

    def __call__(self, call: api.Call[Any], options: api.RequestOptions, /) -> Any:
        return None

    @property
    def paging_error(self) -> type[Exception]:
        return AssertionError
