"""The paths of the server: what stands below the base path, and where files are put."""

from __future__ import annotations

from starlette.types import Scope

BASE_PATH = "/websets"
UPLOAD_PREFIX = "/uploads/"


def path_below_base(scope: Scope) -> str | None:
    """Give the undecoded path below the base path, without a slash at its end; None if it is not below it."""
    path: str = scope["raw_path"].decode("ascii")
    base, below = path[: len(BASE_PATH)], path[len(BASE_PATH) :]
    return (below.rstrip("/") or "/") if base == BASE_PATH and below.startswith("/") else None


def is_upload_path(path: str | None) -> bool:
    """Tell whether a path below the base path is one where a file is put."""
    return path is not None and path.startswith(UPLOAD_PREFIX)
