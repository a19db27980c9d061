"""Many cancels at once: who is next, what became of each, and what is told when it is broken off."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from ._errors import WebsetsError
from ._gate import Gate
from ._generated import models


@frozen
class CancelOutcome:
    """What became of the cancel of one Webset: the Webset after it, or the error."""

    id: str
    webset: models.Webset | None
    error: Exception | None


class Batch:
    """Hands out each id once, to any number of workers, and keeps the outcomes in the order of the ids."""

    def __init__(self, ids: Iterable[str], concurrency: int, gate: Gate) -> None:
        if isinstance(ids, str | bytes):
            raise TypeError(f"{ids!r} is one id, not several; use cancel(), or give a list")
        if concurrency < 1:
            raise ValueError(f"concurrency is {concurrency!r}; it has to be 1 or more")
        self.gate = gate
        self._ids: Iterator[object] = iter(ids)
        self._order: list[str] = []
        self._outcomes: dict[str, CancelOutcome | None] = {}
        self._lock = threading.Lock()
        self._failure: Exception | None = None

    def next(self) -> str | None:
        """Give an id that nobody works on yet; None if there is no more to do."""
        with self._lock:
            while not self.gate.is_given_up:
                try:
                    id = next(self._ids)
                except StopIteration:
                    return None
                except Exception as error:
                    self._failure = error  # the ids were made by a generator of the caller
                    self.stop()
                    return None
                name = id if isinstance(id, str) else repr(id)  # whatever the caller's source gives
                self._order.append(name)
                if name not in self._outcomes:
                    self._outcomes[name] = None
                    if name is id:
                        return name
                    self.note(name, TypeError(f"{name} is no id, which is text"))
        return None

    def note(self, id: str, result: models.Webset | Exception) -> None:
        """Take in what became of one."""
        error = result if isinstance(result, Exception) else None
        self._outcomes[id] = CancelOutcome(id, None if isinstance(result, Exception) else result, error)

    def stop(self) -> None:
        """Start no more, and try none again that has failed."""
        self.gate.is_given_up = True

    def outcomes(self) -> list[CancelOutcome]:
        """Give an outcome for each id that was taken, in their order.

        Raises:
            Exception: the caller's own iterable raised it; `.outcomes` on it holds what was done.
        """
        outcomes = [self._outcomes[id] or _abandoned(id) for id in self._order]
        if self._failure:
            vars(self._failure)["outcomes"] = outcomes
            raise self._failure
        return outcomes

    def tell(self, interruption: BaseException) -> None:
        """Have what broke the batch off say what was done, as its `.outcomes`."""
        self._failure = None
        vars(interruption)["outcomes"] = self.outcomes()
        interruption.add_note("What was canceled before stands in .outcomes of this exception.")


def check_filter(metadata: Mapping[str, Any] | None, everything: bool) -> None:
    """Refuse to cancel all Websets of a team by mistake."""
    if not metadata and not everything:
        raise ValueError("cancel_all() cancels what others have started too: give metadata=, or everything=True")


def matches(webset: models.Webset, status: str, metadata: Mapping[str, Any] | None) -> bool:
    """Tell whether a Webset has this status, and these names and values in its metadata."""
    own = webset.metadata.additional_properties if webset.metadata else {}
    return webset.status == status and (metadata or {}).items() <= own.items()


def _abandoned(id: str) -> CancelOutcome:
    error = WebsetsError(f"The cancel of {id} was abandoned; it may still be running and burning credits.")
    return CancelOutcome(id, None, error)
