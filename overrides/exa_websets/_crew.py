"""Work in threads, so much at once at most, that Ctrl-C can always break off to wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Crew:
    """Starts a thread for each piece of work; the threads of concurrent.futures start none at the end of a process."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._busy: set[object] = set()
        self._changed = threading.Condition()

    def wait_for_room(self) -> None:
        """Wait until another piece of work can begin."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._busy) < self._size)

    def start(self, work: Callable[[], None]) -> None:
        """Begin a piece of work, which may not raise."""
        mark = object()
        self._busy.add(mark)
        thread = threading.Thread(target=self._run, args=(work, mark), name="cancel")
        try:
            thread.start()
        except RuntimeError:  # the process ends, or has no room for a thread
            self._run(work, mark)
        except BaseException:
            if thread.ident is None:
                self._end(mark)
            raise

    def wait(self) -> None:
        """Wait until all work is done."""
        with self._changed:
            self._changed.wait_for(lambda: not self._busy)

    def _run(self, work: Callable[[], None], mark: object) -> None:
        try:
            work()
        finally:
            self._end(mark)

    def _end(self, mark: object) -> None:
        with self._changed:
            self._busy.discard(mark)
            self._changed.notify_all()
