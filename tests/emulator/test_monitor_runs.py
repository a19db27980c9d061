"""Runs of monitors: one for each firing, with the status of its search."""

from __future__ import annotations

from typing import Any

import httpx
from exa_websets.emulator import Emulator
from support.caller import Caller
from support.emulator_calls import TEA, create

DAY = 86400


def monitor(http: httpx.Client, webset: str, **config: Any) -> str:
    """Create a monitor that fires at nine, and return its id."""
    behavior = {"type": "search", "config": {"count": 1, **config}}
    body = {"websetId": webset, "cadence": {"cron": "0 9 * * *"}, "behavior": behavior}
    response = http.post("/v0/monitors", json=body)
    assert response.status_code == 201
    id: str = response.json()["id"]
    return id


def test_a_completed_run(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A run starts with the firing and completes with its search; the list and the monitor show it."""
    id = monitor(http, create(http, TEA))
    websets_emulator.advance(DAY)
    (run,) = http.get(f"/v0/monitors/{id}/runs").json()["data"]

    assert run == {
        "id": run["id"],
        "object": "monitor_run",
        "status": "completed",
        "monitorId": id,
        "type": "search",
        "completedAt": "2026-01-01T09:00:19.000Z",
        "failedAt": None,
        "failedReason": None,
        "canceledAt": None,
        "createdAt": "2026-01-01T09:00:00.000Z",
        "updatedAt": "2026-01-01T09:00:19.000Z",
    }
    assert http.get(f"/v0/monitors/{id}/runs/{run['id']}").json() == run
    assert http.get(f"/v0/monitors/{id}").json()["lastRun"] == run


def test_a_run_is_canceled_with_its_search(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Canceling only the search cancels the run."""
    webset = create(http, TEA)
    id = monitor(http, webset)
    websets_emulator.advance(9 * 3600 + 2)
    search = http.get(f"/v0/websets/{webset}").json()["searches"][-1]["id"]
    http.post(f"/v0/websets/{webset}/searches/{search}/cancel")
    (run,) = http.get(f"/v0/monitors/{id}/runs").json()["data"]

    assert (run["status"], run["canceledAt"]) == ("canceled", "2026-01-01T09:00:02.000Z")
    assert run["completedAt"] is None


def test_a_run_without_a_query_fails(websets_emulator: Emulator, http: httpx.Client) -> None:
    """If neither the monitor nor any search of the Webset has a query, the run fails and the monitor continues."""
    body = {"size": 20, "count": 1, "format": "csv", "entity": {"type": "company"}}
    imported = http.post("/v0/imports", json=body).json()["id"]
    id = monitor(http, create(http, {"import": [{"source": "import", "id": imported}]}))
    websets_emulator.advance(2 * DAY)
    runs = http.get(f"/v0/monitors/{id}/runs").json()["data"]

    assert [run["status"] for run in runs] == ["failed", "failed"]
    assert runs[0]["failedAt"] == "2026-01-02T09:00:00.000Z"
    assert "query" in runs[0]["failedReason"]


def test_a_monitor_that_does_not_exist_has_no_runs(http: httpx.Client) -> None:
    """The list of its runs is empty, not an error; a single run is a 404."""
    listed = http.get("/v0/monitors/monitor_unknown/runs")

    assert (listed.status_code, listed.json()) == (200, {"data": [], "hasMore": False, "nextCursor": None})
    assert http.get("/v0/monitors/monitor_unknown/runs/monitor_run_1").status_code == 404


def test_a_run_belongs_to_one_monitor(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A run of another monitor is a 404."""
    webset = create(http, TEA)
    one, two = monitor(http, webset), monitor(http, webset)
    websets_emulator.advance(DAY)
    run = http.get(f"/v0/monitors/{one}/runs").json()["data"][0]["id"]

    assert http.get(f"/v0/monitors/{one}/runs/{run}").status_code == 200
    assert http.get(f"/v0/monitors/{two}/runs/{run}").json()["message"] == "Monitor run not found"


def test_pages(websets_emulator: Emulator, http: httpx.Client, call: Caller) -> None:
    """A client can list all runs, the newest first; a page has 25 by default and at most 200."""
    id = monitor(http, create(http, TEA))
    websets_emulator.advance(30 * DAY)
    runs = call.collect(lambda client: client.monitor_runs.list_all(id, limit=7), base_url=websets_emulator.base_url)

    assert [run.created_at.day for run in runs] == [*range(30, 0, -1)]
    assert len(http.get(f"/v0/monitors/{id}/runs").json()["data"]) == 25
    assert len(http.get(f"/v0/monitors/{id}/runs", params={"limit": 200}).json()["data"]) == 30
    for query in ({"limit": 201}, {"limit": 0}, {"cursor": "x"}, {"page": 2}):
        assert http.get(f"/v0/monitors/{id}/runs", params=query).status_code == 400
