"""A batch of cancels: the queue of ids and the outcome of each cancel."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from .._arguments import check_number
from .._error_notes import add_note, attach
from .._errors import WebsetsError
from .._generated import api, models
from .._http.pace import Pace, PacedBatch
from .status import is_finished


@frozen
class CancelOutcome:
    """The outcome of one cancel: the Webset that the service returned, or the error.

    With `dry_run`, both are None for a Webset whose entry in the list is malformed.
    """

    id: str
    webset: models.Webset | None
    error: Exception | None

    @property
    def is_finished(self) -> bool:
        """Whether the cancel succeeded, and nothing in the Webset was running when it was last seen."""
        return self.error is None and self.webset is not None and is_finished(self.webset)


class CancelBatch:
    """Returns each id once, and keeps the outcomes in the order of the ids."""

    def __init__(self, ids: Iterable[str], concurrency: int, pace: Pace) -> None:
        if isinstance(ids, str | bytes):
            raise TypeError(f"{ids!r} is one id, not several; use cancel(), or give a list")
        check_number("concurrency", concurrency, at_least=1, is_whole=True)
        self.paced = PacedBatch(pace)
        self._lock = threading.Lock()
        self._ids: Iterator[object] = iter(ids)
        self._is_ready = type(ids) in (list, tuple)
        self._order: list[str | CancelOutcome] = []
        self._outcomes: dict[str, CancelOutcome | None] = {}
        self._failure: BaseException | None = None

    def next(self) -> str | None:
        """Return the next id, or None if there are no more."""
        try:
            with self._lock:
                return self._next()
        except BaseException as error:  # raised by the caller's generator of ids
            self.abort(error)
            return None

    def next_if_ready(self) -> str | None:
        """Return the next id, or None if the ids may only be consumed in the caller's thread.

        A list does not block and is not bound to a thread, so a worker can take the next id itself.
        """
        return self.next() if self._is_ready else None

    def _next(self) -> str | None:
        while not self.paced.stopped:
            try:
                id = next(self._ids)
            except StopIteration:
                self._ids = iter(())  # some iterators, such as a terminal, resume after StopIteration
                return None
            if not isinstance(id, str):
                refusal = api.refused(TypeError(f"{id!r} is not an id; ids are strings"))
                self._order.append(CancelOutcome(repr(id), None, refusal))
                continue
            id = str.__str__(id)
            self._order.append(id)
            if id not in self._outcomes:
                self._outcomes[id] = None
                return id
        return None

    def record(self, id: str, result: models.Webset | Exception) -> None:
        """Record the outcome of one cancel."""
        error = result if isinstance(result, Exception) else None
        self._outcomes[id] = CancelOutcome(id, None if isinstance(result, Exception) else result, error)

    def abort(self, failure: BaseException) -> None:
        """Start no more cancels, and make `outcomes` raise this error."""
        if self._failure is None:
            self._failure = failure
        self.stop()

    def stop(self) -> None:
        """Start no more cancels, and stop retrying those in flight."""
        self.paced.stopped = True

    def outcomes(self) -> list[CancelOutcome]:
        """Return an outcome for each id that was taken, in the order of the ids.

        Raises:
            BaseException: the caller's iterable or hook raised it. Its `.outcomes` attribute holds the outcomes so far.
        """
        if self._failure is not None:
            self.attach_outcomes(self._failure)
            raise self._failure
        return self._so_far()

    def attach_outcomes(self, interruption: BaseException) -> None:
        """Attach the outcomes so far to the exception that ended the batch."""
        attach_outcomes(interruption, self._so_far())

    def _so_far(self) -> list[CancelOutcome]:
        return [
            one if isinstance(one, CancelOutcome) else self._outcomes.get(one) or _abandoned(one) for one in self._order
        ]


def attach_outcomes(interruption: BaseException, outcomes: Sequence[CancelOutcome]) -> None:
    """Attach outcomes to the exception that ended a batch, as its attribute `.outcomes`, and add a note about them."""
    attach(interruption, "outcomes", outcomes)
    add_note(interruption, "The outcomes so far are in the .outcomes attribute of this exception.")


def _abandoned(id: str) -> CancelOutcome:
    error = WebsetsError(f"The cancel of {id} was abandoned; it may still be running and burning credits.")
    return CancelOutcome(id, None, error)
