"""Canceling and deleting in the emulator, as recorded from the service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_calls import cancel, create, get
from support.emulator_http import emulator_client

BODY = {"search": {"query": "makers of tea", "count": 3}, "enrichments": [{"description": "Who leads it?"}]}


@pytest.fixture
def slow() -> Iterator[Emulator]:
    """An emulator in which a cancel takes effect after 5 seconds of its clock."""
    with Emulator(cancel_delay=5) as emulator:
        yield emulator


def statuses(webset: Any) -> list[str]:
    return [part["status"] for part in (webset, *webset["searches"], *webset["enrichments"])]


def test_a_running_webset_is_stopped(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The answer is idle.

    Its search is canceled with the items found so far, and its pending enrichment is canceled.
    """
    id = create(http, BODY)
    websets_emulator.advance(7.5)
    before = get(http, id, expand="items")
    webset = cancel(http, id)

    assert statuses(before) == ["running", "running", "pending"]
    assert statuses(webset) == ["idle", "canceled", "canceled"]
    search = webset["searches"][0]
    assert datetime.fromisoformat(search["canceledAt"]) == websets_emulator.time
    assert search["canceledReason"] == "webset_canceled"
    assert datetime.fromisoformat(search["updatedAt"]) == websets_emulator.time + timedelta(seconds=0.3)
    found = before["searches"][0]["progress"]["found"]
    assert found == 2
    assert search["progress"] == {**before["searches"][0]["progress"], "completion": 100, "timeLeft": 0}
    assert search["criteria"] == before["searches"][0]["criteria"]
    assert "items" not in webset


def test_a_canceled_webset_stays_as_it_is(websets_emulator: Emulator, http: httpx.Client) -> None:
    """After a cancel the items stay, nothing more is found or enriched, and another cancel changes nothing."""
    id = create(http, BODY)
    websets_emulator.advance(7.5)
    first = cancel(http, id)
    at_once = get(http, id, expand="items")
    websets_emulator.advance(100)

    assert get(http, id, expand="items") == at_once == {**first, "items": at_once["items"]}
    assert len(at_once["items"]) == 2
    assert [one["status"] for item in at_once["items"] for one in item["enrichments"]] == ["canceled"] * 2
    assert cancel(http, id) == first


def test_a_cancel_right_after_the_creation(http: httpx.Client) -> None:
    """Nothing has been found and there are no criteria, but the title is still filled in later."""
    webset = cancel(http, create(http, BODY))

    assert statuses(webset) == ["idle", "canceled", "canceled"]
    assert webset["title"]
    search = webset["searches"][0]
    assert search["criteria"] == []
    assert search["progress"] == {"found": 0, "analyzed": 0, "completion": 100, "timeLeft": 0}
    assert webset["enrichments"][0]["updatedAt"] >= webset["enrichments"][0]["createdAt"]


def test_a_completed_search_is_not_canceled(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A completed search stays completed when only the enrichments are running."""
    id = create(http, BODY)
    websets_emulator.advance(22)
    before = get(http, id, expand="items")
    webset = cancel(http, id)

    assert statuses(before) == ["running", "completed", "pending"]
    assert statuses(webset) == ["idle", "completed", "canceled"]
    assert webset["searches"] == before["searches"]
    assert webset["enrichments"][0]["instructions"]


def test_an_idle_webset_is_unchanged(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A cancel returns an idle Webset unchanged, including its updatedAt."""
    id = create(http, BODY)
    websets_emulator.advance(60)
    before = http.get("/v0/websets").json()["data"][0]
    websets_emulator.advance(60)

    assert statuses(before) == ["idle", "completed", "completed"]
    assert cancel(http, id) == before


@pytest.mark.parametrize(
    "request_parts",
    [
        {},
        {"content": b"", "headers": {"content-type": "application/json"}},
        {"json": {}},
    ],
    ids=["no body", "an empty JSON body", "{}"],
)
def test_the_bodies_that_clients_send_are_accepted(request_parts: dict[str, Any], http: httpx.Client) -> None:
    """A cancel may have no body, an empty body or an empty object, and a trailing slash in its path."""
    id = create(http, BODY)
    response = http.post(f"/v0/websets/{id}/cancel/", **request_parts)

    assert (response.status_code, response.json()["status"]) == (200, "idle")


def test_a_cancel_delay(slow: Emulator) -> None:
    """With a delay the answer still shows what is running; it ends when the delay after the first cancel has passed."""
    with emulator_client(slow) as http:
        id = create(http, BODY)
        slow.advance(1)
        answers = [cancel(http, id)]
        slow.advance(4)
        answers.append(cancel(http, id))
        slow.advance(1)
        answers.append(cancel(http, id))

    assert [statuses(webset) for webset in answers] == [
        ["running", "running", "pending"],
        ["running", "running", "pending"],
        ["idle", "canceled", "canceled"],
    ]
    assert datetime.fromisoformat(answers[2]["searches"][0]["canceledAt"]) == slow.time
    assert answers[0]["searches"][0]["canceledReason"] is None


def test_a_search_that_ends_before_a_slow_cancel_is_completed(slow: Emulator) -> None:
    """A search that completes before a delayed cancel takes effect is completed, not canceled."""
    with emulator_client(slow) as http:
        id = create(http, BODY)
        slow.advance(17)
        cancel(http, id)
        slow.advance(10)
        webset = get(http, id, expand="items")

    assert statuses(webset) == ["idle", "completed", "canceled"]
    assert webset["searches"][0]["canceledReason"] is None


def test_a_delete_returns_the_webset(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The answer is the Webset, stopped as deleted; then it is gone, and its externalId can be used again."""
    id = create(http, BODY, externalId="tea")
    websets_emulator.advance(5)
    response = http.delete("/v0/websets/tea")

    assert response.status_code == 200
    assert response.json()["id"] == id
    assert statuses(response.json()) == ["idle", "canceled", "canceled"]
    assert response.json()["searches"][0]["canceledReason"] == "webset_deleted"
    for again in (http.get(f"/v0/websets/{id}"), http.post("/v0/websets/tea/cancel"), http.delete(f"/v0/websets/{id}")):
        assert (again.status_code, again.json()["message"]) == (404, "Webset not found")
    assert http.get("/v0/websets").json()["data"] == []
    assert create(http, BODY, externalId="tea") != id


def test_a_delete_of_an_idle_webset(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A delete of an idle Webset returns its search as completed."""
    id = create(http, BODY)
    websets_emulator.advance(60)

    assert statuses(http.delete(f"/v0/websets/{id}").json()) == ["idle", "completed", "completed"]
