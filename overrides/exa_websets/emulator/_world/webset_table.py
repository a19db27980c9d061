"""All Websets, by their ids, externalIds and imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from . import webset_schedule
from .due_queue import DueQueue
from .record_table import RecordTable
from .records import Import, Webset


class WebsetTable(RecordTable[Webset]):
    """Websets by their ids, externalIds and imports, and the number of running ones."""

    def __init__(self) -> None:
        super().__init__()
        self._by_external_id: dict[str, Webset] = {}
        self._by_import = defaultdict[str, dict[str, Webset]](dict)
        self._idle_times = DueQueue()

    def add(self, record: Webset) -> None:
        """Add a Webset, which is newer than all others."""
        super().add(record)
        if record.external_id is not None:
            self._by_external_id[record.external_id] = record
        for source in record.imports:
            self._by_import[source.id][record.id] = record
        self.update(record)

    def remove(self, record: Webset) -> None:
        """Remove a Webset."""
        super().remove(record)
        if record.external_id is not None:
            del self._by_external_id[record.external_id]
        for source in record.imports:
            # A Webset may name an import twice.
            self._by_import[source.id].pop(record.id, None)
            if not self._by_import[source.id]:
                del self._by_import[source.id]
        self._idle_times.set(record.id, None)

    def update(self, webset: Webset) -> None:
        """Update the tables for a Webset whose future has changed."""
        if webset.id in self:
            self._idle_times.set(webset.id, webset_schedule.webset_idle_at(webset))

    def with_external_id(self, external_id: str) -> Webset | None:
        """Return the Webset with an externalId, or None if there is none."""
        return self._by_external_id.get(external_id)

    def with_import(self, record: Import) -> Collection[Webset]:
        """Return the Websets that an import belongs to, the oldest first."""
        return [*self._by_import.get(record.id, {}).values()]

    def count_running(self, now: datetime) -> int:
        """Return the number of running Websets."""
        while ended := self._idle_times.earliest(now):
            self._idle_times.set(ended[1], None)
        return len(self._idle_times)
