"""Durations as options."""

from __future__ import annotations

import re

import click

_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)([smh]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}
_UPPER_BOUND = 366 * 24 * 3600


def parse_duration(text: str) -> float:
    """Parse a duration such as "90", "90s", "10m" or "1h", and return its seconds.

    Raises:
        click.BadParameter: it is not a duration, is 0, or is longer than a year.
    """
    match = _DURATION.fullmatch(text)
    if not match or not 0 < float(match[1]) * _SECONDS[match[2]] < _UPPER_BOUND:
        raise click.BadParameter(f"{text!r} is not a duration; write 90, 90s, 10m or 1h")
    return float(match[1]) * _SECONDS[match[2]]
