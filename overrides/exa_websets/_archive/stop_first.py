"""Stop running Websets, and the monitors that would start them again, before an archive copies anything."""

from __future__ import annotations

from attrs import define, field

from .._error_notes import add_note
from .._generated import models
from .._guard.leftovers import stopped_message
from .._websets.cancel_batch import CancelOutcome
from .._websets.status import enabled_monitors, is_finished
from .client_calls import Calls, Stopper


@define(eq=False)
class StopFirst:
    """Collects Websets and monitors, stops them, and holds the outcomes. A failure does not affect the others."""

    calls: Calls
    stopper: Stopper
    cancel_running: bool
    disable_monitors: bool
    outcomes: list[CancelOutcome] = field(init=False, factory=list[CancelOutcome])
    _running: list[str] = field(init=False, factory=list[str])
    _monitors: dict[str, str] = field(init=False, factory=dict[str, str])
    """The ids of the enabled monitors, with the ids of their Websets."""

    def add(self, webset: models.Webset) -> None:
        """Add a Webset if it is running, and its enabled monitors."""
        if self.cancel_running and not is_finished(webset):
            self._running.append(webset.id)
        if self.disable_monitors:
            self._monitors.update(dict.fromkeys(enabled_monitors(webset), webset.id))

    def add_unread(self, id: str) -> None:
        """Add a Webset that could not be read, because it may be running."""
        if self.cancel_running:
            self._running.append(id)

    def stop(self) -> None:
        """Cancel the running Websets and wait until they have stopped; then disable the monitors of the others."""
        left = [*self._running]
        try:
            if len(left) > 1:
                # Start all cancels before waiting for any. Their outcomes are ignored: each Webset is canceled again.
                self.calls.make(lambda _: self.stopper.start(left))
            while left:
                self._cancel(left[0])
                del left[0]
        except BaseException as interruption:
            notes = getattr(interruption, "__notes__", ())  # these show whether the interrupted cancel succeeded
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
