"""What an archive stops before it copies anything: running Websets, and the monitors that would start them again."""

from __future__ import annotations

from contextlib import suppress

from attrs import define, field

from .._errors import add_note
from .._generated import models
from .._guard.leftovers import stopped_message
from .._websets.cancel_batch import CancelOutcome
from .._websets.status import enabled_monitors, is_finished
from .client_calls import Calls, Stopper


@define(eq=False)
class StopFirst:
    """Collects what has to be stopped, stops it, and holds the outcomes. One that fails does not affect the others."""

    calls: Calls
    stopper: Stopper
    cancel_running: bool
    disable_monitors: bool
    outcomes: list[CancelOutcome] = field(init=False, factory=list[CancelOutcome])
    _running: list[str] = field(init=False, factory=list[str])
    _monitors: dict[str, str] = field(init=False, factory=dict[str, str])
    """The enabled monitors, with the Websets that they start."""

    def add(self, webset: models.Webset) -> None:
        """Add what has to be stopped in a Webset."""
        if self.cancel_running and not is_finished(webset):
            self._running.append(webset.id)
        if self.disable_monitors:
            self._monitors.update(dict.fromkeys(enabled_monitors(webset), webset.id))

    def add_unread(self, id: str) -> None:
        """Add a Webset that could not be read: it may be running."""
        if self.cancel_running:
            self._running.append(id)

    def stop(self) -> None:
        """Cancel the running Websets and wait until they have stopped; then disable the monitors of the others."""
        left = [*self._running]
        try:
            if len(left) > 1:
                # Start all cancels before waiting for any. What becomes of them is ignored: each is canceled again.
                with suppress(Exception):
                    self.calls.make(lambda _: self.stopper.start(left))
            while left:
                self._cancel(left[0])
                del left[0]
        except BaseException as interruption:
            notes = getattr(interruption, "__notes__", ())  # the cancel that was interrupted came to its end
            failed = [outcome.id for outcome in self.outcomes if outcome.error]
            if named := [*failed, *(id for id in left if stopped_message(id) not in notes)]:
                add_note(interruption, f"These Websets may still be running and burning credits: {', '.join(named)}")
            raise
        for monitor, webset in self._monitors.items():
            if webset not in self._running:
                self._disable(monitor, webset)

    def _cancel(self, id: str) -> None:
        try:
            webset = self.calls.make(lambda _: self.stopper.stop(id, self.disable_monitors))
        except Exception as error:
            self.outcomes.append(CancelOutcome(id, None, error))
        else:
            if webset is not None:  # or it was deleted in the meantime
                self.outcomes.append(CancelOutcome(id, webset, None))

    def _disable(self, monitor: str, webset: str) -> None:
        try:
            self.calls.make(lambda client: client.monitors.update(monitor, {"status": "disabled"}))
        except Exception as error:
            self.outcomes.append(CancelOutcome(webset, None, error))
