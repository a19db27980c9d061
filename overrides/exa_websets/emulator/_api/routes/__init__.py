"""The operations of the API, one module for each resource.

Each route has the operationId of the OpenAPI document. It finds records in the store, calls an action and returns a
view, and decides nothing itself. Routes may import what `_api` may import, but not each other.

Invariants: every operation of the document has a route, and every answer is validated against its model.
"""

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
