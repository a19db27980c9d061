"""Calls over loopback: one cancel, many at once, all items of a list, in each tool's own way."""

from __future__ import annotations

import asyncio
import importlib
import os
import ssl
import time
from collections.abc import Awaitable, Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from typing import Any

import httpx
from exa_websets import AsyncWebsetsClient, WebsetsClient

from benchmarking.place import Server
from benchmarking.rows import HTTPX, OURS

ID = "webset_01kaq2yg7c0h3h1y2t4e9r8m5n"
KEY = {"x-api-key": "any"}
# As many as our own client keeps: the default of httpx closes connections that 32 threads use.
LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=100)
WARM_UP = 20


def verify(server: Server) -> ssl.SSLContext | bool:
    """Give what httpx takes as `verify`; the others read the environment."""
    if server.authority is None:
        return True
    os.environ |= {"SSL_CERT_FILE": server.authority, "REQUESTS_CA_BUNDLE": server.authority}
    return ssl.create_default_context(cafile=server.authority)


@contextmanager
def canceling(tool: str, server: Server) -> Generator[Callable[[str], Any]]:
    """Make a client, and give what cancels with it."""
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
    """Do the same without blocking."""
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
    """Await so many cancels, one after another, and give the seconds."""

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
    """Cancel so many Websets with so many threads, and give the seconds."""
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
    """Cancel so many Websets with so many tasks, and give the seconds."""
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
    """Yield the items of so many pages; the id of the Webset tells the server how many."""
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
