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
    """Post a body with headers to the receiver, without a network."""
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    app: Any = runpy.run_path(str(RECEIVER))["app"]

    async def post(body: bytes, headers: dict[str, str]) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://receiver") as http:
            return await http.post("/exa", content=body, headers={"content-type": "application/json", **headers})

    return lambda body, headers: anyio.run(post, body, headers)


def test_a_signed_event_arrives_as_a_model(deliver: Deliver) -> None:
    """A body signed by `webhooks.sign` is accepted, and both kinds of models parse it."""
    body = json.dumps(EVENT).encode()
    response = deliver(body, {"Exa-Signature": webhooks.sign(body, SECRET)})

    assert response.status_code == 200
    assert response.json() == f"webset.idle of {WEBSET['id']}, {WEBSET['searches'][0]['progress']['found']} found"


def test_an_event_of_an_unknown_type_is_accepted(deliver: Deliver) -> None:
    """The receiver keeps working when the service sends an event of an unknown type."""
    body = json.dumps({**EVENT, "type": "webset.export.created", "data": {"websetId": "webset_1"}}).encode()
    response = deliver(body, {"Exa-Signature": webhooks.sign(body, SECRET)})

    assert response.json() == "webset.export.created of webset_1, None found"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Exa-Signature": "t=1,v1=0"}, {"Exa-Signature": webhooks.sign(json.dumps(EVENT), "whsec_other")}],
    ids=["unsigned", "forged", "another secret"],
)
def test_an_unsigned_request_is_rejected(deliver: Deliver, headers: dict[str, str]) -> None:
    """A request without a valid signature is rejected before its body is parsed."""
    assert deliver(json.dumps(EVENT).encode(), headers).status_code == 400
