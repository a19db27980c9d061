"""Watching a Webset: when to look again, what has changed, and the cancel when a stop rule fires."""

from __future__ import annotations

import warnings
from typing import Any

from attrs import define, field, frozen

from ._cancellation import until_canceled
from ._clock import Clock
from ._errors import EnabledMonitorsWarning, ResponseValidationError, WebsetsError
from ._generated import models
from ._polling import asked_to_wait, is_finished, is_passing, warning_of_monitors
from ._steps import Get, Show, ShownSteps, Sleep, Steps
from ._stop_rules import Look, StopRule, Until, rule_of

FIRST_PAUSE, LONGEST_PAUSE, GROWTH = 1.0, 15.0, 1.25
# The team may send 20 requests a second, all of its programs together.
SHORTEST_PAUSE = 0.2
# A look has at least so long, however soon a rule is due.
SHORTEST_LOOK = 5.0


@frozen
class Snapshot:
    """A Webset as it was seen; `reason` says why a stop rule has canceled it, None while none has."""

    webset: models.Webset
    reason: str | None = None


@define
class _Pace:
    """How long to wait for the next look: longer and longer, but not past a search's own estimate of its end."""

    pause: float = FIRST_PAUSE

    def next(self, webset: models.Webset | None, asked: float, due: float | None) -> float:
        left = [s.progress.time_left for s in webset.searches if s.status == "running"] if webset else []
        seconds = min([self.pause, *(max(FIRST_PAUSE, time / 4) for time in left if time is not None)])
        seconds = max(seconds, asked)
        self.pause = min(self.pause * GROWTH, LONGEST_PAUSE)
        return max(SHORTEST_PAUSE, seconds if due is None else min(seconds, due))


@define
class _Sight:
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
        return Look(self.webset, self.clock.utc(), self.clock.now() - self.moved, self.is_fresh)


def watching(id: str, clock: Clock, *, until: Until, every_look: bool = False) -> ShownSteps[Snapshot, models.Webset]:
    """Show a Webset each time it has changed, or at every look, until it has ended or a rule fires, which cancels it.

    Errors that may pass by themselves do not end the watch, and do not keep a deadline from coming; neither does an
    answer that does not fit the document, as long as there is a deadline to come.
    """
    rule, pace, sight = rule_of(until), _Pace(), _Sight(clock)
    while True:
        asked, is_new = 0.0, False
        due = rule.due(sight.look())
        try:
            webset = yield Get(clock.now() + max(due, SHORTEST_LOOK) if due is not None else None)
        except WebsetsError as error:
            if not (is_passing(error) or (due is not None and isinstance(error, ResponseValidationError))):
                error.add_note(f"{id} is not watched any more; it may go on, and no rule stops it.")
                raise
            asked, sight.is_fresh = asked_to_wait(error), False
        else:
            assert webset is not None
            is_new = sight.take(webset) or every_look
            if is_finished(webset):
                if is_new:
                    yield Show(Snapshot(webset))
                return

        if reason := _judged(rule, sight, id):
            yield Show(Snapshot((yield from _canceled(id, clock, reason)), reason))
            return
        if is_new and sight.webset:
            yield Show(Snapshot(sight.webset))
        # Whoever reads along may have taken his time.
        yield Sleep(pace.next(sight.webset, asked, rule.due(sight.look())))


def _judged(rule: StopRule, sight: _Sight, id: str) -> str | None:
    try:
        return rule.reason(sight.look())
    except Exception as error:
        error.add_note(f"{id} goes on: its stop rule has failed.")
        raise


def _canceled(id: str, clock: Clock, reason: str) -> Steps[models.Webset]:
    try:
        webset = yield from until_canceled(id, clock, timeout=60, poll_interval=1, on_poll=None, is_shielded=True)
    except WebsetsError as error:
        error.add_note(f"It was to be canceled because {reason}.")
        raise
    if warning := warning_of_monitors(webset):
        warnings.warn(warning, EnabledMonitorsWarning, stacklevel=2)
    return webset


def _motion(webset: models.Webset) -> tuple[Any, ...]:
    searches = [(s.id, s.status, s.progress.found, s.progress.analyzed) for s in webset.searches]
    return webset.status, searches, [(e.id, e.status) for e in webset.enrichments]
