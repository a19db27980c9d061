"""Further searches of a Webset: one after the other, replacing earlier items or adding to them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA, cancel, create, get
from support.emulator_http import emulator_client

MORE = {"query": "makers of coffee", "count": 2}


def search(http: httpx.Client, webset: str, **more: Any) -> Any:
    """Start another search of a Webset."""
    response = http.post(f"/v0/websets/{webset}/searches", json={**MORE, **more})
    assert response.status_code == 201
    return response.json()


def statuses(webset: Any) -> list[str]:
    """Return the statuses of a Webset and its searches."""
    return [webset["status"], *(one["status"] for one in webset["searches"])]


def sources(http: httpx.Client, webset: str) -> list[str]:
    """Return the source of each item of a Webset, the newest first."""
    return [item["sourceId"] for item in http.get(f"/v0/websets/{webset}/items").json()["data"]]


def test_another_search_starts_the_webset_again(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A new search of an idle Webset starts it again; it can be read by its id, and the Webset becomes idle with it."""
    id = create(http, TEA)
    websets_emulator.advance(60)
    before = get(http, id)
    made = search(http, id)
    running = get(http, id)
    websets_emulator.advance(30)

    assert (made["websetId"], made["status"], made["behavior"]) == (id, "running", "override")
    assert http.get(f"/v0/websets/{id}/searches/{made['id']}").json()["status"] == "completed"
    assert [statuses(before), statuses(running), statuses(get(http, id))] == [
        ["idle", "completed"],
        ["running", "completed", "running"],
        ["idle", "completed", "completed"],
    ]
    assert running["searches"] == [*before["searches"], made]


def test_searches_of_a_webset_run_one_after_the_other(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A second search says running, but makes no progress until the first has ended."""
    id = create(http, TEA)
    made = [search(http, id)["status"] for _ in range(2)]
    seen: list[list[str]] = []
    while (webset := get(http, id))["status"] != "idle":
        seen += [statuses(webset)] * (statuses(webset) not in seen)
        under_way = [bool(one["criteria"] or one["progress"]["analyzed"]) for one in webset["searches"]]
        assert under_way == sorted(under_way, reverse=True)
        for before, after in pairwise(webset["searches"]):
            assert before["status"] == "completed" or after["progress"]["analyzed"] == 0
        websets_emulator.advance(1)

    assert made == ["running", "running"]
    assert seen == [
        ["running", "running", "running", "running"],
        ["running", "completed", "running", "running"],
        ["running", "completed", "completed", "running"],
    ]
    assert statuses(webset) == ["idle", "completed", "completed", "completed"]


def test_a_search_starts_once_the_one_before_is_canceled(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A cancel of the current search starts the next one at once, and the Webset keeps running."""
    id = create(http, TEA)
    search(http, id)
    websets_emulator.advance(2)
    first = get(http, id)["searches"][0]["id"]
    answer = http.post(f"/v0/websets/{id}/searches/{first}/cancel")

    assert (answer.status_code, answer.json()["status"], answer.json()["canceledReason"]) == (200, "canceled", None)
    assert answer.json()["progress"]["completion"] == 100
    assert statuses(get(http, id)) == ["running", "canceled", "running"]
    websets_emulator.advance(19)
    assert statuses(get(http, id)) == ["idle", "canceled", "completed"]


def test_a_search_is_canceled_while_it_waits(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A search canceled while waiting finds and replaces nothing; the ones after it start in turn."""
    id = create(http, TEA)
    waiting = search(http, id)["id"]
    last = search(http, id, behavior="append")["id"]
    websets_emulator.advance(12)
    canceled = http.post(f"/v0/websets/{id}/searches/{waiting}/cancel").json()
    websets_emulator.advance(6.9)
    before = statuses(get(http, id))
    websets_emulator.advance(0.2)
    after = statuses(get(http, id))
    websets_emulator.advance(60)
    first = get(http, id)["searches"][0]["id"]

    assert (canceled["status"], canceled["progress"]["found"]) == ("canceled", 0)
    assert before == ["running", "running", "canceled", "running"]
    assert after == ["running", "completed", "canceled", "running"]
    assert sources(http, id) == [last, last, first]


@pytest.mark.parametrize("cancels", [1, 2])
def test_a_cancel_of_the_webset_stops_waiting_searches(
    cancels: int, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """All searches are canceled at once, and the items found stay."""
    id = create(http, TEA)
    search(http, id)
    websets_emulator.advance(12)
    webset = [cancel(http, id) for _ in range(cancels)][-1]
    websets_emulator.advance(60)

    assert statuses(webset) == ["idle", "canceled", "canceled"]
    assert [one["canceledReason"] for one in webset["searches"]] == ["webset_canceled"] * 2
    assert len(sources(http, id)) == 1
    assert statuses(get(http, id)) == statuses(webset)


@pytest.mark.parametrize(
    ("asked", "shown", "kept"),
    [
        ({}, "override", False),
        ({"behavior": "override"}, "override", False),
        ({"behavior": "append"}, "append", True),
        ({"behavior": "append", "scope": [{"source": "webset", "id": "webset_x"}]}, "override", False),
    ],
    ids=["unless given", "override", "append", "append with a scope"],
)
def test_items_of_earlier_searches(
    asked: dict[str, Any], shown: str, kept: bool, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """When a search starts, it replaces the items of earlier ones, unless its behavior is `append`."""
    id = create(http, TEA)
    websets_emulator.advance(10)
    first, *_ = sources(http, id)
    second = search(http, id, **asked)
    waiting = sources(http, id)
    websets_emulator.advance(9)
    begun = sources(http, id)
    websets_emulator.advance(60)

    assert second["behavior"] == shown
    assert waiting == [first]
    assert begun == [first] * kept
    assert sources(http, id) == [second["id"]] * 2 + [first] * kept
    assert [item["sourceId"] for item in get(http, id, expand="items")["items"]] == sources(http, id)


def test_the_answer_has_what_was_requested(http: httpx.Client) -> None:
    """The answer has every field of the create."""
    source = {"source": "import", "id": "import_x"}
    asked = {
        "query": "kettles",
        "count": 7,
        "entity": {"type": "custom", "description": "kettles for tea"},
        "exclude": [source],
        "scope": [{**source, "relationship": {"definition": "who owns it", "limit": 3}}],
        "maxPeoplePerCompany": 4,
        "metadata": {"a": "b"},
    }
    made = search(http, create(http, TEA), criteria=[{"description": "of clay"}], **asked)

    assert {name: made[name] for name in asked} == asked
    assert made["criteria"] == [{"description": "of clay", "successRate": 0}]


def test_enrichments_run_again_for_the_items_of_another_search(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A completed enrichment is pending while new items are found, and completed once each has its result."""
    id = create(http, {**TEA, "enrichments": [{"description": "Who leads it?"}]})
    websets_emulator.advance(60)
    search(http, id, behavior="append")
    seen: list[tuple[str, str]] = []
    updated: list[str] = []
    while (webset := get(http, id, expand="items"))["status"] != "idle" or not seen:
        seen.append((webset["status"], webset["enrichments"][0]["status"]))
        updated.append(webset["updatedAt"])
        websets_emulator.advance(0.5)

    assert set(seen) == {("running", "pending")}
    assert updated == sorted(updated)
    assert webset["enrichments"][0]["status"] == "completed"
    assert [item["enrichments"][0]["status"] for item in webset["items"]] == ["completed"] * 3


def test_the_limit_of_running_websets_applies_to_searches() -> None:
    """At the limit no idle Webset can be started again, but a running one may get another search."""
    with (
        Emulator(running_limit=1) as emulator,
        emulator_client(emulator) as http,
    ):
        idle = create(http, TEA)
        emulator.advance(60)
        running = create(http, TEA)
        answers = [http.post(f"/v0/websets/{id}/searches", json=MORE).status_code for id in (idle, running)]

    assert answers == [403, 201]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_unknown_searches_and_websets(method: str, http: httpx.Client) -> None:
    """An unknown search, a search of another Webset and an unknown Webset are a 404."""
    id, other = create(http, TEA), create(http, TEA)
    theirs = get(http, other)["searches"][0]["id"]
    end = "/cancel" if method == "POST" else ""
    answers = [
        http.request(method, f"/v0/websets/{webset}/searches/{search}{end}").json()
        for webset, search in ((id, "wsearch_x"), (id, theirs), ("webset_x", theirs))
    ]

    assert [(one["statusCode"], one["message"]) for one in answers] == [
        (404, "Search not found"),
        (404, "Search not found"),
        (404, "Webset not found"),
    ]
    assert http.post("/v0/websets/webset_x/searches", json=MORE).json()["message"] == "Webset not found"


def test_the_webset_of_a_search_may_be_an_external_id(http: httpx.Client) -> None:
    """The Webset of a search may be given by its externalId."""
    id = create(http, TEA, externalId="tea")
    assert search(http, "tea")["websetId"] == id


def test_a_long_queue(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Any number of waiting searches can be read and canceled."""
    id = create(http, TEA)
    for _ in range(60):
        search(http, id)
    websets_emulator.advance(19 * 30)

    assert statuses(get(http, id)) == ["running", *["completed"] * 30, *["running"] * 31]
    assert statuses(cancel(http, id)) == ["idle", *["completed"] * 30, *["canceled"] * 31]


def test_a_cancel_just_after_a_new_search(websets_emulator: Emulator, http: httpx.Client) -> None:
    """`updatedAt` of a canceled enrichment is not before the search that made it run again."""
    id = create(http, {**TEA, "enrichments": [{"description": "Who leads it?"}]})
    websets_emulator.advance(400)
    search(http, id)
    [pending] = get(http, id)["enrichments"]
    cancel(http, id)
    [canceled] = get(http, id)["enrichments"]
    assert (pending["status"], canceled["status"]) == ("pending", "canceled")
    assert canceled["updatedAt"] >= pending["updatedAt"]
