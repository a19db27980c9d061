"""One client in several threads and event loops, with canceled tasks, and closed while in use."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import anyio
import httpx
import pytest
from exa_websets import APIConnectionError, AsyncWebsetsClient, WebsetsClient
from exa_websets.emulator import Emulator
from support.caller import KEY
from support.fault_server import Do, FaultServer, Received, answer
from support.recordings import DOCUMENTED_CANCEL

GOOD = answer({**DOCUMENTED_CANCEL, "id": "x"})
NAMES = [f"tea {number}" for number in range(8)]
CALLS: dict[str, Callable[[Any], Any]] = {
    "cancel": lambda client: client.websets.cancel("a"),
    "get": lambda client: client.websets.get("b"),
    "create": lambda client: client.websets.create({"search": {"query": "makers of tea"}}),
    "cancel_many": lambda client: client.websets.cancel_many(["c", "d", "e"], concurrency=1),
}
LATE: dict[str, Callable[[Any], Any]] = {
    "cancel": CALLS["cancel"],
    "wait": lambda client: client.websets.wait_until_idle("x"),
    "cancel_and_wait": lambda client: client.websets.cancel_and_wait("x"),
}


class Arrivals(list[Received]):
    """Counts what a server has received, and lets a test wait for it."""

    def __init__(self) -> None:
        self._arrived = threading.Semaphore(0)

    def append(self, received: Received, /) -> None:
        super().append(received)
        self._arrived.release()

    def wait(self, number: int) -> None:
        for _ in range(number):
            assert self._arrived.acquire(timeout=10)


class StallingServer(FaultServer):
    """A server that never answers."""

    def __init__(self) -> None:
        super().__init__((Do.READ, Do.STALL), times=None)
        self.received = self.arrivals = Arrivals()


def in_threads(*works: Callable[[], object]) -> list[Any]:
    """Call each function in a thread of its own, all at the same time; return the results or exceptions."""
    start = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            start.wait()
            results[place] = work()
        except Exception as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=each, daemon=True) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive(), "a thread hangs"
    return results


@pytest.fixture(params=["asyncio", "trio"])
def backend(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def server() -> Iterator[StallingServer]:
    with StallingServer() as server:
        yield server


def test_eight_threads_share_one_pool(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Each thread gets its own answers, and at most one connection per thread is opened and kept."""
    for name in NAMES:
        http.post("/v0/websets", json={"search": {"query": name, "count": 1}, "externalId": name})
    before = len(websets_emulator.requests)
    with WebsetsClient(KEY, base_url=websets_emulator.base_url, timeout=20, max_retries=0) as client:

        def ask(name: str) -> set[object]:
            return {client.with_options(timeout=10).websets.get(name).external_id for _ in range(8)}

        results = in_threads(*(partial(ask, name) for name in NAMES))
        arrived = websets_emulator.requests[before:]
        client.websets.get(NAMES[0])
    assert results == [{name} for name in NAMES]
    assert len(arrived) == 64
    assert len(connections := {request.connection for request in arrived}) <= 8
    assert websets_emulator.requests[-1].connection in connections


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_event_loops_one_after_the_other(backend: Any, websets_emulator: Emulator) -> None:
    """A client works in one event loop after another, with connections of that loop, and is closed in the last."""
    client = AsyncWebsetsClient(KEY, base_url=websets_emulator.base_url, max_retries=0)

    async def use() -> str:
        webset = await client.websets.create({"search": {"query": "makers of tea", "count": 1}})
        return str((await client.websets.cancel(webset.id)).status)

    assert [anyio.run(use, backend=backend) for _ in range(3)] == ["idle"] * 3
    assert len({request.connection for request in websets_emulator.requests}) == 3
    anyio.run(client.close, backend=backend)
    with pytest.raises(RuntimeError, match="closed"):
        anyio.run(use, backend=backend)
    anyio.run(client.close, backend=backend)
    gc.collect()


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_event_loops_at_once(backend: Any) -> None:
    """Event loops in several threads share a client; none hangs or uses a connection of another loop."""
    statuses: list[str] = []

    async def use(client: AsyncWebsetsClient) -> None:
        statuses.append(str((await client.websets.cancel("x")).status))

    async def main(client: AsyncWebsetsClient) -> None:
        for _ in range(4):
            async with anyio.create_task_group() as group:
                for _ in range(4):
                    group.start_soon(use, client)

    with FaultServer(answer=GOOD) as server:
        client = AsyncWebsetsClient(KEY, base_url=server.base_url, max_retries=0)
        results = in_threads(*[lambda: anyio.run(main, client, backend=backend)] * 3)
        anyio.run(client.close, backend=backend)
        gc.collect()
        assert (results, len(statuses), len(server.received)) == ([None] * 3, 48, 48)
        assert server.connections <= 12


@pytest.mark.parametrize("kind", ["asyncio", "anyio", "trio"])
def test_canceled_tasks_leave_the_pool_usable(kind: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """With a pool of one connection, the next call succeeds at whatever step the earlier ones were canceled."""
    ids = [http.post("/v0/websets", json={"search": {"query": name, "count": 1}}).json()["id"] for name in NAMES]
    websets_emulator.fail(stall=True, times=50, method="POST", path="*/cancel")
    before = len(websets_emulator.requests)

    def canceled() -> int:
        return sum(request.method == "POST" for request in websets_emulator.requests[before:])

    async def let_run(turn: int) -> None:
        """Let other tasks take some steps, or wait for the request to arrive."""
        arrived = canceled()
        for _ in range(turn):
            await anyio.sleep(0)
        while turn > 39 and canceled() == arrived:
            await anyio.sleep(0)

    async def break_off(work: Callable[[], Any], turn: int) -> None:
        if kind == "asyncio":
            task = asyncio.create_task(work())
            await let_run(turn)
            task.cancel()
            await asyncio.wait([task])
            return
        async with anyio.create_task_group() as group:
            group.start_soon(work)
            await let_run(turn)
            group.cancel_scope.cancel()

    async def main() -> list[str]:
        async with (
            httpx.AsyncClient(limits=httpx.Limits(max_connections=1), trust_env=False) as pool,
            AsyncWebsetsClient(KEY, base_url=websets_emulator.base_url, http_client=pool, max_retries=0) as client,
        ):
            answers: list[str] = []
            for turn in range(50):
                await break_off(lambda: client.websets.cancel("x"), turn)
                answers.append((await client.websets.get(ids[turn % 8], timeout=10)).id)
            return answers

    answers = anyio.run(main, backend="trio" if kind == "trio" else "asyncio")
    assert answers == [ids[turn % 8] for turn in range(50)]
    assert canceled() >= 10


def is_closed_or_broken(result: object) -> bool:
    """Return True if the result says that the connection broke or that the client is closed."""
    return isinstance(result, APIConnectionError | RuntimeError) and any(
        words in str(result) for words in ("ReadError", "client has been closed")
    )


def test_closed_in_another_thread(server: StallingServer) -> None:
    """Calls in flight end at their next read; later ones say that the client is closed."""
    client = WebsetsClient(KEY, base_url=server.base_url, timeout=0.3)

    def close() -> None:
        server.arrivals.wait(len(CALLS))
        client.close()

    *calls, outcomes, _ = in_threads(*(partial(act, client) for act in CALLS.values()), close)
    assert all(map(is_closed_or_broken, [*calls, *(outcome.error for outcome in outcomes)]))
    assert [outcome.id for outcome in outcomes] == ["c", "d", "e"]
    assert len(server.received) == len(CALLS)
    for late in (client, client.with_options(timeout=1)):
        for act in LATE.values():
            with pytest.raises(RuntimeError, match="client has been closed"):
                act(late)


def test_closed_by_another_task(backend: Any, server: StallingServer) -> None:
    """Calls in flight end at once; later ones say that the client is closed."""
    results: dict[str, Any] = {}

    async def main() -> None:
        client = AsyncWebsetsClient(KEY, base_url=server.base_url, timeout=20)

        async def note(name: str, act: Callable[[Any], Any]) -> None:
            try:
                results[name] = await act(client)
            except Exception as error:
                results[name] = error

        async with anyio.create_task_group() as group:
            for name, act in CALLS.items():
                group.start_soon(note, name, act)
            await anyio.to_thread.run_sync(server.arrivals.wait, len(CALLS))
            await client.close()
        for name, act in LATE.items():
            await note(f"late {name}", act)

    anyio.run(main, backend=backend)
    outcomes = results.pop("cancel_many")
    assert [outcome.id for outcome in outcomes] == ["c", "d", "e"]
    assert all(map(is_closed_or_broken, [*results.values(), *(outcome.error for outcome in outcomes)]))
    assert len(results) == len(CALLS) + len(LATE) - 1
    assert len(server.received) == len(CALLS)
