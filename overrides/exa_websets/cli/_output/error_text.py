"""What is said of an error: lines for people, and JSON for programs."""

from __future__ import annotations

from typing import Any

from .printing import printable


def describe(error: Exception) -> list[str]:
    """Write an error as a line, and one more for each of its notes."""
    words = f"{error.strerror}: {error.filename}" if isinstance(error, OSError) and error.filename else str(error)
    request_id = getattr(error, "request_id", None)
    if request_id and request_id not in words:
        words += f" [request id {request_id}]"
    return [printable(f"Error: {words}"), *(f"  {printable(note)}" for note in getattr(error, "__notes__", []))]


def error_as_json(error: Exception) -> dict[str, Any]:
    """Write an error for a program."""
    return {
        "type": type(error).__name__,
        "message": str(error),
        "status": getattr(error, "status", None),
        "requestId": getattr(error, "request_id", None),
        "notes": [*getattr(error, "__notes__", [])],
    }
