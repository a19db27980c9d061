"""Reads the items of a Webset that are new, at one look or at each look of a watch."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing, closing
from typing import TypeAlias

from ._generated import api, models, types
from ._new_items import PAGE_SIZE, NewItems
from ._watching import Snapshot

OnLook: TypeAlias = Callable[[Snapshot], object] | None


def look(
    items: api.items.Items, webset: str, new: NewItems, options: api.RequestOptions
) -> Generator[list[models.WebsetItem]]:
    """Give what is new in a Webset, a page at a time."""
    cursor: str | types.Unset | None = types.UNSET
    while cursor is not None:
        page = items.list(webset, cursor=cursor, limit=PAGE_SIZE, **options)
        found = new.take(page)
        yield found
        cursor = new.next(page, len(found))


async def async_look(
    items: api.items.AsyncItems, webset: str, new: NewItems, options: api.RequestOptions
) -> AsyncGenerator[list[models.WebsetItem]]:
    """Give what is new in a Webset, a page at a time."""
    cursor: str | types.Unset | None = types.UNSET
    while cursor is not None:
        page = await items.list(webset, cursor=cursor, limit=PAGE_SIZE, **options)
        found = new.take(page)
        yield found
        cursor = new.next(page, len(found))


def as_found(
    items: api.items.Items,
    webset: str,
    snapshots: Generator[Snapshot],
    *,
    updates: bool,
    on_look: OnLook = None,
    options: api.RequestOptions,
) -> Generator[models.WebsetItem]:
    """Give the items that are new at each look of a watch; see `items.follow`."""
    new = NewItems(updates)
    with closing(snapshots):
        for snapshot in snapshots:
            if on_look is not None:
                on_look(snapshot)
            for page in look(items, webset, new, options):
                yield from page


async def async_as_found(
    items: api.items.AsyncItems,
    webset: str,
    snapshots: AsyncGenerator[Snapshot],
    *,
    updates: bool,
    on_look: OnLook = None,
    options: api.RequestOptions,
) -> AsyncGenerator[models.WebsetItem]:
    """Give the items that are new at each look of a watch; see `items.follow`."""
    new = NewItems(updates)
    async with aclosing(snapshots):
        async for snapshot in snapshots:
            if on_look is not None:
                on_look(snapshot)
            async with aclosing(async_look(items, webset, new, options)) as pages:
                async for page in pages:
                    for item in page:
                        yield item
