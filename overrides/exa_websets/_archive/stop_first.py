"""What an archive stops before it begins: the Websets that run, and the monitors that would start them again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from attrs import Factory, define

from .._errors import WebsetsError
from .._generated import models
from .._websets.cancel_batch import CancelOutcome
from .._websets.status import enabled_monitors, is_finished
from .client_calls import Calls


@define(eq=False)
class Stopping:
    """What is to be stopped, and what became of it."""

    calls: Calls
    cancels: bool
    """Whether what runs is to be canceled. """
    disables: bool
    """Whether monitors are to be disabled. """
    running: list[str] = Factory(list[str])
    monitors: dict[str, str] = Factory(dict[str, str])
    """The enabled monitors, with the Websets that they start. """
    outcomes: list[CancelOutcome] = Factory(list[CancelOutcome])

    def note(self, webset: models.Webset) -> None:
        """Take in a Webset."""
        if self.cancels and not is_finished(webset):
            self.running.append(webset.id)
        if self.disables:
            self.monitors.update(dict.fromkeys(enabled_monitors(webset), webset.id))

    def stop(self) -> None:
        """Stop it all: each Webset is canceled at once, and then looked after until nothing in it runs."""
        try:
            if len(self.running) > 1:
                # What becomes of it is of no interest here: each of them is canceled once more, and waited for.
                self.calls(lambda client: client.websets.cancel_many(self.running))
            for id in self.running:
                self._try(id, partial(self._cancel, id))
        except BaseException as interruption:
            left = ", ".join(self.running[len(self.outcomes) :])
            interruption.add_note(f"What was to be canceled may still be running and burning credits: {left}")
            raise
        for monitor, webset in self.monitors.items():
            if webset not in self.running:
                self._try(webset, partial(self._disable, monitor), keeps=False)

    def _try(self, webset: str, stopping: Callable[[], models.Webset | None], *, keeps: bool = True) -> None:
        try:
            stopped = stopping()
        except WebsetsError as error:
            self.outcomes.append(CancelOutcome(webset, None, error))
        else:
            if keeps:
                self.outcomes.append(CancelOutcome(webset, stopped, None))

    def _cancel(self, id: str) -> models.Webset:
        return self.calls(lambda client: client.websets.cancel_and_wait(id, disable_monitors=self.disables))

    def _disable(self, monitor: str) -> None:
        self.calls(lambda client: client.monitors.update(monitor, {"status": "disabled"}))
