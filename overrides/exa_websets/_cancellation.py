"""A sure cancel: repeated until nothing runs, and if asked for with the monitors that would start the Webset again."""

from __future__ import annotations

from collections.abc import Generator

from ._clock import Clock
from ._errors import (
    APIConnectionError,
    APIStatusError,
    NotFoundError,
    ResponseValidationError,
    WebsetsError,
    WebsetTimeoutError,
)
from ._generated import models
from ._polling import OnPoll, Wait, enabled_monitors, is_finished, what_runs
from ._retries import is_cancel
from ._steps import Cancel, Disable, Get, Operation, Step, Steps, is_interruption

# Seconds for disabling monitors before the cancel: each of them is paid for.
LONGEST_PRELUDE = 5.0
# The first cancel has at least so long, however short the wait for its effect is.
SHORTEST_CANCEL = 5.0


def until_canceled(
    id: str,
    clock: Clock,
    *,
    timeout: float,
    poll_interval: float,
    on_poll: OnPoll[models.Webset],
    disable_monitors: bool = False,
    is_shielded: bool = False,
) -> Steps[models.Webset]:
    """Cancel a Webset, and again as long as something in it runs, until nothing does.

    Monitors are disabled first, so that none fires in between, but no trouble with them holds up the cancel.
    One that is shielded is sent once more when it is interrupted.
    """
    try:
        wait = Wait(clock, timeout, poll_interval, on_poll)
        if disable_monitors:
            yield from _disable_first(wait)
        step: Operation = Cancel(wait.until(SHORTEST_CANCEL), is_shielded)
        goes_on = True
        while goes_on:
            webset = yield from wait.perform(step)
            # What an accepted cancel leaves running gets a look first; what still runs at that is canceled again.
            accepted = isinstance(step, Cancel) and (webset or isinstance(wait.trouble, ResponseValidationError))
            if webset and is_finished(webset):
                if not (disable_monitors and enabled_monitors(webset)):
                    return webset
                accepted = True
                yield from _disable(webset, wait, wait.deadline)
            goes_on = yield from wait.pause(longest_asked=5)
            step = Get(wait.deadline) if accepted else Cancel(wait.deadline, is_shielded)
    except WebsetsError as error:
        if not isinstance(error, APIConnectionError | APIStatusError) or not is_cancel(error.method, error.path):
            error.add_note(f"{id} may still be running and burning credits: nothing has shown that it stopped.")
        raise
    except BaseException as interruption:
        if is_shielded and is_interruption(interruption):
            yield from _once_more(id, clock, interruption)
        raise
    raise WebsetTimeoutError(
        f"{id} may still be running and burning credits, because {timeout:g} s did not show that it stopped: "
        f"{wait.last_known(_what_is_left if disable_monitors else what_runs)}.",
        webset=wait.last,
    )


def _once_more(id: str, clock: Clock, interruption: BaseException) -> Generator[Step, models.Webset | None, None]:
    try:
        yield Cancel(clock.now() + SHORTEST_CANCEL, is_shielded=True)
    except WebsetsError as error:
        tell_of_second(id, interruption, error)
    else:
        tell_of_second(id, interruption)


def tell_of_second(id: str, interruption: BaseException, failure: Exception | None = None) -> None:
    """Have what broke a cancel off say what became of the second one, which was sent because of it."""
    if failure:
        interruption.add_note(f"{id} may still be running and burning credits: {failure}")
    else:
        interruption.add_note(f"Nothing of {id} is to run on: its cancel was sent once more, and accepted.")


def _disable_first(wait: Wait[models.Webset]) -> Generator[Step, models.Webset | None, None]:
    until = wait.clock.now() + LONGEST_PRELUDE
    try:
        webset = yield from wait.perform(Get(until))
    except WebsetsError:
        return  # the cancel tells what is wrong
    if webset:
        yield from _disable(webset, wait, until)


def _disable(
    webset: models.Webset, wait: Wait[models.Webset], until: float
) -> Generator[Step, models.Webset | None, None]:
    for monitor in enabled_monitors(webset):
        if wait.clock.now() >= until:
            return  # what is still enabled is seen, and disabled, after the cancel
        try:
            yield from wait.perform(Disable(monitor, until))
        except NotFoundError:
            pass  # deleted meanwhile
        except WebsetsError as error:
            wait.trouble = error


def _what_is_left(webset: models.Webset) -> str:
    return ", ".join([what_runs(webset), *(f"monitor {monitor} is enabled" for monitor in enabled_monitors(webset))])
