# Derived from _async/cancel_and_wait.py by scripts/regenerate. Edit that file instead.
"""A cancel that is verified: repeated until nothing runs, with the monitors disabled if the caller asks for it."""

from __future__ import annotations

import warnings
from functools import partial

from .._errors import (
    APIConnectionError,
    APIStatusError,
    EnabledMonitorsWarning,
    NotFoundError,
    ResponseValidationError,
    WebsetsError,
    WebsetTimeoutError,
)
from .._generated import api, models
from .._http.retries import is_cancel
from .._runtime.threads import shielded
from .._websets.status import (
    OnPoll,
    describe_remaining,
    describe_running,
    enabled_monitors,
    is_finished,
    is_interruption,
    monitor_warning,
    note_resent_cancel,
)
from .poll import Poll
from .transport import Transport

# Seconds for disabling monitors before the cancel, while the Webset costs credits.
MAX_PRELUDE = 5.0
# Seconds that the first cancel has at least, however short the timeout is.
MIN_CANCEL = 5.0
# Seconds that the service may ask to wait between two requests, while the Webset costs credits.
MAX_PAUSE = 5.0


def cancel_and_wait(
    transport: Transport,
    id: str,
    *,
    timeout: float = 60,
    poll_interval: float = 1,
    on_poll: OnPoll[models.Webset] = None,
    disable_monitors: bool = False,
    resend_if_interrupted: bool = False,
) -> models.Webset:
    """Cancel a Webset and wait until nothing in it runs; see `websets.cancel_and_wait`.

    Monitors are disabled first, so that none fires in between, but no error with them holds up the cancel.

    Args:
        resend_if_interrupted: Whether the cancel is shielded, and sent again when it is interrupted.
    """
    try:
        poll = Poll(transport.clock, timeout, poll_interval, on_poll)
        if disable_monitors:
            _disable_monitors_first(transport, id, poll)
        cancels, deadline = True, poll.request_deadline(MIN_CANCEL)
        while True:
            if cancels:
                cancel = partial(_cancel, transport, id, deadline, shield=resend_if_interrupted)
                webset = poll.attempt(cancel, cancels=True)
            else:
                webset = poll.attempt(partial(_get, transport, id, deadline))
            # After an accepted cancel, look before canceling again: what runs may still be stopping.
            accepted = cancels and (webset or isinstance(poll.error, ResponseValidationError))
            if webset and is_finished(webset):
                if not (disable_monitors and enabled_monitors(webset)):
                    return webset
                accepted = True
                _disable_monitors(transport, webset, poll, poll.deadline)
            if not poll.pause(longest_asked=MAX_PAUSE):
                break
            cancels, deadline = not accepted, poll.deadline
    except WebsetsError as error:
        if not isinstance(error, APIConnectionError | APIStatusError) or not is_cancel(error.method, error.path):
            error.add_note(f"{id} may still be running and burning credits: nothing has shown that it stopped.")
        raise
    except BaseException as interruption:
        if resend_if_interrupted and is_interruption(interruption):
            _resend(transport, id, interruption)
        raise
    raise WebsetTimeoutError(
        f"{id} may still be running and burning credits, because {timeout:g} s did not show that it stopped: "
        f"{poll.last_known(describe_remaining if disable_monitors else describe_running)}.",
        webset=poll.last,
    )


def warn_about_monitors(webset: models.Webset) -> models.Webset:
    """Return a canceled Webset, with a warning to the method's caller if monitors are going to start it again."""
    if warning := monitor_warning(webset):
        warnings.warn(warning, EnabledMonitorsWarning, stacklevel=3)
    return webset


def _get(transport: Transport, id: str, deadline: float) -> models.Webset:
    return api.websets.Websets(transport.with_deadline(deadline)).get(id)


def _cancel(transport: Transport, id: str, deadline: float, *, shield: bool) -> models.Webset:
    with shielded(shield):
        return api.websets.Websets(transport.with_deadline(deadline)).cancel(id)


def _resend(transport: Transport, id: str, interruption: BaseException) -> None:
    try:
        _cancel(transport, id, transport.clock.now() + MIN_CANCEL, shield=True)
    except WebsetsError as error:
        note_resent_cancel(id, interruption, error)
    else:
        note_resent_cancel(id, interruption)


def _disable_monitors_first(transport: Transport, id: str, poll: Poll[models.Webset]) -> None:
    deadline = transport.clock.now() + MAX_PRELUDE
    try:
        webset = poll.attempt(partial(_get, transport, id, deadline))
    except WebsetsError:
        return  # the cancel is going to raise it
    if webset:
        _disable_monitors(transport, webset, poll, deadline)


def _disable_monitors(transport: Transport, webset: models.Webset, poll: Poll[models.Webset], deadline: float) -> None:
    monitors = api.monitors.Monitors(transport.with_deadline(deadline))
    for monitor in enabled_monitors(webset):
        if transport.clock.now() >= deadline:
            return  # those that are left are disabled after the cancel
        poll.error = None
        try:
            monitors.update(monitor, {"status": "disabled"})
        except NotFoundError:
            pass  # it was deleted in the meantime
        except WebsetsError as error:
            poll.error = error
