"""The records of webhooks: queued deliveries and attempts."""

from __future__ import annotations

from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any

from attrs import define, field, frozen

from ... import pydantic as models
from .events import Event
from .record_table import RecordTable

# The delay after each failed attempt before the next one. The API documents no schedule; these delays are our own.
RETRY_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (5, 60, 600))
# The attempts that are kept of each webhook; this limit is our own too.
MAX_ATTEMPTS = 10_000


@frozen(eq=False)
class Delivery:
    """An event to be posted; `attempt` is the number of the attempt, counted from 1."""

    event: Event
    attempt: int


@frozen(eq=False)
class Attempt:
    """The outcome of one attempt to post an event. Without a response `status` is 0 and `body` is None."""

    id: str
    at: datetime
    delivery: Delivery
    url: str
    status: int
    headers: dict[str, str]
    body: str | None

    @property
    def successful(self) -> bool:
        """True if the receiver accepted the event."""
        return 200 <= self.status < 300


@define(eq=False)
class Webhook:
    """A webhook, which is active until it is deleted.

    `queue` is a heap of its deliveries, ordered by due time and event id.
    """

    id: str
    created_at: datetime
    changed_at: datetime
    events: list[models.EventType]
    url: str
    secret: str
    metadata: dict[str, Any] = field(factory=dict[str, Any])
    active: bool = True
    queue: list[tuple[datetime, str, Delivery]] = field(factory=list[tuple[datetime, str, Delivery]])
    attempts: RecordTable[Attempt] = field(factory=RecordTable[Attempt])

    def schedule(self, event: Event, due: datetime, attempt: int = 1) -> None:
        """Queue an event to be posted at a given time."""
        heappush(self.queue, (due, event.id, Delivery(event, attempt)))

    def has_due(self, now: datetime) -> bool:
        """Return True if a delivery is due."""
        return bool(self.queue) and self.queue[0][0] <= now

    def pop_due(self, now: datetime) -> Delivery | None:
        """Remove the first delivery that is due from the queue and return it, or None if none is due."""
        return heappop(self.queue)[2] if self.has_due(now) else None

    def record_attempt(self, attempt: Attempt) -> None:
        """Store an attempt, and queue the next one if it failed and was not the last."""
        self.attempts.add(attempt)
        if len(self.attempts) > MAX_ATTEMPTS and (oldest := self.attempts.oldest()):
            self.attempts.remove(oldest)
        number = attempt.delivery.attempt
        if not attempt.successful and number <= len(RETRY_DELAYS):
            self.schedule(attempt.delivery.event, attempt.at + RETRY_DELAYS[number - 1], number + 1)
