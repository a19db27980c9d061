"""Printing: lines for people and JSON for programs on stdout, errors and warnings on stderr."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

from rich.console import Console
from rich.text import Text

_STYLES = {
    "idle": "green",
    "completed": "green",
    "running": "yellow",
    "pending": "yellow",
    "paused": "yellow",
    "canceled": "magenta",
}


def console() -> Console:
    """Return a console for stdout, without colors if it is not a terminal or NO_COLOR is set."""
    return Console(highlight=False, emoji=False, markup=False)


def print_line(text: str | Text) -> None:
    """Print a line to stdout, escaped and without wrapping it."""
    line = text.copy() if isinstance(text, Text) else Text(escape(text))
    line.plain = escape(line.plain)  # of the same length, so that the styles stay in place
    console().print(line, soft_wrap=True)


def print_json(content: Any, *, indent: int | None = 2) -> None:
    """Print a JSON document to stdout, on one line if `indent` is None."""
    # The only control character that json leaves as it is.
    print(json.dumps(content, indent=indent).replace("\x7f", r"\u007f"), flush=True)


def print_error(text: str) -> None:
    """Print a line to stderr, escaped: an error, a warning or a hint."""
    print(escape(text), file=sys.stderr, flush=True)


def styled_status(status: str, width: int = 0) -> Text:
    """Return a status in its color, padded to a width."""
    return Text(status.ljust(width), style=_STYLES.get(status, ""))


def escape(text: str) -> str:
    """Return text of the same length, with each character replaced that could control the terminal or end the line."""
    return "".join(
        char if char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}" for char in text
    )


def one_line(text: object) -> str:
    """Return escaped text with each run of whitespace as one space, for free text and cells."""
    return escape(" ".join(str(text).split()))


def replace_unencodable() -> None:
    """Make stdout and stderr print a replacement for characters that their encoding lacks, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
