"""What time does to a record, as streams of changes that are each emitted once, in their order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from attrs import define, frozen
from pydantic import BaseModel

from ...pydantic import EventType
from .._views.items import item_at
from .._views.monitors import run_at
from .._views.websets import import_at, search_at, webset_at
from .._world import lifetimes
from .._world.item_slots import is_present, item_slot
from .._world.record_copies import CachedCopy
from .._world.records import Enrichment, Import, ItemSlot, MonitorRun, Search, Webset

# A search for a billion items finds so many of them in one step of the clock that only the last are emitted.
MAX_CHANGES_PER_STEP = 10_000


@frozen
class Change:
    """Something that happened; `render_data` gives what it happened to as it was then, whenever it is called.

    Of those at one time the one with the lower `rank` comes first.
    """

    at: datetime
    rank: int
    type: EventType
    render_data: Callable[[], BaseModel]


class ChangeStream(ABC):
    """Things of one kind that happen one after another; the first `emitted` of them are emitted."""

    emitted = 0

    @abstractmethod
    def next(self) -> Change | None:
        """Give the first that is not emitted; None if there is none, for now or for good."""

    @abstractmethod
    def end(self) -> datetime:
        """Tell until when things may be added."""

    def count(self, until: datetime) -> int:
        """Tell how many of them happen until then, where they are counted faster than emitted."""
        return self.emitted

    def take_until(self, until: datetime) -> Iterator[Change]:
        """Give those that happened until then."""
        self.emitted = max(self.emitted, self.count(until) - MAX_CHANGES_PER_STEP)
        while (change := self.next()) and change.at <= until:
            self.emitted += 1
            yield change

    def is_exhausted(self, now: datetime) -> bool:
        """Tell whether nothing is left to emit."""
        return self.end() <= now and self.next() is None


@define(eq=False)
class SearchChanges(ChangeStream):
    """A search gets on."""

    search: Search
    webset_copy: CachedCopy

    def next(self) -> Change | None:
        search, begin, end = self.search, lifetimes.search_started_at(self.search), self.end()
        steps: list[tuple[datetime, int, EventType]] = []
        if search.waits_for and lifetimes.has_started(search, begin):
            steps.append((begin, 0, "webset.search.updated"))
        if not search.criteria and lifetimes.has_criteria(search, end):
            steps.append((begin + lifetimes.CRITERIA_DELAY, 0, "webset.search.updated"))
        steps.append(
            (end, 3, "webset.search.canceled" if lifetimes.is_search_canceled(search) else "webset.search.completed")
        )
        if self.emitted < len(steps):
            at, rank, type = steps[self.emitted]
            return Change(at, rank, type, partial(search_at, *self.webset_copy.get_search(search), at))
        run = self._run()
        if self.emitted == len(steps) and run and not lifetimes.is_search_canceled(search):
            return Change(end, 4, "monitor.run.completed", partial(run_at, run, end))
        return None

    def end(self) -> datetime:
        return lifetimes.search_ends_at(self.search)

    def _run(self) -> MonitorRun | None:
        runs = (run for monitor in self.webset_copy.webset.monitors for run in reversed(monitor.runs))
        return next((run for run in runs if run.search is self.search), None)


@define(eq=False)
class ItemAdditions(ChangeStream):
    """A search or an import brings items into a Webset."""

    source: Search | Import
    webset_copy: CachedCopy

    def next(self) -> Change | None:
        slot = _slot(self.source, self.emitted + 1, self.webset_copy.webset)
        if slot is None:
            return None
        return Change(
            slot.added_at, 1, "webset.item.created", partial(item_at, slot, self.webset_copy.get(), slot.added_at)
        )

    def end(self) -> datetime:
        return _end(self.source)

    def count(self, until: datetime) -> int:
        return _brought(self.source, until)


@define(eq=False)
class EnrichmentResults(ChangeStream):
    """An enrichment finds what it asks for about the items of a search or an import."""

    source: Search | Import
    enrichment: Enrichment
    webset_copy: CachedCopy

    def next(self) -> Change | None:
        webset = self.webset_copy.webset
        while slot := _slot(self.source, self.emitted + 1, webset):
            at = lifetimes.item_enriched_at(self.enrichment, slot.added_at)
            if at > self.end():
                return None
            if is_present(slot, webset, at):
                return Change(at, 2, "webset.item.enriched", partial(item_at, slot, self.webset_copy.get(), at))
            self.emitted += 1
        return None

    def end(self) -> datetime:
        return lifetimes.enrichment_ends_at(self.enrichment, self.webset_copy.webset)

    def count(self, until: datetime) -> int:
        asked = min(until, self.end()) - lifetimes.ITEM_ENRICHMENT_TIME
        return _brought(self.source, asked) if self.enrichment.created_at <= asked else 0


@define(eq=False)
class WebsetIdle(ChangeStream):
    """A Webset comes to rest."""

    webset_copy: CachedCopy

    def next(self) -> Change | None:
        at = self.end()
        return None if self.emitted else Change(at, 5, "webset.idle", partial(webset_at, self.webset_copy.get(), at))

    def end(self) -> datetime:
        return lifetimes.webset_idle_at(self.webset_copy.webset)


@define(eq=False)
class ImportCompletion(ChangeStream):
    """An import is read."""

    record: Import

    def next(self) -> Change | None:
        at, record = self.end(), self.record
        failed = record.content is None or record.content.failed_reason is not None
        if self.emitted or failed or lifetimes.is_import_canceled(record):
            return None
        return Change(at, 3, "import.completed", partial(import_at, record, at))

    def end(self) -> datetime:
        return lifetimes.import_ends_at(self.record)


def _slot(source: Search | Import, number: int, webset: Webset) -> ItemSlot | None:
    if number > (source.count if isinstance(source, Search) else lifetimes.imported_count(source)):
        return None
    slot = item_slot(source, number, webset)
    # What a search has not found when it ends it never finds.
    return None if isinstance(source, Search) and slot.added_at > _end(source) else slot


def _brought(source: Search | Import, until: datetime) -> int:
    if isinstance(source, Search):
        return lifetimes.found_count(source, until)
    return lifetimes.imported_count(source) if lifetimes.import_ends_at(source) <= until else 0


def _end(source: Search | Import) -> datetime:
    return lifetimes.search_ends_at(source) if isinstance(source, Search) else lifetimes.import_ends_at(source)
