"""The options of `client.archive`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict


class ArchiveOptions(TypedDict, total=False):
    """The options of `client.archive`: what to archive, and what to stop first."""

    websets: Iterable[str] | None
    """The ids or externalIds of the Websets to archive, together with their monitors, imports and events; None, the
    default, archives everything."""
    cancel_running: bool
    """Whether to cancel running Websets first and wait until they have stopped, so that their copies are final.

    An interruption does not abandon a cancel in flight. A note on it lists the Websets that may still be running."""
    disable_monitors: bool
    """Whether to disable enabled monitors first, so that they do not start the Websets again."""
    concurrency: int
    """The maximum number of requests in flight, 4 by default. A response with status 429 slows all of them down."""
