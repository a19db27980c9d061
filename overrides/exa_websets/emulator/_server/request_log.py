"""The log of the requests that the emulator has received."""

from __future__ import annotations

import threading
from collections import deque

from .seen_request import SeenRequest


class RequestLog:
    """The newest requests, at most `size`. It is thread-safe."""

    def __init__(self, size: int) -> None:
        self._requests = deque[SeenRequest](maxlen=size)
        self._lock = threading.Lock()

    def add(self, request: SeenRequest) -> None:
        """Add a request, in place of the oldest one if the log is full."""
        with self._lock:
            self._requests.append(request)

    def requests(self) -> list[SeenRequest]:
        """Return the requests, the oldest first."""
        with self._lock:
            return list(self._requests)
