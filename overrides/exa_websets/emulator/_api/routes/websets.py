"""The operations on Websets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from ....pydantic import (
    CreateWebsetParameters,
    ListWebsetsResponse,
    PreviewWebsetParameters,
    PreviewWebsetResponse,
    UpdateWebsetRequest,
    Webset,
)
from ..._actions.cancel import cancel_webset, delete_webset
from ..._actions.create import create_webset
from ..._actions.preview import preview_webset
from ..._actions.update import update_webset
from ..._views.items import latest_items
from ..._views.websets import webset_at
from ..._wire.document import AS_DOCUMENT
from ..._world.ids import WEBSET_PREFIX
from ..._world.query_analysis import title_at
from ..._world.records import Webset as WebsetRecord
from ..pagination import paginate
from ..requests import NoQuery, PageQuery, PathId, StoreDep, StrictQuery, json_body

MAX_EXPANDED_ITEMS = 100

router = APIRouter(prefix="/v0/websets")

Response = Annotated[Webset, AS_DOCUMENT]
CreateBody = Annotated[CreateWebsetParameters, Depends(json_body(CreateWebsetParameters))]
UpdateBody = Annotated[UpdateWebsetRequest, Depends(json_body(UpdateWebsetRequest))]
PreviewBody = Annotated[PreviewWebsetParameters, Depends(json_body(PreviewWebsetParameters))]


class ListQuery(PageQuery):
    """The query of the list of Websets."""

    limit: Annotated[int, Field(ge=1, le=100)] = 25
    search: Annotated[str | None, Field(min_length=2, max_length=50)] = None

    def matches(self, webset: WebsetRecord, now: datetime) -> bool:
        """Return True if the id, the externalId or the title of a Webset contains the text searched for."""
        texts = (webset.id, webset.external_id, title_at(webset, now))
        return self.search is None or any(self.search.lower() in text.lower() for text in texts if text)


class GetQuery(StrictQuery):
    """The query of one Webset."""

    expand: Annotated[list[Literal["items"]], Field(default_factory=list)]


class PreviewQuery(StrictQuery):
    """The query of a preview; `search` asks for items."""

    search: bool = False


@router.post("", operation_id="websets-create", status_code=201, response_model=Response)
async def create(store: StoreDep, query: NoQuery, body: CreateBody) -> Webset:
    return webset_at(create_webset(store, body), store.now)


@router.get("", operation_id="websets-list", response_model=Annotated[ListWebsetsResponse, AS_DOCUMENT])
async def list_page(store: StoreDep, query: Annotated[ListQuery, Query()]) -> ListWebsetsResponse:
    def newest_first(before: str | None) -> Iterator[WebsetRecord]:
        return (webset for webset in store.websets.newest_first(before) if query.matches(webset, store.now))

    page, cursor = paginate(newest_first, WEBSET_PREFIX, query.cursor, query.limit)
    return ListWebsetsResponse(
        data=[webset_at(webset, store.now) for webset in page], has_more=cursor is not None, next_cursor=cursor
    )


@router.get("/{id}", operation_id="websets-get", response_model=Response)
async def get(store: StoreDep, id: PathId, query: Annotated[GetQuery, Query()]) -> Webset:
    webset = store.find_webset(id)
    items = latest_items(webset, store.now, MAX_EXPANDED_ITEMS) if query.expand else []
    return webset_at(webset, store.now, items)


@router.post("/preview", operation_id="websets-preview", response_model=Annotated[PreviewWebsetResponse, AS_DOCUMENT])
async def preview(store: StoreDep, query: Annotated[PreviewQuery, Query()], body: PreviewBody) -> PreviewWebsetResponse:
    return preview_webset(store, body, with_items=query.search)


@router.post("/{id}", operation_id="websets-update", response_model=Response)
async def update(store: StoreDep, id: PathId, query: NoQuery, body: UpdateBody) -> Webset:
    webset = store.find_webset(id)
    update_webset(store, webset, body)
    return webset_at(webset, store.now)


@router.delete("/{id}", operation_id="websets-delete", response_model=Response)
async def delete(store: StoreDep, id: PathId, query: NoQuery) -> Webset:
    webset = store.find_webset(id)
    delete_webset(store, webset)
    return webset_at(webset, store.now)


@router.post("/{id}/cancel", operation_id="websets-cancel", response_model=Response)
async def cancel(store: StoreDep, id: PathId, query: NoQuery) -> Webset:
    webset = store.find_webset(id)
    cancel_webset(store, webset)
    return webset_at(webset, store.now)
