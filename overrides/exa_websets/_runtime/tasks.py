"""Concurrency for the asynchronous client: tasks of anyio, on asyncio and on trio."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, ParamSpec, TypeAlias, TypeVar

import anyio
import anyio.from_thread
import anyio.to_thread
import httpx
from anyio.lowlevel import checkpoint

from .._batch import Batch
from .._clock import Clock

P = ParamSpec("P")
T = TypeVar("T")
E = TypeVar("E")
Call: TypeAlias = Callable[[Callable[[Any], Any]], Any]
"""Makes a call, which is written for the synchronous client. """
Show: TypeAlias = Callable[[E], object]


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call what blocks in a thread, and wait for it."""
    return await anyio.to_thread.run_sync(partial(function, *args, **kwargs))


def shielded(enabled: bool = True) -> AbstractContextManager[object]:
    """Keep the block from being cancelled together with its task."""
    return anyio.CancelScope(shield=enabled)


async def work_off(batch: Batch, handle: Callable[[str], Awaitable[None]], concurrency: int) -> None:
    """Handle every id of a batch, at most `concurrency` at once; a cancellation abandons those in flight."""

    async def worker(others: int) -> None:
        id = batch.next()
        if id is not None and others:
            group.start_soon(worker, others - 1)
        while id is not None:
            await handle(id)
            await checkpoint()  # an id that is refused before it is sent has given nobody else a turn
            id = batch.next()

    async with anyio.create_task_group() as group:
        group.start_soon(worker, concurrency - 1)


async def send_by(
    http: httpx.AsyncClient, request: httpx.Request, auth: httpx.Auth | None, limit: float | None, clock: Clock
) -> httpx.Response:
    """Send a request, whose answer has to have been read by a time of the clock."""
    if limit is None:
        return await http.send(request, auth=auth, follow_redirects=False)
    with anyio.move_on_after(max(limit - clock.now(), 0)):
        return await http.send(request, auth=auth, follow_redirects=False)
    raise httpx.ReadTimeout("the answer arrives too slowly", request=request)


async def with_calls(client: Any, show: Callable[[E], object] | None, work: Callable[[Call, Show[E]], T]) -> T:
    """Do work that blocks and makes calls: in a thread, while the calls and `show` run in this event loop."""
    loop = _Loop(client)
    return await loop.beside(partial(work, loop.make, partial(loop.run, show) if show else _show_nothing))


def _show_nothing(progress: object) -> None:
    pass


class _Loop:
    """Makes the calls of a thread in the event loop, until the task that waits for the thread is cancelled."""

    def __init__(self, client: Any) -> None:
        self._client = client  # its resources have the same names as those of the other client
        self._scope: anyio.CancelScope | None = None
        self._interruption: BaseException | None = None
        self._is_over = threading.Event()

    async def beside(self, work: Callable[[], T]) -> T:
        """Do some work in a thread, which has ended when this ends, however it does."""

        def until_over() -> T:
            try:
                return work()
            finally:
                self._is_over.set()

        try:
            return await anyio.to_thread.run_sync(until_over, abandon_on_cancel=True)
        except BaseException as interruption:
            self._interruption = interruption
            if self._scope:
                self._scope.cancel()
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(self._is_over.wait)
            raise

    def make(self, call: Callable[[Any], Awaitable[Any]]) -> Any:
        return anyio.from_thread.run(self._make, call)

    def run(self, function: Callable[[E], object], progress: E) -> None:
        if self._interruption:
            raise self._interruption
        anyio.from_thread.run_sync(function, progress)

    async def _make(self, call: Callable[[Any], Awaitable[Any]]) -> Any:
        if self._interruption:
            raise self._interruption
        with anyio.CancelScope() as self._scope:
            return await call(self._client)
        raise self._interruption or RuntimeError
