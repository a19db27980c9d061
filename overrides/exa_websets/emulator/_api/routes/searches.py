"""The operations on searches."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from ....pydantic import CreateWebsetSearchParameters, WebsetSearch
from ..._actions.cancel import cancel_search
from ..._actions.create import create_search
from ..._views.websets import search_at
from ..._wire.document import AS_DOCUMENT
from ..requests import NoQuery, PathId, StoreDep, json_body

router = APIRouter(prefix="/v0/websets/{webset}/searches")

Response = Annotated[WebsetSearch, AS_DOCUMENT]
CreateBody = Annotated[CreateWebsetSearchParameters, Depends(json_body(CreateWebsetSearchParameters))]


@router.post("", operation_id="websets-searches-create", status_code=201, response_model=Response)
async def create(store: StoreDep, webset: PathId, query: NoQuery, body: CreateBody) -> WebsetSearch:
    parent = store.find_webset(webset)
    return search_at(create_search(store, parent, body), parent, store.now)


@router.get("/{id}", operation_id="websets-searches-get", response_model=Response)
async def get(store: StoreDep, webset: PathId, id: PathId, query: NoQuery) -> WebsetSearch:
    parent = store.find_webset(webset)
    return search_at(store.find_search(parent, id), parent, store.now)


@router.post("/{id}/cancel", operation_id="websets-searches-cancel", response_model=Response)
async def cancel(store: StoreDep, webset: PathId, id: PathId, query: NoQuery) -> WebsetSearch:
    parent = store.find_webset(webset)
    search = store.find_search(parent, id)
    cancel_search(store, parent, search)
    return search_at(search, parent, store.now)
