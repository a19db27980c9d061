"""The limit on the requests of a team: a number per second, and the same number at once."""

from __future__ import annotations

import time
from collections.abc import Callable

from ..._arguments import check_number

# The seconds after which a rejected client may retry.
RETRY_AFTER = 1


class RateLimit:
    """A bucket that holds `rate` requests and is refilled at `rate` requests for each real second.

    A refused request takes nothing from the bucket.

    Raises:
        ValueError: `rate` is not greater than 0, or more than 1e9.
    """

    def __init__(self, rate: float, now: Callable[[], float] = time.monotonic) -> None:
        if not rate > 0:
            raise ValueError(f"rate_limit must be greater than 0, not {rate:g}")
        check_number("rate_limit", rate, at_most=1e9)
        self._rate = rate
        self._now = now
        # Less than one request a second still lets one through.
        self._capacity = max(1.0, rate)
        self._left = self._capacity
        self._filled_at = now()

    def take(self) -> bool:
        """Return True if a request is within the limit, and count it."""
        now = self._now()
        self._left = min(self._capacity, self._left + (now - self._filled_at) * self._rate)
        self._filled_at = now
        # Rounding must not reject a client that sends exactly at the rate.
        if self._left < 1 - 1e-6:
            return False
        self._left -= 1
        return True
