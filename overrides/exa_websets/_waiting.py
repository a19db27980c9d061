"""Waits for Websets and imports: when to look again, what is an end, and what to say when the time is up."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Generic, Literal, TypeAlias, TypeVar

from attrs import define, field

from ._clock import Clock
from ._errors import (
    APIConnectionError,
    APIStatusError,
    ImportFailedError,
    ImportTimeoutError,
    InternalServerError,
    RateLimitError,
    ResponseValidationError,
    WebsetPausedError,
    WebsetsError,
    WebsetTimeoutError,
)
from ._generated import models
from ._steps import Cancel, Get, Operation, Sleep, Step, Steps

T = TypeVar("T")
OnPoll: TypeAlias = Callable[[T], None] | None
OnTimeout: TypeAlias = Literal["raise", "cancel"]

SHORTEST_PAUSE = 0.1
_ENDED = ("completed", "canceled")


def is_finished(webset: models.Webset) -> bool:
    """Tell whether nothing of a Webset runs: it is idle, and every search and enrichment has ended.

    A progress of 100 percent says nothing about that: the service shows it while a search goes on (recorded).
    """
    return webset.status == "idle" and not _running(webset)


def what_runs(webset: models.Webset) -> str:
    """Name what has not ended, in words."""
    return ", ".join([f"it is {webset.status}", *_running(webset)])


@define
class _Wait(Generic[T]):
    """What every wait keeps: its deadline, what it saw last, and the trouble with the last request."""

    clock: Clock
    timeout: float
    poll_interval: float
    on_poll: OnPoll[T]
    deadline: float = field(init=False)
    last: T | None = None
    trouble: WebsetsError | None = None
    is_last: bool = False

    def __attrs_post_init__(self) -> None:
        if not (self.timeout >= 0 and self.poll_interval >= 0):
            raise ValueError(
                f"timeout is {self.timeout!r} and poll_interval {self.poll_interval!r}; both have to be 0 or more"
            )
        self.deadline = self.clock.now() + self.timeout

    def perform(self, step: Operation) -> Generator[Step, T | None, T | None]:
        """Perform a step and give what came of it, None where an error came that may pass by itself."""
        self.trouble = None
        try:
            seen = yield step
        except WebsetsError as error:
            # A cancel that was accepted, with an answer that cannot be read, has worked for all that is known.
            accepted = isinstance(step, Cancel) and isinstance(error, ResponseValidationError)
            if not (accepted or is_passing(error)):
                raise
            self.trouble = error
            return None
        assert seen is not None
        self.last = seen
        if self.on_poll is not None:
            self.on_poll(seen)
        return seen

    def pause(self, longest_asked: float = float("inf")) -> Generator[Step, T | None, bool]:
        """Sleep until the next look, and tell whether there is one; it may be shortly before the time is up."""
        left = self.deadline - self.clock.now()
        if left <= 0 or self.is_last:
            return False
        asked = asked_to_wait(self.trouble) if self.trouble else 0
        seconds = max(self.poll_interval, min(asked, longest_asked))
        self.is_last = seconds >= left
        yield Sleep(left - min(1, left / 2) if self.is_last else max(seconds, SHORTEST_PAUSE))
        return True

    def last_known(self, describe: Callable[[T], str]) -> str:
        """Say what was last known when the time was up."""
        seen = "it was never seen" if self.last is None else f"when last seen, {describe(self.last)}"
        return f"{seen}; the last request failed: {self.trouble}" if self.trouble else seen


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
    wait = _Wait(clock, timeout, poll_interval, on_poll)
    goes_on = True
    while goes_on:
        webset = yield from wait.perform(Get(wait.deadline))
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
            failure.webset = yield from until_canceled(id, clock, timeout=60, poll_interval=1, on_poll=None)
            failure.add_note(f"{id} was canceled, because the time was up.")
        except WebsetsError as error:
            failure.add_note(f"{id} could not be canceled and may still be burning credits: {error}")
    raise failure


def until_canceled(
    id: str, clock: Clock, *, timeout: float, poll_interval: float, on_poll: OnPoll[models.Webset]
) -> Steps[models.Webset]:
    """Cancel a Webset, and again as long as something in it runs, until nothing does."""
    wait = _Wait(clock, timeout, poll_interval, on_poll)
    step: Operation = Cancel(wait.deadline)
    goes_on = True
    while goes_on:
        webset = yield from wait.perform(step)
        if webset and is_finished(webset):
            return webset
        # What an accepted cancel leaves running gets a look first; what still runs at that look is canceled again.
        accepted = isinstance(step, Cancel) and (webset or isinstance(wait.trouble, ResponseValidationError))
        step = Get(wait.deadline) if accepted else Cancel(wait.deadline)
        goes_on = yield from wait.pause(longest_asked=5)
    raise WebsetTimeoutError(
        f"{id} may still be running and burning credits, because {timeout:g} s did not show that it stopped: "
        f"{wait.last_known(what_runs)}.",
        webset=wait.last,
    )


def until_completed(
    id: str, clock: Clock, *, timeout: float, poll_interval: float, on_poll: OnPoll[models.Import]
) -> Steps[models.Import]:
    """Read an import again and again until it is completed; errors that may pass by themselves do not end the wait."""
    wait = _Wait(clock, timeout, poll_interval, on_poll)
    goes_on = True
    while goes_on:
        seen = yield from wait.perform(Get(wait.deadline))
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


def _running(webset: models.Webset) -> list[str]:
    return [f"search {s.id} is {s.status}" for s in webset.searches if s.status not in _ENDED] + [
        f"enrichment {e.id} is {e.status}" for e in webset.enrichments if e.status not in _ENDED
    ]
