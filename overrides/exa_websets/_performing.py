"""Sends the requests that steps ask for, and shows what a watch sees."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator

import anyio

from ._generated import api, models
from ._steps import Cancel, Disable, Operation, async_show, show
from ._stop_rules import Until
from ._transport import AsyncTransport, Transport
from ._watching import Snapshot, watching


def perform(transport: Transport, id: str, step: Operation) -> models.Webset | None:
    """Send the request of a step for a Webset."""
    bounded = transport.bounded(step.until)
    if isinstance(step, Disable):
        api.monitors.Monitors(bounded).update(step.monitor, {"status": "disabled"})
        return None
    websets = api.websets.Websets(bounded)
    return websets.cancel(id) if isinstance(step, Cancel) else websets.get(id)


async def async_perform(transport: AsyncTransport, id: str, step: Operation) -> models.Webset | None:
    """Send the request of a step for a Webset."""
    bounded = transport.bounded(step.until)
    if isinstance(step, Disable):
        await api.monitors.AsyncMonitors(bounded).update(step.monitor, {"status": "disabled"})
        return None
    websets = api.websets.AsyncWebsets(bounded)
    if isinstance(step, Cancel):
        with anyio.CancelScope(shield=step.is_shielded):
            return await websets.cancel(id)
    return await websets.get(id)


def snapshots(transport: Transport, id: str, until: Until, *, every_look: bool = False) -> Generator[Snapshot]:
    """Watch a Webset; see `websets.watch`."""
    steps = watching(id, transport.clock, until=until, every_look=every_look)
    return show(steps, transport.clock, lambda step: perform(transport, id, step))


def async_snapshots(
    transport: AsyncTransport, id: str, until: Until, *, every_look: bool = False
) -> AsyncGenerator[Snapshot]:
    """Watch a Webset; see `websets.watch`."""
    steps = watching(id, transport.clock, until=until, every_look=every_look)
    return async_show(steps, transport.clock, lambda step: async_perform(transport, id, step))
