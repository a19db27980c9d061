"""Many cancels at once: who is next, what became of each, and what is told when it is broken off."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from .._errors import WebsetsError
from .._generated import models
from .._http.shared_backoff import Gate


@frozen
class CancelOutcome:
    """What became of the cancel of one Webset: the Webset after it, or the error."""

    id: str
    webset: models.Webset | None
    error: Exception | None


class Batch:
    """Hands out each id once, and keeps the outcomes in the order of the ids."""

    def __init__(self, ids: Iterable[str], concurrency: int, gate: Gate) -> None:
        if isinstance(ids, str | bytes):
            raise TypeError(f"{ids!r} is one id, not several; use cancel(), or give a list")
        if concurrency < 1:
            raise ValueError(f"concurrency is {concurrency!r}; it has to be 1 or more")
        self.gate = gate
        self._taking = threading.Lock()
        self._ids: Iterator[object] = iter(ids)
        self._are_at_hand = type(ids) in (list, tuple)
        self._order: list[str | CancelOutcome] = []
        self._outcomes: dict[str, CancelOutcome | None] = {}
        self._failure: BaseException | None = None

    def next(self) -> str | None:
        """Give an id that nobody works on yet; None if there is no more to do."""
        try:
            with self._taking:
                return self._next()
        except BaseException as error:  # of a generator of the caller, which makes the ids
            self.break_off(error)
            return None

    def next_at_hand(self) -> str | None:
        """Do the same in any thread; None also where ids may only be taken in the thread of the caller.

        A list cannot block and is bound to no thread, so whoever is done goes on at once.
        """
        return self.next() if self._are_at_hand else None

    def _next(self) -> str | None:
        while not self.gate.is_given_up:
            try:
                id = next(self._ids)
            except StopIteration:
                self._ids = iter(())  # some sources have more when they are asked again, such as a terminal
                return None
            if not isinstance(id, str):
                self._order.append(CancelOutcome(repr(id), None, TypeError(f"{id!r} is no id, which is text")))
                continue
            self._order.append(id)
            if id not in self._outcomes:
                self._outcomes[id] = None
                return id
        return None

    def note(self, id: str, result: models.Webset | Exception) -> None:
        """Take in what became of one."""
        error = result if isinstance(result, Exception) else None
        self._outcomes[id] = CancelOutcome(id, None if isinstance(result, Exception) else result, error)

    def break_off(self, failure: BaseException) -> None:
        """Start no more, and have `outcomes` raise what has ended the batch."""
        self._failure = self._failure or failure
        self.stop()

    def stop(self) -> None:
        """Start no more, and try none again that has failed."""
        self.gate.is_given_up = True

    def outcomes(self) -> list[CancelOutcome]:
        """Give an outcome for each id that was taken, in their order.

        Raises:
            BaseException: the caller's own iterable or hook raised it; `.outcomes` on it holds what was done.
        """
        if self._failure:
            self.tell(self._failure)
            raise self._failure
        return self._so_far()

    def tell(self, interruption: BaseException) -> None:
        """Have what broke the batch off say what was done, as its `.outcomes`."""
        tell(interruption, self._so_far())

    def _so_far(self) -> list[CancelOutcome]:
        return [
            one if isinstance(one, CancelOutcome) else self._outcomes.get(one) or _abandoned(one) for one in self._order
        ]


def check_filter(status: str, metadata: Mapping[str, Any] | None, everything: bool) -> None:
    """Refuse to cancel all Websets of a team by mistake, or none because of a misspelt status."""
    if status not in [*models.WebsetStatus]:
        raise ValueError(f"there is no status {status!r}; there are {', '.join(models.WebsetStatus)}")
    if not metadata and not everything:
        raise ValueError("cancel_all() cancels what others have started too: give metadata=, or everything=True")


def matches(webset: models.Webset, status: str, metadata: Mapping[str, Any] | None) -> bool:
    """Tell whether a Webset has this status, and these names and values in its metadata.

    What is not idle counts as running: a pending one is about to run, and nobody knows of a status that is new.
    """
    own = webset.metadata.additional_properties if webset.metadata else {}
    fits = webset.status != "idle" if status == "running" else webset.status == status
    return fits and (metadata or {}).items() <= own.items()


def tell(interruption: BaseException, outcomes: Sequence[CancelOutcome]) -> None:
    """Have what broke a batch off say what was done, as its `.outcomes`."""
    vars(interruption)["outcomes"] = outcomes
    interruption.add_note("What was canceled before stands in .outcomes of this exception.")


def _abandoned(id: str) -> CancelOutcome:
    error = WebsetsError(f"The cancel of {id} was abandoned; it may still be running and burning credits.")
    return CancelOutcome(id, None, error)
