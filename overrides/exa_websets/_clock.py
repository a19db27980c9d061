"""The clock of a client; a test binds it to another time than the wall's."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import anyio
from attrs import frozen


@frozen
class Clock:
    """Tells the seconds and the time of day, and waits; the asynchronous wait works on asyncio and on trio."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep
    async_sleep: Callable[[float], Awaitable[object]] = anyio.sleep
    utc: Callable[[], datetime] = lambda: datetime.now(UTC)
