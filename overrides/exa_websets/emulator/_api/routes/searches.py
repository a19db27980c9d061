"""The calls of the resource searches."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from ....pydantic import CreateWebsetSearchParameters, WebsetSearch
from ..._actions import cancel as _stopping, create as _starting
from ..._views.websets import search_at
from ..._wire.document import AS_DOCUMENT
from ..requests import Id, NoQuery, TheStore, json_body

router = APIRouter(prefix="/v0/websets/{webset}/searches")

Answer = Annotated[WebsetSearch, AS_DOCUMENT]
Created = Annotated[CreateWebsetSearchParameters, Depends(json_body(CreateWebsetSearchParameters))]


@router.post("", operation_id="websets-searches-create", status_code=201, response_model=Answer)
async def create(store: TheStore, webset: Id, query: NoQuery, body: Created) -> WebsetSearch:
    parent = store.find_webset(webset)
    return search_at(_starting.add_search(store, parent, body), parent, store.now)


@router.get("/{id}", operation_id="websets-searches-get", response_model=Answer)
async def get(store: TheStore, webset: Id, id: Id, query: NoQuery) -> WebsetSearch:
    parent = store.find_webset(webset)
    return search_at(store.find_search(parent, id), parent, store.now)


@router.post("/{id}/cancel", operation_id="websets-searches-cancel", response_model=Answer)
async def cancel(store: TheStore, webset: Id, id: Id, query: NoQuery) -> WebsetSearch:
    parent = store.find_webset(webset)
    search = store.find_search(parent, id)
    _stopping.cancel_search(store, parent, search)
    return search_at(search, parent, store.now)
