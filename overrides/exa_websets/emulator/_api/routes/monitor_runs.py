"""The operations on the runs of monitors."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from ....pydantic import ListMonitorRunsResponse, MonitorRun
from ..._views.monitors import run_at
from ..._wire.document import AS_DOCUMENT
from ..._world.ids import MONITOR_RUN_PREFIX
from ..._world.record_table import RecordTable
from ..._world.records import MonitorRun as MonitorRunRecord
from ..pagination import paginate
from ..requests import NoQuery, PageParams, PathId, StoreDep

router = APIRouter(prefix="/v0/monitors/{monitor}/runs")


@router.get("", operation_id="monitors-runs-list", response_model=Annotated[ListMonitorRunsResponse, AS_DOCUMENT])
async def list_page(store: StoreDep, monitor: PathId, query: PageParams) -> ListMonitorRunsResponse:
    # An unknown monitor has an empty list of runs; the API does not answer 404.
    record = store.monitors.get(monitor)
    runs = record.runs if record else RecordTable[MonitorRunRecord]()
    page, cursor = paginate(runs.newest_first, MONITOR_RUN_PREFIX, query.cursor, query.limit)
    return ListMonitorRunsResponse(
        data=[run_at(run, store.now) for run in page], has_more=cursor is not None, next_cursor=cursor
    )


@router.get("/{id}", operation_id="monitors-runs-get", response_model=Annotated[MonitorRun, AS_DOCUMENT])
async def get(store: StoreDep, monitor: PathId, id: PathId, query: NoQuery) -> MonitorRun:
    return run_at(store.find_monitor_run(monitor, id), store.now)
