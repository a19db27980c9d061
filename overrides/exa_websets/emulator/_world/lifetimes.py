"""The life of a Webset in time, as it was recorded: when each thing in it happens, from what was asked for alone.

The seconds are those of searches for one to three items; each item more takes three seconds more.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from .records import Enrichment, Import, Search, Webset


def _seconds(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


TITLE_DELAY = _seconds(2)
CRITERIA_DELAY = _seconds(4)
FIRST_CANDIDATE_DELAY = _seconds(3)
FINDING_TIME = _seconds(9)
TIME_PER_FURTHER_ITEM = _seconds(3)
LATE_CANDIDATES_DELAY = _seconds(5)
CLOSING_TIME = _seconds(10)
ENRICHMENT_TIME = _seconds(12.3)
ITEM_ENRICHMENT_TIME = _seconds(11.5)
IMPORT_PROCESSING_DELAY = _seconds(0.2)
IMPORT_READING_TIME = _seconds(8)

# The end of an import whose file never comes; times can still be added to it.
NEVER = datetime(9000, 1, 1, tzinfo=UTC)

# Until a search is stopped everywhere, or all has been recorded.
SETTLING_TIME = _seconds(0.3)

# As many candidates are looked at for each item that is found.
CANDIDATES_PER_ITEM = 5

# However many items are asked for, the end of a search is a date.
_MAX_FURTHER_ITEMS = 1_000_000


def search_started_at(search: Search) -> datetime:
    """Tell when a search begins: at once, or when those that were made before it have ended."""
    return _queue_span(search)[0] if search.waits_for else search.created_at


def queue_free_at(search: Search) -> datetime:
    """Tell when a search and those that it waits for have ended."""
    return _queue_span(search)[1]


def has_started(search: Search, now: datetime) -> bool:
    """Tell whether a search has begun; one that is stopped while it waits never does."""
    begin = search_started_at(search)
    return begin <= now and (search.waits_for is None or search.stop is None or begin < search.stop.at)


def all_found_at(search: Search) -> datetime:
    """Tell when a search has found all its items; it runs on for a while."""
    return search_started_at(search) + _finding_time(search.count)


def search_completes_at(search: Search) -> datetime:
    """Tell when a search completes unless it is stopped."""
    return all_found_at(search) + CLOSING_TIME


def search_ends_at(search: Search) -> datetime:
    """Tell when a search ends."""
    return _ends_at(search, search_started_at(search))


def is_search_canceled(search: Search) -> bool:
    """Tell whether the end of a search is its stop."""
    return search.stop is not None and search.stop.at < search_completes_at(search)


def candidate_analyzed_at(search: Search, number: int) -> datetime:
    """Tell when a search looks at its `number`-th candidate, counted from 1."""
    begin = search_started_at(search) + FIRST_CANDIDATE_DELAY
    # Rounded up: at this very time the candidate counts.
    return begin - timedelta(
        microseconds=_microseconds(begin - all_found_at(search)) * number // (CANDIDATES_PER_ITEM * search.count)
    )


def analyzed_count(search: Search, now: datetime) -> int:
    """Count the candidates looked at so far."""
    now = min(now, search_ends_at(search))
    begin = search_started_at(search) + FIRST_CANDIDATE_DELAY
    if now < begin:
        return 0
    wanted = CANDIDATES_PER_ITEM * search.count
    made = _microseconds(now - begin) * wanted // _microseconds(all_found_at(search) - begin)
    return min(made, wanted) + (search.count if now >= all_found_at(search) + LATE_CANDIDATES_DELAY else 0)


def found_count(search: Search, now: datetime) -> int:
    """Count the items found so far."""
    return min(analyzed_count(search, now) // CANDIDATES_PER_ITEM, search.count)


def item_found_at(search: Search, number: int) -> datetime:
    """Tell when a search finds its `number`-th item, counted from 1."""
    return candidate_analyzed_at(search, number * CANDIDATES_PER_ITEM)


def has_criteria(search: Search, now: datetime) -> bool:
    """Tell whether a search has criteria: those that were given at once, others after some seconds."""
    return bool(search.criteria) or search_started_at(search) + CRITERIA_DELAY <= min(now, search_ends_at(search))


def search_updated_at(search: Search, now: datetime) -> datetime:
    """Tell when a search last changed."""
    if is_search_canceled(search) and now >= search_ends_at(search):
        return search_ends_at(search) + SETTLING_TIME
    made = analyzed_count(search, now)
    begin = search_started_at(search)
    changes = [
        begin,
        begin if search.criteria else begin + CRITERIA_DELAY,
        candidate_analyzed_at(search, min(made, CANDIDATES_PER_ITEM * search.count)) if made else search.created_at,
        all_found_at(search) + LATE_CANDIDATES_DELAY,
        search_completes_at(search),
    ]
    return max([search.created_at, *(change for change in changes if change <= now)])


def import_processing_at(record: Import) -> datetime:
    """Tell when the service takes up an import; it does so before there is a file."""
    return record.created_at + IMPORT_PROCESSING_DELAY


def import_ends_at(record: Import) -> datetime:
    """Tell when an import ends: some time after its file has come."""
    return min(_import_read_at(record), record.stop.at) if record.stop else _import_read_at(record)


def is_import_canceled(record: Import) -> bool:
    """Tell whether the end of an import is its stop."""
    return record.stop is not None and record.stop.at < _import_read_at(record)


def imported_count(record: Import) -> int:
    """Count the rows that an import has in the end."""
    if record.content is None or record.content.failed_reason or is_import_canceled(record):
        return 0
    return len(record.content.rows)


def import_updated_at(record: Import, now: datetime) -> datetime:
    """Tell when an import last changed."""
    end = import_ends_at(record)
    changes = [min(import_processing_at(record), end), end]
    return max([record.changed_at, *(change for change in changes if change <= now)])


def enrichment_completes_at(enrichment: Enrichment, webset: Webset) -> datetime:
    """Tell when an enrichment completes unless stopped or searched on: some time after the last items can come."""
    return max([enrichment.created_at, *_source_ends(webset)]) + ENRICHMENT_TIME


def enrichment_ends_at(enrichment: Enrichment, webset: Webset) -> datetime:
    """Tell when an enrichment ends."""
    completed = enrichment_completes_at(enrichment, webset)
    return min(completed, enrichment.stop.at) if enrichment.stop else completed


def is_enrichment_described(enrichment: Enrichment, webset: Webset, now: datetime) -> bool:
    """Tell whether the service has given an enrichment its title and instructions."""
    return enrichment.created_at + ENRICHMENT_TIME <= min(now, enrichment_ends_at(enrichment, webset))


def enrichment_updated_at(enrichment: Enrichment, webset: Webset, now: datetime) -> datetime:
    """Tell when an enrichment last changed."""
    changes = [enrichment.changed_at]
    if is_enrichment_described(enrichment, webset, now):
        changes.append(enrichment.created_at + ENRICHMENT_TIME)
    end = enrichment_ends_at(enrichment, webset)
    if end > now:
        # It may have been completed before, and runs again since.
        changes += [search.created_at for search in webset.searches]
    elif end == enrichment_completes_at(enrichment, webset):
        changes.append(end)
    else:
        # Enrichments are stopped a moment before the searches.
        changes.append(end - SETTLING_TIME)
    return max(changes)


def item_enriched_at(enrichment: Enrichment, item_at: datetime) -> datetime:
    """Tell when an enrichment has its result for an item that came at that time, unless it is stopped."""
    return max(enrichment.created_at, item_at) + ITEM_ENRICHMENT_TIME


def result_settled_at(enrichment: Enrichment, webset: Webset, item_at: datetime) -> datetime:
    """Tell when the result of an enrichment for an item that came at that time is there or will never come."""
    return min(item_enriched_at(enrichment, item_at), max(item_at, enrichment_ends_at(enrichment, webset)))


def webset_idle_at(webset: Webset) -> datetime:
    """Tell when the last thing in a Webset ends."""
    enrichments = (enrichment_ends_at(enrichment, webset) for enrichment in webset.enrichments)
    return max([webset.created_at, *_source_ends(webset), *enrichments])


def webset_updated_at(webset: Webset, now: datetime) -> datetime:
    """Tell when anything in a Webset last changed."""
    return max(
        [
            webset.changed_at,
            webset.titled_at if webset.title is None and webset.titled_at <= now else webset.created_at,
            *(search_updated_at(search, now) for search in webset.searches),
            *(import_updated_at(record, now) for record in webset.imports),
            *(enrichment_updated_at(enrichment, webset, now) for enrichment in webset.enrichments),
        ]
    )


def _queue_span(search: Search) -> tuple[datetime, datetime]:
    queue = [search]
    while (before := queue[-1].waits_for) is not None:
        queue.append(before)
    begin = free = queue[-1].created_at
    for one in reversed(queue):
        begin = max(one.created_at, free)
        # One that is stopped while it waits ends before it would have begun.
        free = max(begin, _ends_at(one, begin))
    return begin, free


def _ends_at(search: Search, begin: datetime) -> datetime:
    completed = begin + _finding_time(search.count) + CLOSING_TIME
    return min(completed, search.stop.at) if search.stop else completed


@lru_cache
def _finding_time(count: int) -> timedelta:
    return FINDING_TIME + TIME_PER_FURTHER_ITEM * min(max(0, count - 3), _MAX_FURTHER_ITEMS)


def _import_read_at(record: Import) -> datetime:
    return record.uploaded_at + IMPORT_READING_TIME if record.uploaded_at else NEVER


def _source_ends(webset: Webset) -> list[datetime]:
    return [*map(search_ends_at, webset.searches), *map(import_ends_at, webset.imports)]


def _microseconds(time: timedelta) -> int:
    return time // timedelta(microseconds=1)
