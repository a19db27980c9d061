"""The calls of the resource webhook_attempts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query as InQuery
from pydantic import Field

from ....pydantic import EventType, ListWebhookAttemptsResponse
from ..._views.webhooks import attempt_document
from ..._wire.document import AS_DOCUMENT
from ..._world.ids import WEBHOOK_ATTEMPT_PREFIX
from ..pagination import paginate
from ..requests import Id, PageQuery, TheStore

router = APIRouter(prefix="/v0/webhooks/{id}/attempts")


class ListQuery(PageQuery):
    """The query of the list of deliveries."""

    event_type: Annotated[EventType | None, Field(alias="eventType")] = None
    successful: bool | None = None


@router.get(
    "", operation_id="webhooks-attempts-list", response_model=Annotated[ListWebhookAttemptsResponse, AS_DOCUMENT]
)
async def list_page(store: TheStore, id: Id, query: Annotated[ListQuery, InQuery()]) -> ListWebhookAttemptsResponse:
    webhook = store.find_webhook(id)
    page, cursor = paginate(
        webhook.attempts,
        WEBHOOK_ATTEMPT_PREFIX,
        query.cursor,
        query.limit,
        lambda attempt: (
            query.event_type in (None, attempt.delivery.event.type) and query.successful in (None, attempt.successful)
        ),
    )
    return ListWebhookAttemptsResponse(
        data=[attempt_document(attempt, webhook) for attempt in page],
        has_more=cursor is not None,
        next_cursor=cursor,
    )
