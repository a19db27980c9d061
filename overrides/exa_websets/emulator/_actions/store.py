"""The store: all records of an emulator, by their ids."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from pydantic import BaseModel

from ...pydantic import EventType
from .._timeline.timeline import Timeline
from .._wire.errors import ApiError
from .._world.clock import Clock
from .._world.due_queue import DueQueue
from .._world.events import Event, EventLog
from .._world.ids import EVENT_PREFIX, IdGenerator
from .._world.record_copies import CachedCopy
from .._world.record_table import RecordTable
from .._world.records import Enrichment, Import, Monitor, MonitorRun, Search, Webset
from .._world.webhook_records import Webhook
from .._world.webset_table import WebsetTable

Record = TypeVar("Record")


class Store:
    """All records of an emulator. Only the server's thread uses it, so it needs no lock.

    Requests act at the time `now`. Everything that happened up to then has been recorded by `catch_up`, which is in
    a module of its own.
    """

    def __init__(
        self, clock: Clock, ids: IdGenerator, *, cancel_delay: float = 0.0, running_limit: int | None = None
    ) -> None:
        self.clock = clock
        self.ids = ids
        self.now = clock.time
        self.cancel_delay = timedelta(seconds=cancel_delay)
        self.running_limit = running_limit
        self.websets = WebsetTable()
        self.imports = RecordTable[Import]()
        self.monitors = RecordTable[Monitor]()
        self.webhooks = RecordTable[Webhook]()
        self.inactive_webhooks: dict[str, Webhook] = {}
        self.events = EventLog()
        self.monitor_due_times = DueQueue()
        # Set when an event is queued for a webhook.
        self.has_deliveries = asyncio.Event()
        self._timeline = Timeline()

    def find_webset(self, id: str) -> Webset:
        """Return the Webset with this id or externalId."""
        return _found(self.websets.get(id) or self.websets.with_external_id(id), "Webset")

    def find_search(self, webset: Webset, id: str) -> Search:
        """Return the search of a Webset with this id."""
        return _found(next((search for search in webset.searches if search.id == id), None), "Search")

    def find_enrichment(self, webset: Webset, id: str) -> Enrichment:
        """Return the enrichment of a Webset with this id."""
        return _found(next((one for one in webset.enrichments if one.id == id), None), "Enrichment")

    def find_import(self, id: str) -> Import:
        """Return the import with this id."""
        return _found(self.imports.get(id), "Import")

    def find_monitor(self, id: str) -> Monitor:
        """Return the monitor with this id."""
        return _found(self.monitors.get(id), "Monitor")

    def find_monitor_run(self, monitor_id: str, id: str) -> MonitorRun:
        """Return the run of a monitor with this id."""
        monitor = self.monitors.get(monitor_id)
        return _found(monitor.runs.get(id) if monitor else None, "Monitor run")

    def find_webhook(self, id: str) -> Webhook:
        """Return the webhook with this id, which may have been deleted."""
        return _found(self.webhooks.get(id) or self.inactive_webhooks.get(id), "Webhook")

    def find_event(self, id: str) -> Event:
        """Return the event with this id."""
        return _found(self.events.get(id), "Event")

    def update_timeline(self, record: Webset | Import) -> None:
        """Compute the future of a record that a request has created or changed."""
        self._timeline.update(record, self.now)
        if isinstance(record, Webset):
            self.websets.update(record)

    def update_timelines_with(self, record: Import) -> None:
        """Compute the future of the Websets that an import belongs to, because a request has changed the import."""
        for webset in self.websets.with_import(record):
            self.update_timeline(webset)

    def remove_from_timeline(self, record: Webset | Import) -> None:
        """Discard the future of a record that a request deletes."""
        self._timeline.remove(record)

    def copy_of(self, webset: Webset) -> CachedCopy:
        """Return the copy of a Webset that events share until a request changes the Webset again."""
        return self._timeline.copy_of(webset)

    def record_event(self, type: EventType, render_data: Callable[[], BaseModel], at: datetime) -> None:
        """Record an event; `render_data` returns the object that it is about, as it was at that time."""
        event = Event(EVENT_PREFIX + self.ids.ulid(at), type, at, render_data)
        self.events.add(event)
        for webhook in self.webhooks:
            if type in webhook.events:
                webhook.schedule(event, at)
                self.has_deliveries.set()

    def record_changes(self, until: datetime) -> None:
        """Record the changes up to a time as events, except for what monitors do, and set `now` to that time."""
        for change in self._timeline.take_until(until):
            self.record_event(change.type, change.render_data, change.at)
        self.now = until


def _found(record: Record | None, kind: str) -> Record:
    if record is None:
        raise ApiError(404, f"{kind} not found")
    return record
