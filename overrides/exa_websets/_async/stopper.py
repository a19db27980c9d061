"""The cancels of an archive. An interruption does not abandon those in flight."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .._generated import models
from .cancel_and_wait import warn_about_monitors
from .cancel_many import cancel_many
from .guard import AsyncGuard
from .transport import AsyncTransport

# The maximum number of cancels in flight.
CONCURRENCY = 8


class AsyncStopper:
    """Stops running Websets for an archive."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    @property
    def paging_error(self) -> Callable[[str], Exception]:
        """Returns the error for a list that does not end."""
        return self._transport.paging_error

    async def start(self, ids: Sequence[str]) -> None:
        """Cancel Websets without waiting until they have stopped. After an interruption, no more cancels start."""
        await cancel_many(self._transport, ids, CONCURRENCY, finishes=True)

    async def stop(self, id: str, disable_monitors: bool) -> models.Webset | None:
        """Cancel a Webset and wait until nothing in it is running; return None if it no longer exists."""
        webset = await AsyncGuard(self._transport, id, disables_monitors=disable_monitors).stop()
        return webset and warn_about_monitors(webset)
