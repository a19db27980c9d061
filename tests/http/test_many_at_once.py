"""Concurrent calls share connections and release them, however they end."""

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


def test_concurrent_calls_share_connections(call: Caller, websets_emulator: Emulator, ids: list[str]) -> None:
    """There are never more connections than concurrent calls, and they are reused."""

    def act(client: Any) -> Any:
        return client.websets.cancel_many([*ids, "missing"], concurrency=MANY)

    before = len(websets_emulator.requests)
    outcomes = call(act, base_url=websets_emulator.base_url)
    assert [outcome.is_finished for outcome in outcomes] == [True] * MANY + [False]
    arrived = websets_emulator.requests[before:]
    assert len(arrived) == MANY + 1
    assert len({request.connection for request in arrived}) <= MANY


def test_consecutive_calls_use_one_connection(call: Caller, websets_emulator: Emulator, ids: list[str]) -> None:
    """A second connection is opened only for a concurrent call."""
    before = len(websets_emulator.requests)
    call(lambda client: client.websets.cancel_many(ids, concurrency=1), base_url=websets_emulator.base_url)
    assert len({request.connection for request in websets_emulator.requests[before:]}) == 1


@pytest.mark.parametrize(
    "how",
    [{"status": 503}, {"reset": True}, {"truncate": True}, {"malformed": True}, {"stall": True}],
    ids=lambda how: str(next(iter(how))),
)
def test_failed_calls_release_their_connections(
    how: dict[str, Any], call: Caller, websets_emulator: Emulator, ids: list[str]
) -> None:
    """After failed calls, later ones need not wait for a connection."""
    for id in ids:
        websets_emulator.fail(**how, method="POST", path=f"/v0/websets/{id}/cancel")
    clients: list[Any] = []

    def act(client: Any) -> Any:
        clients.append(client)
        return client.with_options(max_retries=0, timeout=0.2).websets.cancel_many(ids, concurrency=20)

    outcomes = call(act, base_url=websets_emulator.base_url)
    assert all(outcome.error is not None for outcome in outcomes)
    assert [calls_in_flight(client) for client in clients] == [0] * len(clients)
