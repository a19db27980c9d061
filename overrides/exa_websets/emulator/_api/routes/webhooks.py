"""The calls of the resource webhooks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from ....pydantic import CreateWebhookParameters, ListWebhooksResponse, UpdateWebhookParameters, Webhook
from ..._actions import webhooks as _webhooks
from ..._views.webhooks import webhook_document
from ..._wire.document import AS_DOCUMENT
from ..._world.ids import WEBHOOK_PREFIX
from ..pagination import paginate
from ..requests import APage, Id, NoQuery, TheStore, json_body

router = APIRouter(prefix="/v0/webhooks")

Answer = Annotated[Webhook, AS_DOCUMENT]


@router.post("", operation_id="webhooks-create", response_model=Answer)
async def create(
    store: TheStore,
    query: NoQuery,
    body: Annotated[CreateWebhookParameters, Depends(json_body(CreateWebhookParameters))],
) -> Webhook:
    return webhook_document(_webhooks.create_webhook(store, body), secret=True)


@router.get("", operation_id="webhooks-list", response_model=Annotated[ListWebhooksResponse, AS_DOCUMENT])
async def list_page(store: TheStore, query: APage) -> ListWebhooksResponse:
    page, cursor = paginate(store.webhooks, WEBHOOK_PREFIX, query.cursor, query.limit)
    return ListWebhooksResponse(
        data=[webhook_document(webhook) for webhook in page], has_more=cursor is not None, next_cursor=cursor
    )


@router.get("/{id}", operation_id="webhooks-get", response_model=Answer)
async def get(store: TheStore, id: Id, query: NoQuery) -> Webhook:
    return webhook_document(store.find_webhook(id))


@router.patch("/{id}", operation_id="webhooks-update", response_model=Answer)
async def update(
    store: TheStore,
    id: Id,
    query: NoQuery,
    body: Annotated[UpdateWebhookParameters, Depends(json_body(UpdateWebhookParameters))],
) -> Webhook:
    webhook = store.find_webhook(id)
    _webhooks.update_webhook(store, webhook, body)
    return webhook_document(webhook)


@router.delete("/{id}", operation_id="webhooks-delete", response_model=Answer)
async def delete(store: TheStore, id: Id, query: NoQuery) -> Webhook:
    webhook = store.find_webhook(id)
    del store.webhooks[webhook.id]
    return webhook_document(webhook)
