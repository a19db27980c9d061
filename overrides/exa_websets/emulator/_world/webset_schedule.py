"""When things happen in a Webset, as recorded, computed from the records alone.

The durations are those of recorded searches for one to three items; each further item takes three more seconds.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from .records import Enrichment, Import, Search, Webset


def _seconds(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


# Of a Webset: until it has a title.
TITLE_DELAY = _seconds(2)

# Of a search, from its start: until it has criteria, until it analyzes its first candidate, and until it has found
# everything, which takes longer for more than three items.
CRITERIA_DELAY = _seconds(4)
FIRST_CANDIDATE_DELAY = _seconds(3)
FINDING_TIME = _seconds(9)
TIME_PER_FURTHER_ITEM = _seconds(3)
# Of a search that has found everything: until it analyzes further candidates, and until it completes.
LATE_CANDIDATES_DELAY = _seconds(5)
CLOSING_TIME = _seconds(10)
# The candidates that are analyzed for each item found.
CANDIDATES_PER_ITEM = 5

# Of an enrichment: from the end of the last search or import to its own, and for each single item.
ENRICHMENT_TIME = _seconds(12.3)
ITEM_ENRICHMENT_TIME = _seconds(11.5)

# Of an import: until it is processing, and from the upload to its end.
IMPORT_PROCESSING_DELAY = _seconds(0.2)
IMPORT_READING_TIME = _seconds(8)

# From the cancel of a search to its last update, and from the cancel of a single enrichment to its end.
SETTLING_TIME = _seconds(0.3)

# The end of an import whose file never arrives; durations can still be added to it.
NEVER = datetime(9000, 1, 1, tzinfo=UTC)

# Keeps the end of a search within the range of datetime, however many items are asked for.
_MAX_FURTHER_ITEMS = 1_000_000


def search_started_at(search: Search) -> datetime:
    """Return when a search starts: when it is created, or when the searches before it have ended."""
    return _queue_span(search)[0] if search.waits_for else search.created_at


def queue_free_at(search: Search) -> datetime:
    """Return when a search and all searches that it waits for have ended."""
    return _queue_span(search)[1]


def has_started(search: Search, now: datetime) -> bool:
    """Return True if a search has started; one that is canceled while it waits never starts."""
    start = search_started_at(search)
    return start <= now and (search.waits_for is None or search.stop is None or start < search.stop.at)


def all_found_at(search: Search) -> datetime:
    """Return when a search has found all its items; it keeps running for a while after that."""
    return search_started_at(search) + _finding_time(search.count)


def search_completes_at(search: Search) -> datetime:
    """Return when a search completes unless it is canceled."""
    return all_found_at(search) + CLOSING_TIME


def search_ends_at(search: Search) -> datetime:
    """Return when a search ends."""
    return _ends_at(search, search_started_at(search))


def is_search_canceled(search: Search) -> bool:
    """Return True if a search ends because it is canceled."""
    return search.stop is not None and search.stop.at < search_completes_at(search)


def candidate_analyzed_at(search: Search, number: int) -> datetime:
    """Return when a search analyzes its `number`-th candidate, counted from 1."""
    start = search_started_at(search) + FIRST_CANDIDATE_DELAY
    # Negated twice, which rounds up: at this very time `analyzed_count` includes the candidate.
    return start - timedelta(
        microseconds=_microseconds(start - all_found_at(search)) * number // (CANDIDATES_PER_ITEM * search.count)
    )


def analyzed_count(search: Search, now: datetime) -> int:
    """Return the number of candidates analyzed so far."""
    now = min(now, search_ends_at(search))
    start = search_started_at(search) + FIRST_CANDIDATE_DELAY
    if now < start:
        return 0
    expected = CANDIDATES_PER_ITEM * search.count
    analyzed = _microseconds(now - start) * expected // _microseconds(all_found_at(search) - start)
    return min(analyzed, expected) + (search.count if now >= all_found_at(search) + LATE_CANDIDATES_DELAY else 0)


def found_count(search: Search, now: datetime) -> int:
    """Return the number of items found so far."""
    return min(analyzed_count(search, now) // CANDIDATES_PER_ITEM, search.count)


def item_found_at(search: Search, number: int) -> datetime:
    """Return when a search finds its `number`-th item, counted from 1."""
    return candidate_analyzed_at(search, number * CANDIDATES_PER_ITEM)


def has_criteria(search: Search, now: datetime) -> bool:
    """Return True if a search has criteria: given ones from the start, derived ones after a delay."""
    return bool(search.criteria) or search_started_at(search) + CRITERIA_DELAY <= min(now, search_ends_at(search))


def search_updated_at(search: Search, now: datetime) -> datetime:
    """Return when a search last changed."""
    if is_search_canceled(search) and now >= search_ends_at(search):
        return search_ends_at(search) + SETTLING_TIME
    analyzed = analyzed_count(search, now)
    start = search_started_at(search)
    changes = [
        start,
        start if search.criteria else start + CRITERIA_DELAY,
        candidate_analyzed_at(search, min(analyzed, CANDIDATES_PER_ITEM * search.count))
        if analyzed
        else search.created_at,
        all_found_at(search) + LATE_CANDIDATES_DELAY,
        search_completes_at(search),
    ]
    return max([search.created_at, *(change for change in changes if change <= now)])


def import_processing_at(record: Import) -> datetime:
    """Return when an import becomes `processing`, which it does even before its file arrives."""
    return record.created_at + IMPORT_PROCESSING_DELAY


def import_ends_at(record: Import) -> datetime:
    """Return when an import ends, which is some time after its upload."""
    return min(_import_read_at(record), record.stop.at) if record.stop else _import_read_at(record)


def is_import_canceled(record: Import) -> bool:
    """Return True if an import ends because it is canceled."""
    return record.stop is not None and record.stop.at < _import_read_at(record)


def imported_count(record: Import) -> int:
    """Return the number of items that an import has when it ends."""
    if record.content is None or record.content.failed_reason or is_import_canceled(record):
        return 0
    return len(record.content.rows)


def import_updated_at(record: Import, now: datetime) -> datetime:
    """Return when an import last changed."""
    end = import_ends_at(record)
    changes = [min(import_processing_at(record), end), end]
    return max([record.changed_at, *(change for change in changes if change <= now)])


def enrichment_completes_at(enrichment: Enrichment, webset: Webset) -> datetime:
    """Return when an enrichment completes, unless it is canceled or another search is added."""
    return max([enrichment.created_at, *_source_ends(webset)]) + ENRICHMENT_TIME


def enrichment_ends_at(enrichment: Enrichment, webset: Webset) -> datetime:
    """Return when an enrichment ends."""
    completed = enrichment_completes_at(enrichment, webset)
    return min(completed, enrichment.stop.at) if enrichment.stop else completed


def is_enrichment_described(enrichment: Enrichment, webset: Webset, now: datetime) -> bool:
    """Return True if the service has given an enrichment a title and instructions."""
    return enrichment.created_at + ENRICHMENT_TIME <= min(now, enrichment_ends_at(enrichment, webset))


def enrichment_updated_at(enrichment: Enrichment, webset: Webset, now: datetime) -> datetime:
    """Return when an enrichment last changed."""
    end = enrichment_ends_at(enrichment, webset)
    # A completed enrichment runs again for each search that is added.
    changes = [enrichment.changed_at, *(search.created_at for search in webset.searches if search.created_at <= end)]
    if is_enrichment_described(enrichment, webset, now):
        changes.append(enrichment.created_at + ENRICHMENT_TIME)
    if end <= now:
        # As recorded, a cancel stops the enrichments a moment before the searches.
        changes.append(end if end == enrichment_completes_at(enrichment, webset) else end - SETTLING_TIME)
    return max(changes)


def item_enriched_at(enrichment: Enrichment, item_added_at: datetime) -> datetime:
    """Return when an enrichment has its result for an item added at a given time, unless it is canceled."""
    return max(enrichment.created_at, item_added_at) + ITEM_ENRICHMENT_TIME


def result_settled_at(enrichment: Enrichment, webset: Webset, item_added_at: datetime) -> datetime:
    """Return when the result for an item added at a given time is no longer pending."""
    return min(item_enriched_at(enrichment, item_added_at), max(item_added_at, enrichment_ends_at(enrichment, webset)))


def webset_idle_at(webset: Webset) -> datetime:
    """Return when the last search, import or enrichment of a Webset ends."""
    enrichments = (enrichment_ends_at(enrichment, webset) for enrichment in webset.enrichments)
    return max([webset.created_at, *_source_ends(webset), *enrichments])


def webset_updated_at(webset: Webset, now: datetime) -> datetime:
    """Return when a Webset or anything in it last changed."""
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
    """Return when a search starts, and when it and the searches before it have ended."""
    # A loop, because a queue may be longer than the recursion limit.
    queue = [search]
    while (before := queue[-1].waits_for) is not None:
        queue.append(before)
    start = free = queue[-1].created_at
    for queued in reversed(queue):
        start = max(queued.created_at, free)
        # A search that is canceled while it waits ends before it would have started.
        free = max(start, _ends_at(queued, start))
    return start, free


def _ends_at(search: Search, start: datetime) -> datetime:
    completed = start + _finding_time(search.count) + CLOSING_TIME
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
