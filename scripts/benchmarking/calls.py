"""Cases over loopback: one cancel, many concurrent cancels, and all items of a list, with each tool."""

from __future__ import annotations

import asyncio
import importlib
import os
import ssl
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from exa_websets import AsyncWebsetsClient, WebsetsClient

from benchmarking.place import Place, Server
from benchmarking.rows import HTTPX, OURS, Row

ID = "webset_01kaq2yg7c0h3h1y2t4e9r8m5n"
STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
KEY = {"x-api-key": "any"}
# The limits of our client; with its defaults, httpx closes connections that 32 threads need.
LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=100)
WARM_UP = 20


def measure(runner: Any, name: str, row: Row, tool: str, place: Place) -> None:
    """Measure a case of `cancel/`, `wire/`, `many/`, `list/` or of the emulator."""
    unit, plain = {"unit": row.unit}, place.over("plain")
    match row.key.split("/"):
        case ["cancel", "sync", wire]:
            with canceling(tool, place.over(wire)) as cancel:
                cancel(ID)
                runner.bench_func(name, cancel, ID)
        case ["cancel", _, wire]:
            runner.bench_time_func(name, partial(time_async_cancels, tool, place.over(wire)))
        case ["wire", what]:
            runner.bench_time_func(name, partial(_received, tool, plain, what), metadata=unit)
        case ["many", how, concurrency]:
            run = time_many if how == "sync" else time_many_async
            runner.bench_time_func(name, partial(run, tool, plain, int(concurrency), place.cancels))
        case ["list", "time"]:
            runner.bench_func(name, _walk, tool, plain, place.pages)
        case ["list", _]:
            runner.bench_time_func(name, partial(_growth, tool, plain, place.pages), metadata=unit)
        case _:
            with _emulated() as (http, path):
                runner.bench_func(name, lambda: http.get(path).raise_for_status())


def verify(server: Server) -> ssl.SSLContext | bool:
    """Return the argument `verify` of httpx, and set the environment variables that other tools read."""
    if server.authority is None:
        return True
    os.environ |= {"SSL_CERT_FILE": server.authority, "REQUESTS_CA_BUNDLE": server.authority}
    return ssl.create_default_context(cafile=server.authority)


@contextmanager
def canceling(tool: str, server: Server) -> Generator[Callable[[str], Any]]:
    """Yield a function that cancels with a client of the tool."""
    trust = verify(server)
    if tool == OURS:
        with WebsetsClient("any", base_url=server.base_url) as client:
            yield client.websets.cancel
    elif tool == HTTPX:
        with httpx.Client(headers=KEY, verify=trust, limits=LIMITS) as http:
            where = f"{server.base_url}/v0/websets"
            yield lambda id: http.post(f"{where}/{id}/cancel").raise_for_status().json()
    else:
        yield importlib.import_module("exa_py").Exa("any", base_url=server.address).websets.cancel


async def async_canceling(tool: str, server: Server, stack: AsyncExitStack) -> Callable[[str], Awaitable[Any]]:
    """Return a function that cancels with an asynchronous client of the tool."""
    trust = verify(server)
    if tool == OURS:
        client = AsyncWebsetsClient("any", base_url=server.base_url)
        return (await stack.enter_async_context(client)).websets.cancel
    if tool == HTTPX:
        http = await stack.enter_async_context(httpx.AsyncClient(headers=KEY, verify=trust, limits=LIMITS))
        where = f"{server.base_url}/v0/websets"

        async def cancel(id: str) -> Any:
            return (await http.post(f"{where}/{id}/cancel")).raise_for_status().json()

        return cancel
    sdk = importlib.import_module("exa_py").AsyncExa("any", api_base=server.address)
    stack.push_async_callback(sdk.client.aclose)
    cancel_with_sdk: Callable[[str], Awaitable[Any]] = sdk.websets.cancel
    return cancel_with_sdk


def time_async_cancels(tool: str, server: Server, loops: int) -> float:
    """Return the seconds for cancels, one after another."""

    async def run() -> float:
        async with AsyncExitStack() as stack:
            cancel = await async_canceling(tool, server, stack)
            await cancel(ID)
            start = time.perf_counter()
            for _ in range(loops):
                await cancel(ID)
            return time.perf_counter() - start

    return asyncio.run(run())


def time_many(tool: str, server: Server, concurrency: int, count: int, loops: int) -> float:
    """Return the seconds for canceling many Websets in threads."""
    ids = [f"webset_{number}" for number in range(count * loops)]
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


def time_many_async(tool: str, server: Server, concurrency: int, count: int, loops: int) -> float:
    """Return the seconds for canceling many Websets in tasks."""
    ids = [f"webset_{number}" for number in range(count * loops)]

    async def one_after_another(cancel: Callable[[str], Awaitable[Any]], ids: Iterator[str]) -> None:
        for id in ids:
            await cancel(id)

    async def at_once(cancel: Callable[[str], Awaitable[Any]], ids: Iterable[str]) -> None:
        waiting = iter(ids)
        async with asyncio.TaskGroup() as tasks:
            for _ in range(concurrency):
                tasks.create_task(one_after_another(cancel, waiting))

    async def run() -> float:
        async with AsyncExitStack() as stack:
            if tool == OURS:
                client = await stack.enter_async_context(AsyncWebsetsClient("any", base_url=server.base_url))
                await client.websets.cancel_many(ids[:WARM_UP], concurrency=concurrency)
                start = time.perf_counter()
                outcomes = await client.websets.cancel_many(ids, concurrency=concurrency)
                assert all(outcome.webset for outcome in outcomes)
                return time.perf_counter() - start
            cancel = await async_canceling(tool, server, stack)
            await at_once(cancel, ids[:WARM_UP])
            start = time.perf_counter()
            await at_once(cancel, ids)
            return time.perf_counter() - start

    return asyncio.run(run())


def items(tool: str, server: Server, pages: int) -> Iterator[Any]:
    """Yield the items of `pages` pages; the server reads the number from the id of the Webset."""
    if tool == OURS:
        with WebsetsClient("any", base_url=server.base_url) as client:
            yield from client.items.list_all(str(pages), limit=100)
    elif tool == HTTPX:
        with httpx.Client(headers=KEY) as http:
            where, query = f"{server.base_url}/v0/websets/{pages}/items", {"limit": "100"}
            while True:
                answer = http.get(where, params=query).raise_for_status().json()
                yield from answer["data"]
                if answer["nextCursor"] is None:
                    return
                query["cursor"] = answer["nextCursor"]
    else:
        sdk = importlib.import_module("exa_py").Exa("any", base_url=server.address)
        yield from sdk.websets.items.list_all(str(pages), limit=100)


def _received(tool: str, server: Server, what: str, loops: int) -> float:
    """Return the number of requests or connections that the server receives for 100 cancels."""
    with httpx.Client(base_url=server.address) as http:
        before = http.get("/counts").json()
        for _ in range(loops):
            with canceling(tool, server) as cancel:
                for _ in range(100):
                    cancel(ID)
        connections, requests = (now - then for now, then in zip(http.get("/counts").json(), before, strict=True))
    return float(requests if what == "requests" else connections)


def _walk(tool: str, server: Server, pages: int) -> None:
    count = sum(1 for _ in items(tool, server, pages))
    assert count == pages * 100, count


def _growth(tool: str, server: Server, pages: int, loops: int) -> float:
    """Return how much memory grows between reading one page and the peak of reading all pages, in bytes."""
    _walk(tool, server, 1)
    grown = 0
    for _ in range(loops):
        RESET.write_text("5", encoding="ascii")  # resets the peak
        before = _status("VmRSS")
        _walk(tool, server, pages)
        grown += _status("VmHWM") - before
    return float(max(grown, 1))


def _status(name: str) -> int:
    lines = STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


@contextmanager
def _emulated() -> Generator[tuple[httpx.Client, str]]:
    """Run the emulator with one Webset in another process; yield a client and the path of the Webset."""
    command = [sys.executable, "-m", "exa_websets.emulator", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().split()[-1]
            with httpx.Client(base_url=url, headers={"x-api-key": "any"}) as http:
                body = {"search": {"query": "makers of tea", "count": 1}}
                webset = http.post("/v0/websets", json=body).raise_for_status().json()
                yield http, f"/v0/websets/{webset['id']}"
        finally:
            process.terminate()
