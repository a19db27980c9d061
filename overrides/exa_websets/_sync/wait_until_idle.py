# Derived from _async/wait_until_idle.py by scripts/regenerate. Edit that file instead.
"""A wait until a Webset is idle."""

from __future__ import annotations

from functools import partial

from .._errors import WebsetPausedError, WebsetsError, WebsetTimeoutError
from .._generated import api, models
from .._websets.status import OnPoll, OnTimeout, describe_running, monitor_warning
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
    """Poll a Webset until it is idle; see `websets.wait_until_idle`. Transient errors do not end the wait."""
    if on_timeout not in ("raise", "cancel"):
        raise ValueError(f'on_timeout is {on_timeout!r}; it has to be "raise" or "cancel"')
    poll = Poll(transport.clock, timeout, poll_interval, on_poll)
    while True:
        websets = api.websets.Websets(transport.with_deadline(poll.request_deadline()))
        webset = poll.attempt(partial(websets.get, id))
        if webset and webset.status == "idle":
            return webset
        if webset and webset.status == "paused" and stop_on_paused:
            raise WebsetPausedError(
                f"{id} is paused, and only the service ends that; stop_on_paused=False keeps waiting.", webset=webset
            )
        if not poll.pause():
            break

    failure = WebsetTimeoutError(
        f"{id} is not idle after {timeout:g} s: {poll.last_known(describe_running)}.", webset=poll.last
    )
    if on_timeout == "cancel":
        try:
            failure.webset = cancel_and_wait(transport, id, resend_if_interrupted=True)
            failure.add_note(f"{id} was canceled because of the timeout.")
            if warning := monitor_warning(failure.webset):
                failure.add_note(warning)
        except WebsetsError as error:
            failure.add_note(f"{id} could not be canceled and may still be burning credits: {error}")
    raise failure
