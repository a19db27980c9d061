"""The event log: what happened, as the list of events returns it and webhooks receive it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice, takewhile

from attrs import frozen
from pydantic import BaseModel, TypeAdapter

from ... import pydantic as models

RETENTION = timedelta(days=60)
# This limit is our own: without it a search for a billion items would exhaust the memory.
MAX_EVENTS = 100_000

_MODEL: TypeAdapter[models.KnownEvent] = TypeAdapter(models.KnownEvent)


@frozen(eq=False)
class Event:
    """An event; `render_data` returns the object that it is about, as it was at the time of the event."""

    id: str
    type: models.EventType
    at: datetime
    render_data: Callable[[], BaseModel]

    def document(self) -> models.KnownEvent:
        """Return the event as the API shows it."""
        return _MODEL.validate_python(
            {"type": self.type, "id": self.id, "object": "event", "data": self.render_data(), "createdAt": self.at}
        )


class EventLog:
    """The events of the last 60 days, at most `MAX_EVENTS`; `by_id` holds them in order."""

    def __init__(self) -> None:
        self.by_id: dict[str, Event] = {}
        self._oldest: datetime | None = None

    def add(self, event: Event) -> None:
        """Add an event."""
        self.by_id[event.id] = event
        self._oldest = self._oldest or event.at

    def drop_old(self, now: datetime) -> None:
        """Remove the events that are past their retention or exceed the maximum number."""
        for id in [*islice(self.by_id, max(0, len(self.by_id) - MAX_EVENTS))]:
            del self.by_id[id]
        if self._oldest is None or now - RETENTION <= self._oldest:
            return
        for event in [*takewhile(lambda event: event.at < now - RETENTION, self.by_id.values())]:
            del self.by_id[event.id]
        self._oldest = next((event.at for event in self.by_id.values()), None)
