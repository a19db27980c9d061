"""The sockets of the asynchronous client, which enforce the time limits of an attempt; see `attempt_limits`."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import httpcore
from anyio.lowlevel import current_token

from .._clock import loops_keep_time, move_on_after, now
from .attempt_limits import TOO_SLOW, left_to_connect, left_to_read, left_to_write
from .network_backend import PIECE, connect_errors, is_numeric, look_up, resolve_in_thread

# Seconds until the next address of a host is tried as well (RFC 8305).
_STAGGER = 0.25

T = TypeVar("T")
_Connect = Callable[[str], Awaitable[httpcore.AsyncNetworkStream]]


class AsyncBoundedBackend(httpcore.AsyncNetworkBackend):
    """A backend that abandons slow name resolution, and whose streams enforce the time limits."""

    def __init__(self, stock: httpcore.AsyncNetworkBackend) -> None:
        self._stock = stock

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        with connect_errors():
            timeout = left_to_connect(timeout)
        ends = None if timeout is None else now() + timeout

        async def connect(address: str) -> httpcore.AsyncNetworkStream:
            left = None if ends is None else max(ends - now(), 0)
            with connect_errors():
                call = partial(self._stock.connect_tcp, address, port, left, local_address, socket_options)
                return await _in_time(left, call)

        addresses = await _resolve(host, port, timeout)
        return _AsyncBoundedStream(await (_first(addresses, connect) if len(addresses) > 1 else connect(addresses[0])))


class _AsyncBoundedStream(httpcore.AsyncNetworkStream):
    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            left = left_to_read(timeout)
            return await _in_time(left, partial(self._stream.read, max_bytes, left))
        except (TimeoutError, httpcore.ReadTimeout, httpcore.ReadError) as error:
            await self.aclose()  # httpcore leaves it open if SOCKS fails
            if isinstance(error, httpcore.ReadError):
                raise
            raise httpcore.ReadTimeout(TOO_SLOW) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            for start in range(0, len(buffer), PIECE):
                left = left_to_write(timeout)
                await _in_time(left, partial(self._stream.write, buffer[start : start + PIECE], left))
        except TimeoutError as error:
            raise httpcore.WriteTimeout(str(error)) from error

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        try:
            with connect_errors():
                left = left_to_connect(timeout)
                call = partial(self._stream.start_tls, ssl_context, server_hostname, left)
                return _AsyncBoundedStream(await _in_time(left, call))
        except BaseException:
            await _close([self._stream])
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


async def _in_time(seconds: float | None, call: Callable[[], Awaitable[T]]) -> T:
    """Await a call, and enforce its own timeout if a tool has stopped the clock of the event loop.

    Raises:
        TimeoutError: the timeout expired.
    """
    if loops_keep_time():
        return await call()
    with move_on_after(seconds):
        return await call()
    raise TimeoutError(TOO_SLOW)


async def _resolve(host: str, port: int, timeout: float | None) -> list[str]:
    """Return the addresses of a host."""
    if is_numeric(host):
        return [host]
    token = current_token()
    loop = getattr(token, "native_token", token)
    with move_on_after(timeout), connect_errors():
        if isinstance(loop, asyncio.AbstractEventLoop):
            return await _resolve_on_asyncio(host, port, loop)
        limiter = anyio.CapacityLimiter(1)  # a hanging resolver does not use up the shared threads
        return await anyio.to_thread.run_sync(look_up, host, port, abandon_on_cancel=True, limiter=limiter)
    raise httpcore.ConnectTimeout(f"the host name {host} was not resolved in time")


async def _resolve_on_asyncio(host: str, port: int, loop: asyncio.AbstractEventLoop) -> list[str]:
    # Not in the loop's executor: closing the loop would wait for a resolver that hangs.
    outcome = loop.create_future()

    def set_outcome(result: list[str] | Exception) -> None:
        if not outcome.done():
            outcome.set_result(result)

    def report(result: list[str] | Exception) -> None:
        with suppress(RuntimeError):  # the loop was closed
            loop.call_soon_threadsafe(set_outcome, result)

    if not resolve_in_thread(host, port, report):
        return [host]
    addresses: list[str] | Exception = await outcome
    if isinstance(addresses, Exception):
        raise addresses
    return addresses


async def _first(addresses: list[str], connect: _Connect) -> httpcore.AsyncNetworkStream:
    """Connect to several addresses, starting the attempts a little apart, and return the first connection."""
    opened: list[httpcore.AsyncNetworkStream] = []
    failures: list[Exception] = []

    async def attempt(address: str, ended: anyio.Event) -> None:
        try:
            opened.append(await connect(address))
            group.cancel_scope.cancel()
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            failures.append(error)
            ended.set()

    try:
        async with anyio.create_task_group() as group:
            for address in addresses:
                ended = anyio.Event()
                group.start_soon(attempt, address, ended)
                with move_on_after(_STAGGER):
                    await ended.wait()
    except BaseException:
        await _close(opened)
        raise
    await _close(opened[1:])
    if not opened:
        raise failures[-1]
    return opened[0]


async def _close(streams: list[httpcore.AsyncNetworkStream]) -> None:
    with anyio.CancelScope(shield=True):
        for stream in streams:
            await stream.aclose()
