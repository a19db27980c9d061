"""The operations of the API, one resource class a tag, in a synchronous and an asynchronous form."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypedDict, TypeVar, get_type_hints

from attrs import define, field

from .. import LazyModule
from ..types import UNSET, Unset

if TYPE_CHECKING:
    import httpx

    from ..client import AuthenticatedClient as AuthenticatedClient
    from . import (
        enrichments,
        events,
        imports,
        items,
        monitor_runs,
        monitors,
        searches,
        teams,
        webhook_attempts,
        webhooks,
        websets,
    )

    resource_property = cached_property
else:

    class resource_property(cached_property):
        """An attribute that is made at its first use. On the class it is the type that its annotation names.

        `unittest.mock.create_autospec` looks there for what the attribute has.
        """

        def __get__(self, instance: object, owner: type | None = None) -> object:
            return get_type_hints(self.func)["return"] if instance is None else super().__get__(instance, owner)

    httpx = LazyModule("httpx")
    enrichments = LazyModule(".enrichments", __name__)
    events = LazyModule(".events", __name__)
    imports = LazyModule(".imports", __name__)
    items = LazyModule(".items", __name__)
    monitor_runs = LazyModule(".monitor_runs", __name__)
    monitors = LazyModule(".monitors", __name__)
    searches = LazyModule(".searches", __name__)
    teams = LazyModule(".teams", __name__)
    webhook_attempts = LazyModule(".webhook_attempts", __name__)
    webhooks = LazyModule(".webhooks", __name__)
    websets = LazyModule(".websets", __name__)

T = TypeVar("T")
E = TypeVar("E")
E_co = TypeVar("E_co", covariant=True)

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name == "AuthenticatedClient":
            from ..client import AuthenticatedClient

            return AuthenticatedClient
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class RequestOptions(TypedDict, total=False):
    """The options of every call, besides its own arguments.

    timeout: Seconds for each phase of the request, or an httpx.Timeout; None is the timeout of the client.
    max_retries: How often a failed call is retried, where that is safe.
    extra_headers: Headers to send along.
    extra_query: Query parameters to send along.
    extra_body: Fields to add to the JSON body.
    """

    timeout: float | httpx.Timeout | None
    """Seconds for each phase of the request, or an httpx.Timeout; None is the timeout of the client."""
    max_retries: int
    """How often a failed call is retried, where that is safe."""
    extra_headers: Mapping[str, str]
    """Headers to send along."""
    extra_query: Mapping[str, Any]
    """Query parameters to send along."""
    extra_body: Mapping[str, Any]
    """Fields to add to the JSON body."""


class DoesNotFitTypedDict:
    """A type that no value has, and that type checkers name when a body does not fit its TypedDict."""


PlainDict: TypeAlias = Mapping[str, DoesNotFitTypedDict]
"""A body that is a `dict[str, Any]`, which is not checked. Any other dictionary has to fit the TypedDict."""


@define
class Call(Generic[T]):
    """One operation with its arguments, not sent yet."""

    operation: str
    creates: bool
    request: dict[str, Any] = field(repr=False)
    parse: Callable[[Any], T] = field(repr=False)


class Send(Protocol):
    """Sends a call and gives its parsed answer."""

    @property
    def paging_error(self) -> Callable[[str], Exception]: ...
    def __call__(self, call: Call[T], options: RequestOptions, /) -> T: ...


class AsyncSend(Protocol):
    """Sends a call and gives its parsed answer."""

    @property
    def paging_error(self) -> Callable[[str], Exception]: ...
    def __call__(self, call: Call[T], options: RequestOptions, /) -> Awaitable[T]: ...


class Resource:
    """The operations of one tag."""

    def __init__(self, send: Send) -> None:
        self._send = send


class AsyncResource:
    """The operations of one tag."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send


class PlainBody:
    """A request body that is plain data already, under the interface of a model."""

    __slots__ = ("_data",)

    def __init__(self, data: Any) -> None:
        self._data = data

    def to_dict(self) -> Any:
        return self._data


def refused(error: E) -> E:
    """Return an error about an argument, marked as one before which nothing was sent."""
    vars(error)["outcome_unknown"] = False
    return error


def as_id(value: str) -> str:
    """Return the text of an id. Anything but a str would become the text of something that exists nowhere.

    Raises:
        TypeError: it is not a str.
        ValueError: it has a lone surrogate, which no path can hold.
    """
    if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
        raise refused(TypeError(f"an id is a str, not {type(value).__name__}; nothing was sent"))
    try:
        value.encode()
    except UnicodeEncodeError:
        raise refused(ValueError(f"{value!r} cannot be an id; nothing was sent")) from None
    return str.__str__(value)  # the members of an enumeration, for example, become another text


def as_model(body: Any) -> Any:
    """Give a model as it is and plain data wrapped, because the endpoint modules call `to_dict`."""
    return body if body is UNSET or hasattr(body, "to_dict") else PlainBody(body)


def aware(moment: datetime.datetime | Unset) -> datetime.datetime | Unset:
    """Refuse a moment without its time zone, which the service would take for one in UTC."""
    if moment is not UNSET and not hasattr(moment, "tzinfo"):
        raise refused(TypeError(f"{moment!r} is not a datetime; nothing was sent"))
    if moment is not UNSET and moment.tzinfo is None:
        raise refused(ValueError(f"{moment!r} has no time zone; nothing was sent"))
    return moment


def as_is(value: Any) -> Any:
    """Parse an answer of which nothing is promised."""
    return value


class Page(Protocol[E_co]):
    """One page of a list."""

    @property
    def data(self) -> Sequence[E_co]: ...
    @property
    def next_cursor(self) -> str | None: ...


class Cursors:
    """Which page of a list comes next, until its last page or until it is clear that the list does not end."""

    MAX_EMPTY_PAGES = 1000

    def __init__(self, error: Callable[[str], Exception]) -> None:
        self._error = error
        self._seen: set[str] = set()
        self._empty_pages = 0

    def after(self, page: Page[object]) -> str | None:
        """Return the cursor of the page after this one, or None after the last one.

        Raises the error of this list for a cursor that was there before, and after too many pages without an element.
        """
        cursor = page.next_cursor
        if cursor is None:
            return None
        self._empty_pages = 0 if page.data else self._empty_pages + 1
        if cursor in self._seen:
            raise self._error(f"the list does not end: the service gave the cursor {cursor!r} twice")
        if self._empty_pages >= self.MAX_EMPTY_PAGES:
            raise self._error(f"the list does not end: its last {self._empty_pages} pages are empty")
        self._seen.add(cursor)
        return cursor


def pages(fetch: Callable[[str | Unset], Page[E]], send: Send) -> Iterator[E]:
    """Yield the elements of all pages; a list that does not end raises the PagingError of `send`."""
    cursors = Cursors(send.paging_error)
    cursor: str | Unset | None = UNSET
    while cursor is not None:
        page = fetch(cursor)
        yield from page.data
        cursor = cursors.after(page)


async def async_pages(fetch: Callable[[str | Unset], Awaitable[Page[E]]], send: AsyncSend) -> AsyncIterator[E]:
    """Yield the elements of all pages; a list that does not end raises the PagingError of `send`."""
    cursors = Cursors(send.paging_error)
    cursor: str | Unset | None = UNSET
    while cursor is not None:
        page = await fetch(cursor)
        for element in page.data:
            yield element
        cursor = cursors.after(page)


class Resources:
    """One attribute a tag, made when it is first used; a subclass says how calls are sent."""

    @property
    def _send(self) -> Send:
        raise NotImplementedError

    @resource_property
    def enrichments(self) -> enrichments.Enrichments:
        from .enrichments import Enrichments

        return Enrichments(self._send)

    @resource_property
    def events(self) -> events.Events:
        from .events import Events

        return Events(self._send)

    @resource_property
    def imports(self) -> imports.Imports:
        from .imports import Imports

        return Imports(self._send)

    @resource_property
    def items(self) -> items.Items:
        from .items import Items

        return Items(self._send)

    @resource_property
    def monitor_runs(self) -> monitor_runs.MonitorRuns:
        from .monitor_runs import MonitorRuns

        return MonitorRuns(self._send)

    @resource_property
    def monitors(self) -> monitors.Monitors:
        from .monitors import Monitors

        return Monitors(self._send)

    @resource_property
    def searches(self) -> searches.Searches:
        from .searches import Searches

        return Searches(self._send)

    @resource_property
    def teams(self) -> teams.Teams:
        from .teams import Teams

        return Teams(self._send)

    @resource_property
    def webhook_attempts(self) -> webhook_attempts.WebhookAttempts:
        from .webhook_attempts import WebhookAttempts

        return WebhookAttempts(self._send)

    @resource_property
    def webhooks(self) -> webhooks.Webhooks:
        from .webhooks import Webhooks

        return Webhooks(self._send)

    @resource_property
    def websets(self) -> websets.Websets:
        from .websets import Websets

        return Websets(self._send)


class AsyncResources:
    """One attribute a tag, made when it is first used; a subclass says how calls are sent."""

    @property
    def _send(self) -> AsyncSend:
        raise NotImplementedError

    @resource_property
    def enrichments(self) -> enrichments.AsyncEnrichments:
        from .enrichments import AsyncEnrichments

        return AsyncEnrichments(self._send)

    @resource_property
    def events(self) -> events.AsyncEvents:
        from .events import AsyncEvents

        return AsyncEvents(self._send)

    @resource_property
    def imports(self) -> imports.AsyncImports:
        from .imports import AsyncImports

        return AsyncImports(self._send)

    @resource_property
    def items(self) -> items.AsyncItems:
        from .items import AsyncItems

        return AsyncItems(self._send)

    @resource_property
    def monitor_runs(self) -> monitor_runs.AsyncMonitorRuns:
        from .monitor_runs import AsyncMonitorRuns

        return AsyncMonitorRuns(self._send)

    @resource_property
    def monitors(self) -> monitors.AsyncMonitors:
        from .monitors import AsyncMonitors

        return AsyncMonitors(self._send)

    @resource_property
    def searches(self) -> searches.AsyncSearches:
        from .searches import AsyncSearches

        return AsyncSearches(self._send)

    @resource_property
    def teams(self) -> teams.AsyncTeams:
        from .teams import AsyncTeams

        return AsyncTeams(self._send)

    @resource_property
    def webhook_attempts(self) -> webhook_attempts.AsyncWebhookAttempts:
        from .webhook_attempts import AsyncWebhookAttempts

        return AsyncWebhookAttempts(self._send)

    @resource_property
    def webhooks(self) -> webhooks.AsyncWebhooks:
        from .webhooks import AsyncWebhooks

        return AsyncWebhooks(self._send)

    @resource_property
    def websets(self) -> websets.AsyncWebsets:
        from .websets import AsyncWebsets

        return AsyncWebsets(self._send)
