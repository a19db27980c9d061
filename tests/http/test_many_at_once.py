"""Many calls at once: they share connections, and give them back however they end."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.caller import Caller
from support.internals import calls_in_flight

pytestmark = pytest.mark.trio

MANY = 40


def running(http: httpx.Client) -> str:
    webset: dict[str, Any] = http.post("/v0/websets", json={"search": {"query": "makers of tea", "count": 1}}).json()
    return str(webset["id"])


@pytest.fixture
def ids(http: httpx.Client) -> list[str]:
    return [running(http) for _ in range(MANY)]


def test_they_share_connections(call: Caller, websets_emulator: Emulator, ids: list[str]) -> None:
    """There are never more connections than calls at once, and those are used again."""

    def act(client: Any) -> Any:
        return client.websets.cancel_many([*ids, "missing"], concurrency=MANY)

    before = len(websets_emulator.requests)
    outcomes = call(act, base_url=websets_emulator.base_url)
    assert [outcome.is_finished for outcome in outcomes] == [True] * MANY + [False]
    arrived = websets_emulator.requests[before:]
    assert len(arrived) == MANY + 1
    assert len({request.connection for request in arrived}) <= MANY


def test_one_after_the_other_uses_one(call: Caller, websets_emulator: Emulator, ids: list[str]) -> None:
    """A second connection is opened only if there is a second call at the same time."""
    before = len(websets_emulator.requests)
    call(lambda client: client.websets.cancel_many(ids, concurrency=1), base_url=websets_emulator.base_url)
    assert len({request.connection for request in websets_emulator.requests[before:]}) == 1


@pytest.mark.parametrize(
    "how",
    [{"status": 503}, {"reset": True}, {"truncate": True}, {"malformed": True}, {"stall": True}],
    ids=lambda how: str(next(iter(how))),
)
def test_they_give_their_place_back(
    how: dict[str, Any], call: Caller, websets_emulator: Emulator, ids: list[str]
) -> None:
    """A call that fails leaves nothing behind that would make later ones wait."""
    for id in ids:
        websets_emulator.fail(**how, method="POST", path=f"/v0/websets/{id}/cancel")
    clients: list[Any] = []

    def act(client: Any) -> Any:
        clients.append(client)
        return client.with_options(max_retries=0, timeout=0.5).websets.cancel_many(ids, concurrency=20)

    outcomes = call(act, base_url=websets_emulator.base_url)
    assert all(outcome.error is not None for outcome in outcomes)
    assert [calls_in_flight(client) for client in clients] == [0] * len(clients)
