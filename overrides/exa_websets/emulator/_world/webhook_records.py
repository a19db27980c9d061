"""Webhooks as they are kept: what waits to be posted to each, and how each try went."""

from __future__ import annotations

from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any

from attrs import define, field, frozen

from ... import pydantic as models
from .events import Event

# How long after each failed try of an event the next one is made. The API documents none of this: the times are ours.
RETRY_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (5, 60, 600))


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
    """A webhook; `queue` is a heap of what is to be posted, by its time and the id of its event."""

    id: str
    created_at: datetime
    changed_at: datetime
    events: list[models.EventType]
    url: str
    secret: str
    metadata: dict[str, Any] = field(factory=dict[str, Any])
    queue: list[tuple[datetime, str, Delivery]] = field(factory=list[tuple[datetime, str, Delivery]])
    attempts: dict[str, Attempt] = field(factory=dict[str, Attempt])

    def schedule(self, event: Event, due: datetime, attempt: int = 1) -> None:
        """Have an event posted at a time."""
        heappush(self.queue, (due, event.id, Delivery(event, attempt)))

    def has_due(self, now: datetime) -> bool:
        """Tell whether anything is to be posted."""
        return bool(self.queue) and self.queue[0][0] <= now

    def pop_due(self, now: datetime) -> Delivery | None:
        """Give what is to be posted first, and take it off."""
        return heappop(self.queue)[2] if self.has_due(now) else None

    def record_attempt(self, attempt: Attempt) -> None:
        """Keep how a try went; a failed one is repeated some time later, unless it was the last."""
        self.attempts[attempt.id] = attempt
        tries = attempt.delivery.attempt
        if not attempt.successful and tries <= len(RETRY_DELAYS):
            self.schedule(attempt.delivery.event, attempt.at + RETRY_DELAYS[tries - 1], tries + 1)
