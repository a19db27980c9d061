"""The base path of the API, the prefix of upload URLs, and the path of a request below the base path."""

from __future__ import annotations

from starlette.types import Scope

BASE_PATH = "/websets"
UPLOAD_PREFIX = "/uploads/"


def path_below_base(scope: Scope) -> str | None:
    """Return the undecoded path below the base path without a trailing slash, or None if it is not below it."""
    path: str = scope["raw_path"].decode("ascii")
    base, below = path[: len(BASE_PATH)], path[len(BASE_PATH) :]
    return (below.rstrip("/") or "/") if base == BASE_PATH and below.startswith("/") else None


def is_upload_path(path: str | None) -> bool:
    """Return True if a path below the base path receives the file of an import."""
    return path is not None and path.startswith(UPLOAD_PREFIX)
