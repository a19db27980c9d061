"""A back-off that the calls of a batch share: a 429 for one of them delays all."""

from __future__ import annotations

from .._clock import Clock


class SharedBackoff:
    """Until when the calls of a batch wait, and whether they have stopped retrying."""

    def __init__(self, clock: Clock) -> None:
        self.stopped = False
        """True once no call of the batch may be sent again."""
        self._clock = clock
        self._ends = float("-inf")

    def hold(self, seconds: float) -> None:
        """Make all calls wait for some seconds, starting now."""
        self._ends = max(self._ends, self._clock.now() + seconds)

    def remaining(self) -> float:
        """Return the seconds that are left to wait."""
        return max(0.0, self._ends - self._clock.now())
