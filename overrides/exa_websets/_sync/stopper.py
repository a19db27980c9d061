# Derived from _async/stopper.py by scripts/regenerate. Edit that file instead.
"""The cancels of an archive. An interruption does not abandon those in flight."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .._generated import models
from .cancel_and_wait import warn_about_monitors
from .cancel_many import cancel_many
from .guard import Guard
from .transport import Transport

# The maximum number of cancels in flight.
CONCURRENCY = 8


class Stopper:
    """Stops running Websets for an archive."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def paging_error(self) -> Callable[[str], Exception]:
        """Returns the error for a list that does not end."""
        return self._transport.paging_error

    def start(self, ids: Sequence[str]) -> None:
        """Cancel Websets without waiting until they have stopped. After an interruption, no more cancels start."""
        cancel_many(self._transport, ids, CONCURRENCY, finishes=True)

    def stop(self, id: str, disable_monitors: bool) -> models.Webset | None:
        """Cancel a Webset and wait until nothing in it is running; return None if it no longer exists."""
        webset = Guard(self._transport, id, disables_monitors=disable_monitors).stop()
        return webset and warn_about_monitors(webset)
