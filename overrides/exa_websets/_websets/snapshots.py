"""What a watch has seen: a snapshot for its reader, the time of the last change, and when to poll again."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from attrs import frozen

from .._clock import Clock
from .._generated import models
from .status import seconds_left
from .stop_rules import Look

FIRST_PAUSE, MAX_PAUSE, GROWTH = 1.0, 15.0, 1.25
# The team may send 20 requests a second, from all of its programs together.
MIN_PAUSE = 0.2


Phase: TypeAlias = Literal["running", "finishing", "ended"]


@frozen
class Snapshot:
    """A Webset as it was seen by a watch."""

    webset: models.Webset
    reason: str | None = None
    """Why a stop rule has stopped it. None until the end, and if it has ended by itself."""
    phase: Phase = "running"
    """"finishing" if a rule has fired and the enrichments of the items found so far are finishing; "ended" at last."""
    timed_out: bool = False
    """Whether these enrichments had not finished in time, so that the rest was canceled."""


class PollInterval:
    """The seconds between two polls. They grow, but do not exceed what a search estimates as its time left."""

    def __init__(self) -> None:
        self._pause = FIRST_PAUSE

    def next(self, webset: models.Webset | None, requested: float, due: float | None) -> float:
        """Return the seconds until the next poll.

        Args:
            webset: The Webset as it was last seen.
            requested: The seconds that the service asks to wait.
            due: The seconds until the stop rule fires by itself.
        """
        estimates = [seconds_left(search) for search in webset.searches if search.status == "running"] if webset else []
        seconds = min([self._pause, *(max(FIRST_PAUSE, left / 4) for left in estimates if left is not None)])
        seconds = max(seconds, requested)
        self._pause = min(self._pause * GROWTH, MAX_PAUSE)
        return max(MIN_PAUSE, seconds if due is None else min(seconds, due))


class LastSeen:
    """The Webset as it was last seen, and when it last made progress."""

    def __init__(self, clock: Clock) -> None:
        self.webset: models.Webset | None = None
        self.is_fresh = False
        """Whether the last poll has succeeded."""
        self._clock = clock
        self._progressed_at = clock.now()

    def update(self, webset: models.Webset) -> bool:
        """Keep a Webset that was just read; return True if it differs from the one before."""
        before, self.webset, self.is_fresh = self.webset, webset, True
        if before is None or _progress(before) != _progress(webset):
            self._progressed_at = self._clock.now()
        return before != webset

    def look(self) -> Look:
        """Return what a stop rule judges."""
        return Look(self.webset, self._clock.utc(), self._clock.now() - self._progressed_at, self.is_fresh)


def _progress(webset: models.Webset) -> tuple[Any, ...]:
    searches = [(s.id, s.status, s.progress.found, s.progress.analyzed) for s in webset.searches]
    return webset.status, searches, [(e.id, e.status) for e in webset.enrichments]
