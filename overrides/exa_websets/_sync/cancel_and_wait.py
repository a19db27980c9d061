# Derived from _async/cancel_and_wait.py by scripts/regenerate. Edit that file instead.
"""Cancel a Webset, and verify that it has stopped: repeat the cancel until nothing in it is running."""

from __future__ import annotations

import logging
import warnings
from functools import partial

from .._error_notes import add_note
from .._errors import (
    ClientClosedError,
    EnabledMonitorsWarning,
    NotFoundError,
    ResponseValidationError,
    WebsetTimeoutError,
    is_of_service,
)
from .._generated import api, models
from .._guard.leftovers import note_leftover, stopped_message
from .._http.request import check_id
from .._websets.status import (
    OnPoll,
    describe_remaining,
    describe_running,
    enabled_monitors,
    is_finished,
    monitor_warning,
)
from .poll import Poll
from .transport import Transport

logger = logging.getLogger("exa_websets")

# In seconds. The Webset costs credits until the cancel succeeds, so disabling its monitors first must not take long.
MAX_PRELUDE = 5.0
# The minimum for the first cancel, even with a shorter timeout.
MIN_CANCEL = 5.0
# The longest Retry-After that is respected between two requests.
MAX_PAUSE = 5.0


def cancel_and_wait(
    transport: Transport,
    id: str,
    *,
    timeout: float = 60,
    poll_interval: float = 1,
    on_poll: OnPoll[models.Webset] = None,
    disable_monitors: bool = False,
) -> models.Webset:
    """Cancel a Webset and wait until nothing in it is running; see `websets.cancel_and_wait`.

    An exception raised by one of the caller's callbacks or hooks is raised only after the Webset has stopped.
    """
    check_id(id)
    poll = Poll(transport.clock, timeout, poll_interval, on_poll, defers=True)
    webset = cancel_until_stopped(transport, id, poll, disable_monitors=disable_monitors)
    if poll.deferred is not None:
        add_note(poll.deferred, stopped_message(id))
        raise poll.deferred
    return webset


def cancel_until_stopped(
    transport: Transport, id: str, poll: Poll[models.Webset], *, disable_monitors: bool
) -> models.Webset:
    """Repeat the cancel of a Webset until nothing in it is running, and return the Webset.

    Monitors are disabled first, so that none of them starts the Webset again in the meantime. An error while disabling
    them does not prevent the cancel.
    """
    try:
        if disable_monitors:
            _disable_monitors_first(transport, id, poll)
        cancels, deadline = True, poll.request_deadline(MIN_CANCEL)
        while True:
            request = _cancel if cancels else _get
            webset = poll.attempt(partial(request, transport, id, deadline), cancels=cancels)
            # An accepted cancel may take a moment to have an effect, so poll before canceling again.
            accepted = cancels and (webset or isinstance(poll.error, ResponseValidationError))
            if webset and is_finished(webset):
                if not (disable_monitors and enabled_monitors(webset)):
                    return webset
                accepted = True
                _disable_monitors(transport, webset, poll, poll.deadline)
            if not poll.pause(longest_asked=MAX_PAUSE):
                raise poll.deferred or _timeout_error(id, poll, disable_monitors=disable_monitors)
            cancels, deadline = not accepted, poll.deadline
    except BaseException as error:
        if not isinstance(error, NotFoundError):
            note_leftover(error, id, "nothing has shown that it stopped.")
        raise


def _timeout_error(id: str, poll: Poll[models.Webset], *, disable_monitors: bool) -> WebsetTimeoutError:
    seen = poll.last_known(describe_remaining if disable_monitors else describe_running)
    return WebsetTimeoutError(
        f"{id} may still be running and burning credits, because {poll.timeout:g} s did not show that it stopped: "
        f"{seen}.",
        webset=poll.last,
    )


def is_gone(transport: Transport, id: str) -> bool:
    """Return True if the Webset was deleted: a proxy may have sent the 404 to the cancel, so ask the service."""
    try:
        api.websets.Websets(transport).get(id)
    except ClientClosedError:
        return True  # the client is closed, so the 404 came over other connections and from the service
    except NotFoundError as error:
        return is_of_service(error)
    except Exception:
        return False
    return False


def warn_about_monitors(webset: models.Webset) -> models.Webset:
    """Return a canceled Webset, and warn the caller of the public method if monitors will start it again.

    If warnings are turned into errors, the warning is logged instead, because the cancel has succeeded.
    """
    if warning := monitor_warning(webset):
        try:
            warnings.warn(warning, EnabledMonitorsWarning, stacklevel=3)
        except EnabledMonitorsWarning:
            logger.warning(warning)
    return webset


def _get(transport: Transport, id: str, deadline: float) -> models.Webset:
    return api.websets.Websets(transport.with_deadline(deadline)).get(id)


def _cancel(transport: Transport, id: str, deadline: float) -> models.Webset:
    return api.websets.Websets(transport.with_deadline(deadline)).cancel(id)


def _disable_monitors_first(transport: Transport, id: str, poll: Poll[models.Webset]) -> None:
    deadline = transport.clock.now() + MAX_PRELUDE
    try:
        webset = poll.attempt(partial(_get, transport, id, deadline))
    except Exception:
        return  # the cancel raises the same error
    if webset:
        _disable_monitors(transport, webset, poll, deadline)


def _disable_monitors(transport: Transport, webset: models.Webset, poll: Poll[models.Webset], deadline: float) -> None:
    monitors = api.monitors.Monitors(transport.with_deadline(deadline))
    for monitor in enabled_monitors(webset):
        if transport.clock.now() >= deadline:
            return  # the remaining monitors are disabled after the cancel
        poll.error = None
        try:
            monitors.update(monitor, {"status": "disabled"})
        except NotFoundError:
            pass  # it was deleted in the meantime
        except Exception as error:  # the other monitors and the cancel do not depend on it
            poll.error = error
