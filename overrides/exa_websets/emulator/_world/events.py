"""The event log: what happened, as the list of events returns it and webhooks receive it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from heapq import merge
from itertools import takewhile

from attrs import frozen
from pydantic import BaseModel, TypeAdapter

from ... import pydantic as models
from .record_table import RecordTable, SortedIds

RETENTION = timedelta(days=60)
# This limit is our own: without it a long run, or a search for a billion items, would exhaust the memory.
MAX_EVENTS = 20_000

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
    """The events of the last 60 days, at most `MAX_EVENTS`."""

    def __init__(self) -> None:
        self._events = RecordTable[Event]()
        self._ids_by_type = defaultdict[models.EventType, SortedIds](SortedIds)

    def __len__(self) -> int:
        return len(self._events)

    def get(self, id: str) -> Event | None:
        """Return the event with an id, or None if there is none."""
        return self._events.get(id)

    def add(self, event: Event) -> None:
        """Add an event, which is newer than all others."""
        self._events.add(event)
        self._ids_by_type[event.type].append(event.id)

    def newest_first(
        self,
        before: str | None = None,
        *,
        types: Collection[models.EventType] = (),
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Iterator[Event]:
        """Yield the events, the newest first.

        Args:
            before: Yield only events with an id less than this one.
            types: Yield only events of these types; of all types if there are none.
            since: Yield only events of this time or later.
            until: Yield only events of this time or earlier.
        """
        if until is not None and (later := self._events.first_where(lambda event: event.at > until)):
            before = later.id if before is None else min(before, later.id)
        events = self._events.newest_first(before)
        if types:
            streams = [self._ids_by_type[type].descending(before) for type in set(types)]
            events = (self._events[id] for id in merge(*streams, reverse=True))
        return events if since is None else takewhile(lambda event: since <= event.at, events)

    def drop_old(self, now: datetime) -> None:
        """Remove the events that are past their retention or exceed the maximum number."""
        while (oldest := self._events.oldest()) and (len(self._events) > MAX_EVENTS or oldest.at < now - RETENTION):
            self._events.remove(oldest)
            self._ids_by_type[oldest.type].remove(oldest.id)
