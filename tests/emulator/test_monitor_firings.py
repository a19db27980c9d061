"""Firings of monitors: each searches its Webset again, until the monitor is disabled or deleted."""

from __future__ import annotations

from typing import Any

import httpx
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA, cancel, create, get, monitor

DAY = 86400


def test_each_firing_searches_again(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A firing starts a search with the parameters of the last one and adds its items."""
    webset = create(http, {"search": {**TEA["search"], "criteria": [{"description": "sells green tea"}]}})
    id = monitor(http, webset, count=2)["id"]
    websets_emulator.advance(9 * 3600 + 5)
    running, working = get(http, webset), http.get(f"/v0/monitors/{id}").json()
    websets_emulator.advance(60)
    rested, done = get(http, webset, expand="items"), http.get(f"/v0/monitors/{id}").json()

    assert (running["status"], running["searches"][1]["status"]) == ("running", "running")
    assert running["searches"][1]["createdAt"] == "2026-01-01T09:00:00.000Z"
    assert running["searches"][1]["query"] == TEA["search"]["query"]
    assert [one["description"] for one in running["searches"][1]["criteria"]] == ["sells green tea"]
    assert running["searches"][1]["behavior"] == "append"
    assert (working["lastRun"]["status"], working["nextRunAt"]) == ("running", "2026-01-02T09:00:00.000Z")
    assert (rested["status"], len(rested["items"])) == ("idle", 3)
    assert (done["lastRun"]["status"], done["lastRun"]["completedAt"]) == ("completed", "2026-01-01T09:00:19.000Z")
    assert rested["monitors"] == [done]


def test_parameters_of_the_monitor_take_precedence(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Query, criteria, entity and behavior of the monitor override those of the last search."""
    webset = create(http, TEA)
    words: dict[str, Any] = {
        "query": "people who sell tea",
        "criteria": [{"description": "has a shop"}],
        "entity": {"type": "person"},
        "behavior": "override",
    }
    monitor(http, webset, **words)
    websets_emulator.advance(DAY)
    search = get(http, webset)["searches"][-1]

    assert {name: search[name] for name in ("query", "entity", "behavior")} == {
        name: words[name] for name in ("query", "entity", "behavior")
    }
    assert [one["description"] for one in search["criteria"]] == ["has a shop"]
    assert {item["sourceId"] for item in get(http, webset, expand="items")["items"]} == {search["id"]}


def test_a_clock_stepped_over_days(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A monitor fires once on each day that the clock is stepped over, at its hour."""
    webset = create(http, TEA)
    monitor(http, webset)
    websets_emulator.advance(30 * DAY)
    searches = get(http, webset)["searches"]

    assert [search["createdAt"] for search in searches[1:]] == [
        f"2026-01-{day:02}T09:00:00.000Z" for day in range(1, 31)
    ]
    assert {search["status"] for search in searches} == {"completed"}


def test_a_search_that_still_runs(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The search of the next firing, and its run, wait until the current search has ended."""
    webset = create(http, TEA)
    id = monitor(http, webset, count=40_000)["id"]
    websets_emulator.advance(33.5 * 3600)
    statuses = [search["status"] for search in get(http, webset)["searches"]]
    runs = [run["status"] for run in http.get(f"/v0/monitors/{id}/runs").json()["data"]]

    assert statuses == ["completed", "running", "running"]
    assert runs == ["created", "running"]


def test_a_cancel_leaves_monitors_alone(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The run of a canceled search is canceled; the monitor stays enabled and starts the Webset again."""
    webset = create(http, TEA)
    id = monitor(http, webset)["id"]
    websets_emulator.advance(9 * 3600 + 5)
    canceled = cancel(http, webset)
    left = http.get(f"/v0/monitors/{id}").json()
    websets_emulator.advance(DAY)

    assert canceled["status"] == "idle"
    assert canceled["searches"][1]["status"] == "canceled"
    assert left["status"] == "enabled"
    assert left["lastRun"]["status"] == "canceled"
    assert left["lastRun"]["canceledAt"] == "2026-01-01T09:00:05.000Z"
    assert left["lastRun"]["completedAt"] is None
    assert get(http, webset)["status"] == "running"


def test_a_disabled_monitor_does_not_fire(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A disabled monitor has no next run; enabled again, it continues from that time."""
    webset = create(http, TEA)
    id = monitor(http, webset)["id"]
    disabled = http.patch(f"/v0/monitors/{id}", json={"status": "disabled"}).json()
    websets_emulator.advance(3 * DAY)
    rested = get(http, webset)
    enabled = http.patch(f"/v0/monitors/{id}", json={"status": "enabled"}).json()

    assert (disabled["status"], disabled["nextRunAt"]) == ("disabled", None)
    assert len(rested["searches"]) == 1
    assert (enabled["status"], enabled["nextRunAt"]) == ("enabled", "2026-01-04T09:00:00.000Z")
    assert enabled["updatedAt"] == "2026-01-04T00:00:00.000Z"


def test_a_deleted_monitor_fires_no_more(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The delete returns its last state; the monitor is gone from the lists and from its Webset."""
    webset = create(http, TEA)
    made = monitor(http, webset)
    deleted = http.delete(f"/v0/monitors/{made['id']}")
    websets_emulator.advance(3 * DAY)

    assert (deleted.status_code, deleted.json()) == (200, made)
    assert http.get("/v0/monitors").json()["data"] == []
    assert (get(http, webset)["monitors"], len(get(http, webset)["searches"])) == ([], 1)


def test_the_events_of_a_monitor(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Each change of a monitor and each run is an event, in order."""
    id = monitor(http, create(http, TEA))["id"]
    http.patch(f"/v0/monitors/{id}", json={"metadata": {"a": "b"}})
    websets_emulator.advance(DAY)
    http.delete(f"/v0/monitors/{id}")
    listed = http.get("/v0/events", params={"limit": 200}).json()["data"][::-1]
    changes = [(event["type"], event["data"].get("status")) for event in listed if "monitor" in event["type"]]

    assert changes == [
        ("monitor.created", "enabled"),
        ("monitor.updated", "enabled"),
        ("monitor.run.created", "created"),
        ("monitor.run.completed", "completed"),
        ("monitor.deleted", "enabled"),
    ]
