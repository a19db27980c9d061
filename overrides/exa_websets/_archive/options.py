"""The options of `client.archive`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict


class ArchiveOptions(TypedDict, total=False):
    """What to archive, and what to stop first."""

    websets: Iterable[str] | None
    """The ids or externalIds of the Websets to archive, with only what belongs to them; None archives everything."""
    cancel_running: bool
    """Cancel running Websets first and wait until they have stopped, so that their copies are final.

    An interruption abandons no cancel that is in flight, and names the Websets that may still be running."""
    disable_monitors: bool
    """Disable the enabled monitors first, so that they do not start the Websets again."""
    concurrency: int
    """The most requests in flight, 4 by default. Answers with status 429 slow all of them down, whatever it is."""
