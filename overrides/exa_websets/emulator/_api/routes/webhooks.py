"""The operations on webhooks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from ....pydantic import CreateWebhookParameters, ListWebhooksResponse, UpdateWebhookParameters, Webhook
from ..._actions.webhooks import create_webhook, delete_webhook, update_webhook
from ..._views.webhooks import webhook_document
from ..._wire.document import AS_DOCUMENT
from ..._world.ids import WEBHOOK_PREFIX
from ..pagination import paginate
from ..requests import NoQuery, PageParams, PathId, StoreDep, json_body

router = APIRouter(prefix="/v0/webhooks")

Response = Annotated[Webhook, AS_DOCUMENT]
CreateBody = Annotated[CreateWebhookParameters, Depends(json_body(CreateWebhookParameters))]
UpdateBody = Annotated[UpdateWebhookParameters, Depends(json_body(UpdateWebhookParameters))]


@router.post("", operation_id="webhooks-create", response_model=Response)
async def create(store: StoreDep, query: NoQuery, body: CreateBody) -> Webhook:
    return webhook_document(create_webhook(store, body), secret=True)


@router.get("", operation_id="webhooks-list", response_model=Annotated[ListWebhooksResponse, AS_DOCUMENT])
async def list_page(store: StoreDep, query: PageParams) -> ListWebhooksResponse:
    page, cursor = paginate(store.webhooks.newest_first, WEBHOOK_PREFIX, query.cursor, query.limit)
    return ListWebhooksResponse(
        data=[webhook_document(webhook) for webhook in page], has_more=cursor is not None, next_cursor=cursor
    )


@router.get("/{id}", operation_id="webhooks-get", response_model=Response)
async def get(store: StoreDep, id: PathId, query: NoQuery) -> Webhook:
    return webhook_document(store.find_webhook(id))


@router.patch("/{id}", operation_id="webhooks-update", response_model=Response)
async def update(store: StoreDep, id: PathId, query: NoQuery, body: UpdateBody) -> Webhook:
    webhook = store.find_webhook(id)
    update_webhook(store, webhook, body)
    return webhook_document(webhook)


@router.delete("/{id}", operation_id="webhooks-delete", response_model=Response)
async def delete(store: StoreDep, id: PathId, query: NoQuery) -> Webhook:
    webhook = store.find_webhook(id)
    delete_webhook(store, webhook)
    return webhook_document(webhook)
