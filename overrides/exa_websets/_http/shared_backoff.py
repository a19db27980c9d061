"""A back-off that the calls of a batch share: a 429 for one of them makes all of them wait."""

from __future__ import annotations

from .._clock import Clock


class SharedBackoff:
    """Until when the calls of a batch wait, and whether they have stopped retrying."""

    def __init__(self, clock: Clock) -> None:
        self.stopped = False
        """True once no call of the batch may be sent again."""
        self._clock = clock
        self._ends = float("-inf")

    def extend(self, wait: float, *, is_rate_limit: bool, at_most: float) -> float:
        """Return the seconds that one call waits before its next attempt, which is not before the others may send.

        Args:
            wait: The seconds that the call would wait by itself. After a 429 all calls wait at least as long.
            is_rate_limit: Whether the call was answered with 429.
            at_most: The longest wait for the others, in seconds.
        """
        if is_rate_limit:
            self._ends = max(self._ends, self._clock.now() + wait)
        return max(wait, min(self.remaining(), at_most))

    def remaining(self) -> float:
        """Return the seconds until calls that have not started yet may be sent."""
        return max(0.0, self._ends - self._clock.now())
