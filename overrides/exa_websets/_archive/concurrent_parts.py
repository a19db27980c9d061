"""Archive several parts at the same time: several calls are in flight, and one thread writes.

Only the calls are concurrent. Everything between them, such as writing to files and to the journal, runs in the thread
that called `run`, one part at a time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from attrs import define, field, frozen

from .client_calls import Calls, Client, Steps

Call: TypeAlias = Callable[[Client], Any]


@frozen
class ConcurrentParts:
    """Runs at most `concurrency` parts at once, with at most that many calls in flight."""

    calls: Calls
    concurrency: int

    def run(self, parts: Iterable[Steps[None]]) -> None:
        """Run parts, starting them in order.

        Raises:
            BaseException: a part raised it, or it is an interruption. The other parts are closed.
        """
        remaining = iter(parts)
        opened = set[_Part]()
        waiting = deque[tuple[_Part, int, Call]]()
        in_flight = 0
        try:
            while True:
                while len(opened) < self.concurrency and (steps := next(remaining, None)) is not None:
                    part = _Part(steps)
                    opened.add(part)
                    waiting.extend(part.advance())
                    if part.has_ended:
                        opened.remove(part)
                while waiting and in_flight < self.concurrency:
                    part, index, call = waiting.popleft()
                    self.calls.start((part, index), call)
                    in_flight += 1
                if not in_flight:
                    return
                (part, index), result, error = self.calls.next_ended()
                in_flight -= 1
                waiting.extend(part.receive(index, result, error))
                if part.has_ended:
                    opened.remove(part)
        finally:
            for part in opened:
                part.steps.close()


@define(eq=False)
class _Part:
    """A part, and the results that it waits for."""

    steps: Steps[None]
    has_ended: bool = field(init=False, default=False)
    _results: list[Any] = field(init=False, factory=list[Any])
    _missing: int = field(init=False)
    _error: BaseException | None = field(init=False, default=None)

    def receive(self, index: int, result: Any, error: BaseException | None) -> Iterable[tuple[_Part, int, Call]]:
        """Store a result; resume the part when all results have arrived."""
        self._results[index] = result
        self._error = self._error or error
        self._missing -= 1
        return () if self._missing else self.advance()

    def advance(self) -> Iterable[tuple[_Part, int, Call]]:
        """Resume the part with the results it waits for, and return the calls whose results it needs next."""
        results, error, self._error = self._results, self._error, None
        try:
            if error is not None:
                calls = self.steps.throw(error)
            else:
                calls = self.steps.send(results) if results else next(self.steps)
        except StopIteration:
            self.has_ended = True
            return ()
        self._results, self._missing = [None] * len(calls), len(calls)
        return [(self, index, call) for index, call in enumerate(calls)]
