"""Several small connection pools instead of one large pool.

For every request, a pool of httpcore checks each of its connections, and for each idle connection all of them again.
With 100 requests in flight on asyncio, this took five times as long as the requests themselves.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import Any, Generic, TypeVar

import httpcore
import httpx

SIZE = 2
"""The number of connections in one shard.

With 8, a thousand concurrent cancels take half as long again on asyncio. With 1, a request that waits because all
connections are busy would wait for one of them, which may be stuck.
"""
SIZE_FOR_CANCELS = 8
"""The number of connections for cancels while all others are busy."""

P = TypeVar("P", httpcore.ConnectionPool, httpcore.AsyncConnectionPool)


class _Shards(Generic[P]):
    """Small pools, each created when the others are busy, so that a few concurrent requests use few connections."""

    KIND: type[P]
    """The class of the small pools, and of the large pool that they replace."""

    def __init__(self, context: ssl.SSLContext, limits: httpx.Limits, backend: Any) -> None:
        keep = limits.keepalive_expiry
        self._make_one: Callable[[int], P] = lambda size: self.KIND(
            context, max_connections=size, keepalive_expiry=keep, network_backend=backend
        )
        self._most = -(-(limits.max_connections or 100) // SIZE)
        self._shards: list[P] = [self._make()]
        self._for_cancels: P | None = None
        self._in_flight = [0]
        self._lock = threading.Lock()

    def _make(self, size: int = SIZE) -> P:
        pool = self._make_one(size)
        make_safe(pool)
        return pool

    def _take(self, request: httpcore.Request) -> tuple[P, Callable[[], None]]:
        """Return the pool for a request, and a function to call once when the request has ended.

        A cancel does not wait for a connection that other calls are using.
        """
        with self._lock:
            if len(self._shards) == self._most and min(self._in_flight) >= SIZE and _is_cancel(request):
                self._for_cancels = self._for_cancels or self._make(SIZE_FOR_CANCELS)
                return self._for_cancels, _do_nothing
            index = next((i for i, count in enumerate(self._in_flight) if count < SIZE), None)
            if index is None and len(self._shards) < self._most:
                index = len(self._shards)
                self._shards.append(self._make())
                self._in_flight.append(0)
            if index is None:
                index = min(range(len(self._shards)), key=self._in_flight.__getitem__)
            self._in_flight[index] += 1
            return self._shards[index], partial(self._end, index)

    def _end(self, index: int) -> None:
        with self._lock:
            self._in_flight[index] -= 1

    def _all(self) -> list[P]:
        pools = self._shards.copy()
        if self._for_cancels is not None:
            pools.append(self._for_cancels)
        return pools


def make_safe(pool: Any) -> None:
    """Replace the lock of a pool by one that an interruption cannot leave acquired.

    httpcore acquires its lock in a Python function. If a signal handler raises an exception at the end of that
    function, the lock stays acquired, and every later request waits forever.
    """
    if isinstance(pool, httpcore.ConnectionPool):
        pool._optional_thread_lock = threading.Lock()  # type: ignore[assignment]  # pyright: ignore


def _is_cancel(request: httpcore.Request) -> bool:
    return request.method == b"POST" and request.url.target.endswith(b"/cancel")


def _do_nothing() -> None:
    pass


class ShardedPool(_Shards[httpcore.ConnectionPool]):
    """The part of the pool interface that `httpx.HTTPTransport` uses."""

    KIND = httpcore.ConnectionPool

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        pool, end = self._take(request)
        try:
            response = pool.handle_request(request)
        except BaseException:
            end()
            raise
        response.stream = _Stream(response.stream, end)
        return response

    def close(self) -> None:
        for pool in self._all():
            pool.close()

    def __enter__(self) -> None:
        pass

    def __exit__(self, *exception: object) -> None:
        self.close()


class AsyncShardedPool(_Shards[httpcore.AsyncConnectionPool]):
    """The part of the pool interface that `httpx.AsyncHTTPTransport` uses."""

    KIND = httpcore.AsyncConnectionPool

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        pool, end = self._take(request)
        try:
            response = await pool.handle_async_request(request)
        except BaseException:
            end()
            raise
        response.stream = _AsyncStream(response.stream, end)
        return response

    async def aclose(self) -> None:
        for pool in self._all():
            await pool.aclose()

    async def __aenter__(self) -> None:
        pass

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()


class _Ending:
    """The body of a response. Closing it, which httpx does once, ends its request."""

    def __init__(self, stream: Any, end: Callable[[], None]) -> None:
        self._stream = stream
        self._end = end


class _Stream(_Ending):
    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def close(self) -> None:
        try:
            if hasattr(self._stream, "close"):  # the stream of a mocking tool may not have it
                self._stream.close()
        finally:
            self._end()


class _AsyncStream(_Ending):
    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._stream)

    async def aclose(self) -> None:
        try:
            if hasattr(self._stream, "aclose"):
                await self._stream.aclose()
        finally:
            self._end()
