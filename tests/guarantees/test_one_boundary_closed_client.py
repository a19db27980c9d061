"""Guarantee 1 with a closed client: a call raises one of our errors, and no helper keeps waiting."""

from __future__ import annotations

import inspect
import threading
from functools import partial
from typing import Any

import anyio
import anyio.to_thread
import httpx
import pytest
from exa_websets import (
    AsyncWebsetsClient,
    ClientClosedError,
    WebsetsClient,
    deadline,
)
from support.caller import KEY, Act, Caller
from support.endings import Block, error_of, result_of
from support.fault_server import Do, FaultServer, Received, answer
from support.internals import transport_of
from support.key_guard import held
from support.recordings import DOCUMENTED_CANCEL

pytestmark = pytest.mark.trio

IDLE = {**DOCUMENTED_CANCEL, "id": "ws_1", "status": "idle"}
BODY = {"search": {"query": "makers of tea"}}
CREATE: Act = lambda client: client.websets.create(BODY)  # noqa: E731
CANCEL: Act = lambda client: client.websets.cancel("ws_1")  # noqa: E731
GOOD = answer(IDLE)
NOTE = "It may have been created all the same."


def good(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=IDLE)


@pytest.mark.parametrize("name", ["cancel", "get", "create"])
@pytest.mark.parametrize("is_ours", [True, False], ids=["own", "given"])
def test_a_client_that_is_closed_during_a_call(call: Caller, name: str, is_ours: bool) -> None:
    """Closing from another thread or task raises one of our errors, which is also a RuntimeError."""
    acts: dict[str, Act] = {"cancel": CANCEL, "create": CREATE, "get": lambda client: client.websets.get("ws_1")}
    in_flight, is_closed = threading.Event(), threading.Event()

    def wait(received: Received) -> bytes:
        in_flight.set()
        is_closed.wait(10)
        return GOOD

    with FaultServer((Do.READ, wait), times=None) as server:
        if call.kind == "sync":
            error = closed_in_flight(acts[name], server.base_url, in_flight, is_closed, is_ours=is_ours)
        else:
            main = partial(closed_in_flight_async, acts[name], server.base_url, in_flight, is_closed, is_ours=is_ours)
            error = anyio.run(main, backend=call.kind)
    assert isinstance(error, ClientClosedError), repr(error)
    assert isinstance(error, RuntimeError)
    assert error.outcome_unknown == (name != "get")
    assert (NOTE in str(getattr(error, "__notes__", ""))) == (name == "create")
    assert (error.__cause__ is None) == is_ours
    assert not held(error)
    assert len(server.received) == 1


def closed_in_flight(
    act: Act, base_url: str, in_flight: threading.Event, is_closed: threading.Event, *, is_ours: bool
) -> BaseException | None:
    """Make a call in a thread, close the client meanwhile, and return the exception."""
    http = None if is_ours else httpx.Client(verify=False)
    client = WebsetsClient(KEY, base_url=base_url, http_client=http)
    errors: list[BaseException] = []

    def perform() -> None:
        try:
            act(client)
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=perform)
    thread.start()
    assert in_flight.wait(10)
    (http or client).close()
    is_closed.set()
    thread.join(20)
    return errors[0] if errors else None


async def closed_in_flight_async(
    act: Act, base_url: str, in_flight: threading.Event, is_closed: threading.Event, *, is_ours: bool
) -> BaseException | None:
    """Make a call in a task, close the client meanwhile, and return the exception."""
    http = None if is_ours else httpx.AsyncClient(verify=False)
    client = AsyncWebsetsClient(KEY, base_url=base_url, http_client=http)
    errors: list[BaseException] = []

    async def perform() -> None:
        try:
            await act(client)
        except Exception as error:
            errors.append(error)

    with anyio.fail_after(20):
        async with anyio.create_task_group() as group:
            group.start_soon(perform)
            assert await anyio.to_thread.run_sync(in_flight.wait, 10)
            await (http.aclose() if http else client.close())
            is_closed.set()
    return errors[0] if errors else None


FOREVER: dict[str, Act] = {
    "cancel": CANCEL,
    "create": CREATE,
    "cancel_and_wait": lambda client: client.websets.cancel_and_wait("ws_1"),
    "cancel_and_wait, monitors too": lambda client: client.websets.cancel_and_wait("ws_1", disable_monitors=True),
    "wait_until_idle": lambda client: client.websets.wait_until_idle("ws_1"),
    "watch": lambda client: client.websets.watch("ws_1"),
    "watch, with a deadline": lambda client: client.websets.watch("ws_1", until=deadline(minutes=5)),
    "follow": lambda client: client.items.follow("ws_1"),
    "rows": lambda client: client.items.rows("ws_1"),
    "list_all": lambda client: client.websets.list_all(),
    "cancel_all": lambda client: client.websets.cancel_all(everything=True),
    "get_or_create": lambda client: client.websets.get_or_create("tea", BODY),
    "run": lambda client: Block(client.websets.run(BODY)),
    "wait_until_completed": lambda client: client.imports.wait_until_completed("import_1"),
}


@pytest.mark.parametrize("name", FOREVER)
@pytest.mark.parametrize("is_ours", [True, False], ids=["own", "given"])
def test_nothing_polls_a_closed_client(call: Caller, name: str, is_ours: bool) -> None:
    """Each helper ends at once with the error that the client was closed."""
    waits: list[float] = []
    error = error_of(
        call, closed_before(call, FOREVER[name]), sleep=waits.append, **({} if is_ours else {"handler": good})
    )
    assert isinstance(error, ClientClosedError), repr(error)
    assert error.outcome_unknown is False
    assert waits == []


def closed_before(call: Caller, act: Act) -> Act:
    """Return a function that closes the connections of a client and then uses it."""

    def perform(client: Any) -> Any:
        client.close()
        transport_of(client).pool.http.close()
        return act(client)

    async def perform_async(client: Any) -> Any:
        pool = transport_of(client).pool
        if pool.is_ours:
            await client.close()
        else:
            await pool.http.aclose()
        value = act(client)
        return await value if inspect.isawaitable(value) else value

    return perform if call.kind == "sync" else perform_async


@pytest.mark.parametrize("is_ours", [True, False], ids=["own", "given"])
def test_a_batch_over_a_closed_client(call: Caller, is_ours: bool) -> None:
    """Fifty cancels end at once, each with the error that the client was closed."""
    waits: list[float] = []
    ids = [f"ws_{number}" for number in range(50)]
    act = closed_before(call, lambda client: client.websets.cancel_many(ids))
    outcomes = result_of(call, act, sleep=waits.append, **({} if is_ours else {"handler": good}))
    assert [type(outcome.error) for outcome in outcomes] == [ClientClosedError] * 50
    assert waits == []
