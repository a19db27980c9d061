"""What a take-out stops before it begins: the Websets that run, and the monitors that would start them again."""

from __future__ import annotations

from collections.abc import Collection

from attrs import Factory, define

from ._batch import CancelOutcome
from ._errors import WebsetsError
from ._generated import models
from ._polling import enabled_monitors, is_finished
from ._take_out_steps import Steps, ask


@define(eq=False)
class Stopping:
    """What is to be stopped, and what became of it."""

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

    def stop(self) -> Steps[None]:
        """Stop it all: each Webset is canceled at once, and then looked after until nothing in it runs."""
        try:
            if len(self.running) > 1:
                yield from _cancel_many(self.running)
            for id in self.running:
                yield from self._try(id, _cancel(id, self.disables))
        except BaseException as interruption:
            left = ", ".join(self.running[len(self.outcomes) :])
            interruption.add_note(f"What was to be canceled may still be running and burning credits: {left}")
            raise
        for monitor, webset in self.monitors.items():
            if webset not in self.running:
                yield from self._try(webset, _disable(monitor), keeps=False)

    def _try(self, webset: str, stopping: Steps[models.Webset | None], *, keeps: bool = True) -> Steps[None]:
        try:
            stopped = yield from stopping
        except WebsetsError as error:
            self.outcomes.append(CancelOutcome(webset, None, error))
        else:
            if keeps:
                self.outcomes.append(CancelOutcome(webset, stopped, None))


def _cancel_many(ids: Collection[str]) -> Steps[list[CancelOutcome]]:
    # What becomes of it is of no interest here: each of them is canceled once more, and waited for.
    return ask(lambda client: client.websets.cancel_many(ids))


def _cancel(id: str, disable_monitors: bool) -> Steps[models.Webset]:
    return ask(lambda client: client.websets.cancel_and_wait(id, disable_monitors=disable_monitors))


def _disable(monitor: str) -> Steps[None]:
    yield from ask(lambda client: client.monitors.update(monitor, {"status": "disabled"}))
