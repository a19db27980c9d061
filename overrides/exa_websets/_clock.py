"""The clock of a client. Tests replace it to make time pass without waiting.

Guaranteed here: changing the time of day, by NTP, by hand or in a test with frozen time, affects no wait and no
deadline of this process. Neither does a tool that also stops the clocks of event loops, such as freezegun.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from types import BuiltinFunctionType
from typing import Any

import anyio
from attrs import frozen


def _system_clock(*names: str, otherwise: Callable[[], float]) -> Callable[[], float]:
    """Return the first of these clocks that the system has. It is bound now, before a tool replaces `time.time`."""
    for name in names:
        try:
            clock = partial(time.clock_gettime, getattr(time, name))
            clock()
        except (AttributeError, OSError):
            continue
        return clock
    return partial(otherwise)


# CLOCK_BOOTTIME on Linux and CLOCK_MONOTONIC on macOS include the time that the machine is suspended.
_seconds = _system_clock("CLOCK_BOOTTIME", "CLOCK_MONOTONIC", otherwise=time.monotonic)
_time_of_day = _system_clock("CLOCK_REALTIME", otherwise=time.time)
_origin = datetime.fromtimestamp(_time_of_day(), UTC) - timedelta(seconds=_seconds())


def now() -> float:
    """Return the seconds since an arbitrary point in time, including the time that the machine was suspended."""
    return _seconds()


def utc() -> datetime:
    """Return the time of day when this module was imported, plus the seconds since then."""
    return _origin + timedelta(seconds=_seconds())


def loops_keep_time() -> bool:
    """Return False if a tool has replaced the clocks of event loops, whose timers may then never fire."""
    return type(time.monotonic) is BuiltinFunctionType and type(time.perf_counter) is BuiltinFunctionType


def move_on_after(seconds: float | None) -> AbstractContextManager[anyio.CancelScope]:
    """Cancel the block after some seconds, as `anyio.move_on_after` does, even if the loop's clock is stopped."""
    if seconds is None or loops_keep_time():
        return anyio.move_on_after(seconds)
    return _move_on_by_thread(seconds)


@contextmanager
def _move_on_by_thread(seconds: float) -> Generator[anyio.CancelScope]:
    from anyio.lowlevel import current_token  # imported here, because it loads asyncio

    token: Any = current_token()
    loop = getattr(token, "native_token", token)
    call_soon: Callable[..., object] = getattr(loop, "call_soon_threadsafe", None) or loop.run_sync_soon

    def fire() -> None:
        with suppress(Exception):  # the loop is closed
            call_soon(scope.cancel)

    timer = threading.Timer(seconds, fire)
    timer.daemon = True
    with anyio.CancelScope() as scope:
        timer.start()
        try:
            yield scope
        finally:
            timer.cancel()


async def async_sleep(seconds: float) -> None:
    """Sleep on asyncio or trio, even if the loop's clock is stopped."""
    if loops_keep_time():
        await anyio.sleep(seconds)
    else:
        with move_on_after(seconds):
            await anyio.sleep_forever()


@frozen(eq=False, repr=False)
class Clock:
    """The clock and the sleep functions of a client. `now` is in seconds; `async_sleep` works on asyncio and trio."""

    now: Callable[[], float] = now
    sleep: Callable[[float], object] = time.sleep
    async_sleep: Callable[[float], Awaitable[object]] = async_sleep
    utc: Callable[[], datetime] = utc
