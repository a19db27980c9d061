"""Pages of a list, the newest entries first. A cursor is the id of a page's last entry without its prefix."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TypeVar

from .._wire.errors import ApiError
from .._world.ids import is_ulid

Record = TypeVar("Record")


def paginate(
    records: dict[str, Record],
    prefix: str,
    cursor: str | None,
    limit: int,
    matches: Callable[[Record], bool] = lambda record: True,
) -> tuple[list[Record], str | None]:
    """Return a page and the cursor of the next page, which is None on the last one.

    Args:
        records: All records by id, the oldest first.
        prefix: The prefix of their ids.
        cursor: The cursor of the page; None for the first page.
        limit: The maximum number of records on the page.
        matches: Returns True for a record that belongs to the list.

    Raises:
        ApiError: The cursor is malformed.
    """
    if cursor is not None and not is_ulid(cursor):
        raise ApiError(400, "Invalid cursor")
    remaining = (
        (id, records[id])
        for id in reversed(records)
        if (cursor is None or id < prefix + cursor) and matches(records[id])
    )
    page = list(islice(remaining, limit + 1))
    has_more = len(page) > limit
    return [record for _, record in page[:limit]], page[limit - 1][0].removeprefix(prefix) if has_more else None
