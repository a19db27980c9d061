"""A back-off that the calls of a batch share: a 429 for one of them delays all."""

from __future__ import annotations

from attrs import define

from .._clock import Clock


@define
class SharedBackoff:
    """Until when the calls of a batch wait, and whether they have stopped retrying."""

    clock: Clock
    ends: float = float("-inf")
    """The clock's time at which the wait is over."""
    stopped: bool = False
    """True once no call of the batch may be sent again."""

    def hold(self, seconds: float) -> None:
        """Make all calls wait for some seconds, starting now."""
        self.ends = max(self.ends, self.clock.now() + seconds)

    def remaining(self) -> float:
        """Return the seconds that are left to wait."""
        return max(0.0, self.ends - self.clock.now())
