"""The clock of a client. Tests replace it to let time pass without waiting.

Guaranteed here: setting the time of day, by NTP, by hand or in a test with frozen time, moves no wait and no deadline
of this process.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import anyio
from attrs import frozen


def _system_clock(*names: str, otherwise: Callable[[], float]) -> Callable[[], float]:
    """Return the first of these clocks that the system has, bound now: tools that freeze time replace `time.time`."""
    for name in names:
        try:
            clock = partial(time.clock_gettime, getattr(time, name))
            clock()
        except (AttributeError, OSError):
            continue
        return clock
    return partial(otherwise)


# CLOCK_BOOTTIME on Linux and CLOCK_MONOTONIC on macOS go on while the machine is suspended, as a Webset does.
_seconds = _system_clock("CLOCK_BOOTTIME", "CLOCK_MONOTONIC", otherwise=time.monotonic)
_time_of_day = _system_clock("CLOCK_REALTIME", otherwise=time.time)
_origin = datetime.fromtimestamp(_time_of_day(), UTC) - timedelta(seconds=_seconds())


def now() -> float:
    """Return the seconds since some moment in the past, which count the time that the machine was suspended."""
    return _seconds()


def utc() -> datetime:
    """Return the time of day as it was when this module was imported, plus the seconds since then."""
    return _origin + timedelta(seconds=_seconds())


@frozen(eq=False, repr=False)
class Clock:
    """The time and the sleeps of a client: `now` counts seconds, `async_sleep` works on asyncio and on trio."""

    now: Callable[[], float] = now
    sleep: Callable[[float], object] = time.sleep
    async_sleep: Callable[[float], Awaitable[object]] = anyio.sleep
    utc: Callable[[], datetime] = utc
