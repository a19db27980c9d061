"""Where the items of a Webset stand: told from the searches and imports alone, without making an item."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime, timedelta

from . import lifetimes
from .ids import ITEM_PREFIX, item_number, item_ulid
from .records import Import, ItemSlot, Search, Webset


def item_slot(source: Search | Import, number: int, webset: Webset) -> ItemSlot:
    """Give the place of the `number`-th item that a search or an import brings into a Webset."""
    at = lifetimes.item_found_at(source, number) if isinstance(source, Search) else _imported_at(source, webset)
    return ItemSlot(source, number, at)


def item_id(slot: ItemSlot, webset: Webset) -> str:
    """Name the item in a place."""
    return ITEM_PREFIX + item_ulid(slot.added_at, _owner(slot.source, webset), slot.number)


def newest_first(
    webset: Webset, now: datetime, *, before: ItemSlot | None = None, source_id: str | None = None
) -> Iterator[ItemSlot]:
    """Give the items that are there, those of one source or those before a place only; none is made before its turn."""
    sources = [source for source in _shown(webset, now) if source_id in (None, source.id)]
    streams = [_newest_first_of(source, webset, now, before) for source in sources]
    return heapq.merge(*streams, key=_order, reverse=True)


def find_slot(webset: Webset, id: str) -> ItemSlot | None:
    """Give the place that the id of an item names, whether or not the item is there."""
    for source in webset.sources:
        number = item_number(id.removeprefix(ITEM_PREFIX), _owner(source, webset))
        if number and number <= (source.count if isinstance(source, Search) else lifetimes.imported_count(source)):
            slot = item_slot(source, number, webset)
            if item_id(slot, webset) == id:
                return slot
    return None


def is_present(slot: ItemSlot, webset: Webset, now: datetime) -> bool:
    """Tell whether an item is in a Webset: it has come, and neither a search replaced it nor was it deleted."""
    return (
        slot.number <= _brought(slot.source, webset, now)
        and slot.source in _shown(webset, now)
        and (slot.source.id, slot.number) not in webset.deleted_items
    )


def _shown(webset: Webset, now: datetime) -> list[Search | Import]:
    searches: list[Search] = []
    for search in webset.searches:
        if search.behavior == "override" and lifetimes.has_started(search, now):
            searches.clear()
        searches.append(search)
    return [*webset.imports, *searches]


def _brought(source: Search | Import, webset: Webset, now: datetime) -> int:
    if isinstance(source, Search):
        return lifetimes.found_count(source, now)
    return lifetimes.imported_count(source) if _imported_at(source, webset) <= now else 0


def _newest_first_of(
    source: Search | Import, webset: Webset, now: datetime, before: ItemSlot | None
) -> Iterator[ItemSlot]:
    last = _brought(source, webset, now)
    if before is not None:
        last = min(last, _brought_before(source, webset, before))
    for number in range(last, 0, -1):
        if (source.id, number) not in webset.deleted_items:
            yield item_slot(source, number, webset)


def _brought_before(source: Search | Import, webset: Webset, before: ItemSlot) -> int:
    if source is before.source:
        return before.number - 1
    same_time_too = source.id < before.source.id
    return _brought(source, webset, before.added_at if same_time_too else before.added_at - timedelta(microseconds=1))


def _order(slot: ItemSlot) -> tuple[datetime, str, int]:
    return slot.added_at, slot.source.id, slot.number


def _imported_at(record: Import, webset: Webset) -> datetime:
    return max(webset.created_at, lifetimes.import_ends_at(record))


def _owner(source: Search | Import, webset: Webset) -> str:
    return f"{webset.id}/{source.id}"
