"""The operations of the API, one module a resource; each route bears the operationId of the document."""

from __future__ import annotations

from fastapi import APIRouter

from . import (
    enrichments,
    events,
    imports,
    items,
    monitor_runs,
    monitors,
    searches,
    teams,
    webhook_attempts,
    webhooks,
    websets,
)

ROUTERS: tuple[APIRouter, ...] = (
    websets.router,
    items.router,
    searches.router,
    enrichments.router,
    imports.router,
    monitors.router,
    monitor_runs.router,
    webhooks.router,
    webhook_attempts.router,
    events.router,
    teams.router,
)
