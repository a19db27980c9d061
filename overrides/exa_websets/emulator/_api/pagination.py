"""Pages of a list: the newest first, the cursor is the id of a page's last entry without its prefix."""

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
    """Give those behind the cursor, at most so many, and the cursor of the next page; `records` are by id, in order."""
    if cursor is not None and not is_ulid(cursor):
        raise ApiError(400, "Invalid cursor")
    behind = (
        (id, records[id])
        for id in reversed(records)
        if (cursor is None or id < prefix + cursor) and matches(records[id])
    )
    page = list(islice(behind, limit + 1))
    more = len(page) > limit
    return [record for _, record in page[:limit]], page[limit - 1][0].removeprefix(prefix) if more else None
