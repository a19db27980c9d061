"""The calls of the resource websets."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query as InQuery, Request
from pydantic import Field

from ..pydantic import CreateWebsetParameters, ListWebsetsResponse, Webset
from ._documents import webset_at
from ._items import latest_items
from ._requests import Id, PageQuery, Query, json_body
from ._state import Store
from ._wire import AS_WRITTEN

EXPANDED_ITEMS = 100

router = APIRouter(prefix="/v0/websets")


class ListQuery(PageQuery):
    """The query of the list of Websets."""

    search: Annotated[str | None, Field(min_length=2, max_length=50)] = None


class GetQuery(Query):
    """The query of one Webset."""

    expand: Annotated[list[Literal["items"]], Field(default_factory=list)]


async def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


TheStore = Annotated[Store, Depends(_store)]
NoQuery = Annotated[Query, InQuery()]
Answer = Annotated[Webset, AS_WRITTEN]


@router.post("", status_code=201, response_model=Answer)
async def create(
    store: TheStore, query: NoQuery, body: Annotated[CreateWebsetParameters, Depends(json_body(CreateWebsetParameters))]
) -> Webset:
    return webset_at(store.create(body), store.clock.time)


@router.get("", response_model=Annotated[ListWebsetsResponse, AS_WRITTEN])
async def list_page(store: TheStore, query: Annotated[ListQuery, InQuery()]) -> ListWebsetsResponse:
    page, cursor = store.page(query.cursor, query.limit, query.search)
    now = store.clock.time
    return ListWebsetsResponse(
        data=[webset_at(webset, now) for webset in page], has_more=cursor is not None, next_cursor=cursor
    )


@router.get("/{id}", response_model=Answer)
async def get(store: TheStore, id: Id, query: Annotated[GetQuery, InQuery()]) -> Webset:
    webset = store.find(id)
    now = store.clock.time
    return webset_at(webset, now, latest_items(webset, now, EXPANDED_ITEMS) if query.expand else [])


@router.delete("/{id}", response_model=Answer)
async def delete(store: TheStore, id: Id, query: NoQuery) -> Webset:
    webset = store.find(id)
    store.delete(webset)
    return webset_at(webset, store.clock.time)


@router.post("/{id}/cancel", response_model=Answer)
async def cancel(store: TheStore, id: Id, query: NoQuery) -> Webset:
    webset = store.find(id)
    store.cancel(webset)
    return webset_at(webset, store.clock.time)
