"""The clock of a client; a test binds it to another time than the wall's."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import anyio
from attrs import frozen


@frozen
class Clock:
    """Tells the seconds and waits, for retries and polls; the asynchronous wait works on asyncio and on trio."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep
    async_sleep: Callable[[float], Awaitable[object]] = anyio.sleep
