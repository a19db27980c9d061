"""The calls of the resource monitors."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query as InQuery
from pydantic import Field

from ....pydantic import CreateMonitorParameters, ListMonitorsResponse, Monitor, UpdateMonitor
from ..._actions import monitors as _scheduling
from ..._views.monitors import monitor_at
from ..._wire.document import AS_DOCUMENT
from ..._world.ids import MONITOR_PREFIX
from ..pagination import paginate
from ..requests import Id, NoQuery, PageQuery, TheStore, json_body

router = APIRouter(prefix="/v0/monitors")


class ListQuery(PageQuery):
    """The query of the list of monitors."""

    webset_id: Annotated[str | None, Field(alias="websetId")] = None


Answer = Annotated[Monitor, AS_DOCUMENT]


@router.post("", operation_id="monitors-create", status_code=201, response_model=Answer)
async def create(
    store: TheStore,
    query: NoQuery,
    body: Annotated[CreateMonitorParameters, Depends(json_body(CreateMonitorParameters))],
) -> Monitor:
    return monitor_at(_scheduling.create_monitor(store, body), store.now)


@router.get("", operation_id="monitors-list", response_model=Annotated[ListMonitorsResponse, AS_DOCUMENT])
async def list_page(store: TheStore, query: Annotated[ListQuery, InQuery()]) -> ListMonitorsResponse:
    page, cursor = paginate(
        store.monitors,
        MONITOR_PREFIX,
        query.cursor,
        query.limit,
        lambda monitor: query.webset_id in (None, monitor.webset_id, store.websets[monitor.webset_id].external_id),
    )
    return ListMonitorsResponse(
        data=[monitor_at(monitor, store.now) for monitor in page], has_more=cursor is not None, next_cursor=cursor
    )


@router.get("/{id}", operation_id="monitors-get", response_model=Answer)
async def get(store: TheStore, id: Id, query: NoQuery) -> Monitor:
    return monitor_at(store.find_monitor(id), store.now)


@router.patch("/{id}", operation_id="monitors-update", response_model=Answer)
async def update(
    store: TheStore, id: Id, query: NoQuery, body: Annotated[UpdateMonitor, Depends(json_body(UpdateMonitor))]
) -> Monitor:
    monitor = store.find_monitor(id)
    _scheduling.update_monitor(store, monitor, body)
    return monitor_at(monitor, store.now)


@router.delete("/{id}", operation_id="monitors-delete", response_model=Answer)
async def delete(store: TheStore, id: Id, query: NoQuery) -> Monitor:
    monitor = store.find_monitor(id)
    _scheduling.delete_monitor(store, monitor)
    return monitor_at(monitor, store.now)
