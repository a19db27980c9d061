"""Create, update, delete and run monitors."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from ...pydantic import (
    CreateMonitorParameters,
    CreateWebsetSearchParameters,
    CriterionInput,
    EventType,
    MonitorCadenceInput,
    UpdateMonitor,
)
from .._views.monitors import monitor_at, run_at
from .._wire.errors import ApiError
from .._world.cron import DEFAULT_TIMEZONE, check_cadence, next_firing
from .._world.ids import MONITOR_PREFIX, MONITOR_RUN_PREFIX
from .._world.query_analysis import criteria_at
from .._world.records import Monitor, MonitorRun, Webset
from .create import start_search
from .store import Store


def create_monitor(store: Store, body: CreateMonitorParameters) -> Monitor:
    """Create a monitor of a Webset."""
    now = store.now
    cron, timezone = _checked_cadence(body.cadence, now)
    webset = store.find_webset(body.webset_id)
    monitor = Monitor(
        id=MONITOR_PREFIX + store.ids.ulid(now),
        created_at=now,
        changed_at=now,
        webset_id=webset.id,
        cron=cron,
        timezone=timezone,
        config=body.behavior.config,
        metadata=dict(body.metadata or {}),
    )
    _schedule(store, monitor, now)
    store.monitors.add(monitor)
    webset.monitors.append(monitor)
    store.update_timeline(webset)
    _record(store, "monitor.created", monitor_at(monitor, now))
    return monitor


def update_monitor(store: Store, monitor: Monitor, body: UpdateMonitor) -> None:
    """Update a monitor. Fields that a request leaves out keep their values."""
    if body.cadence is not None:
        monitor.cron, monitor.timezone = _checked_cadence(body.cadence, store.now)
    if body.behavior is not None:
        monitor.config = body.behavior.config
    if body.metadata is not None:
        monitor.metadata = dict(body.metadata)
    if body.status is not None:
        monitor.enabled = body.status == "enabled"
    monitor.changed_at = store.now
    _schedule(store, monitor, store.now)
    store.update_timeline(store.websets[monitor.webset_id])
    _record(store, "monitor.updated", monitor_at(monitor, store.now))


def delete_monitor(store: Store, monitor: Monitor) -> None:
    """Delete a monitor and its runs; a search that it has started continues."""
    store.monitors.remove(monitor)
    store.monitor_due_times.set(monitor.id, None)
    webset = store.websets[monitor.webset_id]
    webset.monitors.remove(monitor)
    store.update_timeline(webset)
    _record(store, "monitor.deleted", monitor_at(monitor, store.now))


def run_monitor(store: Store, monitor: Monitor, at: datetime) -> None:
    """Run a monitor that is due: start its search, or record why that failed."""
    run = MonitorRun(id=MONITOR_RUN_PREFIX + store.ids.ulid(at), monitor_id=monitor.id, created_at=at)
    monitor.runs.add(run)
    monitor.changed_at = at
    _schedule(store, monitor, at)
    _record(store, "monitor.run.created", run_at(run, at))
    webset = store.websets[monitor.webset_id]
    try:
        run.search = start_search(store, webset, _search_parameters(monitor, webset, at), at)
    except ApiError as error:
        run.failed_reason = error.message
    store.update_timeline(webset)


def _record(store: Store, type: EventType, document: BaseModel) -> None:
    store.record_event(type, lambda: document, store.now)


def _checked_cadence(cadence: MonitorCadenceInput, now: datetime) -> tuple[str, str]:
    timezone = DEFAULT_TIMEZONE if cadence.timezone is None else cadence.timezone
    check_cadence(cadence.cron, timezone, now)
    return cadence.cron, timezone


def _schedule(store: Store, monitor: Monitor, after: datetime) -> None:
    monitor.next_run_at = next_firing(monitor.cron, monitor.timezone, after) if monitor.enabled else None
    store.monitor_due_times.set(monitor.id, monitor.next_run_at)


def _search_parameters(monitor: Monitor, webset: Webset, at: datetime) -> CreateWebsetSearchParameters:
    config = monitor.config
    last = webset.searches[-1] if webset.searches else None
    query = config.query or (last.query if last else None)
    if query is None:
        raise ApiError(400, "Neither the monitor nor a search of its Webset has a query")
    texts = [criterion.description for criterion in config.criteria or []] or (criteria_at(last, at) if last else [])
    # Not validated, because the query of a monitor may be longer than that of a request.
    return CreateWebsetSearchParameters.model_construct(
        query=query,
        count=config.count,
        entity=config.entity or (last.entity if last else None),
        criteria=[CriterionInput(description=text) for text in texts] or None,
        behavior=config.behavior or "append",
    )
