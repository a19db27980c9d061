"""Webhooks as they are kept: what waits to be posted to each, and how each try went."""

from __future__ import annotations

from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any

from attrs import define, field, frozen

from ... import pydantic as models
from .events import Event

# How long after each failed try of an event the next one is made. The API documents none of this: the times are ours.
RETRIES = tuple(timedelta(seconds=seconds) for seconds in (5, 60, 600))


@frozen(eq=False)
class Delivery:
    """An event that is to be posted for the `attempt`-th time, counted from 1."""

    event: Event
    attempt: int


@frozen(eq=False)
class Attempt:
    """How one try to post an event went; without an answer its `status` is 0 and its `body` None."""

    id: str
    at: datetime
    delivery: Delivery
    url: str
    status: int
    headers: dict[str, str]
    body: str | None

    @property
    def successful(self) -> bool:
        """Whether the receiver took the event."""
        return 200 <= self.status < 300


@define(eq=False)
class Webhook:
    """A webhook; `waiting` is a heap of what is to be posted, by its time and the id of its event."""

    id: str
    created_at: datetime
    changed_at: datetime
    events: list[models.EventType]
    url: str
    secret: str
    metadata: dict[str, Any] = field(factory=dict[str, Any])
    waiting: list[tuple[datetime, str, Delivery]] = field(factory=list[tuple[datetime, str, Delivery]])
    attempts: dict[str, Attempt] = field(factory=dict[str, Attempt])

    def post(self, event: Event, due: datetime, attempt: int = 1) -> None:
        """Have an event posted at a time."""
        heappush(self.waiting, (due, event.id, Delivery(event, attempt)))

    def has_due(self, now: datetime) -> bool:
        """Tell whether anything is to be posted."""
        return bool(self.waiting) and self.waiting[0][0] <= now

    def take_due(self, now: datetime) -> Delivery | None:
        """Give what is to be posted first, and take it off."""
        return heappop(self.waiting)[2] if self.has_due(now) else None

    def note(self, attempt: Attempt) -> None:
        """Keep how a try went; a failed one is repeated some time later, unless it was the last."""
        self.attempts[attempt.id] = attempt
        tries = attempt.delivery.attempt
        if not attempt.successful and tries <= len(RETRIES):
            self.post(attempt.delivery.event, attempt.at + RETRIES[tries - 1], tries + 1)
