"""The steps that a take-out is made of: calls whose answers it needs, one or page by page."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from attrs import frozen

from ._errors import PagingError
from ._generated import types
from ._take_out_results import TakeOutProgress

if TYPE_CHECKING:
    from ._client import WebsetsClient

T = TypeVar("T")
E = TypeVar("E")
E_co = TypeVar("E_co", covariant=True)

Cursor: TypeAlias = str | types.Unset


@frozen
class Ask:
    """Make a call; it is written for the synchronous client, and awaited with the other one."""

    call: Callable[[WebsetsClient], Any]


Step: TypeAlias = Ask | TakeOutProgress
Steps: TypeAlias = Generator[Step, Any, T]


class Page(Protocol[E_co]):
    """One page of a list."""

    @property
    def data(self) -> Sequence[E_co]: ...
    @property
    def next_cursor(self) -> str | None: ...


def ask(call: Callable[[WebsetsClient], T]) -> Steps[T]:
    """Make a call and give what it gives."""
    result: T = yield Ask(call)
    return result


def read(fetch: Callable[[WebsetsClient, Cursor], Page[E]], take: Callable[[Sequence[E]], Step | None]) -> Steps[None]:
    """Read a list to its end and hand over what is in each page; `take` may give a step to do next.

    Raises:
        PagingError: the service gave a cursor twice.
    """
    cursor: Cursor | None = types.UNSET
    seen: set[Cursor] = set()
    while cursor is not None:
        seen.add(cursor)
        page = yield from _page(fetch, cursor)
        step = take(page.data)
        if step is not None:
            yield step
        cursor = page.next_cursor
        if cursor in seen:
            raise PagingError(f"the list does not end: the service gave the cursor {cursor!r} twice")


def _page(fetch: Callable[[WebsetsClient, Cursor], Page[E]], cursor: Cursor) -> Steps[Page[E]]:
    return ask(lambda client: fetch(client, cursor))
