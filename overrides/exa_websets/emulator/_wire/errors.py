"""The exception for a rejected request, and the two forms of the API's error bodies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..._http.status_errors import phrase_of
from .document import format_time


class ApiError(Exception):
    """A request that the API rejects with a status and a message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def controller_error(status: int, message: str, path: str, at: datetime) -> dict[str, Any]:
    """Return the error body of an API controller; `path` is the path below the base path."""
    return {
        "statusCode": status,
        "timestamp": format_time(at),
        "message": message,
        "error": status_phrase(status),
        "path": path,
    }


def gateway_error(request_id: str, error: str, tag: str | None = None) -> dict[str, Any]:
    """Return the error body of the gateway in front of the API, which rejects missing and wrong keys."""
    return {"requestId": request_id, "error": error, **({"tag": tag} if tag else {})}


def status_phrase(status: int) -> str:
    """Return the reason phrase of a status, as the service writes it."""
    return phrase_of(status, unknown="Unknown Error")
