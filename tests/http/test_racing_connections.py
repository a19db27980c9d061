"""Attempts to connect to several addresses at once: the first connection is kept, and all others are closed."""

from __future__ import annotations

import anyio
import httpcore
import pytest
from support.internals import first_connection

BACKENDS = pytest.mark.parametrize("backend", ["asyncio", "trio"])


class Connection(httpcore.AsyncNetworkStream):
    """A connection that takes a moment to close."""

    def __init__(self) -> None:
        self.is_closed = False

    async def aclose(self) -> None:
        await anyio.sleep(0)
        self.is_closed = True


class Network:
    """Both attempts succeed after a moment, even if they are canceled meanwhile."""

    def __init__(self) -> None:
        self.opened: list[Connection] = []

    async def connect(self, address: str) -> Connection:
        with anyio.CancelScope(shield=True):
            await anyio.sleep(0.3)  # the second attempt starts after 0.25 s
        self.opened.append(Connection())
        return self.opened[-1]


@BACKENDS
def test_two_attempts_succeed(backend: str) -> None:
    """The second connection is closed."""
    network = Network()

    async def main() -> object:
        return await first_connection(["one", "two"], network.connect)

    assert anyio.run(main, backend=backend) is network.opened[0]
    assert [one.is_closed for one in network.opened] == [False, True]


@BACKENDS
def test_a_task_is_canceled_while_an_attempt_ends(backend: str) -> None:
    """Nobody would close the first connection, so it is closed, too."""
    network = Network()

    async def main() -> None:
        with anyio.move_on_after(0.4):
            await first_connection(["one", "two"], network.connect)

    anyio.run(main, backend=backend)
    assert [one.is_closed for one in network.opened] == [True, True]
