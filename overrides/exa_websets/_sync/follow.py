# Derived from _async/follow.py by scripts/regenerate. Edit that file instead.
"""Yield the items of a Webset as they are found, reading them page by page."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import TypeAlias

from .._errors import WebsetsError
from .._generated import api, models, types
from .._items.unseen_items import PAGE_SIZE, UnseenItems
from .._websets.snapshots import Snapshot
from .._websets.status import is_transient
from .._websets.stop_rules import Look
from .._websets.stopping import Stopping
from .transport import Transport
from .watch import note_unwatched

OnSnapshot: TypeAlias = Callable[[Snapshot], object] | None


def read_unseen_pages(
    items: api.items.Items, webset: str, unseen: UnseenItems, options: api.RequestOptions
) -> Generator[list[models.WebsetItem]]:
    """Read the list once, and yield the unseen items of each page."""
    cursor: str | types.Unset | None = types.UNSET
    while cursor is not None:
        page = items.list(webset, cursor=cursor, limit=PAGE_SIZE, **options)
        found = unseen.unseen_in(page)
        yield found
        cursor = unseen.next_cursor(page, len(found))


def follow_items(
    transport: Transport,
    webset: str,
    snapshots: Generator[Snapshot],
    stopping: Stopping,
    *,
    updates: bool,
    on_snapshot: OnSnapshot = None,
    options: api.RequestOptions,
) -> Generator[models.WebsetItem]:
    """Yield the unseen items after each snapshot of a watch; see `items.follow`.

    Reading a page is bounded by the time at which the stop rule fires, so that the watch can cancel the Webset on time.
    """
    unseen, clock = UnseenItems(updates), transport.clock
    with closing(snapshots):
        for snapshot in snapshots:
            if on_snapshot is not None:
                on_snapshot(snapshot)
            is_over = snapshot.phase == "ended"
            due = None if is_over else stopping.due(Look(snapshot.webset, clock.utc(), 0))
            deadline = None if due is None else clock.now() + due
            items = api.items.Items(transport.with_deadline(deadline))
            try:
                with closing(read_unseen_pages(items, webset, unseen, options)) as pages:
                    for page in pages:
                        for item in page:
                            yield item
            except BaseException as error:
                is_passing = isinstance(error, WebsetsError) and is_transient(error)
                if deadline is None or clock.now() < deadline or not is_passing:
                    if isinstance(error, Exception) and snapshot.phase == "running":
                        note_unwatched(error, webset)
                    snapshots.throw(error)  # the watch cancels what is left if its rule has fired
                    raise
