"""A page of the list of Websets of which only some entries fit the API document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self, cast

from attrs import frozen

from .._errors import ResponseValidationError
from .._generated import models


@frozen
class PartialPage:
    """What can be used of a page that was rejected as a whole."""

    data: Sequence[models.Webset]
    next_cursor: str | None
    unread: Sequence[str]
    """The ids of the entries that do not fit."""
    is_complete: bool
    """False if an entry does not even have an id."""

    @classmethod
    def from_error(cls, error: ResponseValidationError) -> Self:
        """Read what the answer contains.

        Raises:
            ResponseValidationError: the answer is not a page.
        """
        body = _fields(error.body)
        cursor = body.get("nextCursor")
        if not (isinstance(body.get("data"), list) and isinstance(cursor, str | None)):
            raise error
        data: list[models.Webset] = []
        unread: list[Any] = []
        for entry in body["data"]:
            try:
                data.append(models.Webset.from_dict(entry))
            except Exception:
                unread.append(_fields(entry).get("id"))
        ids = [id for id in unread if isinstance(id, str)]
        return cls(data, cursor, ids, len(ids) == len(unread))


def _fields(data: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", data) if isinstance(data, dict) else {}
