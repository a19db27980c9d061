"""The store: all records of an emulator, found by their ids."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from pydantic import BaseModel

from ...pydantic import EventType
from .._timeline.timeline import Timeline
from .._wire.errors import ApiError
from .._world.clock import Clock
from .._world.due_queue import DueQueue
from .._world.events import Event, EventLog
from .._world.ids import EVENT_PREFIX, IdGenerator
from .._world.records import Enrichment, Import, Monitor, MonitorRun, Search, Webset
from .._world.webhook_records import Webhook


class Store:
    """All records of an emulator. Only the server's thread uses it, so it needs no lock.

    Requests act at the time `now`. Everything that happened up to then has been recorded by `catch_up`, which is in
    a module of its own.
    """

    def __init__(
        self, clock: Clock, ids: IdGenerator, *, cancel_delay: float = 0.0, running_limit: int | None = None
    ) -> None:
        if cancel_delay < 0:
            raise ValueError("a cancel cannot take effect before it is made: cancel_delay must be 0 or more")
        self.clock = clock
        self.ids = ids
        self.now = clock.time
        self.cancel_delay = timedelta(seconds=cancel_delay)
        self.running_limit = running_limit
        self.websets: dict[str, Webset] = {}
        self.imports: dict[str, Import] = {}
        self.monitors: dict[str, Monitor] = {}
        self.webhooks: dict[str, Webhook] = {}
        self.events = EventLog()
        self.monitor_due_times = DueQueue()
        # Set when an event is queued for a webhook.
        self.has_deliveries = asyncio.Event()
        self._timeline = Timeline()

    def find_webset(self, id: str) -> Webset:
        """Return the Webset with this id or externalId."""
        webset = self.websets.get(id) or self.find_external_id(id)
        if webset is None:
            raise ApiError(404, "Webset not found")
        return webset

    def find_external_id(self, external_id: str) -> Webset | None:
        """Return the Webset with this externalId, or None if there is none."""
        return next((webset for webset in self.websets.values() if webset.external_id == external_id), None)

    def find_search(self, webset: Webset, id: str) -> Search:
        """Return the search of a Webset with this id."""
        for search in webset.searches:
            if search.id == id:
                return search
        raise ApiError(404, "Search not found")

    def find_enrichment(self, webset: Webset, id: str) -> Enrichment:
        """Return the enrichment of a Webset with this id."""
        for enrichment in webset.enrichments:
            if enrichment.id == id:
                return enrichment
        raise ApiError(404, "Enrichment not found")

    def find_import(self, id: str) -> Import:
        """Return the import with this id."""
        if id not in self.imports:
            raise ApiError(404, "Import not found")
        return self.imports[id]

    def find_monitor(self, id: str) -> Monitor:
        """Return the monitor with this id."""
        if id not in self.monitors:
            raise ApiError(404, "Monitor not found")
        return self.monitors[id]

    def find_monitor_run(self, monitor_id: str, id: str) -> MonitorRun:
        """Return the run of a monitor with this id."""
        monitor = self.monitors.get(monitor_id)
        for run in monitor.runs if monitor else []:
            if run.id == id:
                return run
        raise ApiError(404, "Monitor run not found")

    def find_webhook(self, id: str) -> Webhook:
        """Return the webhook with this id."""
        if id not in self.webhooks:
            raise ApiError(404, "Webhook not found")
        return self.webhooks[id]

    def find_event(self, id: str) -> Event:
        """Return the event with this id."""
        if id not in self.events.by_id:
            raise ApiError(404, "Event not found")
        return self.events.by_id[id]

    def update_timeline(self, record: Webset | Import) -> None:
        """Compute the future of a record that a request has created or changed."""
        self._timeline.update(record, self.now)

    def update_timelines_with(self, record: Import) -> None:
        """Compute the future of the Websets that an import belongs to, because a request has changed the import."""
        for webset in self.websets.values():
            if record in webset.imports:
                self.update_timeline(webset)

    def remove_from_timeline(self, record: Webset | Import) -> None:
        """Discard the future of a record that a request deletes."""
        self._timeline.remove(record)

    def record_event(self, type: EventType, data: BaseModel, at: datetime) -> None:
        """Record an event; `data` is the object that it is about, as it was at that time."""
        self._add_event(type, lambda: data, at)

    def record_changes(self, until: datetime) -> None:
        """Record the changes up to a time as events, except for what monitors do, and set `now` to that time."""
        for change in self._timeline.take_until(until):
            self._add_event(change.type, change.render_data, change.at)
        self.now = until

    def _add_event(self, type: EventType, render_data: Callable[[], BaseModel], at: datetime) -> None:
        event = Event(EVENT_PREFIX + self.ids.ulid(at), type, at, render_data)
        self.events.add(event)
        for webhook in self.webhooks.values():
            if type in webhook.events:
                webhook.schedule(event, at)
                self.has_deliveries.set()
