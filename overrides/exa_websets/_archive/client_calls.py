"""The part of a client that an archive uses, and the steps that call it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

from .._errors import ResponseValidationError
from .._generated import api, models, types
from .results import ArchiveProgress

T = TypeVar("T")
E = TypeVar("E")
E_co = TypeVar("E_co", covariant=True)

Cursor: TypeAlias = str | types.Unset


class Websets(Protocol):
    """The part of the resource `websets` that an archive uses."""

    def get(self, id: str, /) -> models.Webset: ...
    def list(self, *, cursor: Cursor, limit: int) -> models.ListWebsetsResponse: ...


class Stopper(Protocol):
    """Cancels Websets for an archive. An interruption does not abandon a cancel in flight.

    The methods of the asynchronous client's stopper return awaitables.
    """

    @property
    def paging_error(self) -> Callable[[str], Exception]: ...
    def start(self, ids: Sequence[str]) -> Any: ...
    def stop(self, id: str, disable_monitors: bool) -> Any: ...


class Client(Protocol):
    """The part of a client that an archive uses, with the types of the synchronous client."""

    @property
    def websets(self) -> Websets: ...
    @property
    def items(self) -> api.items.Items: ...
    @property
    def monitors(self) -> api.monitors.Monitors: ...
    @property
    def monitor_runs(self) -> api.monitor_runs.MonitorRuns: ...
    @property
    def imports(self) -> api.imports.Imports: ...
    @property
    def events(self) -> api.events.Events: ...
    @property
    def webhooks(self) -> api.webhooks.Webhooks: ...
    @property
    def teams(self) -> api.teams.Teams: ...


class Calls(Protocol):
    """Makes calls, which are written for the synchronous client. An asynchronous one makes them in its event loop."""

    def report(self, progress: ArchiveProgress, /) -> None: ...
    def make(self, call: Callable[[Client], Any], /) -> Any: ...
    def start(self, key: Any, call: Callable[[Client], Any], /) -> None: ...
    def next_ended(self) -> tuple[Any, Any, BaseException | None]: ...


Steps: TypeAlias = Generator[Sequence[Callable[[Client], Any]], list[Any], T]
"""A generator that yields the calls whose results it needs next, and receives the results in the same order."""


class Page(Protocol[E_co]):
    """A page of a list."""

    @property
    def data(self) -> Sequence[E_co]: ...
    @property
    def next_cursor(self) -> str | None: ...


Fetch: TypeAlias = Callable[[Cursor], Callable[[Client], Page[E]]]
"""Returns the call for a page of a list."""


def fetch(call: Callable[[Client], T]) -> Steps[T]:
    """Make one call, and return its result."""
    [result] = yield [call]
    return result  # type: ignore[no-any-return]


def read_pages(
    fetch_page: Fetch[E],
    use: Callable[[Sequence[E]], object],
    paging_error: Callable[[str], Exception],
    repair: Callable[[ResponseValidationError], Page[E]] | None = None,
    first: Page[E] | None = None,
) -> Steps[None]:
    """Read a list.

    Args:
        fetch_page: Returns the call for a page.
        use: Called with the entries of each page.
        paging_error: Returns the error for a list that does not end.
        repair: Returns the readable part of a page that does not fit the API document.
        first: The first page, if it was requested before.
    """
    cursor: Cursor | None = types.UNSET
    cursors = api.Cursors(paging_error)
    while cursor is not None:
        try:
            page = (yield from fetch(fetch_page(cursor))) if first is None else first
        except ResponseValidationError as error:
            if repair is None:
                raise
            page = repair(error)
        first = None
        use(page.data)
        cursor = cursors.after(page)
