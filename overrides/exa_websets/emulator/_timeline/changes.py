"""Changes of a record over time, as streams that report each change once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from attrs import define, evolve, frozen
from pydantic import BaseModel

from ...pydantic import EventType
from .._views.items import item_at
from .._views.monitors import run_at
from .._views.websets import import_at, search_at, webset_at
from .._world import webset_schedule
from .._world.item_slots import is_present, item_slot
from .._world.record_copies import CachedCopy
from .._world.records import Enrichment, Import, ItemSlot, MonitorRun, Search, Webset

# A search for a billion items finds millions in one step of the clock; only the last of them are reported.
MAX_CHANGES_PER_STEP = 10_000


@frozen
class Change:
    """A change of a record.

    `render_data` returns the object that changed, as it was at that time, whenever it is called. Of changes at the
    same time, those with a lower `rank` come first.
    """

    at: datetime
    rank: int
    type: EventType
    render_data: Callable[[], BaseModel]


class ChangeStream(ABC):
    """The changes of one kind, in order; the first `reported` of them have been reported or skipped."""

    reported = 0

    @abstractmethod
    def next(self) -> Change | None:
        """Return the first unreported change, or None if there is none at present."""

    @abstractmethod
    def ends_at(self) -> datetime:
        """Return the time after which no change is added."""

    def count(self, until: datetime) -> int:
        """Return the number of changes up to a time, where counting is faster than iterating."""
        return self.reported

    def take_until(self, until: datetime) -> Iterator[Change]:
        """Yield the unreported changes up to a time."""
        self.reported = max(self.reported, self.count(until) - MAX_CHANGES_PER_STEP)
        while (change := self.next()) and change.at <= until:
            self.reported += 1
            yield change

    def is_exhausted(self, now: datetime) -> bool:
        """Return True if no change is left to report, now or later."""
        return self.ends_at() <= now and self.next() is None


@define(eq=False)
class SearchChanges(ChangeStream):
    """The criteria and the end of a search, and the end of the monitor run that it belongs to."""

    search: Search
    webset_copy: CachedCopy

    def next(self) -> Change | None:
        search, start, end = self.search, webset_schedule.search_started_at(self.search), self.ends_at()
        is_canceled = webset_schedule.is_search_canceled(search)
        steps: list[tuple[datetime, int, EventType]] = []
        if not search.criteria and webset_schedule.has_criteria(search, end):
            steps.append((start + webset_schedule.CRITERIA_DELAY, 0, "webset.search.updated"))
        steps.append((end, 3, "webset.search.canceled" if is_canceled else "webset.search.completed"))
        if self.reported < len(steps):
            at, rank, type = steps[self.reported]
            return Change(at, rank, type, partial(search_at, *self.webset_copy.get_search(search), at))
        run = self._run()
        if self.reported == len(steps) and run and not is_canceled:
            return Change(end, 4, "monitor.run.completed", partial(run_at, run, end))
        return None

    def ends_at(self) -> datetime:
        return webset_schedule.search_ends_at(self.search)

    def _run(self) -> MonitorRun | None:
        runs = (run for monitor in self.webset_copy.webset.monitors for run in monitor.runs.newest_first())
        return next((run for run in runs if run.search is self.search), None)


@define(eq=False)
class ItemAdditions(ChangeStream):
    """The items that a search or an import adds to a Webset."""

    source: Search | Import
    webset_copy: CachedCopy

    def next(self) -> Change | None:
        slot = _slot(self.source, self.reported + 1, self.webset_copy.webset)
        if slot is None:
            return None
        at = slot.added_at
        return Change(at, 1, "webset.item.created", partial(item_at, slot, self.webset_copy.get(), at))

    def ends_at(self) -> datetime:
        return _source_ends_at(self.source)

    def count(self, until: datetime) -> int:
        return _added_count(self.source, until)


@define(eq=False)
class EnrichmentResults(ChangeStream):
    """The results of an enrichment for the items of a search or an import."""

    source: Search | Import
    enrichment: Enrichment
    webset_copy: CachedCopy

    def next(self) -> Change | None:
        webset = self.webset_copy.webset
        while slot := _slot(self.source, self.reported + 1, webset):
            at = webset_schedule.item_enriched_at(self.enrichment, slot.added_at)
            if at > self.ends_at():
                return None
            if is_present(slot, webset, at):
                return Change(at, 2, "webset.item.enriched", partial(item_at, slot, self.webset_copy.get(), at))
            self.reported += 1
        return None

    def ends_at(self) -> datetime:
        return webset_schedule.enrichment_ends_at(self.enrichment, self.webset_copy.webset)

    def count(self, until: datetime) -> int:
        added_until = min(until, self.ends_at()) - webset_schedule.ITEM_ENRICHMENT_TIME
        return _added_count(self.source, added_until) if self.enrichment.created_at <= added_until else 0


@define(eq=False)
class WebsetIdle(ChangeStream):
    """The moment at which a Webset becomes idle."""

    webset_copy: CachedCopy

    def next(self) -> Change | None:
        at = self.ends_at()
        return None if self.reported else Change(at, 5, "webset.idle", partial(webset_at, self.webset_copy.get(), at))

    def ends_at(self) -> datetime:
        return webset_schedule.webset_idle_at(self.webset_copy.webset)


@define(eq=False)
class ImportCompletion(ChangeStream):
    """The completion of an import; there is no event for an import that fails or is canceled."""

    record: Import

    def next(self) -> Change | None:
        at, record = self.ends_at(), self.record
        failed = record.content is None or record.content.failed_reason is not None
        if self.reported or failed or webset_schedule.is_import_canceled(record):
            return None
        return Change(at, 3, "import.completed", partial(import_at, evolve(record), at))

    def ends_at(self) -> datetime:
        return webset_schedule.import_ends_at(self.record)


def _slot(source: Search | Import, number: int, webset: Webset) -> ItemSlot | None:
    if number > (source.count if isinstance(source, Search) else webset_schedule.imported_count(source)):
        return None
    slot = item_slot(source, number, webset)
    # Items that a search has not found by its end are never found.
    return None if isinstance(source, Search) and slot.added_at > _source_ends_at(source) else slot


def _added_count(source: Search | Import, until: datetime) -> int:
    if isinstance(source, Search):
        return webset_schedule.found_count(source, until)
    return webset_schedule.imported_count(source) if webset_schedule.import_ends_at(source) <= until else 0


def _source_ends_at(source: Search | Import) -> datetime:
    return (
        webset_schedule.search_ends_at(source) if isinstance(source, Search) else webset_schedule.import_ends_at(source)
    )
