"""What time does to a record, as strands of happenings that are each told once, in their order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from attrs import define, frozen
from pydantic import BaseModel

from ...pydantic import EventType
from .._views.documents import import_at, search_at, webset_at
from .._views.items import item_at
from .._views.monitors import run_at
from .._world import lifetimes as _life
from .._world.item_slots import entry_of, is_there
from .._world.record_copies import Snapshots
from .._world.records import Enrichment, Entry, Import, MonitorRun, Search, Webset

# A search for a billion items finds so many of them in one step of the clock that only the last are told.
MOST_AT_ONCE = 10_000


@frozen
class Happening:
    """Something that happened; `show` gives what it happened to as it was then, whenever it is called.

    Of those at one time the one with the lower `rank` comes first.
    """

    at: datetime
    rank: int
    type: EventType
    show: Callable[[], BaseModel]


class Strand(ABC):
    """Things of one kind that happen one after another; the first `told` of them are told."""

    told = 0

    @abstractmethod
    def next(self) -> Happening | None:
        """Give the first that is not told; None if there is none, for now or for good."""

    @abstractmethod
    def end(self) -> datetime:
        """Tell until when things may be added."""

    def count(self, until: datetime) -> int:
        """Tell how many of them happen until then, where they are counted faster than told."""
        return self.told

    def tell(self, until: datetime) -> Iterator[Happening]:
        """Give those that happened until then."""
        self.told = max(self.told, self.count(until) - MOST_AT_ONCE)
        while (happening := self.next()) and happening.at <= until:
            self.told += 1
            yield happening

    def is_over(self, now: datetime) -> bool:
        """Tell whether nothing is left to tell."""
        return self.end() <= now and self.next() is None


@define(eq=False)
class SearchSteps(Strand):
    """A search gets on."""

    search: Search
    snapshots: Snapshots

    def next(self) -> Happening | None:
        search, begin, end = self.search, _life.search_begin(self.search), self.end()
        steps: list[tuple[datetime, int, EventType]] = []
        if search.after and _life.has_begun(search, begin):
            steps.append((begin, 0, "webset.search.updated"))
        if not search.criteria and _life.has_criteria(search, end):
            steps.append((begin + _life.CRITERIA, 0, "webset.search.updated"))
        steps.append((end, 3, "webset.search.canceled" if _life.is_canceled(search) else "webset.search.completed"))
        if self.told < len(steps):
            at, rank, type = steps[self.told]
            return Happening(at, rank, type, partial(search_at, *self.snapshots.search(search), at))
        run = self._run()
        if self.told == len(steps) and run and not _life.is_canceled(search):
            return Happening(end, 4, "monitor.run.completed", partial(run_at, run, end))
        return None

    def end(self) -> datetime:
        return _life.search_end(self.search)

    def _run(self) -> MonitorRun | None:
        runs = (run for monitor in self.snapshots.webset.monitors for run in reversed(monitor.runs))
        return next((run for run in runs if run.search is self.search), None)


@define(eq=False)
class Items(Strand):
    """A search or an import brings items into a Webset."""

    source: Search | Import
    snapshots: Snapshots

    def next(self) -> Happening | None:
        entry = _entry(self.source, self.told + 1, self.snapshots.webset)
        if entry is None:
            return None
        return Happening(entry.at, 1, "webset.item.created", partial(item_at, entry, self.snapshots.taken(), entry.at))

    def end(self) -> datetime:
        return _end(self.source)

    def count(self, until: datetime) -> int:
        return _brought(self.source, until)


@define(eq=False)
class Results(Strand):
    """An enrichment finds what it asks for about the items of a search or an import."""

    source: Search | Import
    enrichment: Enrichment
    snapshots: Snapshots

    def next(self) -> Happening | None:
        webset = self.snapshots.webset
        while entry := _entry(self.source, self.told + 1, webset):
            at = _life.enriched_at(self.enrichment, entry.at)
            if at > self.end():
                return None
            if is_there(entry, webset, at):
                return Happening(at, 2, "webset.item.enriched", partial(item_at, entry, self.snapshots.taken(), at))
            self.told += 1
        return None

    def end(self) -> datetime:
        return _life.enrichment_end(self.enrichment, self.snapshots.webset)

    def count(self, until: datetime) -> int:
        asked = min(until, self.end()) - _life.ENRICHING_AN_ITEM
        return _brought(self.source, asked) if self.enrichment.started <= asked else 0


@define(eq=False)
class Idle(Strand):
    """A Webset comes to rest; with `told` set back to 0 it does so again."""

    snapshots: Snapshots

    def next(self) -> Happening | None:
        at = self.end()
        return None if self.told else Happening(at, 5, "webset.idle", partial(webset_at, self.snapshots.taken(), at))

    def end(self) -> datetime:
        return _life.idle_at(self.snapshots.webset)


@define(eq=False)
class ImportSteps(Strand):
    """An import is read."""

    record: Import

    def next(self) -> Happening | None:
        at, record = self.end(), self.record
        failed = record.rows is None or record.rows.failed_reason is not None
        if self.told or failed or _life.is_import_canceled(record):
            return None
        return Happening(at, 3, "import.completed", partial(import_at, record, at))

    def end(self) -> datetime:
        return _life.import_end(self.record)


def _entry(source: Search | Import, number: int, webset: Webset) -> Entry | None:
    if number > (source.count if isinstance(source, Search) else _life.imported(source)):
        return None
    entry = entry_of(source, number, webset)
    # What a search has not found when it ends it never finds.
    return None if isinstance(source, Search) and entry.at > _end(source) else entry


def _brought(source: Search | Import, until: datetime) -> int:
    if isinstance(source, Search):
        return _life.found(source, until)
    return _life.imported(source) if _life.import_end(source) <= until else 0


def _end(source: Search | Import) -> datetime:
    return _life.search_end(source) if isinstance(source, Search) else _life.import_end(source)
