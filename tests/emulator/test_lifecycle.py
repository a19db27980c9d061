"""The lifecycle of a Webset in the emulator, as recorded from the service."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA, create, get

ENRICHED = {**TEA, "enrichments": [{"description": "Who leads it?"}, {"description": "Its page", "format": "url"}]}


def test_the_seconds_of_a_webset_with_enrichments(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Each change happens within its recorded range of seconds, and completion reaches 100 long before the end."""
    id = create(http, ENRICHED)
    seen: dict[str, float] = {}
    while "idle" not in seen:
        websets_emulator.advance(0.25)
        webset = get(http, id)
        search, enrichment = webset["searches"][0], webset["enrichments"][0]
        for name, happened in {
            "title": webset["title"],
            "criteria": search["criteria"],
            "completion 100": search["progress"]["completion"] == 100,
            "search completed": search["status"] == "completed",
            "instructions": enrichment["title"] and enrichment["instructions"],
            "enrichment completed": all(one["status"] == "completed" for one in webset["enrichments"]),
            "idle": webset["status"] == "idle",
        }.items():
            if happened:
                seen.setdefault(name, websets_emulator.now())

    assert 1 <= seen["title"] <= 4
    assert 3 <= seen["criteria"] <= 6
    assert 6 <= seen["completion 100"] <= 12
    assert 12 <= seen["instructions"] <= 17
    assert 17 <= seen["search completed"] <= 23
    assert seen["search completed"] - seen["completion 100"] >= 8
    assert 28 <= seen["idle"] <= 34
    assert seen["enrichment completed"] == seen["idle"]


def test_without_enrichments_the_webset_is_idle_with_its_search(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Without enrichments the search and the Webset end at the same time."""
    id = create(http, TEA)
    ends: list[tuple[bool, bool]] = []
    for _ in range(240):
        websets_emulator.advance(0.1)
        webset = get(http, id)
        ends.append((webset["status"] == "idle", webset["searches"][0]["status"] == "completed"))

    assert set(ends) == {(False, False), (True, True)}


@pytest.mark.parametrize("count", [1, 2, 3, 10, 40])
def test_progress_only_grows(count: int, websets_emulator: Emulator, http: httpx.Client) -> None:
    """Counts never decrease, `timeLeft` is null or an integer, and in the end everything is found."""
    id = create(http, {"search": {"query": "makers of tea", "count": count}})
    before: dict[str, Any] = {"found": 0, "analyzed": 0, "completion": 0}
    while (webset := get(http, id))["status"] != "idle":
        progress = webset["searches"][0]["progress"]
        assert all(progress[name] >= before[name] for name in ("found", "analyzed", "completion"))
        assert (progress["found"] == count) == (progress["completion"] == 100) == (progress["timeLeft"] == 0)
        assert progress["timeLeft"] is None or type(progress["timeLeft"]) is int
        assert 0 <= progress["completion"] <= 100
        before = progress
        websets_emulator.advance(0.4 * count)

    assert webset["searches"][0]["progress"] == {
        "found": count,
        "analyzed": 6 * count,
        "completion": 100,
        "timeLeft": 0,
    }
    rates = [criterion["successRate"] for criterion in webset["searches"][0]["criteria"]]
    assert rates == [50, 16.67]


def test_more_items_take_longer(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A search for many items is still running when one for a few has ended."""
    few, many = (create(http, {"search": {"query": "makers of tea", "count": count}}) for count in (3, 30))
    websets_emulator.advance(25)

    assert get(http, few)["status"] == "idle"
    progress = get(http, many)["searches"][0]["progress"]
    assert 0 < progress["found"] < 30
    assert 0 < progress["completion"] < 100


def test_any_count_is_accepted(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A search for a billion items runs for weeks, and can be read and canceled like any other."""
    id = create(http, {"search": {"query": "makers of tea", "count": 10**9}})
    websets_emulator.advance(1000)
    webset = get(http, id, expand="items")

    assert webset["status"] == "running"
    assert len(webset["items"]) == 100
    assert http.post(f"/v0/websets/{id}/cancel").json()["status"] == "idle"


def test_updated_at_moves_when_something_changed(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Two answers with the same updatedAt differ at most in the estimate of the time left."""
    id = create(http, ENRICHED)
    before = get(http, id)
    for _ in range(180):
        websets_emulator.advance(0.2)
        now = get(http, id)
        for webset in (before, now):
            webset["searches"][0]["progress"].pop("timeLeft", None)
        assert (now["updatedAt"] == before["updatedAt"]) == (now == before)
        assert now["createdAt"] <= before["updatedAt"] <= now["updatedAt"]
        assert datetime.fromisoformat(now["updatedAt"]) <= websets_emulator.time
        before = now


def test_the_service_chooses_the_format_of_an_enrichment(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Without a format it is null until the service has chosen one."""
    id = create(http, ENRICHED)
    formats = [[one["format"] for one in get(http, id)["enrichments"]]]
    websets_emulator.advance(15)
    formats.append([one["format"] for one in get(http, id)["enrichments"]])

    assert formats == [[None, "url"], ["text", "url"]]


def test_the_answer_has_what_was_requested(http: httpx.Client) -> None:
    """The answer has every field of the create."""
    source = {"source": "webset", "id": "webset_x"}
    scope = {**source, "relationship": {"definition": "who owns it", "limit": 3}}
    search = {
        "query": "kettles",
        "count": 2,
        "entity": {"type": "custom", "description": "kettles for tea"},
        "criteria": [{"description": "made of clay"}],
        "exclude": [source],
        "scope": [scope],
        "maxPeoplePerCompany": 4,
    }
    body = {"title": "Kettles", "externalId": "kettles", "metadata": {"a": "b"}, "exclude": [source], "search": search}
    webset = http.post("/v0/websets", json=body).json()

    assert (webset["title"], webset["externalId"], webset["metadata"]) == ("Kettles", "kettles", {"a": "b"})
    assert webset["excludes"] == [source]
    made = webset["searches"][0]
    assert made["criteria"] == [{"description": "made of clay", "successRate": 0}]
    assert {name: made[name] for name in search if name != "criteria"} == {
        name: value for name, value in search.items() if name != "criteria"
    }
