"""Create, update and delete webhooks."""

from __future__ import annotations

import httpx

from ... import pydantic as models
from .._wire.errors import ApiError
from .._world.ids import WEBHOOK_PREFIX
from .._world.webhook_records import Webhook
from .store import Store


def create_webhook(store: Store, body: models.CreateWebhookParameters) -> Webhook:
    """Create a webhook."""
    webhook = Webhook(
        id=WEBHOOK_PREFIX + store.ids.ulid(store.now),
        created_at=store.now,
        changed_at=store.now,
        events=body.events,
        url=_checked_url(body.url),
        secret=f"whsec_{store.ids.secret()}",
        metadata=dict(body.metadata or {}),
    )
    store.webhooks.add(webhook)
    return webhook


def update_webhook(store: Store, webhook: Webhook, body: models.UpdateWebhookParameters) -> None:
    """Update a webhook. Fields that a request omits keep their values."""
    if body.url is not None:
        webhook.url = _checked_url(body.url)
    if body.events is not None:
        webhook.events = body.events
    if body.metadata is not None:
        webhook.metadata = dict(body.metadata)
    webhook.changed_at = store.now


def delete_webhook(store: Store, webhook: Webhook) -> None:
    """Make a webhook inactive, which discards its queued deliveries. It can still be found by its id."""
    if webhook.id in store.webhooks:
        store.webhooks.remove(webhook)
        store.inactive_webhooks[webhook.id] = webhook
        webhook.queue.clear()
        webhook.active = False
        webhook.changed_at = store.now


def _checked_url(url: str) -> str:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise ApiError(400, f"url: {error}") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise ApiError(400, "url: an absolute http or https URL is required")
    if parsed.port is not None and not 0 < parsed.port < 2**16:
        raise ApiError(400, f"url: port {parsed.port} is out of range")
    return url
