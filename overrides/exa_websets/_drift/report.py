"""Tells of drift in the answers of a client: each kind of it once, to a callback such as the two that are here."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Callable, Hashable, Iterator
from typing import Any, TypeAlias

from .detection import Drift, find_drift, is_model

OnDrift: TypeAlias = Callable[[Drift], object]

logger = logging.getLogger("exa_websets")

# What drifts in a million ways, such as a free text that was taken for an enum, is not worth a million calls.
MOST_DRIFTS = 1000
_TYPES: dict[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def log_drift(drift: Drift) -> None:
    """Log a drift as a warning of the logger `exa_websets`; for `on_drift=` of a client."""
    logger.warning("The service sent what this package does not know: %s", in_words(drift))


class DriftReport:
    """Collects drifts; for `on_drift=` of a client. Printed, it is what to add to the components of `openapi/`."""

    def __init__(self) -> None:
        self._drifts: dict[Hashable, Drift] = {}

    def __call__(self, drift: Drift) -> None:
        self._drifts.setdefault(_identity(drift), drift)

    def __iter__(self) -> Iterator[Drift]:
        return iter([*self._drifts.values()])

    def __len__(self) -> int:
        return len(self._drifts)

    def __str__(self) -> str:
        sections: dict[tuple[str, str], list[str]] = {}
        for drift in self:
            section, addition = _addition(drift)
            seen = f"# {drift.path} is {_shown(drift.value)}"
            sections.setdefault((drift.enum or drift.model, section), []).append(f"    {addition}  {seen}")
        lines: list[str] = []
        for (component, section), additions in sorted(sections.items()):
            lines += [] if f"{component}:" in lines else [f"{component}:"]
            lines += [f"  {section}:", *additions]
        return "\n".join(lines)


def tell_drift(answer: Any, on_drift: OnDrift) -> None:
    """Call back for each drift in an answer that this process has not told of; the answer comes first, whatever fails.

    Args:
        answer: What a call gives.
        on_drift: What is called with each drift.
    """
    if not is_model(answer):
        return
    try:
        told = _told_to(on_drift)
        for drift in find_drift(answer):
            identity = _identity(drift)
            if identity not in told and len(told) < MOST_DRIFTS:
                told.add(identity)
                on_drift(drift)
    except Exception:
        logger.warning("The on_drift callback failed; the call itself did not.", exc_info=True)


def in_words(drift: Drift) -> str:
    """Say what is new, and where."""
    kinds = {"field": "a new field", "value": "a new value", "member": "a new kind", "fraction": "no whole number"}
    return f"{drift.path} of {drift.model} is {kinds[drift.kind]}, {_shown(drift.value)}"


@functools.lru_cache(maxsize=64)
def _told_to(on_drift: OnDrift) -> set[Hashable]:
    return set()


def _identity(drift: Drift) -> Hashable:
    """Tell drifts apart: a new field by its name, a new value by itself."""
    value = None if drift.kind in ("field", "fraction") else repr(drift.value)
    return drift.model, drift.field, drift.kind, value


def _addition(drift: Drift) -> tuple[str, str]:
    """Give what a component lacks, as the name of a section and a line in it."""
    if drift.kind == "member":
        return "oneOf", f"- {{properties: {{type: {{const: {_json(drift.value)}}}}}}}"
    if drift.enum:
        return "enum", f"- {_json(drift.value)}"
    kind: type = drift.value.__class__
    return "properties", f"{_json(drift.field)}: {{type: {_TYPES.get(kind, _json('null'))}}}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _shown(value: Any) -> str:
    shown = _json(value)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."
