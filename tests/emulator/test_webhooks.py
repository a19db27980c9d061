"""Webhooks in the emulator: created with a secret that is shown once, listed, updated and deleted."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_calls import EVENT_TYPES, webhook

ELSEWHERE = "https://hooks.example.com/exa"


def test_only_the_create_returns_the_secret(http: httpx.Client) -> None:
    """In all other answers the secret is null; the other fields are unchanged."""
    body = {"url": ELSEWHERE, "events": ["webset.idle"], "metadata": {"team": "tea"}}
    made = http.post("/v0/webhooks", json=body).json()
    shown = {**made, "secret": None}

    assert made["secret"].startswith("whsec_")
    assert made["id"].startswith("webhook_")
    assert made == {
        **body,
        "id": made["id"],
        "object": "webhook",
        "status": "active",
        "secret": made["secret"],
        "createdAt": "2026-01-01T00:00:00.000Z",
        "updatedAt": "2026-01-01T00:00:00.000Z",
    }
    assert http.get(f"/v0/webhooks/{made['id']}").json() == shown
    assert http.get("/v0/webhooks").json()["data"] == [shown]
    assert http.patch(f"/v0/webhooks/{made['id']}", json={}).json() == shown
    assert http.delete(f"/v0/webhooks/{made['id']}").json() == {**shown, "status": "inactive"}
    assert webhook(http, ELSEWHERE)["secret"] != made["secret"]


def test_a_deleted_webhook_is_inactive(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A deleted webhook is not listed, but can still be read by its id, with its deliveries."""
    made, other = webhook(http, ELSEWHERE), webhook(http, ELSEWHERE)
    path = f"/v0/webhooks/{made['id']}"
    websets_emulator.advance(5)
    deleted = http.delete(path).json()
    websets_emulator.advance(5)

    assert deleted == {**made, "secret": None, "status": "inactive", "updatedAt": "2026-01-01T00:00:05.000Z"}
    assert http.get(path).json() == http.delete(path).json() == deleted
    assert http.get(f"{path}/attempts").json()["data"] == []
    assert [one["id"] for one in http.get("/v0/webhooks").json()["data"]] == [other["id"]]


def test_an_update_changes_the_given_fields(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Events, URL and metadata are replaced; other fields keep their values."""
    made = webhook(http, ELSEWHERE, "webset.idle", "webset.created")
    websets_emulator.advance(5)
    path = f"/v0/webhooks/{made['id']}"
    changed = http.patch(path, json={"events": ["import.created"], "metadata": {"a": "b"}}).json()
    moved = http.patch(path, json={"url": "http://127.0.0.1:1/hook"}).json()

    assert changed == {
        **made,
        "secret": None,
        "events": ["import.created"],
        "metadata": {"a": "b"},
        "updatedAt": "2026-01-01T00:00:05.000Z",
    }
    assert moved == {**changed, "url": "http://127.0.0.1:1/hook"}


@pytest.mark.parametrize(
    "body",
    [
        {"url": ELSEWHERE, "events": []},
        {"url": ELSEWHERE, "events": [*EVENT_TYPES, "webset.idle"]},
        {"url": ELSEWHERE, "events": ["webset.exploded"]},
        {"url": ELSEWHERE},
        {"url": "http://localhost:99999", "events": ["webset.idle"]},
        {"events": ["webset.idle"]},
        {"url": "hooks.example.com/exa", "events": ["webset.idle"]},
        {"url": "ftp://hooks.example.com", "events": ["webset.idle"]},
        {"url": "http://", "events": ["webset.idle"]},
        {"url": "http://a:port/", "events": ["webset.idle"]},
        {"url": ELSEWHERE, "events": ["webset.idle"], "secret": "mine"},
    ],
)
def test_invalid_bodies(body: dict[str, Any], strict_http: httpx.Client) -> None:
    """A webhook needs 1 to 19 known types and a valid HTTP or HTTPS URL."""
    assert strict_http.post("/v0/webhooks", json=body).status_code == 400
    assert strict_http.get("/v0/webhooks").json()["data"] == []


def test_unknown_ids_and_queries(http: httpx.Client) -> None:
    """An unknown webhook is a 404, also for its deliveries; an invalid query is a 400."""
    path = "/v0/webhooks/webhook_unknown"
    refused = [
        http.get(path),
        http.patch(path, json={}),
        http.delete(path),
        http.get(f"{path}/attempts"),
    ]
    known = f"/v0/webhooks/{webhook(http, ELSEWHERE)['id']}/attempts"

    assert {(response.status_code, response.json()["message"]) for response in refused} == {(404, "Webhook not found")}
    for query in ({"limit": 201}, {"eventType": "webset.exploded"}, {"successful": "maybe"}, {"page": 2}):
        assert http.get(known, params=query).status_code == 400


def test_pages(http: httpx.Client) -> None:
    """Webhooks are listed newest first."""
    made = [webhook(http, ELSEWHERE)["id"] for _ in range(27)]
    first = http.get("/v0/webhooks").json()
    second = http.get("/v0/webhooks", params={"cursor": first["nextCursor"]}).json()

    assert [each["id"] for each in first["data"] + second["data"]] == made[::-1]
    assert len(first["data"]) == 25
    assert second["nextCursor"] is None
