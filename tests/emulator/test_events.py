"""Events in the emulator: each change is recorded once, in order, and kept for 60 days."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.caller import Caller
from support.emulator_calls import FILE, TEA, cancel, create, get
from support.emulator_http import emulator_client, upload

ENRICHED = {"search": {"query": "makers of tea", "count": 2}, "enrichments": [{"description": "Who leads it?"}]}

IMPORT: dict[str, Any] = {
    "title": "Makers",
    "format": "csv",
    "size": len(FILE),
    "count": 2,
    "entity": {"type": "company"},
    "csv": {"identifier": 1},
}


def events(http: httpx.Client, **query: Any) -> list[Any]:
    """Return the events of one page, the oldest first."""
    response = http.get("/v0/events", params={"limit": 200, **query})
    assert response.status_code == 200
    return list(reversed(response.json()["data"]))


def times_and_types(http: httpx.Client, **query: Any) -> list[tuple[str, str]]:
    """Return the second of the minute and the type of each event, the oldest first."""
    return [(event["createdAt"][17:21], event["type"]) for event in events(http, **query)]


def test_the_life_of_a_webset(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Every change of a Webset is an event with the time of the change, in order."""
    create(http, ENRICHED)
    websets_emulator.advance(60)

    assert times_and_types(http) == [
        ("00.0", "webset.created"),
        ("00.0", "webset.search.created"),
        ("04.0", "webset.search.updated"),
        ("06.0", "webset.item.created"),
        ("09.0", "webset.item.created"),
        ("17.5", "webset.item.enriched"),
        ("19.0", "webset.search.completed"),
        ("20.5", "webset.item.enriched"),
        ("31.3", "webset.idle"),
    ]


def test_an_event_shows_the_state_at_its_time(websets_emulator: Emulator, http: httpx.Client) -> None:
    """An event shows the state at its time, whenever it is read and whatever has changed since."""
    id = create(http, ENRICHED)
    websets_emulator.advance(60)
    http.post(f"/v0/websets/{id}", json={"title": "Another", "metadata": {"a": "b"}})
    http.patch(f"/v0/websets/{id}/enrichments/{get(http, id)['enrichments'][0]['id']}", json={"description": "Other?"})
    http.post(f"/v0/websets/{id}/searches", json={"query": "makers of jam", "count": 1, "behavior": "append"})
    websets_emulator.advance(3)
    cancel(http, id)
    documents = {event["type"]: event["data"] for event in events(http, createdBefore="2026-01-01T00:00:59Z")}

    created, idle = documents["webset.created"], documents["webset.idle"]
    assert (created["status"], created["title"], created["metadata"]) == ("running", None, {})
    assert created["searches"][0]["progress"]["found"] == 0
    assert (idle["status"], idle["title"], len(idle["searches"])) == ("idle", "Companies: makers of tea", 1)
    assert idle["enrichments"][0]["status"] == "completed"
    assert idle["enrichments"][0]["description"] == "Who leads it?"
    assert documents["webset.search.updated"]["criteria"] != []
    assert documents["webset.item.created"]["enrichments"][0]["status"] == "pending"
    assert documents["webset.item.enriched"]["enrichments"][0]["status"] == "completed"
    assert documents["webset.search.completed"]["status"] == "completed"


def test_an_event_shows_earlier_updates(websets_emulator: Emulator, http: httpx.Client) -> None:
    """An update between two events is visible in the later one only."""
    imported = http.post("/v0/imports", json=IMPORT).json()
    id = create(http, ENRICHED, **{"import": [{"source": "import", "id": imported["id"]}]})
    websets_emulator.advance(10)
    http.post(f"/v0/websets/{id}", json={"title": "Updated", "metadata": {"a": "b"}})
    http.patch(f"/v0/websets/{id}/enrichments/{get(http, id)['enrichments'][0]['id']}", json={"description": "New?"})
    upload(imported["uploadUrl"], FILE)
    http.patch(f"/v0/imports/{imported['id']}", json={"title": "Rows"})
    websets_emulator.advance(60)
    http.patch(f"/v0/imports/{imported['id']}", json={"title": "Later"})
    documents = {event["type"]: event["data"] for event in events(http)}

    created, idle = documents["webset.created"], documents["webset.idle"]
    assert (created["title"], created["metadata"], created["imports"][0]["title"]) == (None, {}, IMPORT["title"])
    assert created["enrichments"][0]["description"] == "Who leads it?"
    assert (idle["title"], idle["metadata"]) == ("Updated", {"a": "b"})
    assert idle["enrichments"][0]["description"] == "New?"
    assert idle["imports"][0]["title"] == "Rows"
    assert documents["import.completed"]["title"] == "Rows"


@pytest.mark.parametrize("step", [0.25, 7, 31.3])
def test_how_the_clock_is_stepped_makes_no_difference(step: float) -> None:
    """The same calls produce the same events with the same ids, however often the clock is stepped."""

    def lived(step: float) -> list[Any]:
        with (
            Emulator() as emulator,
            emulator_client(emulator) as http,
        ):
            id = create(http, ENRICHED)
            behavior = {"type": "search", "config": {"count": 1}}
            monitor = {"websetId": id, "cadence": {"cron": "1 0 * * *"}, "behavior": behavior}
            assert http.post("/v0/monitors", json=monitor).status_code == 201
            while emulator.now() < 125.2:
                emulator.advance(step)
                get(http, id)
            return events(http, createdBefore="2026-01-01T00:02:00Z")

    assert lived(step) == lived(125.2)


def test_events_of_a_cancel(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The events of a cancel, including that of the idle Webset, have the time of the cancel."""
    id = create(http, ENRICHED)
    websets_emulator.advance(2)
    cancel(http, id)
    websets_emulator.advance(60)

    assert times_and_types(http)[2:] == [("02.0", "webset.search.canceled"), ("02.0", "webset.idle")]
    assert events(http)[-2]["data"]["canceledReason"] == "webset_canceled"


def test_a_webset_that_becomes_idle_twice(http: httpx.Client) -> None:
    """A Webset that runs again becomes idle again, also while the clock stands still."""
    id = create(http, TEA)
    cancel(http, id)
    cancel(http, id)
    http.post(f"/v0/websets/{id}", json={"title": "Tea"})
    http.post(f"/v0/websets/{id}/searches", json={"query": "makers of jam", "count": 1})
    cancel(http, id)

    assert [type for _, type in times_and_types(http)] == [
        "webset.created",
        "webset.search.created",
        "webset.search.canceled",
        "webset.idle",
        "webset.search.created",
        "webset.search.canceled",
        "webset.idle",
    ]


def test_events_of_a_delete(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The events of what a delete stops precede its own event, nothing follows it, and the events are kept."""
    id = create(http, ENRICHED)
    websets_emulator.advance(2)
    assert http.delete(f"/v0/websets/{id}").status_code == 200
    websets_emulator.advance(60)

    assert [type for _, type in times_and_types(http)][2:] == [
        "webset.search.canceled",
        "webset.idle",
        "webset.deleted",
    ]
    assert events(http)[2]["data"]["canceledReason"] == "webset_deleted"


def test_events_of_a_search_that_waited(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The second search of a Webset is running from its creation, and ends after the first."""
    id = create(http, TEA)
    http.post(f"/v0/websets/{id}/searches", json={"query": "makers of jam", "count": 1, "criteria": [TEA_ONLY]})
    websets_emulator.advance(60)
    second = [
        (at, event["type"], event["data"]["status"])
        for (at, _), event in zip(times_and_types(http), events(http), strict=True)
        if event["data"].get("query") == "makers of jam"
    ]

    assert second == [
        ("00.0", "webset.search.created", "running"),
        ("38.0", "webset.search.completed", "completed"),
    ]


TEA_ONLY = {"description": "makes nothing else"}


def test_events_of_an_import(websets_emulator: Emulator, http: httpx.Client) -> None:
    """An import is created and, once its file was parsed, completed; its rows become items of a Webset."""
    rows = b"url\nhttps://example.com/a\nhttps://example.com/b\n"
    body = {"size": len(rows), "count": 2, "format": "csv", "entity": {"type": "company"}, "title": "Two"}
    made = http.post("/v0/imports", json=body).json()
    create(http, {"import": [{"source": "import", "id": made["id"]}]})
    assert upload(made["uploadUrl"], rows) == 200
    websets_emulator.advance(60)
    told_of = [event["type"] for event in events(http)]

    assert told_of[:2] == ["import.created", "webset.created"]
    assert sorted(told_of[2:4]) == ["webset.item.created", "webset.item.created"]
    assert told_of[4:] == ["import.completed", "webset.idle"]


def test_filters(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Several types can be given, and both bounds of the time include their own moment."""
    create(http, ENRICHED)
    websets_emulator.advance(60)
    at = events(http, types="webset.idle")[0]["createdAt"]

    assert len(events(http, types=["webset.item.created", "webset.idle"])) == 3
    assert len(events(http, createdBefore="2026-01-01T00:00:04Z")) == 3
    assert [type for _, type in times_and_types(http, createdAfter=at)] == ["webset.idle"]
    assert len(events(http, createdBefore=at)) == 9
    assert times_and_types(http, createdAfter="2026-01-01T00:00:19Z", createdBefore="2026-01-01T02:00:20.5+02:00") == [
        ("19.0", "webset.search.completed"),
        ("20.5", "webset.item.enriched"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        {"types": "webset.exploded"},
        {"limit": 0},
        {"limit": 201},
        {"cursor": "nonsense"},
        {"createdBefore": "yesterday"},
        {"created_before": "2026-01-01T00:00:00Z"},
        {"type": "webset.idle"},
    ],
)
def test_invalid_queries_are_rejected(query: dict[str, Any], http: httpx.Client) -> None:
    """An invalid query is a 400."""
    assert http.get("/v0/events", params=query).status_code == 400


def test_pages_and_single_events(websets_emulator: Emulator, http: httpx.Client, call: Caller) -> None:
    """A client can list all pages, the newest first, and read each event by its id."""
    for _ in range(4):
        create(http, ENRICHED)
        websets_emulator.advance(60)
    listed = call.collect(lambda client: client.events.list_all(limit=10), base_url=websets_emulator.base_url)
    newest: Any = call(lambda client: client.events.get(listed[0].id), base_url=websets_emulator.base_url)

    assert [event.type_ for event in listed] == [event["type"] for event in reversed(events(http))]
    assert len({event.id for event in listed}) == 36
    assert newest == listed[0]
    assert newest.data.status == "idle"
    assert len(http.get("/v0/events").json()["data"]) == 25


def test_events_are_kept_for_60_days(websets_emulator: Emulator, http: httpx.Client) -> None:
    """After 60 days an event is neither listed nor found."""
    id = create(http, TEA)
    first = events(http)[0]["id"]
    websets_emulator.advance(60 * 86400)
    assert len(events(http)) > 4
    assert http.get(f"/v0/events/{first}").status_code == 200
    websets_emulator.advance(1)
    cancel(http, id)

    assert [type for _, type in times_and_types(http)] == [
        "webset.search.updated",
        "webset.item.created",
        "webset.search.completed",
        "webset.idle",
    ]
    assert http.get(f"/v0/events/{first}").status_code == 404
    assert http.get("/v0/events/event_unknown").json()["message"] == "Event not found"


def test_a_search_for_a_billion_items_has_the_last_events(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A search for a billion items neither keeps the emulator busy nor fills its memory."""
    create(http, {"search": {"query": "makers of tea", "count": 10**9}})
    websets_emulator.advance(3600)
    last = http.get("/v0/events", timeout=30).json()["data"]

    assert {event["type"] for event in last} == {"webset.item.created"}
    assert last[0]["createdAt"].startswith("2026-01-01T00:59:59")
