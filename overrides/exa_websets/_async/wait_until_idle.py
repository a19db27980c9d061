"""Wait until a Webset is idle."""

from __future__ import annotations

from functools import partial

from .._error_notes import add_note
from .._errors import NotFoundError, WebsetPausedError, WebsetTimeoutError
from .._generated import api, models
from .._http.request import check_id
from .._websets.status import OnPoll, OnTimeout, describe_running, monitor_warning
from .guard import AsyncGuard, prepare_guard
from .poll import Poll
from .transport import AsyncTransport


async def wait_until_idle(
    transport: AsyncTransport,
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
        raise ValueError(f'on_timeout is {on_timeout!r}; it must be "raise" or "cancel"')
    check_id(id)
    cancels = on_timeout == "cancel"
    if cancels:
        prepare_guard(transport)
    poll = Poll(transport.clock, timeout, poll_interval, on_poll, defers=cancels)
    while True:
        websets = api.websets.AsyncWebsets(transport.with_deadline(poll.request_deadline()))
        try:
            webset = await poll.attempt(partial(websets.get, id))
            if poll.deferred is not None:
                raise poll.deferred
        except NotFoundError:
            raise
        except Exception as error:  # the wait ends early, so cancel now instead of at the timeout
            if cancels and await AsyncGuard(transport, id).stop(error) is not None:
                add_note(error, "It ended the wait, so the Webset was canceled.")
            raise
        if webset and webset.status == "idle":
            return webset
        if webset and webset.status == "paused" and stop_on_paused:
            raise WebsetPausedError(
                f"{id} is paused, and only the service can resume it; pass stop_on_paused=False to keep waiting.",
                webset=webset,
            )
        if not await poll.pause():
            failure = WebsetTimeoutError(
                f"{id} is not idle after {timeout:g} s: {poll.last_known(describe_running)}.", webset=poll.last
            )
            if cancels:
                await _cancel_after(transport, id, failure)
            raise failure


async def _cancel_after(transport: AsyncTransport, id: str, failure: WebsetTimeoutError) -> None:
    webset = await AsyncGuard(transport, id).stop(failure)
    if webset is not None:
        failure.webset = webset
        add_note(failure, f"{id} was canceled because of the timeout.")
        if warning := monitor_warning(webset):
            add_note(failure, warning)
