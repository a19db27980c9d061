"""Durations as they are written on a command line, and as they are read."""

from __future__ import annotations

import re

import typer

_WRITTEN = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)([smh]?)")
LONGEST = 366 * 24 * 3600
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}


def seconds(text: str) -> float:
    """Read a duration: "90", "90s", "10m" or "1h".

    Raises:
        typer.BadParameter: it is none, or no time at all.
    """
    match = _WRITTEN.fullmatch(text)
    if not match or not 0 < float(match[1]) * _SECONDS[match[2]] < LONGEST:
        raise typer.BadParameter(f"{text!r} is no duration; write 90, 90s, 10m or 1h")
    return float(match[1]) * _SECONDS[match[2]]
