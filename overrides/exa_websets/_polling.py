"""What every wait is made of: a deadline, looks that may fail, pauses, and when a Webset has come to its end."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Generic, TypeAlias, TypeVar

from attrs import define, field

from ._clock import Clock
from ._errors import (
    APIConnectionError,
    APIStatusError,
    InternalServerError,
    RateLimitError,
    ResponseValidationError,
    WebsetsError,
)
from ._generated import models
from ._steps import Cancel, Operation, Sleep, Step

T = TypeVar("T")
OnPoll: TypeAlias = Callable[[T], None] | None

SHORTEST_PAUSE = 0.1
# The first look of a wait has at least so long, however short the wait is.
SHORTEST_FIRST_LOOK = 1.0
# What the service asks to wait is obeyed up to here.
LONGEST_ASKED = 60.0
_ENDED = ("completed", "canceled")


def is_finished(webset: models.Webset) -> bool:
    """Tell whether nothing of a Webset runs: it is idle, and every search and enrichment has ended.

    A progress of 100 percent says nothing about that: the service shows it while a search goes on (recorded).
    """
    return webset.status == "idle" and not _running(webset)


def what_runs(webset: models.Webset) -> str:
    """Name what has not ended, in words."""
    return ", ".join([f"it is {webset.status}", *_running(webset)])


def enabled_monitors(webset: models.Webset) -> list[str]:
    """Name the monitors that will start a Webset again, as far as is known; a cancel leaves them as they are."""
    return [monitor.id for monitor in webset.monitors if monitor.status != "disabled"]


def warning_of_monitors(webset: models.Webset) -> str | None:
    """Say which monitors will start a canceled Webset again, None if none will."""
    enabled = enabled_monitors(webset)
    if not enabled:
        return None
    return f"{webset.id} will be started again by {', '.join(enabled)}; disable_monitors=True disables its monitors"


@define
class Wait(Generic[T]):
    """What every wait keeps: its deadline, what it saw last, and the trouble with the last request."""

    clock: Clock
    timeout: float
    poll_interval: float
    on_poll: OnPoll[T]
    deadline: float = field(init=False)
    last: T | None = None
    trouble: WebsetsError | None = None
    is_begun: bool = False
    is_last: bool = False

    def __attrs_post_init__(self) -> None:
        if not (self.timeout >= 0 and self.poll_interval >= 0):
            raise ValueError(
                f"timeout is {self.timeout!r} and poll_interval {self.poll_interval!r}; both have to be 0 or more"
            )
        self.deadline = self.clock.now() + self.timeout

    def until(self, shortest: float = SHORTEST_FIRST_LOOK) -> float:
        """Give the time by which a request that starts now has to have ended; the first one has its shortest time."""
        return self.deadline if self.is_begun else max(self.deadline, self.clock.now() + shortest)

    def perform(self, step: Operation) -> Generator[Step, T | None, T | None]:
        """Perform a step and give what it showed, None where an error came that may pass by itself."""
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
        if seen is not None:
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
        self.is_begun = True
        yield Sleep(left - min(1, left / 2) if self.is_last else max(seconds, SHORTEST_PAUSE))
        return True

    def last_known(self, describe: Callable[[T], str]) -> str:
        """Say what was last known when the time was up."""
        seen = "it was never seen" if self.last is None else f"when last seen, {describe(self.last)}"
        return f"{seen}; the last request failed: {self.trouble}" if self.trouble else seen


def is_passing(error: WebsetsError) -> bool:
    """Tell whether an error may be gone at the next attempt."""
    if isinstance(error, ResponseValidationError):
        return isinstance(error.body, str)  # a page of a proxy; a document that does not fit would stay so
    if isinstance(error, APIStatusError):
        return isinstance(error, InternalServerError | RateLimitError) or error.status == 408
    return isinstance(error, APIConnectionError)


def asked_to_wait(error: WebsetsError) -> float:
    """Give the seconds that the service asks to wait, 0 if it does not, and never more than a minute."""
    return min(error.retry_after or 0, LONGEST_ASKED) if isinstance(error, APIStatusError) else 0


def _running(webset: models.Webset) -> list[str]:
    return [f"search {s.id} is {s.status}" for s in webset.searches if s.status not in _ENDED] + [
        f"enrichment {e.id} is {e.status}" for e in webset.enrichments if e.status not in _ENDED
    ]
