"""What happens when all connections of a client are busy, and how long idle ones are used."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from functools import partial

import anyio
import pytest
from anyio.abc import TaskGroup
from exa_websets import AsyncWebsetsClient
from support.caller import KEY
from support.fault_server import FaultServer, Received, answer
from support.recordings import DOCUMENTED_CANCEL
from support.user_programs import finished

CONNECTIONS = 100
FOR_CANCELS = 8


def response(received: Received) -> bytes:
    return answer({**DOCUMENTED_CANCEL, "id": received.path.split("/")[4]})


class HoldingServer(FaultServer):
    """A server that holds the response about each Webset with a number for an ID until a test releases it."""

    def __init__(self) -> None:
        super().__init__(answer=self._answer)
        self._released = defaultdict[str, threading.Event](threading.Event)

    def _answer(self, received: Received) -> bytes:
        if (id := received.path.split("/")[4]).isdigit():
            assert self._released[id].wait(10)
        return response(received)

    def release(self, *ids: int) -> None:
        for id in ids:
            self._released[str(id)].set()

    async def holds(self, number: int) -> bool:
        """Wait until this number of requests has arrived; return False if it has not after some seconds."""
        with anyio.move_on_after(5):
            while len(self.received) < number:
                await anyio.sleep(0.002)
        return len(self.received) == number


async def fill(server: HoldingServer, client: AsyncWebsetsClient, group: TaskGroup) -> None:
    """Start one GET after the other until every connection waits for a response."""
    for id in range(CONNECTIONS):
        group.start_soon(client.websets.get, str(id))
        assert await server.holds(id + 1)


@pytest.fixture
def server() -> Iterator[HoldingServer]:
    with HoldingServer() as server:
        yield server


def in_groups(server: HoldingServer, main: Callable[[AsyncWebsetsClient, TaskGroup], Awaitable[None]]) -> None:
    async def run() -> None:
        async with (
            AsyncWebsetsClient(KEY, base_url=server.base_url, timeout=20, max_retries=0) as client,
            anyio.create_task_group() as group,
        ):
            await main(client, group)

    anyio.run(run)


def test_a_call_waits_where_the_fewest_calls_wait(server: HoldingServer) -> None:
    """Of two calls that wait for a connection, none waits behind the other while other connections end earlier."""

    async def main(client: AsyncWebsetsClient, group: TaskGroup) -> None:
        await fill(server, client, group)
        for id in (CONNECTIONS, CONNECTIONS + 1):
            group.start_soon(client.websets.get, str(id))
        await anyio.sleep(0.02)
        assert len(server.received) == CONNECTIONS
        server.release(0)
        assert await server.holds(CONNECTIONS + 1)
        server.release(2)
        assert await server.holds(CONNECTIONS + 2)
        server.release(*range(CONNECTIONS + 2))

    in_groups(server, main)
    assert server.connections == CONNECTIONS


def test_cancels_while_all_connections_are_busy(server: HoldingServer) -> None:
    """A cancel does not wait for other calls; one more connection serves several cancels in a row."""

    async def main(client: AsyncWebsetsClient, group: TaskGroup) -> None:
        await fill(server, client, group)
        for id in ("a", "b", "c"):
            assert (await client.websets.cancel(id)).id == id
        assert server.connections == CONNECTIONS + 1
        server.release(*range(CONNECTIONS))

    in_groups(server, main)


def test_many_cancels_while_all_connections_are_busy(server: HoldingServer) -> None:
    """Eight more connections are for cancels, and a further cancel waits for one of them."""
    all_busy = CONNECTIONS + FOR_CANCELS

    async def main(client: AsyncWebsetsClient, group: TaskGroup) -> None:
        await fill(server, client, group)
        for id in range(CONNECTIONS, all_busy + 1):
            group.start_soon(client.websets.cancel, str(id))
        assert await server.holds(all_busy)
        await anyio.sleep(0.02)
        assert len(server.received) == all_busy
        server.release(*range(CONNECTIONS, all_busy))
        assert await server.holds(all_busy + 1)
        server.release(*range(all_busy + 1))

    in_groups(server, main)
    assert server.connections == all_busy


def test_a_cancel_after_all_connections_were_busy(server: HoldingServer) -> None:
    """A cancel uses an idle connection if there is one."""

    async def main(client: AsyncWebsetsClient, group: TaskGroup) -> None:
        async with anyio.create_task_group() as earlier:
            await fill(server, client, earlier)
            server.release(*range(CONNECTIONS))
        await client.websets.cancel("a")

    in_groups(server, main)
    assert server.connections == CONNECTIONS


def test_concurrent_cancels_do_not_wait_for_each_other(server: HoldingServer) -> None:
    """Each has a connection as long as there are enough."""

    async def main(client: AsyncWebsetsClient, group: TaskGroup) -> None:
        group.start_soon(partial(client.websets.cancel_many, map(str, range(30)), concurrency=30))
        assert await server.holds(30)
        server.release(*range(30))

    in_groups(server, main)


_LATER = """
import sys, time
from exa_websets import WebsetsClient
real, shift = time.monotonic, 0
time.monotonic = lambda: real() + shift
with WebsetsClient() as client:
    client.websets.get("x")
    shift = float(sys.argv[1])
    client.websets.get("x")
"""


@pytest.mark.parametrize(("seconds", "connections"), [(3, 1), (6, 2)])
def test_an_idle_connection_is_used_for_five_seconds(seconds: int, connections: int) -> None:
    """A connection that was idle for longer may have been dropped on the way without a notice."""
    with FaultServer(answer=response) as server:
        finished(server, _LATER, str(seconds))
        assert server.connections == connections
