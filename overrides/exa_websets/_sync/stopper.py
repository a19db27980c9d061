# Derived from _async/stopper.py by scripts/regenerate. Edit that file instead.
"""The cancels of an archive: whatever interrupts them, those in flight come to their end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .._generated import models
from .cancel_and_wait import warn_about_monitors
from .cancel_many import cancel_many
from .guard import Guard
from .transport import Transport

# Cancels in flight, at most.
CONCURRENCY = 8


class Stopper:
    """Stops running Websets for an archive."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def paging_error(self) -> Callable[[str], Exception]:
        """The error for a list of the client that does not end."""
        return self._transport.paging_error

    def start(self, ids: Sequence[str]) -> None:
        """Cancel Websets, without waiting until they have stopped. An interruption starts no more cancels."""
        cancel_many(self._transport, ids, CONCURRENCY, finishes=True)

    def stop(self, id: str, disable_monitors: bool) -> models.Webset | None:
        """Cancel a Webset and wait until nothing in it is running; return None if it does not exist any more."""
        webset = Guard(self._transport, id, disables_monitors=disable_monitors).stop()
        return webset and warn_about_monitors(webset)
