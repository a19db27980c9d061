"""The two forms of the API's errors, and the refusals that end in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..._http.status_errors import phrase_of
from .document import format_time


class ApiError(Exception):
    """The API refuses a call, with this status and this message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def controller_error(status: int, message: str, path: str, at: datetime) -> dict[str, Any]:
    """Give the form in which the controllers of the API answer; `path` stands below the base URL."""
    return {
        "statusCode": status,
        "timestamp": format_time(at),
        "message": message,
        "error": status_phrase(status),
        "path": path,
    }


def gateway_error(request_id: str, error: str, tag: str | None = None) -> dict[str, Any]:
    """Give the form in which what stands before the API answers, when a key is missing or wrong."""
    return {"requestId": request_id, "error": error, **({"tag": tag} if tag else {})}


def status_phrase(status: int) -> str:
    """Name a status as the service does."""
    return phrase_of(status, unknown="Unknown Error")
