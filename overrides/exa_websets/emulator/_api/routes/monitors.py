"""The operations on monitors."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from ....pydantic import CreateMonitorParameters, ListMonitorsResponse, Monitor, UpdateMonitor
from ..._actions.monitors import create_monitor, delete_monitor, update_monitor
from ..._actions.store import Store
from ..._views.monitors import monitor_at
from ..._wire.document import AS_DOCUMENT
from ..._world.ids import MONITOR_PREFIX
from ..._world.record_table import RecordTable
from ..._world.records import Monitor as MonitorRecord
from ..pagination import paginate
from ..requests import NoQuery, PageQuery, PathId, StoreDep, json_body

router = APIRouter(prefix="/v0/monitors")

Response = Annotated[Monitor, AS_DOCUMENT]
CreateBody = Annotated[CreateMonitorParameters, Depends(json_body(CreateMonitorParameters))]
UpdateBody = Annotated[UpdateMonitor, Depends(json_body(UpdateMonitor))]


class ListQuery(PageQuery):
    """The query of the list of monitors."""

    webset_id: Annotated[str | None, Field(alias="websetId")] = None


@router.post("", operation_id="monitors-create", status_code=201, response_model=Response)
async def create(store: StoreDep, query: NoQuery, body: CreateBody) -> Monitor:
    return monitor_at(create_monitor(store, body), store.now)


@router.get("", operation_id="monitors-list", response_model=Annotated[ListMonitorsResponse, AS_DOCUMENT])
async def list_page(store: StoreDep, query: Annotated[ListQuery, Query()]) -> ListMonitorsResponse:
    monitors = store.monitors if query.webset_id is None else RecordTable(_monitors_of(store, query.webset_id))
    page, cursor = paginate(monitors.newest_first, MONITOR_PREFIX, query.cursor, query.limit)
    return ListMonitorsResponse(
        data=[monitor_at(monitor, store.now) for monitor in page], has_more=cursor is not None, next_cursor=cursor
    )


def _monitors_of(store: Store, webset_id: str) -> list[MonitorRecord]:
    webset = store.websets.get(webset_id) or store.websets.with_external_id(webset_id)
    return webset.monitors if webset else []


@router.get("/{id}", operation_id="monitors-get", response_model=Response)
async def get(store: StoreDep, id: PathId, query: NoQuery) -> Monitor:
    return monitor_at(store.find_monitor(id), store.now)


@router.patch("/{id}", operation_id="monitors-update", response_model=Response)
async def update(store: StoreDep, id: PathId, query: NoQuery, body: UpdateBody) -> Monitor:
    monitor = store.find_monitor(id)
    update_monitor(store, monitor, body)
    return monitor_at(monitor, store.now)


@router.delete("/{id}", operation_id="monitors-delete", response_model=Response)
async def delete(store: StoreDep, id: PathId, query: NoQuery) -> Monitor:
    monitor = store.find_monitor(id)
    delete_monitor(store, monitor)
    return monitor_at(monitor, store.now)
