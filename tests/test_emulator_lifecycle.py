"""A Webset lives in the emulator as the service was recorded to run one, and answers read as both generators say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from exa_websets import models
from exa_websets.emulator import Emulator

TEA = {"search": {"query": "makers of tea", "count": 1}}
ENRICHED = {**TEA, "enrichments": [{"description": "Who leads it?"}, {"description": "Its page", "format": "url"}]}


def create(http: httpx.Client, body: dict[str, Any]) -> str:
    response = http.post("/v0/websets", json=body)
    assert response.status_code == 201
    id: str = response.json()["id"]
    return id


def get(http: httpx.Client, id: str, **query: str) -> Any:
    response = http.get(f"/v0/websets/{id}", params=query)
    assert response.status_code == 200
    return response.json()


def test_the_seconds_of_a_webset_with_enrichments(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Each thing happens within the seconds that were recorded for it, and completion 100 is long before the end."""
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
    """The search and the Webset end in the same moment where nothing else runs."""
    id = create(http, TEA)
    ends = []
    for _ in range(240):
        websets_emulator.advance(0.1)
        webset = get(http, id)
        ends.append((webset["status"] == "idle", webset["searches"][0]["status"] == "completed"))

    assert set(ends) == {(False, False), (True, True)}


@pytest.mark.parametrize("count", [1, 2, 3, 10, 40])
def test_progress_only_grows(count: int, websets_emulator: Emulator, http: httpx.Client) -> None:
    """What was found and done never shrinks, the time left is null or whole seconds, and in the end all is found."""
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
    """A search for many items still runs when one for a few has ended."""
    few, many = (create(http, {"search": {"query": "makers of tea", "count": count}}) for count in (3, 30))
    websets_emulator.advance(25)

    assert get(http, few)["status"] == "idle"
    progress = get(http, many)["searches"][0]["progress"]
    assert 0 < progress["found"] < 30
    assert 0 < progress["completion"] < 100


def test_updated_at_moves_when_something_changed(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Two answers of the same updatedAt are the same, but for the estimate of the time left; a later one is not."""
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


def test_items_come_as_they_are_found(websets_emulator: Emulator, http: httpx.Client) -> None:
    """With expand there are as many items as are found, the newest first, and each stays the same; without, none."""
    id = create(http, {"search": {"query": "makers of tea", "count": 12}})
    known: dict[str, Any] = {}
    for _ in range(12):
        websets_emulator.advance(4)
        webset = get(http, id, expand="items")
        items = webset["items"]
        assert len(items) == webset["searches"][0]["progress"]["found"]
        assert [item["createdAt"] for item in items] == sorted((item["createdAt"] for item in items), reverse=True)
        assert all(known.setdefault(item["id"], item["properties"]) == item["properties"] for item in items)
        assert get(http, id)["items"] == []
    assert len(known) == 12


def test_only_the_latest_100_items_are_shown(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Of more than 100 items the latest 100 come with the Webset."""
    id = create(http, {"search": {"query": "makers of tea", "count": 130}})
    websets_emulator.advance(3600)
    items = get(http, id, expand="items")["items"]
    numbers = [int(item["properties"]["url"].rpartition("-")[2]) for item in items]

    assert numbers == list(range(130, 30, -1))


def test_results_of_enrichments_come_item_by_item(websets_emulator: Emulator, http: httpx.Client) -> None:
    """An item has each enrichment, first pending without a result, some seconds later completed with one."""
    options = {"description": "Which?", "format": "options", "options": [{"label": "green"}, {"label": "black"}]}
    id = create(http, {**TEA, "enrichments": [options, {"description": "How many?", "format": "number"}]})
    websets_emulator.advance(10)
    (early,) = get(http, id, expand="items")["items"]
    websets_emulator.advance(12)
    (late,) = get(http, id, expand="items")["items"]

    assert [(one["status"], one["result"], one["reasoning"]) for one in early["enrichments"]] == [
        ("pending", None, None)
    ] * 2
    assert [(one["status"], one["result"]) for one in late["enrichments"]] == [
        ("completed", ["green"]),
        ("completed", ["42"]),
    ]
    assert late["updatedAt"] > early["updatedAt"] == early["createdAt"]


def test_the_service_chooses_the_format_of_an_enrichment(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Without a format it is null until the service has described the enrichment."""
    id = create(http, ENRICHED)
    formats = [[one["format"] for one in get(http, id)["enrichments"]]]
    websets_emulator.advance(15)
    formats.append([one["format"] for one in get(http, id)["enrichments"]])

    assert formats == [[None, "url"], ["text", "url"]]


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("makers of tea", "company"),
        ("founders of makers of tea", "person"),
        ("scientists who drink tea", "person"),
        ("news about tea", "article"),
        ("papers about tea", "research_paper"),
    ],
)
def test_the_entity_is_detected(query: str, kind: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The kind of thing is read from the query, and the items are of that kind."""
    id = create(http, {"search": {"query": query, "count": 1}})
    websets_emulator.advance(10)
    webset = get(http, id, expand="items")

    assert webset["searches"][0]["entity"] == {"type": kind}
    assert [item["properties"]["type"] for item in webset["items"]] == [kind]


def test_what_was_asked_for_is_kept(http: httpx.Client) -> None:
    """Everything a create says comes back in the answer."""
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


@pytest.mark.parametrize("seconds", [0, 3, 8, 12.5, 25, 40])
@pytest.mark.parametrize("query", ["makers of tea", "people", "articles", "papers"])
def test_answers_hold_nothing_that_the_description_lacks(
    seconds: float, query: str, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """The attrs models, which the other generator wrote, read each answer and know all its fields."""
    id = create(http, {**ENRICHED, "search": {"query": query, "count": 2}})
    websets_emulator.advance(seconds)
    webset = models.Webset.from_dict(get(http, id, expand="items"))

    parts = [webset, *webset.searches, *webset.enrichments, *(item for item in webset.items or [])]
    parts += [item.properties for item in webset.items or []]
    assert [part.additional_properties for part in parts] == [{}] * len(parts)


def test_the_same_calls_give_the_same_answers() -> None:
    """Ids, times and items are the same in each run of an emulator whose clock stands still."""

    def run() -> list[str]:
        answers = []
        with (
            Emulator() as emulator,
            httpx.Client(base_url=emulator.base_url, headers={"x-api-key": "any"}, trust_env=False) as http,
        ):
            for _ in range(3):
                id = create(http, ENRICHED)
                emulator.advance(12)
                answers.append(http.get(f"/v0/websets/{id}?expand=items").text)
            answers.append(http.get("/v0/websets/unknown").text)
        return answers

    assert run() == run()


def test_the_clock_stands_until_it_is_stepped(websets_emulator: Emulator) -> None:
    """Seconds and time of day go on together, from another thread too, and never back."""
    start = websets_emulator.time
    assert (websets_emulator.now(), websets_emulator.time) == (0, start)
    websets_emulator.advance(90)
    assert (websets_emulator.now(), websets_emulator.time) == (90, start + timedelta(seconds=90))
    with pytest.raises(ValueError, match="set back"):
        websets_emulator.advance(-1)


def test_the_clock_can_run_fast_from_a_given_time() -> None:
    """With a speed the clock runs by itself, from where it was set."""
    start = Emulator().time + timedelta(days=365)
    emulator = Emulator(speed=1e6, start=start)
    seconds = emulator.now()
    while emulator.now() == seconds:
        pass

    assert emulator.now() > seconds
    assert emulator.time > start
