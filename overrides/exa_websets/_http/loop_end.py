"""Close idle connections when their event loop ends, because Python warns about each one that is left open.

A client may outlive its event loops, for example with several calls of `asyncio.run`. Connections with requests in
flight stay open, because a block that ends with the loop may still cancel a Webset.
"""

from __future__ import annotations

import importlib
from asyncio import AbstractEventLoop
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any

import anyio


def close_at_end(http: Any, loop: Any) -> object:
    """Close the idle connections of a client when the running loop ends. The caller must keep the result until then."""
    if not isinstance(loop, AbstractEventLoop):
        trio: Any = importlib.import_module("trio")
        # Trio warns about a generator that is garbage-collected before it has ended.
        trio.lowlevel.spawn_system_task(_wait_and_close, http)
        return None
    if getattr(loop, "_asyncgens_shutdown_called", False):  # asyncio warns about a generator that starts later
        return None
    # Before a loop is closed, every runner finalizes its asynchronous generators.
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
            pool: Any = getattr(transport, "_pool", None)  # a mocking tool may have replaced the transport
            for each in getattr(pool, "_shards", [pool]):
                for connection in getattr(each, "connections", ()):
                    if connection.is_idle():
                        with suppress(Exception):
                            await connection.aclose()
