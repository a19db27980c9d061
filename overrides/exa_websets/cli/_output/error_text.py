"""Errors as text for people and as JSON for programs."""

from __future__ import annotations

import traceback
from typing import Any

from ... import APIConnectionError, APIStatusError, ResponseValidationError
from .printing import one_line

_PATH_OF_SERVICE = "/websets"


def error_lines(error: Exception) -> list[str]:
    """Return one line for an error and one for each of its notes."""
    message = f"{error.strerror}: {error.filename}" if isinstance(error, OSError) and error.filename else str(error)
    return [one_line(f"Error: {message}"), *(f"  {one_line(note)}" for note in notes_of(error))]


def advice(error: Exception, base_url: str) -> str:
    """Return a line about the base URL if it may be the cause of an error, else an empty string."""
    is_usual = base_url.endswith(_PATH_OF_SERVICE)
    if isinstance(error, APIConnectionError):
        may_be_wrong = error.is_transient
    elif isinstance(error, APIStatusError):  # a redirect, or no such path or method: the server may not be the API
        may_be_wrong = not is_usual and (error.status < 400 or error.status in (404, 405))
    else:
        may_be_wrong = not is_usual and isinstance(error, ResponseValidationError)
    if not may_be_wrong or not base_url:
        return ""
    doubt = "" if is_usual else f", which does not end in {_PATH_OF_SERVICE}, unlike that of the service"
    return f"  The base URL is {base_url}{doubt}; to change it, use --base-url or EXA_WEBSETS_BASE_URL."


def traceback_lines(error: BaseException) -> list[str]:
    """Return the lines of the traceback of an error, after those of the errors that led to it.

    Each message and each note is a single line, so that no part of it can be mistaken for another line.
    """
    chain = [error]
    while (earlier := _led_to(chain[-1])) is not None and earlier not in chain:
        chain.append(earlier)
    lines: list[str] = []
    for each in reversed(chain):
        lines += ["", "The error above led to this one:", ""] if lines else []
        lines.append("Traceback (most recent call last):")
        lines += "".join(traceback.format_tb(each.__traceback__)).splitlines()
        kind = type(each)
        lines.append(one_line(f"{kind.__module__}.{kind.__qualname__}: {each}"))
        lines += [f"  {one_line(note)}" for note in notes_of(each)]
        inner: BaseException
        for inner in getattr(each, "exceptions", ()):
            lines += [f"  | {line}" for line in traceback_lines(inner)]
    return lines


def error_json(error: Exception) -> dict[str, Any]:
    """Return an error as a JSON object."""
    return {
        "type": type(error).__name__,
        "message": str(error),
        "status": getattr(error, "status", None),
        "requestId": getattr(error, "request_id", None),
        "notes": notes_of(error),
    }


def notes_of(error: BaseException) -> list[str]:
    """Return the notes that were added to an exception."""
    return [*getattr(error, "__notes__", [])]


def _led_to(error: BaseException) -> BaseException | None:
    """Return the error that led to another one, if a traceback shows it."""
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)
