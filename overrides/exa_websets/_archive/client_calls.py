"""The part of a client that an archive uses, and how it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

from attrs import frozen

from .._errors import ResponseValidationError
from .._generated import api, models, types

T = TypeVar("T")
E = TypeVar("E")
E_co = TypeVar("E_co", covariant=True)

Cursor: TypeAlias = str | types.Unset


class Websets(Protocol):
    """The part of the resource `websets` that an archive uses."""

    def get(self, id: str, /) -> models.Webset: ...
    def list(self, *, cursor: Cursor, limit: int) -> models.ListWebsetsResponse: ...


class Stopper(Protocol):
    """What cancels Websets for an archive; an interruption does not abandon a cancel that is in flight.

    That of an asynchronous client returns awaitables.
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


class Page(Protocol[E_co]):
    """A page of a list."""

    @property
    def data(self) -> Sequence[E_co]: ...
    @property
    def next_cursor(self) -> str | None: ...


@frozen
class ClientCalls:
    """Makes calls one at a time; those of an asynchronous client run in its event loop."""

    make: Callable[[Callable[[Client], Any]], Any]
    paging_error: Callable[[str], Exception]

    def __call__(self, call: Callable[[Client], T]) -> T:
        """Make a call, written for the synchronous client, and return its result."""
        result: T = self.make(call)
        return result

    def pages(
        self,
        fetch: Callable[[Client, Cursor], Page[E]],
        repair: Callable[[ResponseValidationError], Page[T]] | None = None,
    ) -> Iterator[Sequence[E | T]]:
        """Yield the entries of each page of a list.

        Args:
            fetch: Requests a page.
            repair: Returns what can be used of a page that does not fit the API document.

        Raises:
            PagingError: the list does not end.
        """
        cursor: Cursor | None = types.UNSET
        cursors = api.Cursors(self.paging_error)
        while cursor is not None:
            page = self._page(fetch, cursor, repair)
            yield page.data
            cursor = cursors.after(page)

    def _page(
        self,
        fetch: Callable[[Client, Cursor], Page[E]],
        cursor: Cursor,
        repair: Callable[[ResponseValidationError], Page[T]] | None,
    ) -> Page[E] | Page[T]:
        try:
            return self(lambda client: fetch(client, cursor))
        except ResponseValidationError as error:
            if repair is None:
                raise
            return repair(error)
