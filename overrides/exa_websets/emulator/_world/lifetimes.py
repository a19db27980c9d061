"""The life of a Webset in time, as it was recorded: when each thing in it happens, from what was asked for alone.

The seconds are those of searches for one to three items; each item more takes three seconds more.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from .records import Enrichment, Import, Search, Webset


def _seconds(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


TITLED = _seconds(2)
CRITERIA = _seconds(4)
FIRST_LOOK = _seconds(3)
FULL = _seconds(9)
EACH_MORE = _seconds(3)
LATE_LOOKS = _seconds(5)
CLOSING = _seconds(10)
ENRICHING = _seconds(12.3)
ENRICHING_AN_ITEM = _seconds(11.5)
PROCESSING = _seconds(0.2)
READING = _seconds(8)

# The end of an import whose file never comes; times can still be added to it.
NEVER = datetime(9000, 1, 1, tzinfo=UTC)

# Until a search is stopped everywhere, or all has been written down.
SETTLING = _seconds(0.3)

# As many candidates are looked at for each item that is found.
LOOKS = 5

# However many items are asked for, the end of a search is a date.
_LONGEST = 1_000_000


def search_begin(search: Search) -> datetime:
    """Tell when a search begins: at once, or when those that were made before it have ended."""
    return _span(search)[0] if search.after else search.started


def free_at(search: Search) -> datetime:
    """Tell when a search and those that it waits for have ended."""
    return _span(search)[1]


def has_begun(search: Search, now: datetime) -> bool:
    """Tell whether a search has begun; one that is stopped while it waits never does."""
    begin = search_begin(search)
    return begin <= now and (search.after is None or search.stop is None or begin < search.stop.at)


def full_at(search: Search) -> datetime:
    """Tell when a search has found all its items; it runs on for a while."""
    return search_begin(search) + _finding(search.count)


def completed_at(search: Search) -> datetime:
    """Tell when a search completes unless it is stopped."""
    return full_at(search) + CLOSING


def search_end(search: Search) -> datetime:
    """Tell when a search ends."""
    return _end(search, search_begin(search))


def is_canceled(search: Search) -> bool:
    """Tell whether the end of a search is its stop."""
    return search.stop is not None and search.stop.at < completed_at(search)


def looked_at(search: Search, number: int) -> datetime:
    """Tell when a search looks at its `number`-th candidate, counted from 1."""
    begin = search_begin(search) + FIRST_LOOK
    # Rounded up: at this very time the candidate counts.
    return begin - timedelta(microseconds=_micros(begin - full_at(search)) * number // (LOOKS * search.count))


def looks(search: Search, now: datetime) -> int:
    """Count the candidates looked at so far."""
    now = min(now, search_end(search))
    begin = search_begin(search) + FIRST_LOOK
    if now < begin:
        return 0
    wanted = LOOKS * search.count
    made = _micros(now - begin) * wanted // _micros(full_at(search) - begin)
    return min(made, wanted) + (search.count if now >= full_at(search) + LATE_LOOKS else 0)


def found(search: Search, now: datetime) -> int:
    """Count the items found so far."""
    return min(looks(search, now) // LOOKS, search.count)


def found_at(search: Search, number: int) -> datetime:
    """Tell when a search finds its `number`-th item, counted from 1."""
    return looked_at(search, number * LOOKS)


def has_criteria(search: Search, now: datetime) -> bool:
    """Tell whether a search has criteria: those that were given at once, others after some seconds."""
    return bool(search.criteria) or search_begin(search) + CRITERIA <= min(now, search_end(search))


def search_updated_at(search: Search, now: datetime) -> datetime:
    """Tell when a search last changed."""
    if is_canceled(search) and now >= search_end(search):
        return search_end(search) + SETTLING
    made = looks(search, now)
    begin = search_begin(search)
    changes = [
        begin,
        begin if search.criteria else begin + CRITERIA,
        looked_at(search, min(made, LOOKS * search.count)) if made else search.started,
        full_at(search) + LATE_LOOKS,
        completed_at(search),
    ]
    return max([search.started, *(change for change in changes if change <= now)])


def processing_at(record: Import) -> datetime:
    """Tell when the service takes up an import; it does so before there is a file."""
    return record.started + PROCESSING


def import_end(record: Import) -> datetime:
    """Tell when an import ends: some time after its file has come."""
    return min(_read_at(record), record.stop.at) if record.stop else _read_at(record)


def is_import_canceled(record: Import) -> bool:
    """Tell whether the end of an import is its stop."""
    return record.stop is not None and record.stop.at < _read_at(record)


def imported(record: Import) -> int:
    """Count the rows that an import has in the end."""
    if record.rows is None or record.rows.failed_reason or is_import_canceled(record):
        return 0
    return len(record.rows.rows)


def import_updated_at(record: Import, now: datetime) -> datetime:
    """Tell when an import last changed."""
    end = import_end(record)
    changes = [min(processing_at(record), end), end]
    return max([record.changed, *(change for change in changes if change <= now)])


def completes_at(enrichment: Enrichment, webset: Webset) -> datetime:
    """Tell when an enrichment completes unless stopped or searched on: some time after the last items can come."""
    return max([enrichment.started, *_ends_of_sources(webset)]) + ENRICHING


def enrichment_end(enrichment: Enrichment, webset: Webset) -> datetime:
    """Tell when an enrichment ends."""
    completed = completes_at(enrichment, webset)
    return min(completed, enrichment.stop.at) if enrichment.stop else completed


def is_described(enrichment: Enrichment, webset: Webset, now: datetime) -> bool:
    """Tell whether the service has given an enrichment its title and instructions."""
    return enrichment.started + ENRICHING <= min(now, enrichment_end(enrichment, webset))


def enrichment_updated_at(enrichment: Enrichment, webset: Webset, now: datetime) -> datetime:
    """Tell when an enrichment last changed."""
    changes = [enrichment.changed]
    if is_described(enrichment, webset, now):
        changes.append(enrichment.started + ENRICHING)
    end = enrichment_end(enrichment, webset)
    if end > now:
        # It may have been completed before, and runs again since.
        changes += [search.started for search in webset.searches]
    elif end == completes_at(enrichment, webset):
        changes.append(end)
    else:
        # Enrichments are stopped a moment before the searches.
        changes.append(end - SETTLING)
    return max(changes)


def enriched_at(enrichment: Enrichment, item_at: datetime) -> datetime:
    """Tell when an enrichment has its result for an item that came at that time, unless it is stopped."""
    return max(enrichment.started, item_at) + ENRICHING_AN_ITEM


def settled_at(enrichment: Enrichment, webset: Webset, item_at: datetime) -> datetime:
    """Tell when the result of an enrichment for an item that came at that time is there or will never come."""
    return min(enriched_at(enrichment, item_at), max(item_at, enrichment_end(enrichment, webset)))


def idle_at(webset: Webset) -> datetime:
    """Tell when the last thing in a Webset ends."""
    enrichments = (enrichment_end(enrichment, webset) for enrichment in webset.enrichments)
    return max([webset.started, *_ends_of_sources(webset), *enrichments])


def updated_at(webset: Webset, now: datetime) -> datetime:
    """Tell when anything in a Webset last changed."""
    return max(
        [
            webset.changed,
            webset.titled if webset.title is None and webset.titled <= now else webset.started,
            *(search_updated_at(search, now) for search in webset.searches),
            *(import_updated_at(record, now) for record in webset.imports),
            *(enrichment_updated_at(enrichment, webset, now) for enrichment in webset.enrichments),
        ]
    )


def _span(search: Search) -> tuple[datetime, datetime]:
    queue = [search]
    while (before := queue[-1].after) is not None:
        queue.append(before)
    begin = free = queue[-1].started
    for one in reversed(queue):
        begin = max(one.started, free)
        # One that is stopped while it waits ends before it would have begun.
        free = max(begin, _end(one, begin))
    return begin, free


def _end(search: Search, begin: datetime) -> datetime:
    completed = begin + _finding(search.count) + CLOSING
    return min(completed, search.stop.at) if search.stop else completed


@lru_cache
def _finding(count: int) -> timedelta:
    return FULL + EACH_MORE * min(max(0, count - 3), _LONGEST)


def _read_at(record: Import) -> datetime:
    return record.uploaded + READING if record.uploaded else NEVER


def _ends_of_sources(webset: Webset) -> list[datetime]:
    return [*map(search_end, webset.searches), *map(import_end, webset.imports)]


def _micros(time: timedelta) -> int:
    return time // timedelta(microseconds=1)
