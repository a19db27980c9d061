"""The calls of the resource websets."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query as InQuery
from pydantic import Field

from ....pydantic import (
    CreateWebsetParameters,
    ListWebsetsResponse,
    PreviewWebsetParameters,
    PreviewWebsetResponse,
    UpdateWebsetRequest,
    Webset,
)
from ..._actions import cancel as _stopping, create as _starting, update as _changing
from ..._actions.preview import preview as previewed
from ..._views.items import latest_items
from ..._views.websets import webset_at
from ..._wire.document import AS_DOCUMENT
from ..._world.ids import WEBSET_PREFIX
from ..._world.query_analysis import title_at
from ..._world.records import Webset as Record
from ..pagination import paginate
from ..requests import Id, NoQuery, PageQuery, Query, TheStore, json_body

EXPANDED_ITEMS = 100

router = APIRouter(prefix="/v0/websets")


class ListQuery(PageQuery):
    """The query of the list of Websets."""

    limit: Annotated[int, Field(ge=1, le=100)] = 25
    search: Annotated[str | None, Field(min_length=2, max_length=50)] = None

    def matches(self, webset: Record, now: datetime) -> bool:
        """Return True if the id, the externalId or the title of a Webset contains the text."""
        texts = (webset.id, webset.external_id, title_at(webset, now))
        return self.search is None or any(self.search.lower() in text.lower() for text in texts if text)


class GetQuery(Query):
    """The query of one Webset."""

    expand: Annotated[list[Literal["items"]], Field(default_factory=list)]


class PreviewQuery(Query):
    """The query of a preview."""

    search: bool = False


Answer = Annotated[Webset, AS_DOCUMENT]
Created = Annotated[CreateWebsetParameters, Depends(json_body(CreateWebsetParameters))]
Updated = Annotated[UpdateWebsetRequest, Depends(json_body(UpdateWebsetRequest))]
Previewed = Annotated[PreviewWebsetParameters, Depends(json_body(PreviewWebsetParameters))]


@router.post("", operation_id="websets-create", status_code=201, response_model=Answer)
async def create(store: TheStore, query: NoQuery, body: Created) -> Webset:
    return webset_at(_starting.create_webset(store, body), store.now)


@router.get("", operation_id="websets-list", response_model=Annotated[ListWebsetsResponse, AS_DOCUMENT])
async def list_page(store: TheStore, query: Annotated[ListQuery, InQuery()]) -> ListWebsetsResponse:
    page, cursor = paginate(
        store.websets, WEBSET_PREFIX, query.cursor, query.limit, lambda webset: query.matches(webset, store.now)
    )
    return ListWebsetsResponse(
        data=[webset_at(webset, store.now) for webset in page], has_more=cursor is not None, next_cursor=cursor
    )


@router.get("/{id}", operation_id="websets-get", response_model=Answer)
async def get(store: TheStore, id: Id, query: Annotated[GetQuery, InQuery()]) -> Webset:
    webset = store.find_webset(id)
    items = latest_items(webset, store.now, EXPANDED_ITEMS) if query.expand else []
    return webset_at(webset, store.now, items)


@router.post("/preview", operation_id="websets-preview", response_model=Annotated[PreviewWebsetResponse, AS_DOCUMENT])
async def preview(store: TheStore, query: Annotated[PreviewQuery, InQuery()], body: Previewed) -> PreviewWebsetResponse:
    return previewed(store, body, with_items=query.search)


@router.post("/{id}", operation_id="websets-update", response_model=Answer)
async def update(store: TheStore, id: Id, query: NoQuery, body: Updated) -> Webset:
    webset = store.find_webset(id)
    _changing.update_webset(store, webset, body)
    return webset_at(webset, store.now)


@router.delete("/{id}", operation_id="websets-delete", response_model=Answer)
async def delete(store: TheStore, id: Id, query: NoQuery) -> Webset:
    webset = store.find_webset(id)
    _stopping.delete_webset(store, webset)
    return webset_at(webset, store.now)


@router.post("/{id}/cancel", operation_id="websets-cancel", response_model=Answer)
async def cancel(store: TheStore, id: Id, query: NoQuery) -> Webset:
    webset = store.find_webset(id)
    _stopping.cancel_webset(store, webset)
    return webset_at(webset, store.now)
