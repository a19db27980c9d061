"""Each recorded request, repeated in the same state, receives the recorded answer from the emulator."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import httpx
import pytest
from attrs import frozen
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA, cancel, create
from support.emulator_http import emulator_client, upload
from support.recording_comparison import assert_same_form
from support.recordings import Exchange, creation, recorded


@frozen
class State:
    """The time of a recorded request, in seconds after the creation, and whether the creation had criteria."""

    seconds: float
    criteria: bool = False


STATES = {
    "websets_get_running_progress": State(8),
    "websets_get_running_at_completion_100": State(12.5),
    "websets_get_search_done_enrichments_pending": State(23),
    "websets_get_idle": State(36),
    "websets_get_expand_items": State(20),
    "websets_cancel_running": State(2.3, criteria=True),
    "websets_cancel_with_enrichments": State(2.4),
    "websets_cancel_idle": State(22),
    "websets_delete": State(2.9, criteria=True),
}


def repeat(exchange: Exchange, http: httpx.Client, *ids: str) -> Any:
    """Repeat a recorded request with these ids, and return the answer."""
    path = exchange.path
    for id in ids:
        path = re.sub(id.partition("_")[0] + r"_\w+", id, path)
    response = http.request(exchange.method, path, json=exchange.request)
    assert response.status_code == exchange.status
    assert response.headers["content-type"].startswith("application/json")
    assert "x-request-id" not in response.headers
    return response.json()


def assert_same_order_of_times(before: Any, now: Any) -> None:
    """Assert that the times of a Webset are in the recorded order."""
    for webset in (before, now):
        parts = [part["updatedAt"] for part in (*webset["searches"], *webset["enrichments"])]
        assert webset["updatedAt"] == max(parts)
        for search in webset["searches"]:
            if search["canceledAt"]:
                settled = datetime.fromisoformat(search["updatedAt"]) - datetime.fromisoformat(search["canceledAt"])
                assert 0.2 <= settled.total_seconds() <= 0.4
        for item in webset.get("items", []):
            assert item["createdAt"] <= item["updatedAt"] <= webset["updatedAt"]


def test_a_creation_is_answered_as_recorded(http: httpx.Client) -> None:
    """A new Webset is running, and the service has derived only the entity."""
    exchange = recorded("websets_create_201")
    answer = repeat(exchange, http)

    assert_same_form(exchange.answer, answer)
    assert answer["enrichments"][0]["id"].startswith("wenrich_cm")
    assert len(answer["enrichments"][0]["id"]) == len(exchange.answer["enrichments"][0]["id"])


@pytest.mark.parametrize("name", STATES)
def test_a_webset_is_answered_as_recorded(name: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """In the recorded state, at the recorded second, the answer is the recorded one."""
    exchange, state = recorded(name), STATES[name]
    id = http.post("/v0/websets", json=creation(exchange.answer, state.criteria)).json()["id"]
    websets_emulator.advance(state.seconds)
    answer = repeat(exchange, http, id)

    assert_same_form(exchange.answer, answer)
    assert_same_order_of_times(exchange.answer, answer)


def test_a_list_is_answered_as_recorded(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A page of idle Websets is listed newest first, and its cursor is the bare ULID of the last one."""
    exchange = recorded("websets_list")
    http.post("/v0/websets", json={"search": {"query": "one more, for the next page"}})
    for webset in reversed(exchange.answer["data"]):
        id = http.post("/v0/websets", json=creation(webset, criteria=True)).json()["id"]
        websets_emulator.advance(25)
        if "canceled" in [one["status"] for one in webset["enrichments"]]:
            http.post(f"/v0/websets/{id}/cancel")
        websets_emulator.advance(25)
    answer = repeat(exchange, http)

    assert_same_form(exchange.answer, answer)
    for page in (exchange.answer, answer):
        created = [webset["createdAt"] for webset in page["data"]]
        assert created == sorted(created, reverse=True)
        assert page["data"][-1]["id"] == f"webset_{page['nextCursor']}"


def test_enriched_items_are_as_recorded(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The list of items, with enrichment results, matches the recording."""
    exchange = recorded("items_list_with_enrichments")
    before = exchange.answer["data"]
    enrichments = [{"description": "What is asked for.", "format": one["format"]} for one in before[0]["enrichments"]]
    id = create(http, {"search": {"query": "makers of tea", "count": 1}, "enrichments": enrichments})
    websets_emulator.advance(40)

    assert_same_form(exchange.answer, repeat(exchange, http, id))


def test_another_search_is_answered_as_recorded(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A search added to an idle Webset is running at once."""
    exchange = recorded("searches_create_201")
    id = create(http, TEA)
    websets_emulator.advance(25)

    assert_same_form(exchange.answer, repeat(exchange, http, id))


def test_a_canceled_search_is_answered_as_recorded(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A search that was canceled alone has no reason, and its completion is 100."""
    exchange = recorded("searches_cancel")
    id = create(http, TEA)
    cancel(http, id)
    asked = {name: exchange.answer[name] for name in ("query", "count")}
    search = http.post(f"/v0/websets/{id}/searches", json=asked).json()
    websets_emulator.advance(1.4)

    assert_same_form(exchange.answer, repeat(exchange, http, id, search["id"]))


@pytest.mark.parametrize("name", ["enrichments_cancel_still_pending", "enrichments_delete"])
def test_a_stopped_enrichment_is_answered_as_recorded(
    name: str, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """The answer to a cancel says pending, that to a delete says canceled."""
    exchange = recorded(name)
    id = create(http, TEA)
    asked = {name: exchange.answer[name] for name in ("description", "format")}
    enrichment = http.post(f"/v0/websets/{id}/enrichments", json=asked).json()
    websets_emulator.advance(1.2)

    assert_same_form(exchange.answer, repeat(exchange, http, id, enrichment["id"]))


def test_a_new_import_is_answered_as_recorded(http: httpx.Client) -> None:
    """A new import is pending, and its upload URL is valid for an hour."""
    exchange = recorded("imports_create_201")
    answer = repeat(exchange, http)

    assert_same_form(exchange.answer, answer)
    for one in (exchange.answer, answer):
        valid = datetime.fromisoformat(one["uploadValidUntil"]) - datetime.fromisoformat(one["createdAt"])
        assert 3600 <= valid.total_seconds() < 3601


def test_imports_are_listed_as_recorded(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Imports are listed newest first, with `hasMore: true` although there is no cursor."""
    exchange = recorded("imports_list_has_more_without_cursor")
    for one in reversed(exchange.answer["data"]):
        file = b"url\n" + b"".join(b"https://example.com/%d\n" % row for row in range(one["count"]))
        body = {**{name: one[name] for name in ("title", "format", "entity", "count")}, "size": len(file)}
        made = http.post("/v0/imports", json=body).json()
        if one["status"] == "completed":
            assert upload(made["uploadUrl"], file) == 200
            websets_emulator.advance(20)
    websets_emulator.advance(0.5)

    assert_same_form(exchange.answer, repeat(exchange, http))


def test_a_wrong_key_is_rejected_as_recorded() -> None:
    """A wrong key is the recorded 400, without a tag."""
    exchange = recorded("error_400_bad_key")
    with (
        Emulator(api_key="right") as emulator,
        emulator_client(emulator, "wrong") as http,
    ):
        answer = repeat(exchange, http)

    assert_same_form(exchange.answer, answer)
    assert answer["error"] == exchange.answer["error"]


def test_an_unknown_id_is_rejected_as_recorded(http: httpx.Client) -> None:
    """An unknown id is a 404 in the recorded form, with the path below the base URL."""
    exchange = recorded("error_404")
    answer = repeat(exchange, http)

    assert answer == {**exchange.answer, "timestamp": answer["timestamp"]}
    assert_same_form(exchange.answer, answer)


def test_a_planned_500_is_as_recorded(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A planned 500 has the recorded form."""
    exchange = recorded("error_500")
    websets_emulator.fail(500)
    answer = repeat(exchange, http)

    assert_same_form(exchange.answer, answer)
    assert answer["error"] == exchange.answer["error"]
    assert answer["statusCode"] == 500
