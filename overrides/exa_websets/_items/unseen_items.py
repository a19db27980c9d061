"""Which items of a Webset are new: all that sync and async decide alike about reading a list that grows.

Items are listed newest first and a cursor is an item's id, so what is found meanwhile stands before the first page.
A look goes through the pages from the start, as far as an item that was there before; the first one goes to the end.
The ids of the items are kept in memory, and nothing else of them.
"""

from __future__ import annotations

from attrs import define, field

from .._errors import PagingError
from .._generated import models

PAGE_SIZE = 100


@define(eq=False)
class NewItems:
    """Takes the pages of one look after the other, and tells what is new in them."""

    updates: bool = False
    """Whether an item is new again when one of its results has come. """
    _known: dict[str, int] = field(init=False, factory=dict[str, int])
    _cursors: set[str] = field(init=False, factory=set[str])
    _is_first_look: bool = field(init=False, default=True)

    def __len__(self) -> int:
        return len(self._known)

    def take(self, page: models.ListWebsetItemResponse) -> list[models.WebsetItem]:
        """Give the items of a page that are new."""
        items: dict[str, models.WebsetItem] = {}
        for item in page.data:
            state = _state(item) if self.updates else 0
            if self._known.get(item.id) != state:
                items[item.id] = item
                self._known[item.id] = state
        return [*items.values()]

    def next(self, page: models.ListWebsetItemResponse, new: int) -> str | None:
        """Give the cursor of the next page of this look, None if it is at its end.

        Args:
            page: The page that was taken.
            new: How many of its items were new.

        Raises:
            PagingError: the service gave a cursor twice.
        """
        goes_on = self._is_first_look or self.updates or new == len(page.data)
        if page.next_cursor is None or not goes_on:
            self._is_first_look = False
            self._cursors.clear()
            return None
        if page.next_cursor in self._cursors:
            raise PagingError(f"the list does not end: the service gave the cursor {page.next_cursor!r} twice")
        self._cursors.add(page.next_cursor)
        return page.next_cursor


def _state(item: models.WebsetItem) -> int:
    """Tell results of an item apart by what has come, in a number, because there may be many items."""
    return hash(tuple((one.enrichment_id, one.status, one.format_) for one in item.enrichments or []))
