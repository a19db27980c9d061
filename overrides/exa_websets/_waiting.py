"""Waits for Websets and imports: what is an end, and what to say when the time is up."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ._cancellation import until_canceled
from ._clock import Clock
from ._errors import ImportFailedError, ImportTimeoutError, WebsetPausedError, WebsetsError, WebsetTimeoutError
from ._generated import models
from ._polling import OnPoll, Wait, warning_of_monitors, what_runs
from ._steps import Get, Steps

OnTimeout: TypeAlias = Literal["raise", "cancel"]


def until_idle(
    id: str,
    clock: Clock,
    *,
    timeout: float,
    poll_interval: float,
    on_poll: OnPoll[models.Webset],
    on_timeout: OnTimeout,
    stop_on_paused: bool,
) -> Steps[models.Webset]:
    """Read a Webset again and again until it is idle; errors that may pass by themselves do not end the wait."""
    if on_timeout not in ("raise", "cancel"):
        raise ValueError(f'on_timeout is {on_timeout!r}; it has to be "raise" or "cancel"')
    wait = Wait(clock, timeout, poll_interval, on_poll)
    goes_on = True
    while goes_on:
        webset = yield from wait.perform(Get(wait.until()))
        if webset and webset.status == "idle":
            return webset
        if webset and webset.status == "paused" and stop_on_paused:
            raise WebsetPausedError(
                f"{id} is paused, which only the service ends; stop_on_paused=False waits on.", webset=webset
            )
        goes_on = yield from wait.pause()

    failure = WebsetTimeoutError(
        f"{id} is not idle after {timeout:g} s: {wait.last_known(what_runs)}.", webset=wait.last
    )
    if on_timeout == "cancel":
        try:
            failure.webset = yield from until_canceled(
                id, clock, timeout=60, poll_interval=1, on_poll=None, is_shielded=True
            )
            failure.add_note(f"{id} was canceled, because the time was up.")
            if warning := warning_of_monitors(failure.webset):
                failure.add_note(warning)
        except WebsetsError as error:
            failure.add_note(f"{id} could not be canceled and may still be burning credits: {error}")
    raise failure


def until_completed(
    id: str, clock: Clock, *, timeout: float, poll_interval: float, on_poll: OnPoll[models.Import]
) -> Steps[models.Import]:
    """Read an import again and again until it is completed; errors that may pass by themselves do not end the wait."""
    wait = Wait(clock, timeout, poll_interval, on_poll)
    goes_on = True
    while goes_on:
        seen = yield from wait.perform(Get(wait.until()))
        if seen and seen.status == "completed":
            return seen
        if seen and seen.status in ("failed", "canceled"):
            reasons = [str(reason) for reason in (seen.failed_reason, seen.failed_message) if reason]
            raise ImportFailedError(": ".join([f"{id} is {seen.status}", *reasons]), import_=seen)
        goes_on = yield from wait.pause()
    raise ImportTimeoutError(
        f"{id} is not completed after {timeout:g} s: {wait.last_known(lambda seen: f'it is {seen.status}')}.",
        import_=wait.last,
    )
