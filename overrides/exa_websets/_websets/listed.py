"""The readable part of a list with malformed entries, so that one of them does not prevent the cancel of the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from attrs import frozen

from .._errors import ResponseValidationError
from .._generated import errors, models, types

T = TypeVar("T")


@frozen
class MalformedWebset:
    """The readable part of a Webset whose entry does not fit the API document."""

    id: str
    status: str
    """Its status, or an empty string if it cannot be read. Like every unknown status, that counts as running."""
    metadata: models.Metadata | None
    """Its metadata, which may be empty, or None if it cannot be read."""
    created_at: datetime | None
    """The time of its creation, or None if it cannot be read."""


@frozen
class ReadablePage:
    """The readable part of a page of Websets that does not fit the API document."""

    data: list[models.Webset | MalformedWebset]
    next_cursor: str | None
    is_complete: bool
    """False if an entry has no id or the cursor cannot be read."""


def readable_page(error: ResponseValidationError) -> ReadablePage:
    """Return the readable part of a page that was rejected: its entries with an id, and the next cursor.

    Raises:
        ResponseValidationError: the response is not a list.
    """
    body = _as_object(error.body)
    entries = body.get("data")
    if not isinstance(entries, list):
        raise error
    readable = [_as_object(entry) for entry in cast("list[object]", entries)]
    cursor = body.get("nextCursor")
    data = [_readable_webset(entry) for entry in readable if isinstance(entry.get("id"), str)]
    is_complete = len(data) == len(readable) and isinstance(cursor, str | None)
    return ReadablePage(data, cursor if isinstance(cursor, str) else None, is_complete)


def _readable_webset(entry: dict[str, Any]) -> models.Webset | MalformedWebset:
    try:
        return models.Webset.from_dict(entry)
    except errors.DocumentError:
        status = entry.get("status")
        return MalformedWebset(
            entry["id"],
            status if isinstance(status, str) else "",
            _or_none(models.Metadata.from_dict, entry.get("metadata") or {}),
            _or_none(types.a_time, entry.get("createdAt")),
        )


def _or_none(parse: Callable[[Any], T], value: object) -> T | None:
    try:
        return parse(value)
    except (errors.DocumentError, TypeError, ValueError, AttributeError):
        return None


def _as_object(value: Any) -> dict[str, Any]:
    """Return a value if it is a JSON object, or an empty object."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
