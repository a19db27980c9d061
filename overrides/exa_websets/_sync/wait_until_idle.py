# Derived from _async/wait_until_idle.py by scripts/regenerate. Edit that file instead.
"""Waits until a Webset is idle, or an import is completed."""

from __future__ import annotations

from functools import partial

from .._errors import ImportFailedError, ImportTimeoutError, WebsetPausedError, WebsetsError, WebsetTimeoutError
from .._generated import api, models
from .._websets.status import OnPoll, OnTimeout, warning_of_monitors, what_runs
from .cancel_and_wait import cancel_and_wait
from .poll import Poll
from .transport import Transport


def wait_until_idle(
    transport: Transport,
    id: str,
    *,
    timeout: float,
    poll_interval: float,
    on_poll: OnPoll[models.Webset],
    on_timeout: OnTimeout,
    stop_on_paused: bool,
) -> models.Webset:
    """Read a Webset again and again until it is idle; errors that may pass by themselves do not end the wait."""
    if on_timeout not in ("raise", "cancel"):
        raise ValueError(f'on_timeout is {on_timeout!r}; it has to be "raise" or "cancel"')
    poll = Poll(transport.clock, timeout, poll_interval, on_poll)
    goes_on = True
    while goes_on:
        websets = api.websets.Websets(transport.bounded(poll.until()))
        webset = poll.attempt(partial(websets.get, id))
        if webset and webset.status == "idle":
            return webset
        if webset and webset.status == "paused" and stop_on_paused:
            raise WebsetPausedError(
                f"{id} is paused, which only the service ends; stop_on_paused=False waits on.", webset=webset
            )
        goes_on = poll.pause()

    failure = WebsetTimeoutError(
        f"{id} is not idle after {timeout:g} s: {poll.last_known(what_runs)}.", webset=poll.last
    )
    if on_timeout == "cancel":
        try:
            failure.webset = cancel_and_wait(transport, id, insists=True)
            failure.add_note(f"{id} was canceled, because the time was up.")
            if warning := warning_of_monitors(failure.webset):
                failure.add_note(warning)
        except WebsetsError as error:
            failure.add_note(f"{id} could not be canceled and may still be burning credits: {error}")
    raise failure


def wait_until_completed(
    transport: Transport, id: str, *, timeout: float, poll_interval: float, on_poll: OnPoll[models.Import]
) -> models.Import:
    """Read an import again and again until it is completed; errors that may pass by themselves do not end the wait."""
    poll = Poll(transport.clock, timeout, poll_interval, on_poll)
    goes_on = True
    while goes_on:
        imports = api.imports.Imports(transport.bounded(poll.until()))
        seen = poll.attempt(partial(imports.get, id))
        if seen and seen.status == "completed":
            return seen
        if seen and seen.status in ("failed", "canceled"):
            reasons = [str(reason) for reason in (seen.failed_reason, seen.failed_message) if reason]
            raise ImportFailedError(": ".join([f"{id} is {seen.status}", *reasons]), import_=seen)
        goes_on = poll.pause()
    raise ImportTimeoutError(
        f"{id} is not completed after {timeout:g} s: {poll.last_known(lambda seen: f'it is {seen.status}')}.",
        import_=poll.last,
    )
