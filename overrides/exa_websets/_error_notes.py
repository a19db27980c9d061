"""Notes, marks and attributes of exceptions, which may be of any class. None of these functions raises."""

from __future__ import annotations

from contextlib import suppress
from typing import cast


def mark(error: BaseException, *, outcome_unknown: bool) -> None:
    """Set `outcome_unknown` on an exception of any class."""
    attach(error, "outcome_unknown", outcome_unknown)


def attach(error: BaseException, name: str, value: object) -> None:
    """Set an attribute of an exception of any class, including frozen ones."""
    with suppress(Exception):
        BaseException.__setattr__(error, name, value)


def add_note(error: BaseException, text: str) -> None:
    """Add a note to an exception of any class, unless it has it. Never raises, which would replace the exception."""
    with suppress(Exception):
        if text in notes_of(error):  # a hook may raise the same exception in each attempt
            return
        if not hasattr(error, "__notes__"):
            attach(error, "__notes__", [])
        BaseException.add_note(error, text)


def notes_of(error: BaseException) -> list[str]:
    """Return the notes of an exception of any class."""
    notes: object = None
    with suppress(Exception):
        notes = getattr(error, "__notes__", None)
    return [note for note in cast("list[object]", notes) if isinstance(note, str)] if isinstance(notes, list) else []


def message_of(error: BaseException) -> str:
    """Return the message of an exception of any class, or the name of its class."""
    with suppress(Exception):
        if text := str(error):
            return text
    return type(error).__name__
