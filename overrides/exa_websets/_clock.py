"""The clock of a client. Tests replace it to let time pass without waiting."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import anyio
from attrs import frozen


@frozen(eq=False, repr=False)
class Clock:
    """The time and the sleeps of a client: `now` counts seconds, `async_sleep` works on asyncio and on trio."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep
    async_sleep: Callable[[float], Awaitable[object]] = anyio.sleep
    utc: Callable[[], datetime] = lambda: datetime.now(UTC)
