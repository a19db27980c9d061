"""Errors as text for people and as JSON for programs."""

from __future__ import annotations

import traceback
from typing import Any

from .printing import one_line


def error_lines(error: Exception) -> list[str]:
    """Return one line for an error and one for each of its notes."""
    message = f"{error.strerror}: {error.filename}" if isinstance(error, OSError) and error.filename else str(error)
    request_id = getattr(error, "request_id", None)
    if request_id and request_id not in message:
        message += f" [request id {request_id}]"
    return [one_line(f"Error: {message}"), *(f"  {one_line(note)}" for note in notes_of(error))]


def traceback_lines(error: Exception) -> list[str]:
    """Return the lines of the traceback of an error."""
    return "".join(traceback.format_exception(error)).splitlines()


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
