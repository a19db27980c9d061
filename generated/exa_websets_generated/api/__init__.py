"""The operations of the API, with a synchronous and an asynchronous resource class for each tag."""

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
        """A cached property that returns the type of its value when it is accessed on the class.

        `unittest.mock.create_autospec` uses this type to specify the attribute.
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
    """Options that every method accepts in addition to its own parameters.

    timeout: Timeout of each phase in seconds, or an httpx.Timeout; None uses the timeout of the client.
    max_retries: Maximum number of retries; only requests that are safe to repeat are retried.
    extra_headers: Additional headers.
    extra_query: Additional query parameters.
    extra_body: Additional fields of the JSON body.
    """

    timeout: float | httpx.Timeout | None
    """Timeout of each phase in seconds, or an httpx.Timeout; None uses the timeout of the client."""
    max_retries: int
    """Maximum number of retries; only requests that are safe to repeat are retried."""
    extra_headers: Mapping[str, str]
    """Additional headers."""
    extra_query: Mapping[str, Any]
    """Additional query parameters."""
    extra_body: Mapping[str, Any]
    """Additional fields of the JSON body."""


class DoesNotFitTypedDict:
    """A type without values. Type checkers show its name if a body does not match its TypedDict."""


PlainDict: TypeAlias = Mapping[str, DoesNotFitTypedDict]
"""A body of type `dict[str, Any]`, which is not checked. Any other dictionary must match the TypedDict."""


@define(eq=False)
class Call(Generic[T]):
    """An operation with its arguments that has not been sent."""

    operation: str
    creates: bool
    request: dict[str, Any] = field(repr=False)
    parse: Callable[[Any], T] = field(repr=False)


class Send(Protocol):
    """Sends a call and returns its parsed response."""

    @property
    def paging_error(self) -> Callable[[str], Exception]: ...
    def __call__(self, call: Call[T], options: RequestOptions, /) -> T: ...


class AsyncSend(Protocol):
    """Sends a call and returns its parsed response."""

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
    """A request body of plain data with the `to_dict` method of a model."""

    __slots__ = ("_data",)

    def __init__(self, data: Any) -> None:
        self._data = data

    def to_dict(self) -> Any:
        return self._data


def refused(error: E) -> E:
    """Mark an error about an argument as raised before anything was sent, and return it."""
    vars(error)["outcome_unknown"] = False
    return error


def as_id(value: str) -> str:
    """Return an id as a plain str. Other types are rejected because their string forms never match an id.

    Raises:
        TypeError: The id is not a str.
        ValueError: The id contains a lone surrogate, which cannot be encoded in a path.
    """
    if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
        raise refused(TypeError(f"an id must be a str, not {type(value).__name__}; nothing was sent"))
    try:
        value.encode()
    except UnicodeEncodeError:
        raise refused(ValueError(f"{value!r} cannot be an id; nothing was sent")) from None
    return str.__str__(value)  # str() of an enum member would return the name of the member


def as_model(body: Any) -> Any:
    """Return a model unchanged and wrap plain data, because the endpoint modules call `to_dict`."""
    return body if body is UNSET or hasattr(body, "to_dict") else PlainBody(body)


def aware(moment: datetime.datetime | Unset) -> datetime.datetime | Unset:
    """Return a datetime; raise ValueError if it has no time zone, which the service would interpret as UTC."""
    if moment is not UNSET and not hasattr(moment, "tzinfo"):
        raise refused(TypeError(f"{moment!r} is not a datetime; nothing was sent"))
    if moment is not UNSET and moment.tzinfo is None:
        raise refused(ValueError(f"{moment!r} has no time zone; nothing was sent"))
    return moment


def as_is(value: Any) -> Any:
    """Return the data of a response without a schema."""
    return value


class Page(Protocol[E_co]):
    """One page of a list."""

    @property
    def data(self) -> Sequence[E_co]: ...
    @property
    def next_cursor(self) -> str | None: ...


class Cursors:
    """Tracks the cursors of a list and detects lists that never end."""

    MAX_EMPTY_PAGES = 1000

    def __init__(self, error: Callable[[str], Exception]) -> None:
        self._error = error
        self._seen: set[str] = set()
        self._empty_pages = 0

    def after(self, page: Page[object]) -> str | None:
        """Return the cursor of the page after this one, or None after the last one.

        Raises the error of this list if a cursor repeats or if too many pages in a row are empty.
        """
        cursor = page.next_cursor
        if cursor is None:
            return None
        self._empty_pages = 0 if page.data else self._empty_pages + 1
        if cursor in self._seen:
            raise self._error(f"the list does not end: the service returned the cursor {cursor!r} twice")
        if self._empty_pages >= self.MAX_EMPTY_PAGES:
            raise self._error(f"the list does not end: its last {self._empty_pages} pages are empty")
        self._seen.add(cursor)
        return cursor


def pages(fetch: Callable[[str | Unset], Page[E]], send: Send) -> Iterator[E]:
    """Yield the elements of all pages; raise the PagingError of `send` if the list does not end."""
    cursors = Cursors(send.paging_error)
    cursor: str | Unset | None = UNSET
    while cursor is not None:
        page = fetch(cursor)
        yield from page.data
        cursor = cursors.after(page)


async def async_pages(fetch: Callable[[str | Unset], Awaitable[Page[E]]], send: AsyncSend) -> AsyncIterator[E]:
    """Yield the elements of all pages; raise the PagingError of `send` if the list does not end."""
    cursors = Cursors(send.paging_error)
    cursor: str | Unset | None = UNSET
    while cursor is not None:
        page = await fetch(cursor)
        for element in page.data:
            yield element
        cursor = cursors.after(page)


class Resources:
    """A lazily created resource for each tag; subclasses define how calls are sent."""

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
    """A lazily created resource for each tag; subclasses define how calls are sent."""

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
