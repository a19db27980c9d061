"""Durations as text."""

from __future__ import annotations


def format_duration(seconds: float) -> str:
    """Return a duration rounded to seconds, minutes or hours, such as "90 s", "10 min" or "2.5 h"."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def format_age(seconds: float) -> str:
    """Return an age in one unit, rounded down: "45s", "57m", "5h" or "12d". `--older-than` accepts all but the last."""
    seconds = max(seconds, 0)  # negative if the clock of this machine is behind
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= length:
            return f"{seconds // length:.0f}{unit}"
    return f"{seconds:.0f}s"
