"""The operations on webhook attempts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from ....pydantic import EventType, ListWebhookAttemptsResponse
from ..._views.webhooks import attempt_document
from ..._wire.document import AS_DOCUMENT
from ..._world.ids import WEBHOOK_ATTEMPT_PREFIX
from ..._world.webhook_records import Attempt
from ..pagination import paginate
from ..requests import PageQuery, PathId, StoreDep

router = APIRouter(prefix="/v0/webhooks/{id}/attempts")


class ListQuery(PageQuery):
    """The query of the list of attempts."""

    event_type: Annotated[EventType | None, Field(alias="eventType")] = None
    successful: bool | None = None

    def matches(self, attempt: Attempt) -> bool:
        """Return True if an attempt belongs to the list."""
        event_type = attempt.delivery.event.type
        return self.event_type in (None, event_type) and self.successful in (None, attempt.successful)


@router.get(
    "", operation_id="webhooks-attempts-list", response_model=Annotated[ListWebhookAttemptsResponse, AS_DOCUMENT]
)
async def list_page(store: StoreDep, id: PathId, query: Annotated[ListQuery, Query()]) -> ListWebhookAttemptsResponse:
    webhook = store.find_webhook(id)

    def newest_first(before: str | None) -> Iterator[Attempt]:
        return filter(query.matches, webhook.attempts.newest_first(before))

    page, cursor = paginate(newest_first, WEBHOOK_ATTEMPT_PREFIX, query.cursor, query.limit)
    return ListWebhookAttemptsResponse(
        data=[attempt_document(attempt, webhook) for attempt in page],
        has_more=cursor is not None,
        next_cursor=cursor,
    )
