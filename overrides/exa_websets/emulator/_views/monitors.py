"""Monitors and their runs as the API shows them."""

from __future__ import annotations

from datetime import datetime

from ... import pydantic as models
from .._world import webset_schedule
from .._world.records import Monitor, MonitorRun


def monitor_at(monitor: Monitor, now: datetime) -> models.Monitor:
    """Return a monitor."""
    newest_run = monitor.runs.newest()
    config = {"behavior": "append", **monitor.config.model_dump(exclude_none=True)}
    return models.Monitor(
        id=monitor.id,
        object="monitor",
        status="enabled" if monitor.enabled else "disabled",
        webset_id=monitor.webset_id,
        cadence=models.MonitorCadence(cron=monitor.cron, timezone=monitor.timezone),
        behavior=models.MonitorSearchBehavior(type="search", config=models.MonitorSearchConfig.model_validate(config)),
        last_run=run_at(newest_run, now) if newest_run else None,
        next_run_at=monitor.next_run_at,
        metadata=models.Metadata(**monitor.metadata),
        created_at=monitor.created_at,
        updated_at=monitor.changed_at,
    )


def run_at(run: MonitorRun, now: datetime) -> models.MonitorRun:
    """Return a run of a monitor; its status follows that of its search."""
    status, ended = _status(run, now)
    return models.MonitorRun(
        id=run.id,
        object="monitor_run",
        status=status,
        monitor_id=run.monitor_id,
        type="search",
        completed_at=ended if status == "completed" else None,
        failed_at=ended if status == "failed" else None,
        failed_reason=run.failed_reason,
        canceled_at=ended if status == "canceled" else None,
        created_at=run.created_at,
        updated_at=ended or run.created_at,
    )


def _status(run: MonitorRun, now: datetime) -> tuple[models.MonitorRunStatus, datetime | None]:
    if run.failed_reason is not None:
        return "failed", run.created_at
    if run.search is None or now < webset_schedule.search_started_at(run.search):
        return "created", None
    end = webset_schedule.search_ends_at(run.search)
    if now < end:
        return "running", None
    return "canceled" if webset_schedule.is_search_canceled(run.search) else "completed", end
