"""Every operation as a user calls it, with every parameter."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from support.caller import Act
from support.request_bodies import BODIES, ID

CURSOR = "01kapwy29n4t2yz83gd5jvc1gm"
MORNING = datetime.datetime(2026, 11, 24, 6, 30, tzinfo=datetime.UTC)
EVENING = datetime.datetime(2026, 11, 24, 18, 30, 15, 250_000, datetime.timezone(datetime.timedelta(hours=1)))

# For each operation: its method, its path parameters, and its other parameters by their Python names.
PAGED: dict[str, Any] = {"cursor": CURSOR, "limit": 2}
CALLS: dict[str, tuple[str, tuple[Any, ...], dict[str, Any]]] = {
    "websets-cancel": ("websets.cancel", (ID,), {}),
    "websets-create": ("websets.create", (), {"x_exa_websets_priority": "high"}),
    "websets-delete": ("websets.delete", (ID,), {}),
    "websets-get": ("websets.get", (ID,), {"expand": ["items", "new & more"]}),
    "websets-list": ("websets.list", (), {**PAGED, "search": "tea & grün"}),
    "websets-preview": ("websets.preview", (), {"search": True}),
    "websets-update": ("websets.update", (ID,), {}),
    "websets-items-delete": ("items.delete", (ID, "item/1"), {}),
    "websets-items-get": ("items.get", (ID, "item/1"), {}),
    "websets-items-list": ("items.list", (ID,), {**PAGED, "source_id": ID}),
    "websets-searches-cancel": ("searches.cancel", (ID, "search/1"), {}),
    "websets-searches-create": ("searches.create", (ID,), {"x_exa_websets_priority": "low"}),
    "websets-searches-get": ("searches.get", (ID, "search/1"), {}),
    "websets-enrichments-cancel": ("enrichments.cancel", (ID, "enrichment/1"), {}),
    "websets-enrichments-create": ("enrichments.create", (ID,), {}),
    "websets-enrichments-delete": ("enrichments.delete", (ID, "enrichment/1"), {}),
    "websets-enrichments-get": ("enrichments.get", (ID, "enrichment/1"), {}),
    "websets-enrichments-update": ("enrichments.update", (ID, "enrichment/1"), {}),
    "imports-create": ("imports.create", (), {}),
    "imports-delete": ("imports.delete", (ID,), {}),
    "imports-get": ("imports.get", (ID,), {}),
    "imports-list": ("imports.list", (), PAGED),
    "imports-update": ("imports.update", (ID,), {}),
    "monitors-create": ("monitors.create", (), {}),
    "monitors-delete": ("monitors.delete", (ID,), {}),
    "monitors-get": ("monitors.get", (ID,), {}),
    "monitors-list": ("monitors.list", (), {**PAGED, "webset_id": ID}),
    "monitors-runs-get": ("monitor_runs.get", (ID, "run/1"), {}),
    "monitors-runs-list": ("monitor_runs.list", (ID,), PAGED),
    "monitors-update": ("monitors.update", (ID,), {}),
    "webhooks-attempts-list": (
        "webhook_attempts.list",
        (ID,),
        {**PAGED, "event_type": "webset.idle", "successful": False},
    ),
    "webhooks-create": ("webhooks.create", (), {}),
    "webhooks-delete": ("webhooks.delete", (ID,), {}),
    "webhooks-get": ("webhooks.get", (ID,), {}),
    "webhooks-list": ("webhooks.list", (), PAGED),
    "webhooks-update": ("webhooks.update", (ID,), {}),
    "events-get": ("events.get", (ID,), {}),
    "events-list": (
        "events.list",
        (),
        {**PAGED, "types": ["webset.idle", "a new type"], "created_after": MORNING, "created_before": EVENING},
    ),
    "teams-me-get": ("teams.get", (), {}),
}


def perform(operation: str, body: Any, client: Any, path: tuple[Any, ...] | None = None) -> Any:
    """Call an operation of a client, with these or the usual ids, and with its body if it has one."""
    method, ids, named = CALLS[operation]
    tag, name = method.split(".")
    bodies = [body] if operation in BODIES else []
    return getattr(getattr(client, tag), name)(*(ids if path is None else path), *bodies, **named)


OPERATIONS: dict[str, Act] = {
    operation: partial(perform, operation, BODIES.get(operation, [None])[0]) for operation in CALLS
}
CREATES = [operation for operation in CALLS if operation.endswith("-create")]
CANCELS = [operation for operation in CALLS if operation.endswith("-cancel")]
