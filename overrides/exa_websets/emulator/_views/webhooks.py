"""Webhooks and their attempts as the API returns them."""

from __future__ import annotations

from ... import pydantic as models
from .._world.webhook_records import Attempt, Webhook


def webhook_document(webhook: Webhook, *, secret: bool = False) -> models.Webhook:
    """Return a webhook, without its secret unless `secret` is True."""
    return models.Webhook(
        id=webhook.id,
        object="webhook",
        status="active" if webhook.active else "inactive",
        events=[*webhook.events],
        url=webhook.url,
        secret=webhook.secret if secret else None,
        metadata=models.Metadata(**webhook.metadata),
        created_at=webhook.created_at,
        updated_at=webhook.changed_at,
    )


def attempt_document(attempt: Attempt, webhook: Webhook) -> models.WebhookAttempt:
    """Return an attempt to deliver an event."""
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
