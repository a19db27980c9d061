"""The life of a Webset in time, as it was recorded: when each thing in it happens, from what was asked for alone.

The seconds are those of searches for one to three items; each item more takes three seconds more.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ._records import Enrichment, Search, Webset


def _seconds(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


TITLED = _seconds(2)
CRITERIA = _seconds(4)
FIRST_LOOK = _seconds(3)
FULL = _seconds(9)
EACH_MORE = _seconds(3)
LATE_LOOKS = _seconds(5)
CLOSING = _seconds(10)
DESCRIBED = _seconds(14)
ENRICHING = _seconds(12.3)
ENRICHING_AN_ITEM = _seconds(11.5)

# Until a search is stopped everywhere, or all has been written down.
SETTLING = _seconds(0.3)

# As many candidates are looked at for each item that is found.
LOOKS = 5

# However many items are asked for, the end of a search is a date.
_LONGEST = 1_000_000


def full_at(search: Search) -> datetime:
    """Tell when a search has found all its items; it runs on for a while."""
    return search.started + FULL + EACH_MORE * min(max(0, search.count - 3), _LONGEST)


def completed_at(search: Search) -> datetime:
    """Tell when a search completes unless it is stopped."""
    return full_at(search) + CLOSING


def search_end(search: Search) -> datetime:
    """Tell when a search ends."""
    return min(completed_at(search), search.stop.at) if search.stop else completed_at(search)


def is_canceled(search: Search) -> bool:
    """Tell whether the end of a search is its stop."""
    return search.stop is not None and search.stop.at < completed_at(search)


def looked_at(search: Search, number: int) -> datetime:
    """Tell when a search looks at its `number`-th candidate, counted from 1."""
    begin = search.started + FIRST_LOOK
    # Rounded up: at this very time the candidate counts.
    return begin - timedelta(microseconds=_micros(begin - full_at(search)) * number // (LOOKS * search.count))


def looks(search: Search, now: datetime) -> int:
    """Count the candidates looked at so far."""
    now = min(now, search_end(search))
    begin = search.started + FIRST_LOOK
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
    return bool(search.criteria) or search.started + CRITERIA <= min(now, search_end(search))


def search_updated_at(search: Search, now: datetime) -> datetime:
    """Tell when a search last changed."""
    if is_canceled(search) and now >= search_end(search):
        return search_end(search) + SETTLING
    made = looks(search, now)
    changes = [
        search.started if search.criteria else search.started + CRITERIA,
        looked_at(search, min(made, LOOKS * search.count)) if made else search.started,
        full_at(search) + LATE_LOOKS,
        completed_at(search),
    ]
    return max([search.started, *(change for change in changes if change <= now)])


def completes_at(enrichment: Enrichment, webset: Webset) -> datetime:
    """Tell when an enrichment completes unless it is stopped: some time after the last search has ended."""
    return max([enrichment.started, *map(search_end, webset.searches)]) + ENRICHING


def enrichment_end(enrichment: Enrichment, webset: Webset) -> datetime:
    """Tell when an enrichment ends."""
    completed = completes_at(enrichment, webset)
    return min(completed, enrichment.stop.at) if enrichment.stop else completed


def is_described(enrichment: Enrichment, webset: Webset, now: datetime) -> bool:
    """Tell whether the service has given an enrichment its title and instructions."""
    return _described_at(enrichment, webset) <= min(now, enrichment_end(enrichment, webset))


def enrichment_updated_at(enrichment: Enrichment, webset: Webset, now: datetime) -> datetime:
    """Tell when an enrichment last changed."""
    described = _described_at(enrichment, webset)
    changes = [described if is_described(enrichment, webset, now) else enrichment.started]
    end = enrichment_end(enrichment, webset)
    if end <= now:
        # Enrichments are stopped a moment before the searches.
        changes.append(end if end == completes_at(enrichment, webset) else end - SETTLING)
    return max(changes)


def idle_at(webset: Webset) -> datetime:
    """Tell when the last thing in a Webset ends."""
    ends = [*map(search_end, webset.searches), *(enrichment_end(e, webset) for e in webset.enrichments)]
    return max(ends, default=webset.started)


def titled_at(webset: Webset) -> datetime:
    """Tell when the service gives a Webset its title; one that is canceled before gets it with the cancel."""
    return min(webset.started + TITLED, idle_at(webset))


def updated_at(webset: Webset, now: datetime) -> datetime:
    """Tell when anything in a Webset last changed."""
    titled = titled_at(webset)
    return max(
        [
            webset.changed,
            titled if webset.title is None and titled <= now else webset.started,
            *(search_updated_at(search, now) for search in webset.searches),
            *(enrichment_updated_at(enrichment, webset, now) for enrichment in webset.enrichments),
        ]
    )


def _micros(time: timedelta) -> int:
    return time // timedelta(microseconds=1)


def _described_at(enrichment: Enrichment, webset: Webset) -> datetime:
    return min(enrichment.started + DESCRIBED, completes_at(enrichment, webset))
