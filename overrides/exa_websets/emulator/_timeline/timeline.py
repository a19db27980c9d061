"""The timeline of all records: which changes have not been reported yet, and when the next one is due."""

from __future__ import annotations

from datetime import datetime

from .._world.due_queue import DueQueue
from .._world.record_copies import CachedCopy
from .._world.records import Import, Search, Webset
from .._world.webset_schedule import webset_idle_at
from .changes import Change, ChangeStream, EnrichmentResults, ImportCompletion, ItemAdditions, SearchChanges, WebsetIdle


class Timeline:
    """The unreported changes of every Webset and import, found by the time at which they are due."""

    def __init__(self) -> None:
        self._due_times = DueQueue()
        self._timelines: dict[str, _RecordTimeline] = {}
        self._copies: dict[str, CachedCopy] = {}

    def update(self, record: Webset | Import, now: datetime) -> None:
        """Add a record that a request has created, or update one that a request has changed."""
        timeline = self._timelines.get(record.id)
        if timeline is None:
            timeline = self._timelines[record.id] = self._new_timeline(record)
        timeline.update(now)
        self._due_times.set(record.id, timeline.next_at())

    def remove(self, record: Webset | Import) -> None:
        """Remove a record, whose changes are no longer reported."""
        self._timelines.pop(record.id, None)
        self._copies.pop(record.id, None)
        self._due_times.set(record.id, None)

    def copy_of(self, webset: Webset) -> CachedCopy:
        """Return the copy of a Webset that its changes share until it is updated."""
        return self._copies[webset.id]

    def take_until(self, until: datetime) -> list[Change]:
        """Return all unreported changes up to a time, in order."""
        changes: list[Change] = []
        while first := self._due_times.earliest(until):
            _, id = first
            changes += self._timelines[id].take_until(until)
            self._due_times.set(id, self._timelines[id].next_at())
        return sorted(changes, key=lambda change: (change.at, change.rank))

    def _new_timeline(self, record: Webset | Import) -> _RecordTimeline:
        if isinstance(record, Import):
            return _ImportTimeline(record)
        copy = self._copies[record.id] = CachedCopy(record)
        return _WebsetTimeline(record, copy)


class _RecordTimeline:
    """The unreported changes of one record."""

    def __init__(self) -> None:
        self.streams: list[ChangeStream] = []

    def update(self, now: datetime) -> None:
        """Follow what a request has changed."""

    def take_until(self, until: datetime) -> list[Change]:
        """Return all unreported changes up to a time, one stream after another."""
        changes = [change for stream in self.streams for change in stream.take_until(until)]
        self.streams = [stream for stream in self.streams if not stream.is_exhausted(until)]
        return changes

    def next_at(self) -> datetime | None:
        """Return the time of the next change, or None if there is none."""
        return min((change.at for stream in self.streams if (change := stream.next())), default=None)


class _ImportTimeline(_RecordTimeline):
    def __init__(self, record: Import) -> None:
        super().__init__()
        self.streams.append(ImportCompletion(record))


class _WebsetTimeline(_RecordTimeline):
    def __init__(self, webset: Webset, webset_copy: CachedCopy) -> None:
        super().__init__()
        self._webset = webset
        self._webset_copy = webset_copy
        self.streams.append(WebsetIdle(self._webset_copy))
        # The ids of everything that has, or had, a stream.
        self._known: set[tuple[str, ...]] = set()

    def update(self, now: datetime) -> None:
        self._webset_copy.invalidate()
        sources: list[Import | Search] = [*self._webset.imports, *self._webset.searches]
        for source in sources:
            if self._is_new(source.id):
                self.streams.append(ItemAdditions(source, self._webset_copy))
                if isinstance(source, Search):
                    self.streams.append(SearchChanges(source, self._webset_copy))
            for enrichment in self._webset.enrichments:
                if self._is_new(source.id, enrichment.id):
                    self.streams.append(EnrichmentResults(source, enrichment, self._webset_copy))
        if now < webset_idle_at(self._webset) and not any(isinstance(stream, WebsetIdle) for stream in self.streams):
            self.streams.append(WebsetIdle(self._webset_copy))

    def _is_new(self, *key: str) -> bool:
        if key in self._known:
            return False
        self._known.add(key)
        return True
