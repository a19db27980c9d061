"""Report drift to the `on_drift` callback of a client, such as `log_drift` or a `DriftReport`."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Callable, Hashable, Iterator
from typing import Any, TypeAlias

from attrs import evolve

from .detection import Drift, find_drift, is_model

OnDrift: TypeAlias = Callable[[Drift], object]

logger = logging.getLogger("exa_websets")

# Bounds memory if a field has a new value every time, such as free text that the document describes as an enum.
MAX_DRIFTS = 1000
_TYPES: dict[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def log_drift(drift: Drift) -> None:
    """Log a drift as a warning of the logger `exa_websets`. Pass this function as `on_drift` to a client."""
    logger.warning("The response contains something that this package does not know: %s", describe_drift(drift))


class DriftReport:
    """Collects drifts. Pass an instance as `on_drift` to a client.

    Iterating yields each distinct drift once. `str()` returns the additions to the components of `openapi/` as YAML.
    """

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
            if drift.kind == "cursor":
                continue
            section, addition = _addition(drift)
            seen = f"# {drift.path} is {_shortened(drift.value)}"
            sections.setdefault((drift.enum or drift.model, section), []).append(f"    {addition}  {seen}")
        lines = [f"# {describe_drift(drift)}" for drift in self if drift.kind == "cursor"]
        for (component, section), additions in sorted(sections.items()):
            lines += [] if f"{component}:" in lines else [f"{component}:"]
            lines += [f"  {section}:", *additions]
        return "\n".join(lines)


def report_drift(result: Any, on_drift: OnDrift, redact: Callable[[Any], Any]) -> None:
    """Call `on_drift` with each drift that is new in this process. An exception that it raises is logged.

    Args:
        result: The result of a call; anything but a model is ignored.
        on_drift: The callback of the client.
        redact: Removes the key from a value, because a response may echo it.
    """
    if not is_model(result):
        return
    try:
        reported = _reported_to(on_drift)
        for drift in find_drift(result):
            identity = _identity(drift)
            if identity not in reported and len(reported) < MAX_DRIFTS:
                reported.add(identity)
                path, value, name = redact(drift.path), redact(drift.value), redact(drift.field)
                on_drift(evolve(drift, path=path, value=value, field=name))
    except Exception:
        logger.warning("The on_drift callback raised an exception; the call itself succeeded.", exc_info=True)


def describe_drift(drift: Drift) -> str:
    """Describe a drift in a sentence."""
    if drift.kind == "cursor":
        return f"{drift.model} has `hasMore: true` without a cursor, so what follows this page cannot be read"
    kinds = {"field": "a new field", "value": "a new value", "member": "a new kind", "fraction": "not a whole number"}
    return f"{drift.path} of {drift.model} is {kinds[drift.kind]}, {_shortened(drift.value)}"


@functools.lru_cache(maxsize=64)
def _reported_to(on_drift: OnDrift) -> set[Hashable]:
    return set()


def _identity(drift: Drift) -> Hashable:
    """Return the key of a kind of drift: new fields differ by name, new values by value."""
    value = None if drift.kind in ("field", "fraction") else repr(drift.value)
    return drift.model, drift.field, drift.kind, value


def _addition(drift: Drift) -> tuple[str, str]:
    """Return the addition to a component: the name of a section, and a line in it."""
    if drift.kind == "member":
        return "oneOf", f"- {{properties: {{type: {{const: {_json(drift.value)}}}}}}}"
    if drift.enum:
        return "enum", f"- {_json(drift.value)}"
    kind: type = drift.value.__class__
    return "properties", f"{_json(drift.field)}: {{type: {_TYPES.get(kind, _json('null'))}}}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _shortened(value: Any) -> str:
    shown = _json(value)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."
