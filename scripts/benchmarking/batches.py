"""What is measured as a whole: many cancels at once, all items of a list, and the connections of 100 cancels."""

from __future__ import annotations

import asyncio
import importlib
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
from exa_websets import AsyncWebsetsClient, WebsetsClient

from benchmarking.place import Place, Server
from benchmarking.rows import HTTPX, HTTPX2, LATENCY, LIMIT, OURS
from benchmarking.tools import AsyncCancel, async_canceling, canceling, open_httpx

STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
WARM_UP = 20


def measure(key: str, tool: str, place: Place) -> float:
    """Return a value of `many/`, `late/`, `list/` or `connections`, in the unit of the row."""
    match key.split("/"):
        case ["many" | "late" as wire, how, at_once]:
            concurrency, server = int(at_once), place.over("late" if wire == "late" else "plain")
            if tool == LIMIT:
                return place.cancels / concurrency * LATENCY
            ids = [f"webset_{number}" for number in range(place.cancels)]
            if how == "async":
                return asyncio.run(_time_async(tool, server, concurrency, ids))
            return _time(tool, server, concurrency, ids)
        case ["list", "time"]:
            start = time.perf_counter()
            _walk(tool, place.over("plain"), place.pages)
            return time.perf_counter() - start
        case ["list", "memory"]:
            return _growth(tool, place.over("plain"), place.pages)
        case _:
            return _connections(tool, place.over("plain"))


def _time(tool: str, server: Server, concurrency: int, ids: list[str]) -> float:
    """Return the seconds for canceling Websets in threads."""
    if tool == OURS:
        with WebsetsClient("any", base_url=server.base_url) as client:
            client.websets.cancel_many(ids[:WARM_UP], concurrency=concurrency)
            start = time.perf_counter()
            outcomes = client.websets.cancel_many(ids, concurrency=concurrency)
            seconds = time.perf_counter() - start
        assert all(outcome.webset for outcome in outcomes)
        return seconds
    with canceling(tool, server) as cancel, ThreadPoolExecutor(concurrency) as threads:
        answers = [*threads.map(cancel, ids[:WARM_UP])]
        start = time.perf_counter()
        answers = [*threads.map(cancel, ids)]
        assert len(answers) == len(ids)
        return time.perf_counter() - start


async def _time_async(tool: str, server: Server, concurrency: int, ids: list[str]) -> float:
    """Return the seconds for canceling Websets in tasks."""
    async with AsyncExitStack() as stack:
        if tool == OURS:
            client = await stack.enter_async_context(AsyncWebsetsClient("any", base_url=server.base_url))
            await client.websets.cancel_many(ids[:WARM_UP], concurrency=concurrency)
            start = time.perf_counter()
            outcomes = await client.websets.cancel_many(ids, concurrency=concurrency)
            seconds = time.perf_counter() - start
            assert all(outcome.webset for outcome in outcomes)
            return seconds
        cancel = await stack.enter_async_context(async_canceling(tool, server))
        await _at_once(cancel, ids[:WARM_UP], concurrency)
        start = time.perf_counter()
        await _at_once(cancel, ids, concurrency)
        return time.perf_counter() - start


async def _at_once(cancel: AsyncCancel, ids: Iterable[str], concurrency: int) -> None:
    waiting = iter(ids)

    async def one_after_another() -> None:
        for id in waiting:
            await cancel(id)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(concurrency):
            tasks.create_task(one_after_another())


def _items(tool: str, server: Server, pages: int) -> Iterator[Any]:
    """Yield the items of `pages` pages; the server reads the number from the id of the Webset."""
    if tool == OURS:
        with WebsetsClient("any", base_url=server.base_url) as client:
            yield from client.items.list_all(str(pages), limit=100)
    elif tool in (HTTPX, HTTPX2):
        where, query = f"{server.base_url}/v0/websets/{pages}/items", {"limit": "100"}
        with open_httpx(tool, server) as http:
            while True:
                answer = http.get(where, params=query).raise_for_status().json()
                yield from answer["data"]
                if answer["nextCursor"] is None:
                    return
                query["cursor"] = answer["nextCursor"]
    else:
        sdk = importlib.import_module("exa_py").Exa("any", base_url=server.address)
        yield from sdk.websets.items.list_all(str(pages), limit=100)


def _walk(tool: str, server: Server, pages: int) -> None:
    count = sum(1 for _ in _items(tool, server, pages))
    assert count == pages * 100


def _growth(tool: str, server: Server, pages: int) -> float:
    """Return how much memory grows between reading one page and the peak of reading all pages, in bytes."""
    _walk(tool, server, 1)
    RESET.write_text("5", encoding="ascii")  # resets the peak
    before = _status("VmRSS")
    _walk(tool, server, pages)
    return float(max(_status("VmHWM") - before, 1))


def _status(name: str) -> int:
    lines = STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def _connections(tool: str, server: Server) -> float:
    """Return the number of connections that the server receives for 100 cancels."""
    with httpx.Client() as http:
        before = http.get(f"{server.address}/counts").json()["connections"]
        with canceling(tool, server) as cancel:
            for _ in range(100):
                cancel("webset_tea")
        return float(http.get(f"{server.address}/counts").json()["connections"] - before)
