"""Yield the items of a Webset as they are found, reading them page by page."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TypeAlias

from .._errors import WebsetsError
from .._generated import api, models, types
from .._items.unseen_items import PAGE_SIZE, UnseenItems
from .._websets.snapshots import Snapshot
from .._websets.status import is_transient
from .._websets.stop_rules import Look
from .._websets.stopping import Stopping
from .transport import AsyncTransport
from .watch import note_unwatched

OnSnapshot: TypeAlias = Callable[[Snapshot], object] | None


async def read_unseen_pages(
    items: api.items.AsyncItems, webset: str, unseen: UnseenItems, options: api.RequestOptions
) -> AsyncGenerator[list[models.WebsetItem]]:
    """Read the list once, and yield the unseen items of each page."""
    cursor: str | types.Unset | None = types.UNSET
    while cursor is not None:
        page = await items.list(webset, cursor=cursor, limit=PAGE_SIZE, **options)
        found = unseen.unseen_in(page)
        yield found
        cursor = unseen.next_cursor(page, len(found))


async def follow_items(
    transport: AsyncTransport,
    webset: str,
    snapshots: AsyncGenerator[Snapshot],
    stopping: Stopping,
    *,
    updates: bool,
    on_snapshot: OnSnapshot = None,
    options: api.RequestOptions,
) -> AsyncGenerator[models.WebsetItem]:
    """Yield the unseen items after each snapshot of a watch; see `items.follow`.

    Reading a page is bounded by the time at which the stop rule fires, so that the watch can cancel the Webset on time.
    """
    unseen, clock = UnseenItems(updates), transport.clock
    async with aclosing(snapshots):
        async for snapshot in snapshots:
            if on_snapshot is not None:
                on_snapshot(snapshot)
            is_over = snapshot.phase == "ended"
            due = None if is_over else stopping.due(Look(snapshot.webset, clock.utc(), 0))
            deadline = None if due is None else clock.now() + due
            items = api.items.AsyncItems(transport.with_deadline(deadline))
            try:
                async with aclosing(read_unseen_pages(items, webset, unseen, options)) as pages:
                    async for page in pages:
                        for item in page:
                            yield item
            except BaseException as error:
                is_passing = isinstance(error, WebsetsError) and is_transient(error)
                if deadline is None or clock.now() < deadline or not is_passing:
                    if isinstance(error, Exception) and snapshot.phase == "running":
                        note_unwatched(error, webset)
                    await snapshots.athrow(error)  # the watch cancels what is left if its rule has fired
                    raise
