"""A receiver of webhooks as a user writes it, with FastAPI and the pydantic models."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest
from exa_websets import webhooks
from support.paths import TESTS
from support.recordings import recorded

RECEIVER = TESTS / "user_code" / "webhook_receiver.py"
SECRET = "whsec_test"
WEBSET = recorded("websets_get_idle").answer
EVENT = {
    "id": "event_1",
    "object": "event",
    "type": "webset.idle",
    "data": WEBSET,
    "createdAt": "2025-11-23T17:15:22.175Z",
}
Deliver = Callable[[bytes, dict[str, str]], httpx.Response]


@pytest.fixture
def deliver(monkeypatch: pytest.MonkeyPatch) -> Deliver:
    """Posts a body with headers to the receiver, without a network."""
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    app: Any = runpy.run_path(str(RECEIVER))["app"]

    async def post(body: bytes, headers: dict[str, str]) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://receiver") as http:
            return await http.post("/exa", content=body, headers={"content-type": "application/json", **headers})

    return lambda body, headers: anyio.run(post, body, headers)


def test_a_signed_event_arrives_as_a_model(deliver: Deliver) -> None:
    """What `webhooks.sign` signed is taken, and both kinds of models read it."""
    body = json.dumps(EVENT).encode()
    response = deliver(body, {"Exa-Signature": webhooks.sign(body, SECRET)})

    assert response.status_code == 200
    assert response.json() == f"webset.idle of {WEBSET['id']}, {WEBSET['searches'][0]['progress']['found']} found"


def test_an_event_of_a_new_type_arrives_too(deliver: Deliver) -> None:
    """A receiver written today goes on working when the service sends something new."""
    body = json.dumps({**EVENT, "type": "webset.export.created", "data": {"websetId": "webset_1"}}).encode()
    response = deliver(body, {"Exa-Signature": webhooks.sign(body, SECRET)})

    assert response.json() == "webset.export.created of webset_1, None found"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Exa-Signature": "t=1,v1=0"}, {"Exa-Signature": webhooks.sign(json.dumps(EVENT), "whsec_other")}],
    ids=["unsigned", "forged", "another secret"],
)
def test_what_was_not_signed_is_turned_away(deliver: Deliver, headers: dict[str, str]) -> None:
    """Without the secret nothing gets past the first line of the receiver."""
    assert deliver(json.dumps(EVENT).encode(), headers).status_code == 400
