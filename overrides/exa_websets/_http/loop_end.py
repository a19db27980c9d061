"""Idle connections are closed when their event loop ends: Python warns of each that is left open.

A client outlives the loops it is used in, for example one `asyncio.run` after another. The connections of requests in
flight are left alone, since what ends with the loop may still have to cancel a Webset.
"""

from __future__ import annotations

import importlib
from asyncio import AbstractEventLoop
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any

import anyio


def close_at_end(http: Any, loop: Any) -> object:
    """Have the idle connections of a client closed when the running loop ends; keep what is returned until then."""
    if not isinstance(loop, AbstractEventLoop):
        trio: Any = importlib.import_module("trio")
        # Trio warns of a generator that is collected before it has ended.
        return trio.lowlevel.spawn_system_task(_wait_and_close, http)
    if getattr(loop, "_asyncgens_shutdown_called", False):  # asyncio warns of a generator that is too late
        return None
    # The only thing that a loop ends before it is closed, no matter who runs it, besides its tasks.
    generator = _yield_and_close(http)
    with suppress(StopIteration):
        generator.asend(None).send(None)
    return generator


async def _yield_and_close(http: Any) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        await _close_idle(http)


async def _wait_and_close(http: Any) -> None:
    try:
        await anyio.sleep_forever()
    finally:
        await _close_idle(http)


async def _close_idle(http: Any) -> None:
    with anyio.CancelScope(shield=True):
        for transport in (http._transport, *http._mounts.values()):
            pool: Any = getattr(transport, "_pool", None)  # what a mocking tool has put there has none
            for each in getattr(pool, "_shards", [pool]):
                for connection in getattr(each, "connections", ()):
                    if connection.is_idle():
                        with suppress(Exception):
                            await connection.aclose()
