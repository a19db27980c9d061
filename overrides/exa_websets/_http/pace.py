"""The pace of a client's batches and archives, learned from responses with status 429."""

from __future__ import annotations

import threading

from .._clock import Clock

DOCUMENTED_RATE = 20.0
"""Requests per second that the service accepts from a team, and the size of a burst (seen 2025-11-26)."""
# After this many seconds without a 429, try a higher rate, because another process of the team may have ended.
_TRIAL = 4.0
# The rate then grows by the first factor every second; a 429 lowers it at most by the second factor.
_GROWTH = 1.2
_DROP = 0.4
_MIN_RATE = 0.5
_MIN_START = 10.0
# If two 429s are closer together than this, in seconds, the rate between them cannot be measured.
_MIN_SPAN = 0.5


class Pace:
    """A token bucket that mirrors the rate limit of the service. There is no limit before the first 429.

    A 429 means that the bucket of the service is empty and all calls must wait. The number of requests accepted between
    two 429s shows how fast the bucket fills for this process.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._rate = 0.0
        """Tokens per second; 0 before the first 429."""
        self._capacity = DOCUMENTED_RATE
        self._tokens = 0.0
        """The number of requests that may be sent now. Negative if retries have reserved future tokens."""
        self._filled_at = 0.0
        self._emptied_at = 0.0
        self._grows_at = 0.0
        self._pause_ends = float("-inf")
        self._accepted = 0
        """The number of requests that were accepted since the last pause began."""

    def take(self) -> float:
        """Take a token to send one request now and return 0, or return the seconds to wait before asking again."""
        with self._lock:
            now = self._clock.now()
            if now < self._pause_ends:
                return self._pause_ends - now
            if not self._rate:
                return 0
            self._fill(now)
            if self._tokens < 0.999:
                return (1 - self._tokens) / self._rate
            self._tokens -= 1
            return 0

    def reserve(self, wait: float) -> float:
        """Reserve a token to retry a request, and return the seconds to wait before the retry: at least `wait`."""
        with self._lock:
            now = self._clock.now()
            if not self._rate:
                return wait
            self._fill(now)
            self._tokens -= 1
            return max(wait, self._pause_ends - now, -self._tokens / self._rate)

    def learn(self, refused_for: float | None) -> None:
        """Learn from a response.

        Args:
            refused_for: The seconds for which nothing is sent after a 429, or None for any other response.
        """
        with self._lock:
            now = self._clock.now()
            if refused_for is not None:
                if now >= self._pause_ends:  # during a pause, 429s are for requests that were already in flight
                    self._slow_down(now)
                self._pause_ends = max(self._pause_ends, now + refused_for)
                return
            self._accepted += 1
            if self._rate and now >= self._grows_at:
                self._fill(now)
                self._rate *= _GROWTH
                self._grows_at = now + 1

    def _slow_down(self, now: float) -> None:
        span = now - self._emptied_at
        if not self._rate:
            # A smaller burst was accepted if other processes of the team are sending, too.
            self._rate = self._capacity = min(max(self._accepted, _MIN_START), DOCUMENTED_RATE)
        else:
            self._fill(now)
            if span >= _MIN_SPAN:
                self._rate = max(_MIN_RATE, self._rate * _DROP, min(self._rate, self._accepted / span))
            if now - self._pause_ends < 1:  # the burst after the last pause was too large
                self._capacity = max(1.0, self._capacity / 2)
        self._tokens = min(self._tokens, 0.0)
        self._filled_at = self._emptied_at = now
        self._grows_at = now + _TRIAL
        self._accepted = 0

    def _fill(self, now: float) -> None:
        self._tokens = min(self._capacity, self._tokens + self._rate * (now - self._filled_at))
        self._filled_at = now


class PacedBatch:
    """Calls that share the pace of their client, and whether they have stopped retrying.

    Args:
        can_be_abandoned: Whether the calls only read, so that they can be abandoned without losing anything.
    """

    def __init__(self, pace: Pace, *, can_be_abandoned: bool = False) -> None:
        self.pace = pace
        self.stopped: bool = False
        """True once no call of the batch may be retried."""
        self.can_be_abandoned = can_be_abandoned
        self.abandoned: bool = False
        """True once the calls in flight should end as soon as possible, without waiting for their responses."""

    def abandon(self) -> None:
        """Stop retrying, and stop waiting for responses."""
        self.stopped = True
        self.abandoned = True
