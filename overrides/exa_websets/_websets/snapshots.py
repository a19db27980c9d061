"""What a watch knows: a snapshot, when to look again, and what has moved since the last look."""

from __future__ import annotations

from typing import Any

from attrs import define, field, frozen

from .._clock import Clock
from .._generated import models
from .stop_rules import Look

FIRST_PAUSE, LONGEST_PAUSE, GROWTH = 1.0, 15.0, 1.25
# The team may send 20 requests a second, all of its programs together.
SHORTEST_PAUSE = 0.2


@frozen
class Snapshot:
    """A Webset as it was seen; `reason` says why a stop rule has canceled it, None while none has."""

    webset: models.Webset
    reason: str | None = None


@define
class Pace:
    """How long to wait for the next look: longer and longer, but not past a search's own estimate of its end."""

    pause: float = FIRST_PAUSE

    def next(self, webset: models.Webset | None, asked: float, due: float | None) -> float:
        left = [s.progress.time_left for s in webset.searches if s.status == "running"] if webset else []
        seconds = min([self.pause, *(max(FIRST_PAUSE, time / 4) for time in left if time is not None)])
        seconds = max(seconds, asked)
        self.pause = min(self.pause * GROWTH, LONGEST_PAUSE)
        return max(SHORTEST_PAUSE, seconds if due is None else min(seconds, due))


@define
class Sight:
    """What was last seen, and when anything in it last moved."""

    clock: Clock
    webset: models.Webset | None = None
    is_fresh: bool = False
    moved: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.moved = self.clock.now()

    def take(self, webset: models.Webset) -> bool:
        """Take in a look, and tell whether it shows anything new."""
        before, self.webset, self.is_fresh = self.webset, webset, True
        if before is None or _motion(before) != _motion(webset):
            self.moved = self.clock.now()
        return before != webset

    def look(self) -> Look:
        """Give what a stop rule judges."""
        return Look(self.webset, self.clock.utc(), self.clock.now() - self.moved, self.is_fresh)


def _motion(webset: models.Webset) -> tuple[Any, ...]:
    searches = [(s.id, s.status, s.progress.found, s.progress.analyzed) for s in webset.searches]
    return webset.status, searches, [(e.id, e.status) for e in webset.enrichments]
