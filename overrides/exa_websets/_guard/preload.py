"""Loads what a cancel needs before it is needed: the package may be upgraded on disk in the meantime."""

from __future__ import annotations

from functools import cache

from .._generated import api, models


@cache
def preload() -> None:
    """Load all that a cancel and its answers need. It takes some milliseconds, once per process."""
    for name in models.__all__:
        getattr(models, name)
    api.websets._cancel("")
    api.websets._get("")
    api.monitors._update("", {})
