# Derived from _async/cancel_and_wait.py by scripts/regenerate. Edit that file instead.
"""A sure cancel: repeated until nothing runs, and if asked for with the monitors that would start the Webset again."""

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
    enabled_monitors,
    is_finished,
    is_interruption,
    tell_of_second,
    warning_of_monitors,
    what_is_left,
    what_runs,
)
from .poll import Poll
from .transport import Transport

# Seconds for disabling monitors before the cancel: each of them is paid for.
LONGEST_PRELUDE = 5.0
# The first cancel has at least so long, however short the wait for its effect is.
SHORTEST_CANCEL = 5.0


def cancel_and_wait(
    transport: Transport,
    id: str,
    *,
    timeout: float = 60,
    poll_interval: float = 1,
    on_poll: OnPoll[models.Webset] = None,
    disable_monitors: bool = False,
    insists: bool = False,
) -> models.Webset:
    """Cancel a Webset, and again as long as something in it runs, until nothing does.

    Monitors are disabled first, so that none fires in between, but no trouble with them holds up the cancel.
    With `insists` the cancel is shielded, and sent once more when it is interrupted.
    """
    try:
        poll = Poll(transport.clock, timeout, poll_interval, on_poll)
        if disable_monitors:
            _disable_first(transport, id, poll)
        cancels, until, goes_on = True, poll.until(SHORTEST_CANCEL), True
        while goes_on:
            request = partial(_cancel, insists=insists) if cancels else _get
            webset = poll.attempt(partial(request, transport, id, until), cancels=cancels)
            # What an accepted cancel leaves running gets a look first; what still runs at that is canceled again.
            accepted = cancels and (webset or isinstance(poll.trouble, ResponseValidationError))
            if webset and is_finished(webset):
                if not (disable_monitors and enabled_monitors(webset)):
                    return webset
                accepted = True
                _disable(transport, webset, poll, poll.deadline)
            goes_on = poll.pause(longest_asked=5)
            cancels, until = not accepted, poll.deadline
    except WebsetsError as error:
        if not isinstance(error, APIConnectionError | APIStatusError) or not is_cancel(error.method, error.path):
            error.add_note(f"{id} may still be running and burning credits: nothing has shown that it stopped.")
        raise
    except BaseException as interruption:
        if insists and is_interruption(interruption):
            _once_more(transport, id, interruption)
        raise
    raise WebsetTimeoutError(
        f"{id} may still be running and burning credits, because {timeout:g} s did not show that it stopped: "
        f"{poll.last_known(what_is_left if disable_monitors else what_runs)}.",
        webset=poll.last,
    )


def warn_of_monitors(webset: models.Webset) -> models.Webset:
    """Warn the caller of a method if monitors will start a cancelled Webset again, and give the Webset."""
    if warning := warning_of_monitors(webset):
        warnings.warn(warning, EnabledMonitorsWarning, stacklevel=3)
    return webset


def _get(transport: Transport, id: str, until: float) -> models.Webset:
    return api.websets.Websets(transport.bounded(until)).get(id)


def _cancel(transport: Transport, id: str, until: float, *, insists: bool) -> models.Webset:
    with shielded(insists):
        return api.websets.Websets(transport.bounded(until)).cancel(id)


def _once_more(transport: Transport, id: str, interruption: BaseException) -> None:
    try:
        _cancel(transport, id, transport.clock.now() + SHORTEST_CANCEL, insists=True)
    except WebsetsError as error:
        tell_of_second(id, interruption, error)
    else:
        tell_of_second(id, interruption)


def _disable_first(transport: Transport, id: str, poll: Poll[models.Webset]) -> None:
    until = transport.clock.now() + LONGEST_PRELUDE
    try:
        webset = poll.attempt(partial(_get, transport, id, until))
    except WebsetsError:
        return  # the cancel tells what is wrong
    if webset:
        _disable(transport, webset, poll, until)


def _disable(transport: Transport, webset: models.Webset, poll: Poll[models.Webset], until: float) -> None:
    monitors = api.monitors.Monitors(transport.bounded(until))
    for monitor in enabled_monitors(webset):
        if transport.clock.now() >= until:
            return  # what is still enabled is seen, and disabled, after the cancel
        poll.trouble = None
        try:
            monitors.update(monitor, {"status": "disabled"})
        except NotFoundError:
            pass  # deleted meanwhile
        except WebsetsError as error:
            poll.trouble = error
