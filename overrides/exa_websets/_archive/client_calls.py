"""What an archive asks a client for, one call after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

from attrs import frozen

from .._errors import PagingError
from .._generated import api, models, types
from .._websets.cancel_batch import CancelOutcome
from .results import ArchiveProgress

T = TypeVar("T")
E = TypeVar("E")
E_co = TypeVar("E_co", covariant=True)

Cursor: TypeAlias = str | types.Unset


class Websets(Protocol):
    """What an archive uses of the resource `websets`."""

    def get(self, id: str, /) -> models.Webset: ...
    def list(self, *, cursor: Cursor, limit: int) -> models.ListWebsetsResponse: ...
    def cancel_many(self, ids: Iterable[str], /) -> Sequence[CancelOutcome]: ...
    def cancel_and_wait(self, id: str, /, *, disable_monitors: bool) -> models.Webset: ...


class Client(Protocol):
    """What an archive uses of a client; its calls are written for the synchronous one."""

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
    """One page of a list."""

    @property
    def data(self) -> Sequence[E_co]: ...
    @property
    def next_cursor(self) -> str | None: ...


@frozen
class Calls:
    """Makes calls, and tells of progress; with the asynchronous client both happen in its event loop."""

    make: Callable[[Callable[[Client], Any]], Any]
    show: Callable[[ArchiveProgress], object]

    def __call__(self, call: Callable[[Client], T]) -> T:
        """Make a call, written for the synchronous client, and give its result."""
        result: T = self.make(call)
        return result

    def read(
        self,
        fetch: Callable[[Client, Cursor], Page[E]],
        take: Callable[[Sequence[E]], ArchiveProgress | None],
    ) -> None:
        """Read a list to its end and hand over what is in each page; `take` may give progress to show.

        Raises:
            PagingError: the service gave a cursor twice.
        """
        cursor: Cursor | None = types.UNSET
        seen: set[Cursor] = set()
        while cursor is not None:
            seen.add(cursor)
            page = self._page(fetch, cursor)
            if progress := take(page.data):
                self.show(progress)
            cursor = page.next_cursor
            if cursor in seen:
                raise PagingError(f"the list does not end: the service gave the cursor {cursor!r} twice")

    def _page(self, fetch: Callable[[Client, Cursor], Page[E]], cursor: Cursor) -> Page[E]:
        return self(lambda client: fetch(client, cursor))
