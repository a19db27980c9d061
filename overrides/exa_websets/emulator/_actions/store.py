"""The one store: everything the emulator knows, found by its id."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from pydantic import BaseModel

from ...pydantic import EventType
from .._timeline.timeline import Timeline
from .._wire.errors import ApiError
from .._world.clock import Clock
from .._world.due_times import DueTimes
from .._world.events import Event, EventLog
from .._world.ids import EVENT_PREFIX, IdGenerator
from .._world.records import Enrichment, Import, Monitor, MonitorRun, Search, Webset
from .._world.webhook_records import Webhook


class Store:
    """Keeps the records; only the server's thread touches it, so that it needs no lock.

    Calls act at the time `now`, up to which `catch_up` (in a module of its own) has recorded all that has happened.
    """

    def __init__(
        self, clock: Clock, ids: IdGenerator, *, cancel_delay: float = 0.0, running_limit: int | None = None
    ) -> None:
        if cancel_delay < 0:
            raise ValueError("a cancel cannot take effect before it is made")
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
        self.monitor_due_times = DueTimes()
        # Set when there is something to post.
        self.news = asyncio.Event()
        self._timeline = Timeline()

    def announce(self, type: EventType, data: BaseModel, at: datetime) -> None:
        """Write down what happened; `data` shows what it happened to as it was at that time."""
        self._write(type, lambda: data, at)

    def find_webset(self, id: str) -> Webset:
        """Give the Webset of this id or externalId."""
        webset = self.websets.get(id) or self.named(id)
        if webset is None:
            raise ApiError(404, "Webset not found")
        return webset

    def find_search(self, webset: Webset, id: str) -> Search:
        """Give the search of this id in a Webset."""
        for search in webset.searches:
            if search.id == id:
                return search
        raise ApiError(404, "Search not found")

    def find_enrichment(self, webset: Webset, id: str) -> Enrichment:
        """Give the enrichment of this id in a Webset."""
        for enrichment in webset.enrichments:
            if enrichment.id == id:
                return enrichment
        raise ApiError(404, "Enrichment not found")

    def find_import(self, id: str) -> Import:
        """Give the import of this id."""
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

    def named(self, external_id: str) -> Webset | None:
        """Give the Webset of this externalId, if there is one."""
        return next((webset for webset in self.websets.values() if webset.external_id == external_id), None)

    def touch(self, record: Webset | Import) -> None:
        """Reckon anew what time will do to a record that a call has made or changed."""
        self._timeline.update(record, self.now)

    def forget(self, record: Webset | Import) -> None:
        """Reckon no more what time will do to a record that a call deletes."""
        self._timeline.remove(record)

    def write_until(self, now: datetime) -> None:
        """Write down what time has done until then, but for the firings of monitors."""
        for change in self._timeline.take_until(now):
            self._write(change.type, change.render_data, change.at)
        self.now = now

    def _write(self, type: EventType, render_data: Callable[[], BaseModel], at: datetime) -> None:
        event = Event(EVENT_PREFIX + self.ids.ulid(at), type, at, render_data)
        self.events.add(event)
        for webhook in self.webhooks.values():
            if type in webhook.events:
                webhook.schedule(event, at)
                self.news.set()
