"""Holds many calls back together: one answer that asks to wait is meant for all of them."""

from __future__ import annotations

from attrs import define

from .._clock import Clock


@define
class Gate:
    """Shut while the service asks to wait; given up when nothing more is to be tried."""

    clock: Clock
    opens: float = float("-inf")
    is_given_up: bool = False

    def shut(self, seconds: float) -> None:
        """Keep everybody waiting for some seconds from now on."""
        self.opens = max(self.opens, self.clock.now() + seconds)

    def left(self) -> float:
        """Tell how many seconds there are still to wait."""
        return max(0.0, self.opens - self.clock.now())
