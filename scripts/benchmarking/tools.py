"""The clients that are compared: each cancels a Webset with its usual settings and a pool of 100 connections."""

from __future__ import annotations

import importlib
import os
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from types import SimpleNamespace
from typing import Any, TypeAlias

from exa_websets import AsyncWebsetsClient, WebsetsClient

from benchmarking.place import Server
from benchmarking.rows import AIOHTTP, HTTPX, HTTPX2, MODELS, OURS, POOLED

ID = "webset_01kaq2yg7c0h3h1y2t4e9r8m5n"
KEY = {"x-api-key": "any"}
# The limit of our client; with their defaults, httpx and httpx2 close connections that 32 threads need.
CONNECTIONS = 100

Cancel: TypeAlias = Callable[[str], Any]
AsyncCancel: TypeAlias = Callable[[str], Awaitable[Any]]


def verify(server: Server) -> ssl.SSLContext | bool:
    """Return the argument `verify` of httpx, and set the environment variables that other tools read."""
    if server.authority is None:
        return True
    os.environ |= {"SSL_CERT_FILE": server.authority, "REQUESTS_CA_BUNDLE": server.authority}
    return ssl.create_default_context(cafile=server.authority)


def _httpx(tool: str, server: Server) -> tuple[Any, dict[str, Any]]:
    """Return httpx or httpx2, and the arguments of its clients."""
    module: Any = importlib.import_module(HTTPX2 if tool == HTTPX2 else HTTPX)
    limits = module.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    return module, {"headers": KEY, "verify": verify(server), "limits": limits}


@contextmanager
def open_httpx(tool: str, server: Server) -> Generator[Any]:
    """Yield a client of httpx or httpx2."""
    module, settings = _httpx(tool, server)
    with module.Client(**settings) as http:
        yield http


def _reader(tool: str) -> Callable[[Any], Any]:
    """Return what a tool does with the decoded JSON of a response."""
    if tool != MODELS:
        return lambda document: document
    read: Callable[[Any], Any] = importlib.import_module("exa_websets.models").Webset.from_dict
    return read


@contextmanager
def canceling(tool: str, server: Server) -> Generator[Cancel]:
    """Yield a function that cancels with a client of the tool."""
    verify(server)
    if tool == OURS:
        with WebsetsClient("any", base_url=server.base_url) as client:
            yield client.websets.cancel
    elif tool in (HTTPX, MODELS, HTTPX2):
        where, read = f"{server.base_url}/v0/websets", _reader(tool)
        with open_httpx(tool, server) as http:
            yield lambda id: read(http.post(f"{where}/{id}/cancel").raise_for_status().json())
    else:
        cancel: Cancel = importlib.import_module("exa_py").Exa("any", base_url=server.address).websets.cancel
        if tool == POOLED:
            with _pooled(cancel) as cancel_in_session:
                yield cancel_in_session
        else:
            yield cancel


@contextmanager
def _pooled(cancel: Cancel) -> Generator[Cancel]:
    """Yield a function that cancels with exa-py and one session; exa-py itself opens a connection for each request."""
    api: Any = importlib.import_module("exa_py.api")
    requests = api.requests
    with requests.Session() as session:
        verbs = {name: getattr(session, name) for name in ("get", "post", "patch", "delete")}
        pooled = SimpleNamespace(**{**vars(requests), **verbs})

        def cancel_in_session(id: str) -> Any:
            api.requests = pooled
            try:
                return cancel(id)
            finally:
                api.requests = requests

        yield cancel_in_session


@asynccontextmanager
async def async_canceling(tool: str, server: Server) -> AsyncGenerator[AsyncCancel]:
    """Yield a function that cancels with an asynchronous client of the tool."""
    trust, where = verify(server), f"{server.base_url}/v0/websets"
    if tool == OURS:
        async with AsyncWebsetsClient("any", base_url=server.base_url) as client:
            yield client.websets.cancel
    elif tool in (HTTPX, MODELS, HTTPX2):
        read, (module, settings) = _reader(tool), _httpx(tool, server)
        async with module.AsyncClient(**settings) as http:

            async def cancel_with_httpx(id: str) -> Any:
                return read((await http.post(f"{where}/{id}/cancel")).raise_for_status().json())

            yield cancel_with_httpx
    elif tool == AIOHTTP:
        aiohttp: Any = importlib.import_module("aiohttp")
        pool = aiohttp.TCPConnector(limit=CONNECTIONS, ssl=trust)
        async with aiohttp.ClientSession(headers=KEY, connector=pool, raise_for_status=True) as session:

            async def cancel_with_aiohttp(id: str) -> Any:
                async with session.post(f"{where}/{id}/cancel") as response:
                    return await response.json()

            yield cancel_with_aiohttp
    else:
        sdk: Any = importlib.import_module("exa_py").AsyncExa("any", api_base=server.address)
        try:
            yield sdk.websets.cancel
        finally:
            await sdk.client.aclose()
