"""The options that make a stop rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ... import deadline, found, stalled
from ..._websets.stop_rules import AnyOf, StopRule
from .durations import parse_duration

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--cancel-when-found",
        type=click.IntRange(min=1),
        metavar="N",
        help="Cancel when the searches have found this many items.",
    ),
    click.option(
        "--cancel-after",
        type=parse_duration,
        metavar="DURATION",
        help="Cancel after this time: 90, 90s, 10m or 1h.",
    ),
    click.option(
        "--cancel-when-stalled",
        type=parse_duration,
        metavar="DURATION",
        help="Cancel if there is no progress for this long.",
    ),
)


def stop_options(function: F) -> F:
    """Declare the three --cancel options of a command; `stop_rule` takes their values."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def stop_rule(when_found: int | None, after: float | None, when_stalled: float | None) -> StopRule:
    """Return the stop rule of the three --cancel options; the time of --cancel-after starts now."""
    rules = [
        *([found(when_found)] if when_found else []),
        *([deadline(seconds=after)] if after else []),
        *([stalled(seconds=when_stalled)] if when_stalled else []),
    ]
    return AnyOf(tuple(rules))
