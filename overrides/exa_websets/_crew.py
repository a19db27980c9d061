"""Work in threads, so much at once at most, that Ctrl-C can always break off to wait for."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue

Work = Callable[[], None]


class Crew:
    """Keeps threads from one piece of work to the next; concurrent.futures starts none at the end of a process.

    Ctrl-C may raise between any two steps of the calling thread. So what `start` has half begun it takes back, and it
    is waited for with a SimpleQueue, not with a Condition, which an exception can leave locked.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._threads = 0
        self._lock = threading.Lock()
        self._waiting = deque[Work]()
        self._running = 0
        self._calls = SimpleQueue[bool]()
        """Wakes a thread each time there is work; False tells it, and by it the next one, that there is no more."""
        self._ends = SimpleQueue[None]()
        """Wakes the calling thread, which then looks for itself. """

    def wait_for_room(self) -> None:
        """Wait until another piece of work can begin."""
        self._wait_until_busy_are_less_than(self._size)

    def start(self, work: Work) -> None:
        """Begin a piece of work, which may not raise."""
        try:
            self._waiting.append(work)
            self._calls.put(True)
            if self._busy() > self._threads:
                threading.Thread(target=self._serve, name="cancel").start()
                self._threads += 1
        except RuntimeError:  # the process ends, or has no room for a thread
            for left in self._withdraw():
                left()
        except BaseException:
            self._withdraw()
            raise

    def wait(self) -> None:
        """Wait until all work is done, after which none can begin."""
        self.dismiss()
        self._wait_until_busy_are_less_than(1)

    def dismiss(self) -> None:
        """Have each thread end when there is no more for it to do."""
        self._calls.put(False)

    def _wait_until_busy_are_less_than(self, number: int) -> None:
        while self._busy() >= number:
            self._ends.get()

    def _busy(self) -> int:
        with self._lock:
            return len(self._waiting) + self._running

    def _withdraw(self) -> list[Work]:
        """Give the work that no thread has taken, and will not take."""
        with self._lock:
            left = [*self._waiting]
            self._waiting.clear()
        return left

    def _serve(self) -> None:
        while self._calls.get():
            with self._lock:
                work = self._waiting.popleft() if self._waiting else None
                self._running += work is not None
            if work is not None:
                self._do(work)
        self._calls.put(False)

    def _do(self, work: Work) -> None:
        try:
            work()
        finally:
            with self._lock:
                self._running -= 1
            self._ends.put(None)
