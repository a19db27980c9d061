"""Webhooks: what calls do to them, what waits to be posted to them, and how each try went."""

from __future__ import annotations

from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

import httpx
from attrs import define, field, frozen

from ... import pydantic as models
from .._wire.errors import Refusal
from .._world.events import Event

if TYPE_CHECKING:
    from .store import Store

WEBHOOK = "webhook_"
ATTEMPT = "webhook_attempt_"

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
    started: datetime
    changed: datetime
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


def create_webhook(store: Store, body: models.CreateWebhookParameters) -> Webhook:
    """Add a webhook."""
    webhook = Webhook(
        id=WEBHOOK + store.ids.ulid(store.now),
        started=store.now,
        changed=store.now,
        events=body.events,
        url=_checked(body.url),
        secret=f"whsec_{store.ids.secret()}",
        metadata=dict(body.metadata or {}),
    )
    store.webhooks[webhook.id] = webhook
    return webhook


def find_webhook(store: Store, id: str) -> Webhook:
    """Give the webhook of this id."""
    if id not in store.webhooks:
        raise Refusal(404, "Webhook not found")
    return store.webhooks[id]


def update_webhook(store: Store, webhook: Webhook, body: models.UpdateWebhookParameters) -> None:
    """Change what a call asks for; what it leaves out stays as it is."""
    if body.url is not None:
        webhook.url = _checked(body.url)
    if body.events is not None:
        webhook.events = body.events
    if body.metadata is not None:
        webhook.metadata = dict(body.metadata)
    webhook.changed = store.now


def webhook_document(webhook: Webhook, *, secret: bool = False) -> models.Webhook:
    """Show a webhook; the answer of its creation alone has the secret."""
    return models.Webhook(
        id=webhook.id,
        object="webhook",
        status="active",
        events=[*webhook.events],
        url=webhook.url,
        secret=webhook.secret if secret else None,
        metadata=models.Metadata(**webhook.metadata),
        created_at=webhook.started,
        updated_at=webhook.changed,
    )


def attempt_document(attempt: Attempt, webhook: Webhook) -> models.WebhookAttempt:
    """Show how a try went."""
    event = attempt.delivery.event
    return models.WebhookAttempt(
        id=attempt.id,
        object="webhook_attempt",
        event_id=event.id,
        event_type=event.type,
        webhook_id=webhook.id,
        url=attempt.url,
        successful=attempt.successful,
        response_headers=models.ResponseHeaders(**attempt.headers),
        response_body=attempt.body,
        response_status_code=attempt.status,
        attempt=attempt.delivery.attempt,
        attempted_at=attempt.at,
    )


def _checked(url: str) -> str:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise Refusal(400, f"url: {error}") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise Refusal(400, "url: an absolute URL of http or https is required")
    if parsed.port is not None and not 0 < parsed.port < 2**16:
        raise Refusal(400, f"url: there is no port {parsed.port}")
    return url
