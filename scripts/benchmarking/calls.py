"""Single calls, timed in short blocks: one cancel with each tool, and calls that only compute."""

from __future__ import annotations

import asyncio
import gc
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack
from itertools import repeat
from typing import Any, TypeAlias

from attrs import field, frozen

from benchmarking.place import Place
from benchmarking.tools import ID, async_canceling, canceling

Block: TypeAlias = Callable[[float], float]
"""A block of calls that lasts some seconds, or of one call; it returns the time of a call."""


@frozen
class Clients:
    """Opens clients, which stay open until they are closed together."""

    _runner: asyncio.Runner = field(factory=asyncio.Runner)
    _blocking: ExitStack = field(factory=ExitStack)
    _tasks: AsyncExitStack = field(factory=AsyncExitStack)

    def block(self, key: str, tool: str, place: Place) -> Block:
        """Return blocks of a case of `cancel/`."""
        _, how, wire = key.split("/")
        if how == "sync":
            cancel = self._blocking.enter_context(canceling(tool, place.over(wire)))
            return timed(lambda: cancel(ID))
        opening = self._tasks.enter_async_context(async_canceling(tool, place.over(wire)))
        cancel_in_task = self._runner.run(_await(opening))
        return lambda seconds: self._runner.run(_time_async(lambda: cancel_in_task(ID), seconds))

    def close(self) -> None:
        self._blocking.close()
        self._runner.run(self._tasks.aclose())
        self._runner.close()


def timed(call: Callable[[], object]) -> Block:
    """Return blocks of a call, measured by the clock on the wall."""

    def block(seconds: float) -> float:
        times: list[int] = []
        end = time.perf_counter_ns() + int(seconds * 1e9)
        now = 0
        while now < end:
            start = time.perf_counter_ns()
            call()
            now = time.perf_counter_ns()
            times.append(now - start)
        return statistics.median(times) / 1e9

    return block


def timed_by_cpu(call: Callable[[], object]) -> Block:
    """Return blocks of a call that only computes, measured by CPU time; they return the mean."""
    average = 0.0

    def block(seconds: float) -> float:
        nonlocal average
        count = max(1, round(seconds / average)) if average else 1
        gc.collect()
        start = time.process_time_ns()
        for _ in repeat(None, count):
            call()
        average = (time.process_time_ns() - start) / 1e9 / count
        return average

    return block


async def _time_async(call: Callable[[], Awaitable[object]], seconds: float) -> float:
    times: list[int] = []
    end = time.perf_counter_ns() + int(seconds * 1e9)
    now = 0
    while now < end:
        start = time.perf_counter_ns()
        await call()
        now = time.perf_counter_ns()
        times.append(now - start)
    return statistics.median(times) / 1e9


async def _await(waiting: Awaitable[Any]) -> Any:
    return await waiting
