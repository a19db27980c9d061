"""Monitors in the emulator: they fire at most daily, and show the time of the next firing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA, asked, create, get, monitor

DAY = 86400


def test_a_new_monitor(http: httpx.Client) -> None:
    """A new monitor is enabled, has not run and has its next firing; its Webset shows it."""
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
def test_invalid_cadences(cron: str, timezone: str | None, complaint: str, http: httpx.Client) -> None:
    """A malformed cadence, or one with more than one run a day, is a 400 with the reason, also in an update."""
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
    """The next run is the first matching time in the zone of the monitor, shown in UTC."""
    assert monitor(http, create(http, TEA), cron, timezone=timezone)["nextRunAt"] == next_run


def test_daylight_saving_time(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A monitor keeps its local hour when the clocks change, and runs once on each of those days."""
    id = monitor(http, create(http, TEA), "30 2 * * *", timezone="Europe/Amsterdam")["id"]
    websets_emulator.advance(86.5 * DAY)
    starts: list[str] = []
    for _ in range(4):
        starts.append(http.get(f"/v0/monitors/{id}").json()["nextRunAt"])
        websets_emulator.advance(DAY)

    # On 29 March there is no 2:30: the clocks go from 2:00 to 3:00, which is 1:00 in UTC.
    assert [start[5:16] for start in starts] == ["03-29T01:00", "03-30T00:30", "03-31T00:30", "04-01T00:30"]


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/runs/run_1")])
def test_unknown_ids(method: str, path: str, http: httpx.Client) -> None:
    """An unknown monitor, one of its runs, and a monitor for an unknown Webset are a 404."""
    body = b"{}" if method == "PATCH" else None

    assert http.request(method, f"/v0/monitors/monitor_unknown{path}", content=body).status_code == 404
    assert http.post("/v0/monitors", json=asked("webset_unknown")).json()["message"] == "Webset not found"


def test_a_list(http: httpx.Client) -> None:
    """Monitors are listed newest first, in pages, and can be filtered by Webset."""
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


def test_an_update_changes_the_given_fields(http: httpx.Client) -> None:
    """Cadence, behavior and metadata are replaced as a whole; other fields keep their values."""
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


def test_a_deleted_webset_has_no_monitors(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Deleting a Webset deletes its monitors, so nothing fires."""
    webset = create(http, TEA)
    id = monitor(http, webset)["id"]
    http.delete(f"/v0/websets/{webset}")
    websets_emulator.advance(3 * DAY)

    assert http.get(f"/v0/monitors/{id}").status_code == 404
    types = [event["type"] for event in http.get("/v0/events").json()["data"]]
    assert types[:2] == ["webset.deleted", "monitor.deleted"]
