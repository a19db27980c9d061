"""Waits for a Webset: what to do next is decided here once, for the synchronous and the asynchronous client.

A wait is a generator of steps. Whoever runs it performs each step and sends back the Webset that came of it, or
throws in the error that came instead; `_resources.py` holds the two runners.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Literal, TypeAlias

from attrs import frozen

from ._clock import Clock
from ._errors import (
    APIConnectionError,
    APIStatusError,
    InternalServerError,
    RateLimitError,
    ResponseValidationError,
    WebsetPausedError,
    WebsetsError,
    WebsetTimeoutError,
)
from ._generated import models

OnPoll: TypeAlias = Callable[[models.Webset], None] | None
OnTimeout: TypeAlias = Literal["raise", "cancel"]

SHORTEST_PAUSE = 0.1
_ENDED = ("completed", "canceled")


@frozen
class Get:
    """Read the Webset; the request ends by `until`."""

    until: float


@frozen
class Cancel:
    """Cancel the Webset; the request ends by `until`."""

    until: float


@frozen
class Sleep:
    """Do nothing for some seconds."""

    seconds: float


Step: TypeAlias = Get | Cancel | Sleep
Steps: TypeAlias = Generator[Step, models.Webset | None, models.Webset]


def is_finished(webset: models.Webset) -> bool:
    """Tell whether nothing of a Webset runs: it is idle, and every search and enrichment has ended.

    A progress of 100 percent says nothing about that: the service shows it while a search goes on (recorded).
    """
    return webset.status == "idle" and not _running(webset)


def what_runs(webset: models.Webset) -> str:
    """Name what has not ended, in words."""
    return ", ".join([f"it is {webset.status}", *_running(webset)])


def until_idle(
    id: str,
    clock: Clock,
    *,
    timeout: float,
    poll_interval: float,
    on_poll: OnPoll,
    on_timeout: OnTimeout,
    stop_on_paused: bool,
) -> Steps:
    """Read a Webset again and again until it is idle; errors that may pass by themselves do not end the wait."""
    check_wait(timeout, poll_interval)
    if on_timeout not in ("raise", "cancel"):
        raise ValueError(f'on_timeout is {on_timeout!r}; it has to be "raise" or "cancel"')
    deadline = clock.now() + timeout
    webset: models.Webset | None = None
    trouble: WebsetsError | None = None
    is_last = False
    while True:
        pause = poll_interval
        try:
            webset = yield Get(deadline)
        except WebsetsError as error:
            if not is_passing(error):
                raise
            trouble = error
            pause = max(poll_interval, asked_to_wait(error))
        else:
            assert webset is not None
            trouble = None
            if on_poll is not None:
                on_poll(webset)
            if webset.status == "idle":
                return webset
            if webset.status == "paused" and stop_on_paused:
                raise WebsetPausedError(
                    f"{id} is paused, which only the service ends; stop_on_paused=False waits on.", webset=webset
                )
        left = deadline - clock.now()
        if left <= 0 or is_last:
            break
        is_last = pause >= left
        yield Sleep(pause_within(pause, left))

    failure = timed_out(id, f"is not idle after {timeout:g} s", webset, trouble)
    if on_timeout == "cancel":
        try:
            failure.webset = yield from until_canceled(id, clock, timeout=60, poll_interval=1, on_poll=None)
            failure.add_note(f"{id} was canceled, because the time was up.")
        except WebsetsError as error:
            failure.add_note(f"{id} could not be canceled and may still be burning credits: {error}")
    raise failure


def until_canceled(id: str, clock: Clock, *, timeout: float, poll_interval: float, on_poll: OnPoll) -> Steps:
    """Cancel a Webset, and again as long as something in it runs, until nothing does."""
    check_wait(timeout, poll_interval)
    deadline = clock.now() + timeout
    webset: models.Webset | None = None
    trouble: WebsetsError | None = None
    is_last = False
    step: Step = Cancel(deadline)
    while True:
        pause = poll_interval
        try:
            webset = yield step
        except WebsetsError as error:
            accepted = isinstance(step, Cancel) and isinstance(error, ResponseValidationError)
            if not (accepted or is_passing(error)):
                raise
            trouble = error
            pause = max(poll_interval, min(asked_to_wait(error), 5))
            step = Get(deadline) if accepted else Cancel(deadline)
        else:
            assert webset is not None
            trouble = None
            if on_poll is not None:
                on_poll(webset)
            if is_finished(webset):
                return webset
            # What a cancel leaves running gets a look first; what still runs at that look is canceled again.
            step = Get(deadline) if isinstance(step, Cancel) else Cancel(deadline)
        left = deadline - clock.now()
        if left <= 0 or is_last:
            break
        is_last = pause >= left
        yield Sleep(pause_within(pause, left))
    what = f"may still be running and burning credits, because {timeout:g} s did not show that it stopped"
    raise timed_out(id, what, webset, trouble)


def next_step(steps: Steps, result: models.Webset | Exception | None) -> Step | models.Webset:
    """Tell a wait what came of its last step, and give the next one, or the Webset that it ends with."""
    try:
        return steps.throw(result) if isinstance(result, Exception) else steps.send(result)
    except StopIteration as end:
        webset: models.Webset = end.value
        return webset


def check_wait(timeout: float, poll_interval: float) -> None:
    """Refuse what no wait can be made of, before anything is sent."""
    if not (timeout >= 0 and poll_interval >= 0):
        raise ValueError(f"timeout is {timeout!r} and poll_interval {poll_interval!r}; both have to be 0 or more")


def pause_within(pause: float, left: float) -> float:
    """Give the seconds until the next look; the last one comes shortly before the time is up, not too late for it."""
    return max(pause, SHORTEST_PAUSE) if pause < left else left - min(1, left / 2)


def is_passing(error: WebsetsError) -> bool:
    """Tell whether an error may be gone at the next attempt."""
    if isinstance(error, ResponseValidationError):
        return isinstance(error.body, str)  # a page of a proxy; a document that does not fit would stay so
    if isinstance(error, APIStatusError):
        return isinstance(error, InternalServerError | RateLimitError) or error.status == 408
    return isinstance(error, APIConnectionError)


def asked_to_wait(error: WebsetsError) -> float:
    """Give the seconds that the service asks to wait, 0 if it does not."""
    return error.retry_after or 0 if isinstance(error, APIStatusError) else 0


def timed_out(id: str, what: str, webset: models.Webset | None, trouble: WebsetsError | None) -> WebsetTimeoutError:
    """Say what was last known when the time was up."""
    seen = f"when last seen, {what_runs(webset)}" if webset else "it was never seen"
    asked = f"; the last request failed: {trouble}" if trouble else ""
    return WebsetTimeoutError(f"{id} {what}: {seen}{asked}.", webset=webset)


def _running(webset: models.Webset) -> list[str]:
    return [f"search {s.id} is {s.status}" for s in webset.searches if s.status not in _ENDED] + [
        f"enrichment {e.id} is {e.status}" for e in webset.enrichments if e.status not in _ENDED
    ]
