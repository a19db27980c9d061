"""The calls of the resource monitor_runs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from ....pydantic import ListMonitorRunsResponse, MonitorRun
from ..._views.monitors import run_at
from ..._wire.document import AS_DOCUMENT
from ..._world.ids import MONITOR_RUN_PREFIX
from ..pagination import paginate
from ..requests import APage, Id, NoQuery, TheStore

router = APIRouter(prefix="/v0/monitors/{monitor}/runs")


@router.get("", operation_id="monitors-runs-list", response_model=Annotated[ListMonitorRunsResponse, AS_DOCUMENT])
async def list_page(store: TheStore, monitor: Id, query: APage) -> ListMonitorRunsResponse:
    # A monitor that does not exist has no runs; to ask for them is no mistake.
    known = store.monitors.get(monitor)
    runs = {run.id: run for run in known.runs} if known else {}
    page, cursor = paginate(runs, MONITOR_RUN_PREFIX, query.cursor, query.limit)
    return ListMonitorRunsResponse(
        data=[run_at(run, store.now) for run in page], has_more=cursor is not None, next_cursor=cursor
    )


@router.get("/{id}", operation_id="monitors-runs-get", response_model=Annotated[MonitorRun, AS_DOCUMENT])
async def get(store: TheStore, monitor: Id, id: Id, query: NoQuery) -> MonitorRun:
    return run_at(store.find_monitor_run(monitor, id), store.now)
