"""Poll until something has changed, or a deadline has passed. Transient errors do not end the wait."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from .._arguments import check_number
from .._clock import Clock
from .._error_notes import message_of
from .._errors import ResponseValidationError, WebsetsError
from .._websets.status import MIN_FIRST_REQUEST, MIN_PAUSE, OnPoll, is_transient, requested_wait

T = TypeVar("T")

# The number of exceptions from the caller's callbacks and hooks that are deferred until the Webset is canceled.
MAX_DEFERRED = 3


class Poll(Generic[T]):
    """The state of a wait: its deadline, the last result, and the error of the last request."""

    def __init__(
        self, clock: Clock, timeout: float, poll_interval: float, on_poll: OnPoll[T], *, defers: bool = False
    ) -> None:
        """Start a wait.

        Args:
            defers: Whether exceptions from the caller's callbacks and hooks are kept in `deferred` instead of ending
                the wait, so that the Webset is canceled first.
        """
        check_number("timeout", timeout)
        check_number("poll_interval", poll_interval, at_most=1e9)
        self.timeout = timeout
        self.deadline = clock.now() + timeout
        self.last: T | None = None
        self.error: Exception | None = None
        self.deferred: Exception | None = None
        self._defers_left = MAX_DEFERRED if defers else 0
        self._clock = clock
        self._poll_interval = poll_interval
        self._on_poll = on_poll
        self._has_paused = False
        self._is_last = False

    def request_deadline(self, first: float = MIN_FIRST_REQUEST) -> float:
        """Return the deadline of a request that starts now. The first request has at least `first` seconds."""
        return self.deadline if self._has_paused else max(self.deadline, self._clock.now() + first)

    async def attempt(self, request: Callable[[], Awaitable[T]], *, cancels: bool = False) -> T | None:
        """Send a request and return its result, or None after a transient error."""
        self.error = None
        try:
            seen = await request()
        except WebsetsError as error:
            # The service accepted a cancel even if its response is malformed.
            accepted = cancels and isinstance(error, ResponseValidationError)
            if not (accepted or is_transient(error)):
                raise
            self.error = error
            return None
        except Exception as error:
            self._defer(error)
            return None
        self.last = seen
        if self._on_poll is not None and self.deferred is None:
            try:
                self._on_poll(seen)
            except Exception as error:
                self._defer(error)
        return seen

    def _defer(self, error: Exception) -> None:
        if not self._defers_left:
            raise error
        self._defers_left -= 1
        if self.deferred is None:
            self.deferred = error

    async def pause(self, longest_asked: float = float("inf")) -> bool:
        """Sleep until the next request, or return False at the deadline. The last request is just before it.

        Args:
            longest_asked: The longest Retry-After that is respected, in seconds.
        """
        left = self.deadline - self._clock.now()
        if left <= 0 or self._is_last:
            return False
        asked = requested_wait(self.error) if isinstance(self.error, WebsetsError) else 0
        seconds = max(self._poll_interval, min(asked, longest_asked), MIN_PAUSE)
        self._is_last = seconds >= left
        self._has_paused = True
        await self._clock.async_sleep(left - min(1, left / 2) if self._is_last else seconds)
        return True

    def last_known(self, describe: Callable[[T], str]) -> str:
        """Describe the last result and the error of the last request."""
        seen = "it was never seen" if self.last is None else f"when last seen, {describe(self.last)}"
        return f"{seen}; the last request failed: {message_of(self.error)}" if self.error is not None else seen
