"""What goes to the two outputs: lines for people, JSON for programs."""

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
    """Give the console for lines; its colors are off without a terminal and with NO_COLOR."""
    return Console(highlight=False, emoji=False, markup=False)


def line(*parts: str | Text) -> None:
    """Print a line, whole however narrow the terminal is."""
    console().print(Text.assemble(*parts), soft_wrap=True)


def document(content: Any, *, indent: int | None = 2) -> None:
    """Print a JSON document; without `indent` on one line."""
    print(json.dumps(content, indent=indent), flush=True)


def problem(text: str) -> None:
    """Print a line about what went wrong, or may."""
    print(text, file=sys.stderr, flush=True)


def status(name: str, width: int = 0) -> Text:
    """Color a status by whether something runs."""
    return Text(printable(name).ljust(width), style=_STYLES.get(name, ""))


def printable(text: object) -> str:
    """Give text of the service on one line, without what would steer the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in " ".join(str(text).split()))


def survive_narrow_encodings() -> None:
    """Let a terminal that lacks a sign show another one instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
