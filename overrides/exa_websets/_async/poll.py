"""A wait for something to change: a deadline, attempts that may fail, and pauses between them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from attrs import define, field

from .._clock import Clock
from .._errors import ResponseValidationError, WebsetsError
from .._websets.status import SHORTEST_FIRST_LOOK, SHORTEST_PAUSE, OnPoll, asked_to_wait, is_passing

T = TypeVar("T")


@define
class Poll(Generic[T]):
    """What a wait keeps: its deadline, what it saw last, and the trouble with the last request."""

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

    async def attempt(self, request: Callable[[], Awaitable[T]], *, cancels: bool = False) -> T | None:
        """Send a request and give its result, or None after an error that may pass by itself."""
        self.trouble = None
        try:
            seen = await request()
        except WebsetsError as error:
            # A cancel that was accepted, with an answer that cannot be read, has worked for all that is known.
            accepted = cancels and isinstance(error, ResponseValidationError)
            if not (accepted or is_passing(error)):
                raise
            self.trouble = error
            return None
        self.last = seen
        if self.on_poll is not None:
            self.on_poll(seen)
        return seen

    async def pause(self, longest_asked: float = float("inf")) -> bool:
        """Sleep until the next attempt, and tell whether there is one; it may be shortly before the time is up."""
        left = self.deadline - self.clock.now()
        if left <= 0 or self.is_last:
            return False
        asked = asked_to_wait(self.trouble) if self.trouble else 0
        seconds = max(self.poll_interval, min(asked, longest_asked))
        self.is_last = seconds >= left
        self.is_begun = True
        await self.clock.async_sleep(left - min(1, left / 2) if self.is_last else max(seconds, SHORTEST_PAUSE))
        return True

    def last_known(self, describe: Callable[[T], str]) -> str:
        """Say what was last known when the time was up."""
        seen = "it was never seen" if self.last is None else f"when last seen, {describe(self.last)}"
        return f"{seen}; the last request failed: {self.trouble}" if self.trouble else seen
