"""Printing: lines for people and JSON for programs on stdout, errors and warnings on stderr."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable
from typing import Any

_BOLD, _GREEN, _YELLOW, _MAGENTA = 1, 32, 33, 35
_COLORS = {
    "idle": _GREEN,
    "completed": _GREEN,
    "running": _YELLOW,
    "pending": _YELLOW,
    "paused": _YELLOW,
    "canceled": _MAGENTA,
}
_GAP = "  "
# Invisible characters, mostly in emoji. Escaping would show a replacement character for each.
_JOINERS = dict.fromkeys(map(ord, "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"))


class Colored(str):
    """A field of a line that has a color in a terminal."""

    __slots__ = ("color",)
    color: int


def print_line(*fields: str) -> None:
    """Print a line of fields to stdout, escaped; the empty ones are left out."""
    print_row(filter(None, fields), _GAP)


def print_row(cells: Iterable[str], separator: str) -> None:
    """Print a line of cells to stdout, escaped, with a separator between them."""
    paints = _has_colors()
    print(separator.join(_painted(cell) if paints else escape(cell) for cell in cells), flush=True)


def join_fields(fields: Iterable[str]) -> str:
    """Join the fields of a line with two spaces, leaving out the empty ones."""
    return _GAP.join(filter(None, fields))


def print_json(content: Any, *, indent: int | None = 2) -> None:
    """Print a JSON document to stdout, on one line if `indent` is None."""
    # The only control character that json leaves as it is.
    print(json.dumps(content, indent=indent).replace("\x7f", r"\u007f"), flush=True)


def print_error(text: str) -> None:
    """Print a line to stderr, escaped: an error, a warning or a hint."""
    print(escape(text), file=sys.stderr, flush=True)


def colored_status(status: str, width: int = 0) -> str:
    """Return a status as words in its color, padded to a width."""
    text = in_words(status).ljust(width)
    return _colored(text, _COLORS[status]) if status in _COLORS else text


def bold(text: str) -> str:
    """Return a field that is bold in a terminal."""
    return _colored(text, _BOLD)


def recolored(field: str, text: str) -> str:
    """Return a text in the color of a field."""
    return _colored(text, field.color) if isinstance(field, Colored) else text


def in_words(value: object) -> str:
    """Return a value of the API, such as `webset_canceled`, as words for people."""
    return one_line(value).replace("_", " ").replace("webset", "Webset")


def escape(text: str) -> str:
    """Return text of the same length, replacing every character that could control the terminal or end the line."""
    return "".join(
        char if char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}" for char in text
    )


def one_line(text: object) -> str:
    """Return escaped text with each run of whitespace collapsed to one space, for free text and cells."""
    return escape(" ".join(str(text).translate(_JOINERS).split()))


def replace_unencodable() -> None:
    """Make stdout and stderr replace characters that their encoding lacks, instead of raising an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _colored(text: str, color: int) -> Colored:
    field = Colored(text)
    field.color = color
    return field


def _painted(field: str) -> str:
    return f"\x1b[{field.color}m{escape(field)}\x1b[0m" if isinstance(field, Colored) else escape(field)


def _has_colors() -> bool:
    """Return True if stdout shows colors, by the rules that rich applies to the views."""
    setting = os.environ.get
    if setting("NO_COLOR") or setting("TERM", "").lower() in ("dumb", "unknown"):
        return False
    if (forced := setting("FORCE_COLOR")) is not None:
        return forced != ""
    return sys.stdout.isatty() and (os.name != "nt" or "WT_SESSION" in os.environ)  # older consoles print the codes
