"""The places of items in a Webset, computed from its searches and imports without creating an item."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime, timedelta

from . import webset_schedule
from .ids import ITEM_PREFIX, item_number, item_ulid
from .records import Import, ItemSlot, Search, Webset


def item_slot(source: Search | Import, number: int, webset: Webset) -> ItemSlot:
    """Return the slot of the `number`-th item that a search or an import adds to a Webset."""
    added_at = (
        webset_schedule.item_found_at(source, number) if isinstance(source, Search) else _imported_at(source, webset)
    )
    return ItemSlot(source, number, added_at)


def item_id(slot: ItemSlot, webset: Webset) -> str:
    """Return the id of the item in a slot."""
    return ITEM_PREFIX + item_ulid(slot.added_at, _owner(slot.source, webset), slot.number)


def find_slot(webset: Webset, id: str) -> ItemSlot | None:
    """Return the slot with this item id, whether or not the item is present, or None if there is no such slot."""
    for source in webset.sources:
        number = item_number(id.removeprefix(ITEM_PREFIX), _owner(source, webset))
        if number and number <= (
            source.count if isinstance(source, Search) else webset_schedule.imported_count(source)
        ):
            slot = item_slot(source, number, webset)
            if item_id(slot, webset) == id:
                return slot
    return None


def newest_first(
    webset: Webset, now: datetime, *, before: ItemSlot | None = None, source_id: str | None = None
) -> Iterator[ItemSlot]:
    """Yield the slots of the items that are present, the newest first.

    Args:
        webset: The Webset that holds the items.
        now: The time at which the items are present.
        before: Yield only slots that sort before this one.
        source_id: Yield only slots of the search or import with this id.
    """
    sources = [source for source in _visible_sources(webset, now) if source_id in (None, source.id)]
    streams = [_newest_first_of(source, webset, now, before) for source in sources]
    return heapq.merge(*streams, key=_sort_key, reverse=True)


def is_present(slot: ItemSlot, webset: Webset, now: datetime) -> bool:
    """Return True if the item in a slot has been added, and was neither deleted nor replaced by another search."""
    return (
        slot.number <= _added_count(slot.source, webset, now)
        and slot.source in _visible_sources(webset, now)
        and (slot.source.id, slot.number) not in webset.deleted_items
    )


def _visible_sources(webset: Webset, now: datetime) -> list[Search | Import]:
    """Return the sources whose items have not been replaced by a search with the behavior `override`."""
    searches: list[Search] = []
    for search in webset.searches:
        if search.behavior == "override" and webset_schedule.has_started(search, now):
            searches.clear()
        searches.append(search)
    return [*webset.imports, *searches]


def _added_count(source: Search | Import, webset: Webset, now: datetime) -> int:
    if isinstance(source, Search):
        return webset_schedule.found_count(source, now)
    return webset_schedule.imported_count(source) if _imported_at(source, webset) <= now else 0


def _newest_first_of(
    source: Search | Import, webset: Webset, now: datetime, before: ItemSlot | None
) -> Iterator[ItemSlot]:
    last = _added_count(source, webset, now)
    if before is not None:
        last = min(last, _count_before(source, webset, before))
    for number in range(last, 0, -1):
        if (source.id, number) not in webset.deleted_items:
            yield item_slot(source, number, webset)


def _count_before(source: Search | Import, webset: Webset, before: ItemSlot) -> int:
    if source is before.source:
        return before.number - 1
    includes_same_time = source.id < before.source.id
    return _added_count(
        source, webset, before.added_at if includes_same_time else before.added_at - timedelta(microseconds=1)
    )


def _sort_key(slot: ItemSlot) -> tuple[datetime, str, int]:
    return slot.added_at, slot.source.id, slot.number


def _imported_at(record: Import, webset: Webset) -> datetime:
    return max(webset.created_at, webset_schedule.import_ends_at(record))


def _owner(source: Search | Import, webset: Webset) -> str:
    return f"{webset.id}/{source.id}"
