"""When each of many things is due next; to look whether anything is costs the same however many there are."""

from __future__ import annotations

from datetime import datetime
from heapq import heappop, heappush


class DueTimes:
    """Keeps one time for each key."""

    def __init__(self) -> None:
        self._due: dict[str, datetime] = {}
        # Holds outdated times too; they are passed over when they come up.
        self._heap: list[tuple[datetime, str]] = []

    def set(self, key: str, at: datetime | None) -> None:
        """Set when a key is due next; None takes it off."""
        if at is None:
            self._due.pop(key, None)
        elif self._due.get(key) != at:
            self._due[key] = at
            heappush(self._heap, (at, key))

    def earliest(self, until: datetime) -> tuple[datetime, str] | None:
        """Give the earliest time and its key, unless it is later than `until`."""
        while self._heap and self._due.get(self._heap[0][1]) != self._heap[0][0]:
            heappop(self._heap)
        return self._heap[0] if self._heap and self._heap[0][0] <= until else None
