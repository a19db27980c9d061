"""The operations on items."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from ....pydantic import ListWebsetItemResponse, WebsetItem
from ..._actions.cancel import delete_item
from ..._actions.store import Store
from ..._views.items import cancel_pending_results, item_at
from ..._wire.document import AS_DOCUMENT
from ..._wire.errors import ApiError
from ..._world.item_slots import find_slot, is_present, item_id, newest_first
from ..._world.records import ItemSlot, Webset
from ..requests import NoQuery, PageQuery, PathId, StoreDep

router = APIRouter(prefix="/v0/websets/{webset}/items")

Response = Annotated[WebsetItem, AS_DOCUMENT]


class ListQuery(PageQuery):
    """The query of the list of items."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    source_id: Annotated[str | None, Field(alias="sourceId")] = None


@router.get("", operation_id="websets-items-list", response_model=Annotated[ListWebsetItemResponse, AS_DOCUMENT])
async def list_page(store: StoreDep, webset: PathId, query: Annotated[ListQuery, Query()]) -> ListWebsetItemResponse:
    parent = store.find_webset(webset)
    before = None if query.cursor is None else find_slot(parent, query.cursor)
    if query.cursor is not None and before is None:
        raise ApiError(400, "Invalid cursor")
    slots = newest_first(parent, store.now, before=before, source_id=query.source_id)
    page = list(islice(slots, query.limit + 1))
    has_more = len(page) > query.limit
    return ListWebsetItemResponse(
        data=[item_at(slot, parent, store.now) for slot in page[: query.limit]],
        has_more=has_more,
        next_cursor=item_id(page[query.limit - 1], parent) if has_more else None,
    )


@router.get("/{id}", operation_id="websets-items-get", response_model=Response)
async def get(store: StoreDep, webset: PathId, id: PathId, query: NoQuery) -> WebsetItem:
    parent = store.find_webset(webset)
    return item_at(_find_item(store, parent, id), parent, store.now)


@router.delete("/{id}", operation_id="websets-items-delete", response_model=Response)
async def delete(store: StoreDep, webset: PathId, id: PathId, query: NoQuery) -> WebsetItem:
    parent = store.find_webset(webset)
    slot = _find_item(store, parent, id)
    delete_item(store, parent, slot)
    return cancel_pending_results(item_at(slot, parent, store.now), store.now)


def _find_item(store: Store, webset: Webset, id: str) -> ItemSlot:
    slot = find_slot(webset, id)
    if slot is None or not is_present(slot, webset, store.now):
        raise ApiError(404, "Item not found")
    return slot
