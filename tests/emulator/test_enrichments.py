"""Enrichments in the emulator: added to existing items, changed, canceled and deleted."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA, create, get
from support.emulator_http import emulator_client

ASKED = {"description": "Who leads it?", "format": "text", "metadata": {"a": "b"}}


def add(http: httpx.Client, webset: str, **more: Any) -> Any:
    """Add an enrichment to a Webset."""
    response = http.post(f"/v0/websets/{webset}/enrichments", json={**ASKED, **more})
    assert response.status_code == 201
    return response.json()


def results(http: httpx.Client, webset: str) -> list[list[str]]:
    """Return the statuses of the results in each item of a Webset."""
    items = http.get(f"/v0/websets/{webset}/items").json()["data"]
    return [[result["status"] for result in item["enrichments"]] for item in items]


def test_an_enrichment_starts_the_webset_again(websets_emulator: Emulator, http: httpx.Client) -> None:
    """An enrichment added to an idle Webset runs until each item has its result; then the Webset is idle again."""
    id = create(http, TEA)
    websets_emulator.advance(60)
    made = add(http, id)
    early = (get(http, id)["status"], results(http, id))
    websets_emulator.advance(12)
    middle = (get(http, id)["status"], results(http, id))
    websets_emulator.advance(1)
    late = (get(http, id)["status"], results(http, id))
    read = http.get(f"/v0/websets/{id}/enrichments/{made['id']}").json()

    assert re.fullmatch("wenrich_[0-9a-hjkmnp-tv-z]{26}", made["id"])
    assert {name: made[name] for name in ASKED} == ASKED
    assert (made["status"], made["title"], made["instructions"]) == ("pending", None, None)
    assert (early, middle, late) == (
        ("running", [["pending"]]),
        ("running", [["completed"]]),
        ("idle", [["completed"]]),
    )
    assert read["status"] == "completed"
    assert read["title"]
    assert get(http, id)["enrichments"] == [read]


def test_an_enrichment_added_while_a_search_runs(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The enrichment runs until items found later have their results too."""
    id = create(http, {"search": {"query": "makers of tea", "count": 3}})
    add(http, id)
    websets_emulator.advance(20)
    early = get(http, id)["status"]
    websets_emulator.advance(20)

    assert early == "running"
    assert get(http, id)["status"] == "idle"
    assert results(http, id) == [["completed"]] * 3


def test_an_enrichment_continues_after_its_search_was_canceled(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The items found so far get their results, and the Webset runs until the last one."""
    id = http.post(
        "/v0/websets", json={"search": {"query": "tea", "count": 50}, "enrichments": [{"description": "Who?"}]}
    ).json()["id"]
    websets_emulator.advance(20)
    search = http.get(f"/v0/websets/{id}").json()["searches"][0]["id"]
    assert http.post(f"/v0/websets/{id}/searches/{search}/cancel").json()["canceledReason"] is None
    items = http.get(f"/v0/websets/{id}/items").json()["data"]
    assert "pending" in {item["enrichments"][0]["status"] for item in items}
    websets_emulator.advance(12)
    assert http.get(f"/v0/websets/{id}").json()["status"] == "running"
    websets_emulator.advance(1)
    webset = http.get(f"/v0/websets/{id}").json()
    assert (webset["status"], webset["enrichments"][0]["status"]) == ("idle", "completed")
    results = http.get(f"/v0/websets/{id}/items").json()["data"]
    assert [item["id"] for item in results] == [item["id"] for item in items]
    assert {item["enrichments"][0]["status"] for item in results} == {"completed"}


def test_a_canceled_enrichment(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The answer to the cancel says pending. A moment later the enrichment and its missing results are canceled."""
    id = create(http, TEA)
    websets_emulator.advance(60)
    path = f"/v0/websets/{id}/enrichments/{add(http, id)['id']}"
    websets_emulator.advance(1)
    answer = http.post(f"{path}/cancel")
    websets_emulator.advance(0.3)

    assert (answer.status_code, answer.json()["status"]) == (200, "pending")
    assert http.get(path).json()["status"] == "canceled"
    assert results(http, id) == [["canceled"]]
    assert get(http, id)["status"] == "idle"


def test_a_canceled_enrichment_does_not_run_again(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A later search does not restart a canceled enrichment."""
    id = create(http, TEA)
    canceled, completed = add(http, id)["id"], add(http, id)["id"]
    http.post(f"/v0/websets/{id}/enrichments/{canceled}/cancel")
    websets_emulator.advance(60)
    http.post(f"/v0/websets/{id}/searches", json={"query": "coffee", "count": 1})
    statuses = [one["status"] for one in get(http, id)["enrichments"]]
    websets_emulator.advance(60)

    assert statuses == ["canceled", "pending"]
    assert [(one["id"], one["status"]) for one in get(http, id)["enrichments"]] == [
        (canceled, "canceled"),
        (completed, "completed"),
    ]
    assert results(http, id) == [["canceled", "completed"]]


def test_a_completed_enrichment_stays_completed(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A cancel after the completion changes nothing."""
    id = create(http, TEA)
    path = f"/v0/websets/{id}/enrichments/{add(http, id)['id']}"
    websets_emulator.advance(60)
    before = http.get(path).json()

    assert before["status"] == "completed"
    assert http.post(f"{path}/cancel").json() == before
    websets_emulator.advance(1)
    assert http.get(path).json() == before


def test_a_cancel_that_came_too_late_has_no_effect() -> None:
    """An enrichment that completed before a slow cancel took effect runs again with the next search."""
    with (
        Emulator(cancel_delay=5) as emulator,
        emulator_client(emulator) as http,
    ):
        id = create(http, TEA)
        enrichment = add(http, id)["id"]
        emulator.advance(30)
        http.post(f"/v0/websets/{id}/cancel")
        emulator.advance(60)
        before = get(http, id)["enrichments"][0]["status"]
        http.post(f"/v0/websets/{id}/searches", json={"query": "coffee", "count": 1})
        emulator.advance(60)
        after = http.get(f"/v0/websets/{id}/enrichments/{enrichment}").json()["status"]

    assert (before, after) == ("completed", "completed")


@pytest.mark.parametrize(("seconds", "status"), [(1, "canceled"), (60, "completed")])
def test_a_deleted_enrichment(seconds: float, status: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The delete returns its last state, canceled if it was running; then it is gone together with its results."""
    id = create(http, TEA)
    websets_emulator.advance(60)
    kept, gone = add(http, id)["id"], add(http, id)["id"]
    websets_emulator.advance(seconds)
    path = f"/v0/websets/{id}/enrichments/{gone}"
    answer = http.delete(path)

    assert (answer.status_code, answer.json()["id"], answer.json()["status"]) == (200, gone, status)
    assert (http.get(path).status_code, http.delete(path).status_code) == (404, 404)
    assert [one["id"] for one in get(http, id)["enrichments"]] == [kept]
    assert [len(one) for one in results(http, id)] == [1]


def test_the_webset_is_idle_once_its_last_enrichment_is_deleted(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The Webset becomes idle, and its updatedAt changes."""
    id = create(http, TEA)
    websets_emulator.advance(60)
    made = add(http, id)
    websets_emulator.advance(2)
    http.delete(f"/v0/websets/{id}/enrichments/{made['id']}")
    webset = get(http, id)

    assert (webset["status"], webset["enrichments"]) == ("idle", [])
    assert webset["updatedAt"] > made["createdAt"]


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"description": "Since when?"}, {"description": "Since when?"}),
        ({"format": "date"}, {"format": "date"}),
        ({"options": [{"label": "x"}]}, {"options": [{"label": "x"}]}),
        ({"metadata": {"c": "d"}}, {"metadata": {"c": "d"}}),
        ({"metadata": None}, {"metadata": {}}),
        ({}, {}),
    ],
    ids=str,
)
def test_an_updated_enrichment(
    change: dict[str, Any], shown: dict[str, Any], websets_emulator: Emulator, http: httpx.Client
) -> None:
    """The update returns the enrichment; omitted fields keep their values, and null clears the metadata."""
    id = create(http, TEA)
    made = add(http, id)
    websets_emulator.advance(1)
    path = f"/v0/websets/{id}/enrichments/{made['id']}"
    answer = http.patch(path, json=change)

    assert answer.status_code == 200
    assert {**answer.json(), "updatedAt": ""} == {**made, **shown, "updatedAt": ""}
    assert answer.json()["updatedAt"] > made["updatedAt"]
    assert http.get(path).json() == answer.json()


@pytest.mark.parametrize(("method", "end"), [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/cancel")])
def test_unknown_enrichments_and_websets(method: str, end: str, http: httpx.Client) -> None:
    """An unknown enrichment, an enrichment of another Webset and an unknown Webset are a 404."""
    id, other = create(http, TEA), create(http, TEA)
    theirs = add(http, other)["id"]
    answers = [
        http.request(method, f"/v0/websets/{webset}/enrichments/{one}{end}", json={}).json()
        for webset, one in ((id, "wenrich_x"), (id, theirs), ("webset_x", theirs))
    ]

    assert [(one["statusCode"], one["message"]) for one in answers] == [
        (404, "Enrichment not found"),
        (404, "Enrichment not found"),
        (404, "Webset not found"),
    ]


@pytest.mark.parametrize(
    "body", [{}, {"description": ""}, {**ASKED, "format": "haiku"}, {**ASKED, "options": []}, {**ASKED, "x": 1}]
)
def test_an_invalid_enrichment(body: dict[str, Any], strict_http: httpx.Client) -> None:
    """An invalid body is a 400, and nothing is added."""
    id = create(strict_http, TEA)
    assert strict_http.post(f"/v0/websets/{id}/enrichments", json=body).status_code == 400
    assert get(strict_http, id)["enrichments"] == []
