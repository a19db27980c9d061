"""Concurrency for the synchronous client: threads, in which Ctrl-C reaches the calling thread only."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeAlias, TypeVar

import httpx

from .._batch import Batch
from .._clock import Clock
from .._retries import shortened

P = ParamSpec("P")
T = TypeVar("T")
E = TypeVar("E")
Call: TypeAlias = Callable[[Callable[[Any], Any]], Any]
"""Makes a call, which is written for the synchronous client. """
Show: TypeAlias = Callable[[E], object]
Work = Callable[[], None]


def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call what blocks right here: the synchronous client blocks anyway."""
    return function(*args, **kwargs)


def shielded(enabled: bool = True) -> AbstractContextManager[object]:
    """Do nothing: no thread can be cancelled, and Ctrl-C is handled where it is raised."""
    return nullcontext()


def work_off(batch: Batch, handle: Callable[[str], None], concurrency: int) -> None:
    """Handle every id of a batch, at most `concurrency` at once; Ctrl-C lets those in flight end."""
    crew = _Crew(concurrency)
    try:
        crew.wait_for_room()
        # A generator is asked in this thread only: it may be bound to it, and Ctrl-C reaches no other.
        while (id := batch.next()) is not None:
            crew.start(partial(_handle_from, batch, handle, id))
            crew.wait_for_room()
        crew.wait()
    except BaseException:
        try:
            batch.stop()
            crew.wait()
        finally:
            crew.dismiss()
        raise


def _handle_from(batch: Batch, handle: Callable[[str], None], id: str) -> None:
    following: str | None = id
    while following is not None:
        try:
            handle(following)
        except BaseException as error:  # raised by what the caller's own httpx client calls
            batch.break_off(error)
        following = batch.next_at_hand()


def with_calls(client: Any, show: Callable[[E], object] | None, work: Callable[[Call, Show[E]], T]) -> T:
    """Do work that blocks and makes calls, right here."""
    return work(lambda call: call(client), show or _show_nothing)


def _show_nothing(progress: object) -> None:
    pass


def send_by(
    http: httpx.Client, request: httpx.Request, auth: httpx.Auth | None, limit: float | None, clock: Clock
) -> httpx.Response:
    """Send a request, whose answer has to have been read by a time of the clock.

    The timeouts of httpx start anew with every piece of an answer, so that the time is looked at after each of them.
    """
    if limit is None:
        return http.send(request, auth=auth, follow_redirects=False)
    response = http.send(request, auth=auth, follow_redirects=False, stream=True)
    # httpcore looks into this very dictionary when it starts to read the body.
    timeouts = request.extensions["timeout"]
    before = timeouts["read"]
    try:
        timeouts["read"] = shortened(before, limit - clock.now())
        response.stream = _StreamUntil(response, limit, clock)
        response.read()
    except BaseException:
        response.close()
        raise
    finally:
        timeouts["read"] = before
    return response


class _StreamUntil(httpx.SyncByteStream):
    def __init__(self, response: httpx.Response, limit: float, clock: Clock) -> None:
        self._stream: Any = response.stream
        self._request = response.request
        self._limit = limit
        self._clock = clock

    def __iter__(self) -> Iterator[bytes]:
        for count, piece in enumerate(self._stream):
            # A body of one piece is complete, however late it comes.
            if count and self._clock.now() > self._limit:
                raise httpx.ReadTimeout("the answer arrives too slowly", request=self._request)
            yield piece

    def close(self) -> None:
        self._stream.close()


class _Crew:
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
