"""The emulator's own clock: it stands still, is stepped by hand or runs at a multiple of real time."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

# A clock that nobody sets starts always at the same time, so that the same calls give the same answers.
DEFAULT_START = datetime(2026, 1, 1, tzinfo=UTC)
# Everything that is reckoned from a time on the clock has to be a date too.
LATEST_TIME = datetime(3000, 1, 1, tzinfo=UTC)


class Clock:
    """Counts the seconds stepped by hand and `speed` seconds for each real one; any thread may read and step it."""

    def __init__(self, start: datetime | None = None, speed: float = 0.0) -> None:
        if start is not None and start.tzinfo is None:
            raise ValueError("the start of the clock needs a time zone")
        if start is not None and start > LATEST_TIME:
            raise ValueError("the clock goes no further than the year 3000")
        if speed < 0:
            raise ValueError("the clock cannot run backwards")
        self._start = (start or DEFAULT_START).astimezone(UTC)
        self._speed = speed
        self._created = time.monotonic()
        self._advanced = 0.0
        self._lock = threading.Lock()

    def now(self) -> float:
        """Give the seconds since the clock was made."""
        running = self._speed * (time.monotonic() - self._created) if self._speed else 0.0
        return self._advanced + running

    @property
    def time(self) -> datetime:
        """The time of day, in UTC."""
        return self._start + timedelta(seconds=self.now())

    def advance(self, seconds: float) -> None:
        """Step the clock forward by `seconds`; raises ValueError for a step back or beyond the year 3000."""
        if not seconds >= 0:
            raise ValueError("the clock cannot be set back")
        with self._lock:
            if seconds > (LATEST_TIME - self.time).total_seconds():
                raise ValueError("the clock goes no further than the year 3000")
            self._advanced += seconds
