"""Durations as a person reads them."""

from __future__ import annotations


def in_words(duration: float) -> str:
    """Write seconds as a person reads them."""
    if duration < 120:
        return f"{duration:.0f} s"
    return f"{duration / 60:.0f} min" if duration < 7200 else f"{duration / 3600:.1f} h"
