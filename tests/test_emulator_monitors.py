"""Monitors in the emulator: they search a Webset again at most once a day, until they are disabled or deleted."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from plain_http import TEA, cancel, create, get

DAY = 86400


def asked(webset: str, cron: str = "0 9 * * *", timezone: str | None = None, **config: Any) -> dict[str, Any]:
    """Give the body that creates a monitor."""
    cadence = {"cron": cron} if timezone is None else {"cron": cron, "timezone": timezone}
    return {
        "websetId": webset,
        "cadence": cadence,
        "behavior": {"type": "search", "config": {"count": 1, **config}},
    }


def monitor(http: httpx.Client, webset: str, cron: str = "0 9 * * *", **more: Any) -> Any:
    """Create a monitor."""
    response = http.post("/v0/monitors", json=asked(webset, cron, **more))
    assert response.status_code == 201
    return response.json()


def test_a_new_monitor(http: httpx.Client) -> None:
    """It is enabled, has not run and says when it will; its Webset shows it."""
    webset = create(http, TEA)
    made = http.post("/v0/monitors", json={**asked(webset), "metadata": {"team": "tea"}}).json()

    assert made["id"].startswith("monitor_")
    assert made == {
        "id": made["id"],
        "object": "monitor",
        "status": "enabled",
        "websetId": webset,
        "cadence": {"cron": "0 9 * * *", "timezone": "Etc/UTC"},
        "behavior": {"type": "search", "config": {"count": 1, "behavior": "append"}},
        "lastRun": None,
        "nextRunAt": "2026-01-01T09:00:00.000Z",
        "metadata": {"team": "tea"},
        "createdAt": "2026-01-01T00:00:00.000Z",
        "updatedAt": "2026-01-01T00:00:00.000Z",
    }
    assert get(http, webset)["monitors"] == [made]
    assert http.get(f"/v0/monitors/{made['id']}").json() == made


@pytest.mark.parametrize(
    ("cron", "timezone", "complaint"),
    [
        ("* * * * *", None, "at most once a day"),
        ("0 9,21 * * *", None, "at most once a day"),
        ("0 */6 * * 1", None, "at most once a day"),
        ("0 9 * *", None, "expected 5 fields"),
        ("0 0 9 * * *", None, "expected 5 fields"),
        ("@daily", None, "expected 5 fields"),
        ("61 9 * * *", None, "Bad minute"),
        ("tea at nine every day", None, "Bad minute"),
        ("0 0 30 2 *", None, "Bad day-of-month"),
        ("0 9 * * *", "Mars/Olympus", "unknown time zone"),
        ("0 9 * * *", "Europe", "unknown time zone"),
        ("0 9 * * *", "../Etc/UTC", "unknown time zone"),
        ("0 9 * * *", "", "unknown time zone"),
    ],
)
def test_refused_cadences(cron: str, timezone: str | None, complaint: str, http: httpx.Client) -> None:
    """What is no cadence, or one of more than a run a day, is a 400 that says what is wrong, also in an update."""
    webset = create(http, TEA)
    refused = http.post("/v0/monitors", json=asked(webset, cron, timezone))
    made = monitor(http, webset)
    refused_too = http.patch(f"/v0/monitors/{made['id']}", json={"cadence": asked(webset, cron, timezone)["cadence"]})

    for response in (refused, refused_too):
        assert response.status_code == 400
        assert complaint in response.json()["message"]
    assert http.get(f"/v0/monitors/{made['id']}").json() == made


@pytest.mark.parametrize(
    ("cron", "timezone", "next_run"),
    [
        ("0 9 * * *", "America/New_York", "2026-01-01T14:00:00.000Z"),
        ("30 0 * * *", "Asia/Kolkata", "2026-01-01T19:00:00.000Z"),
        ("0 9 * * mon", None, "2026-01-05T09:00:00.000Z"),
        ("15 8 1 */3 *", "Etc/UTC", "2026-01-01T08:15:00.000Z"),
        ("0 0 29 2 *", None, "2028-02-29T00:00:00.000Z"),
        ("0 0 * * *", None, "2026-01-02T00:00:00.000Z"),
    ],
)
def test_the_next_run(cron: str, timezone: str | None, next_run: str, http: httpx.Client) -> None:
    """It is the first time after now that fits, in the zone of the monitor, and shown in UTC."""
    assert monitor(http, create(http, TEA), cron, timezone=timezone)["nextRunAt"] == next_run


def test_the_clocks_of_a_zone_change(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A monitor keeps to the hour of its zone over the changes of its clocks, and runs once on each of those days."""
    id = monitor(http, create(http, TEA), "30 2 * * *", timezone="Europe/Amsterdam")["id"]
    websets_emulator.advance(86.5 * DAY)
    starts: list[str] = []
    for _ in range(4):
        starts.append(http.get(f"/v0/monitors/{id}").json()["nextRunAt"])
        websets_emulator.advance(DAY)

    # On 29 March there is no 2:30: the clocks go from 2 to 3, which is 1 in UTC.
    assert [start[5:16] for start in starts] == ["03-29T01:00", "03-30T00:30", "03-31T00:30", "04-01T00:30"]


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/runs/run_1")])
def test_unknown_ids(method: str, path: str, http: httpx.Client) -> None:
    """An unknown monitor, or a run of one, is a 404; so is a monitor for an unknown Webset."""
    body = b"{}" if method == "PATCH" else None

    assert http.request(method, f"/v0/monitors/monitor_unknown{path}", content=body).status_code == 404
    assert http.post("/v0/monitors", json=asked("webset_unknown")).json()["message"] == "Webset not found"


def test_a_list(http: httpx.Client) -> None:
    """The newest come first, a page at a time, of one Webset where one is named."""
    one, two = create(http, TEA, externalId="one"), create(http, TEA)
    made = [monitor(http, webset)["id"] for webset in (one, one, two, one, two)]

    def listed(**query: Any) -> list[str]:
        return [monitor["id"] for monitor in http.get("/v0/monitors", params=query).json()["data"]]

    page = http.get("/v0/monitors", params={"limit": 2}).json()
    assert [each["id"] for each in page["data"]] == made[:2:-1]
    assert page["hasMore"] is True
    assert listed(cursor=page["nextCursor"]) == made[2::-1]
    assert listed() == made[::-1]
    assert listed(websetId=two) == [made[4], made[2]]
    assert listed(websetId="one") == listed(websetId=one) == [made[3], made[1], made[0]]
    assert listed(websetId="webset_unknown") == []
    assert http.get("/v0/monitors", params={"webset_id": one}).status_code == 400
    assert http.get("/v0/monitors", params={"limit": 201}).status_code == 400


def test_each_firing_searches_again(websets_emulator: Emulator, http: httpx.Client) -> None:
    """It sets the Webset running with the last search's words, adds what it finds and comes to rest."""
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


def test_what_the_monitor_says_comes_first(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Query, criteria, entity and behavior of the monitor outrank those of the last search."""
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
    """It fires once on each of them, at its hour."""
    webset = create(http, TEA)
    monitor(http, webset)
    websets_emulator.advance(30 * DAY)
    searches = get(http, webset)["searches"]

    assert [search["createdAt"] for search in searches[1:]] == [
        f"2026-01-{day:02}T09:00:00.000Z" for day in range(1, 31)
    ]
    assert {search["status"] for search in searches} == {"completed"}


def test_a_search_that_still_runs(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The next firing's search waits until it has ended, and its run with it."""
    webset = create(http, TEA)
    id = monitor(http, webset, count=40_000)["id"]
    websets_emulator.advance(33.5 * 3600)
    statuses = [search["status"] for search in get(http, webset)["searches"]]
    runs = [run["status"] for run in http.get(f"/v0/monitors/{id}/runs").json()["data"]]

    assert statuses == ["completed", "running", "pending"]
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


def test_a_disabled_monitor_rests(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Disabled it has no next run and does not fire; enabled again it goes on from then."""
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


def test_an_update_changes_what_it_names(http: httpx.Client) -> None:
    """Cadence, behavior and metadata are replaced as a whole, the rest stays."""
    made = monitor(http, create(http, TEA), query="makers of jam")
    path = f"/v0/monitors/{made['id']}"
    cadence = {"cron": "0 12 * * *", "timezone": "Asia/Tokyo"}
    moved = http.patch(path, json={"cadence": cadence}).json()
    behavior = {"type": "search", "config": {"count": 7}}
    changed = http.patch(path, json={"behavior": behavior, "metadata": {"a": "b"}}).json()

    assert moved == {**made, "cadence": cadence, "nextRunAt": "2026-01-01T03:00:00.000Z"}
    assert changed == {
        **moved,
        "behavior": {"type": "search", "config": {"count": 7, "behavior": "append"}},
        "metadata": {"a": "b"},
    }
    assert http.patch(path, json={}).json() == changed
    assert http.patch(path, json={"status": "paused"}).status_code == 400


def test_a_deleted_monitor_fires_no_more(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The answer is its last state; it is gone from the lists and from its Webset."""
    webset = create(http, TEA)
    made = monitor(http, webset)
    deleted = http.delete(f"/v0/monitors/{made['id']}")
    websets_emulator.advance(3 * DAY)

    assert (deleted.status_code, deleted.json()) == (200, made)
    assert http.get("/v0/monitors").json()["data"] == []
    assert (get(http, webset)["monitors"], len(get(http, webset)["searches"])) == ([], 1)


def test_a_deleted_webset_takes_its_monitors_along(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Nothing fires for it any more."""
    webset = create(http, TEA)
    id = monitor(http, webset)["id"]
    http.delete(f"/v0/websets/{webset}")
    websets_emulator.advance(3 * DAY)

    assert http.get(f"/v0/monitors/{id}").status_code == 404
    types = [event["type"] for event in http.get("/v0/events").json()["data"]]
    assert types[:2] == ["webset.deleted", "monitor.deleted"]


def test_the_events_of_a_monitor(websets_emulator: Emulator, http: httpx.Client) -> None:
    """What calls do to it and each run are told, in order."""
    id = monitor(http, create(http, TEA))["id"]
    http.patch(f"/v0/monitors/{id}", json={"metadata": {"a": "b"}})
    websets_emulator.advance(DAY)
    http.delete(f"/v0/monitors/{id}")
    listed = http.get("/v0/events", params={"limit": 200}).json()["data"][::-1]
    told = [(event["type"], event["data"].get("status")) for event in listed if "monitor" in event["type"]]

    assert told == [
        ("monitor.created", "enabled"),
        ("monitor.updated", "enabled"),
        ("monitor.run.created", "created"),
        ("monitor.run.completed", "completed"),
        ("monitor.deleted", "enabled"),
    ]
