"""The emulator's clock: it stands still, is stepped by tests, or runs at a multiple of real time."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

# The default start is fixed, so that the same calls give the same answers.
DEFAULT_START = datetime(2026, 1, 1, tzinfo=UTC)
# Times computed from the clock have to stay within the range of datetime.
LATEST_TIME = datetime(3000, 1, 1, tzinfo=UTC)


class Clock:
    """A clock that advances when it is stepped, and by `speed` seconds for each real second. It is thread-safe."""

    def __init__(self, start: datetime | None = None, speed: float = 0.0) -> None:
        if start is not None and start.tzinfo is None:
            raise ValueError("the start of the clock needs a time zone")
        if start is not None and start > LATEST_TIME:
            raise ValueError("the clock cannot start after the year 3000")
        self._start = (start or DEFAULT_START).astimezone(UTC)
        self._speed = speed
        self._created_at = time.monotonic()
        self._advanced = 0.0
        self._lock = threading.Lock()

    def now(self) -> float:
        """Return the seconds since the start of the clock."""
        running = self._speed * (time.monotonic() - self._created_at) if self._speed else 0.0
        return self._advanced + running

    @property
    def time(self) -> datetime:
        """The current time of the clock, in UTC."""
        return self._start + timedelta(seconds=self.now())

    def advance(self, seconds: float) -> None:
        """Step the clock forward by `seconds`.

        Raises:
            ValueError: The step is negative or not a number, or ends after the year 3000.
        """
        if not seconds >= 0:
            raise ValueError("the clock cannot be set back: seconds must be 0 or more")
        with self._lock:
            if seconds > (LATEST_TIME - self.time).total_seconds():
                raise ValueError("the clock cannot be stepped beyond the year 3000")
            self._advanced += seconds
