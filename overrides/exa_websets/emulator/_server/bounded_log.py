"""A log that keeps only its newest entries."""

from __future__ import annotations

import threading
from collections import deque
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class BoundedLog(Generic[Entry]):
    """The newest entries, at most `size`. It is thread-safe."""

    def __init__(self, size: int) -> None:
        self._entries = deque[Entry](maxlen=size)
        self._lock = threading.Lock()

    def add(self, entry: Entry) -> None:
        """Add an entry, in place of the oldest one if the log is full."""
        with self._lock:
            self._entries.append(entry)

    def entries(self) -> list[Entry]:
        """Return the entries, the oldest first."""
        with self._lock:
            return list(self._entries)
