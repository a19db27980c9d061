"""The times at which records are due, ordered by a heap."""

from __future__ import annotations

from datetime import datetime
from heapq import heapify, heappop, heappush

# The heap is rebuilt when it has more outdated entries than this, besides one for each key.
MAX_OUTDATED = 64


class DueQueue:
    """One due time for each key; finding the earliest is cheap however many there are."""

    def __init__(self) -> None:
        self._due: dict[str, datetime] = {}
        # May hold outdated entries, which are discarded when they reach the top.
        self._heap: list[tuple[datetime, str]] = []

    def __len__(self) -> int:
        return len(self._due)

    def set(self, key: str, at: datetime | None) -> None:
        """Set the due time of a key, or remove the key if the time is None."""
        if at is None:
            self._due.pop(key, None)
        elif self._due.get(key) != at:
            self._due[key] = at
            heappush(self._heap, (at, key))
        if len(self._heap) > 2 * len(self._due) + MAX_OUTDATED:
            self._heap = [(at, key) for key, at in self._due.items()]
            heapify(self._heap)

    def earliest(self, until: datetime) -> tuple[datetime, str] | None:
        """Return the earliest due time and its key, or None if nothing is due by `until`."""
        while self._heap and self._due.get(self._heap[0][1]) != self._heap[0][0]:
            heappop(self._heap)
        return self._heap[0] if self._heap and self._heap[0][0] <= until else None
