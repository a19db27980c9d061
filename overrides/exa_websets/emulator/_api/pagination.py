"""Pages of a list, the newest entries first. A cursor is the id of a page's last entry without its prefix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

from .._wire.errors import ApiError
from .._world.ids import is_ulid
from .._world.record_table import HasId

Record = TypeVar("Record", bound=HasId)


def paginate(
    newest_first: Callable[[str | None], Iterator[Record]], prefix: str, cursor: str | None, limit: int
) -> tuple[list[Record], str | None]:
    """Return a page and the cursor of the next page, which is None on the last one.

    Args:
        newest_first: Returns the records of the list with an id less than the given one; without one, all of them.
        prefix: The prefix of their ids.
        cursor: The cursor of the page; None for the first page.
        limit: The maximum number of records on the page.

    Raises:
        ApiError: The cursor is malformed.
    """
    if cursor is not None and not is_ulid(cursor):
        raise ApiError(400, "Invalid cursor")
    page = list(islice(newest_first(cursor and prefix + cursor), limit + 1))
    has_more = len(page) > limit
    return page[:limit], page[limit - 1].id.removeprefix(prefix) if has_more else None
