"""Clients are opened, shared, copied and closed; views share the connections of their client."""

from __future__ import annotations

import gc
import os
import pickle
import threading
import warnings
from typing import Any

import anyio
import httpx
import pytest
from exa_websets import AsyncWebsetsClient, WebsetsClient
from support.answers import about
from support.caller import KEY, Caller
from support.fault_server import Do, FaultServer
from support.internals import transport_of
from support.recordings import DOCUMENTED_CANCEL

pytestmark = pytest.mark.trio


def answer(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=about(request, DOCUMENTED_CANCEL))


def forget(client: WebsetsClient) -> None:
    """Drop the last reference other than the caller's own."""
    del client
    gc.collect()


def test_leaving_the_block_closes_the_connections() -> None:
    """A client cannot be used after its block."""
    with WebsetsClient(KEY, base_url="http://127.0.0.1:9/websets") as client:
        pass
    with pytest.raises(RuntimeError, match="closed"):
        client.websets.get("x")


def test_a_client_left_open_warns() -> None:
    """A client that was not closed issues a ResourceWarning, as files and sockets do."""
    closed = WebsetsClient(KEY)
    closed.close()
    forget(closed)
    with pytest.warns(ResourceWarning, match="never closed"):
        forget(WebsetsClient(KEY))


def test_an_http_client_of_the_caller_stays_open() -> None:
    """A given httpx client is not closed and causes no warning."""
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        with WebsetsClient(KEY, http_client=http) as client:
            assert client.websets.get("x").id == "x"
        assert not http.is_closed
        assert WebsetsClient(KEY, http_client=http).websets.get("x").id == "x"
        gc.collect()


def test_a_view_shares_the_connections_and_closes_none(call: Caller) -> None:
    """`with_options` returns a view with other settings on the same pool; closing it leaves the client open."""

    def use(client: Any) -> Any:
        view = client.with_options(timeout=3)
        assert type(view) is type(client)
        assert transport_of(view).pool is transport_of(client).pool
        if call.kind == "sync":
            view.close()
            return client.websets.get("x")

        async def close_and_get() -> Any:
            await view.close()
            return await client.websets.get("x")

        return close_and_get()

    assert call(use, handler=answer).id == "x"


@pytest.mark.parametrize("kind", [WebsetsClient, AsyncWebsetsClient])
def test_a_client_pickles_as_its_configuration(kind: Any) -> None:
    """An unpickled client has the same settings and its own connections."""
    client = kind(KEY, base_url="http://127.0.0.1:9/websets", timeout=7, max_retries=4, headers={"x-a": "1"})
    copy = pickle.loads(pickle.dumps(client))

    assert transport_of(copy).config == transport_of(client).config
    assert transport_of(copy).pool is not transport_of(client).pool
    for each in (client, copy):
        each.close() if kind is WebsetsClient else anyio.run(each.close)


def test_a_client_with_a_given_http_client_cannot_be_pickled() -> None:
    """Connections cannot be pickled, and the error says so."""
    with httpx.Client() as http, pytest.raises(TypeError, match="http_client of your own"):
        pickle.dumps(WebsetsClient(KEY, http_client=http))


def test_resources_are_created_once_even_by_many_threads() -> None:
    """Threads can share a client: it has one pool, and every thread gets its answer."""
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        client = WebsetsClient(KEY, http_client=http)
        ids: list[str] = []
        threads = [threading.Thread(target=lambda: ids.append(client.websets.get("x").id)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert ids == ["x"] * 8


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_fork_gets_connections_of_its_own() -> None:
    """After a fork the child does not use the sockets of its parent."""
    with WebsetsClient(KEY) as client:
        before = id(transport_of(client).pool.http)
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # newer Pythons warn of a fork while threads are running
            child = os.fork()
        if child == 0:
            os._exit(0 if id(transport_of(client).pool.http) != before else 1)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0
        assert id(transport_of(client).pool.http) == before


@pytest.mark.parametrize("kind", ["asyncio", "trio"])
def test_a_task_that_is_canceled_during_a_handshake(kind: str, recwarn: pytest.WarningsRecorder) -> None:
    """It leaves no connection open."""

    async def main() -> None:
        async with AsyncWebsetsClient(KEY, base_url=server.base_url) as client:
            with anyio.move_on_after(0.1):
                await client.websets.get("x")

    with FaultServer((Do.STALL,), times=None, scheme="https", at_once=True) as server:
        anyio.run(main, backend=kind)
        assert server.connections == 1
    gc.collect()
    assert [str(warning.message) for warning in recwarn if warning.category is ResourceWarning] == []
