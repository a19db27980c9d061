"""The state of a watch: its snapshots, the last progress of the Webset, and the interval between two polls."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from attrs import frozen

from .._clock import Clock
from .._generated import models
from .status import seconds_left
from .stop_rules import Look

FIRST_PAUSE, MAX_PAUSE, GROWTH = 1.0, 15.0, 1.25
# All programs of a team together may send 20 requests per second.
MIN_PAUSE = 0.2


Phase: TypeAlias = Literal["running", "finishing", "ended"]


@frozen
class Snapshot:
    """A Webset as a watch saw it."""

    webset: models.Webset
    """The Webset."""
    reason: str | None = None
    """The reason of the stop rule that stopped it, or None if it is still running or ended by itself."""
    phase: Phase = "running"
    """"finishing" while the enrichments of the items found before a rule fired are finishing; "ended" at the end."""
    timed_out: bool = False
    """Whether some of these enrichments did not finish in time and were canceled."""


class PollInterval:
    """The interval between two polls. It grows, but is shorter if a search estimates that it will end soon."""

    def __init__(self) -> None:
        self._pause = FIRST_PAUSE

    def next(self, webset: models.Webset | None, requested: float, due: float | None) -> float:
        """Return the seconds until the next poll.

        Args:
            webset: The Webset as it was last seen.
            requested: The Retry-After of the service in seconds, or 0.
            due: The seconds until the stop rule fires even if nothing changes, or None.
        """
        estimates = [seconds_left(search) for search in webset.searches if search.status == "running"] if webset else []
        seconds = min([self._pause, *(max(FIRST_PAUSE, left / 4) for left in estimates if left is not None)])
        seconds = max(seconds, requested)
        self._pause = min(self._pause * GROWTH, MAX_PAUSE)
        return max(MIN_PAUSE, seconds if due is None else min(seconds, due))


class LastSeen:
    """The Webset as it was last seen, and the time of its last progress."""

    def __init__(self, clock: Clock) -> None:
        self.webset: models.Webset | None = None
        self.is_fresh = False
        """Whether the last poll succeeded."""
        self._clock = clock
        self._progressed_at = clock.now()

    def update(self, webset: models.Webset) -> bool:
        """Record the result of a poll; return True if the Webset has changed."""
        before, self.webset, self.is_fresh = self.webset, webset, True
        if before is None or _progress(before) != _progress(webset):
            self._progressed_at = self._clock.now()
        return before != webset

    def look(self) -> Look:
        """Return the input of a stop rule."""
        return Look(self.webset, self._clock.utc(), self._clock.now() - self._progressed_at, self.is_fresh)


def _progress(webset: models.Webset) -> tuple[Any, ...]:
    searches = [(s.id, s.status, s.progress.found, s.progress.analyzed) for s in webset.searches]
    return webset.status, searches, [(e.id, e.status) for e in webset.enrichments]
