"""Find the items of a growing list that have not been seen yet.

The service lists items newest first, and a cursor is the id of an item, so items found while the list is read appear
before its first page. So a list is read in passes, each from the first page: the first pass reads to the end, and a
later pass stops at the first page with an item that was already seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from attrs import define, field

from .._errors import PagingError
from .._generated import api, models

PAGE_SIZE = 100
_new_cursors = partial(api.Cursors, PagingError)


@define(eq=False, repr=False)
class UnseenItems:
    """Tracks which items were seen in all passes so far. Only their ids are kept."""

    updates: bool = False
    """Whether an item counts as unseen again when one of its enrichment results has changed."""
    _states: dict[str, int] = field(init=False, factory=dict[str, int])
    _cursors: api.Cursors = field(init=False, factory=_new_cursors)
    _is_first_pass: bool = field(init=False, default=True)
    _pages: int = field(init=False, default=0)

    def __len__(self) -> int:
        """Return the number of items seen."""
        return len(self._states)

    def passes(self) -> Iterator[None]:
        """Yield once for each pass needed to read everything that was in the list when the first pass ended.

        That is one pass if the list has one page, and two otherwise.
        """
        yield
        if self._pages > 1:
            yield

    def unseen_in(self, page: models.ListWebsetItemResponse) -> list[models.WebsetItem]:
        """Return the unseen items of a page, and mark them as seen."""
        self._pages += 1
        items: dict[str, models.WebsetItem] = {}
        for item in page.data:
            state = _state(item) if self.updates else 0
            if self._states.get(item.id) != state:
                items[item.id] = item
                self._states[item.id] = state
        return [*items.values()]

    def next_cursor(self, page: models.ListWebsetItemResponse, unseen: int) -> str | None:
        """Return the cursor of the next page of this pass, or None at the end of the pass.

        Args:
            page: The page that was passed to `unseen_in`.
            unseen: The number of items that `unseen_in` returned.

        Raises:
            PagingError: the pass does not end.
        """
        continues = self._is_first_pass or self.updates or unseen == len(page.data)
        cursor = self._cursors.after(page) if continues else None
        if cursor is None:
            self._is_first_pass = False
            self._cursors = _new_cursors()
        return cursor


def _state(item: models.WebsetItem) -> int:
    """Return a hash that changes when a result arrives. It is small, because a Webset can have many items."""
    return hash(tuple((one.enrichment_id, one.status, one.format_) for one in item.enrichments or []))
