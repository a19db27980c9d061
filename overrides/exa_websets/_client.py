"""The two clients."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, Unpack

import httpx

from ._clock import Clock
from ._config import Config, Timeout, configure
from ._errors import ConfigurationError
from ._generated import api
from ._pool import Pool
from ._raw import raw_client
from ._transport import AsyncTransport, Transport

if TYPE_CHECKING:
    from ._async_items import AsyncItems
    from ._async_websets import AsyncWebsets
    from ._drift_reports import OnDrift
    from ._export import PathLike
    from ._imports import AsyncImports, Imports
    from ._items import Items
    from ._take_out_results import OnTakeOutProgress, TakeOut, TakeOutOptions
    from ._websets import Websets

X = TypeVar("X", Transport, AsyncTransport)


class _Client(Generic[X]):
    """What both clients share: settings, views and copies."""

    _clock = Clock()
    _transport: X
    _closes: bool

    @property
    def _send(self) -> X:
        return self._transport

    @property
    def base_url(self) -> str:
        """Where the API is."""
        return self._transport.config.base_url

    @cached_property
    def raw(self) -> api.AuthenticatedClient:
        """The generated client for the endpoint modules, on the same connections, with the same key and retries."""
        return raw_client(self._transport)

    def with_options(
        self, *, timeout: Timeout = None, max_retries: int | None = None, headers: Mapping[str, str] | None = None
    ) -> Self:
        """Give a view of this client with other settings, on the same connections; closing it closes nothing."""
        config = self._transport.config.with_options(timeout=timeout, max_retries=max_retries, headers=headers)
        view: Self = type(self).__new__(type(self))
        # Resources are made anew, with the settings of the view.
        made = {name for name in self.__dict__ if isinstance(getattr(type(self), name, None), cached_property)}
        view.__dict__.update({name: value for name, value in self.__dict__.items() if name not in made})
        view._transport = self._transport.configured(config)
        view._closes = False
        return view

    def __repr__(self) -> str:
        transport: X | None = getattr(self, "_transport", None)  # a client that could not be made has none
        return f"{type(self).__name__}(base_url={transport.config.base_url!r})" if transport else object.__repr__(self)

    def __reduce__(self) -> tuple[Any, ...]:
        if not self._transport.pool.is_ours:
            raise TypeError("a client over an http_client of your own cannot be pickled: its connections cannot")
        return _restore, (type(self), self._transport.config)


class WebsetsClient(_Client[Transport], api.Resources):
    """The Websets API, one attribute a resource; safe to share between threads, to be closed after use.

    Args:
        api_key: The key; else that of the environment variable EXA_API_KEY.
        base_url: Where the API is; else EXA_WEBSETS_BASE_URL, else the service itself.
        timeout: Seconds for each phase of a request, or an httpx.Timeout; None is 5 s to connect and 60 s to read.
        max_retries: How often a failed call is tried again, where that is safe.
        headers: Headers to send along with every request.
        http_client: An httpx.Client of your own, used with its own settings and never closed here.
        on_drift: Called with each `Drift` of an answer, once a process: `log_drift`, a `DriftReport`, or your own.

    Raises:
        ConfigurationError: the key is missing, or a value cannot be used.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeout: Timeout = None,
        max_retries: int = 2,
        headers: Mapping[str, str] | None = None,
        http_client: httpx.Client | None = None,
        on_drift: OnDrift | None = None,
    ) -> None:
        try:
            config = configure(api_key, base_url, timeout, max_retries, headers, on_drift)
            pool = Pool(httpx.Client, config, http_client)
        except ConfigurationError as error:
            # What shows a traceback may show the names of its frames too: none of them may be the key.
            del api_key
            error.__context__ = None
            raise error.with_traceback(None) from None
        self._transport = Transport(config, pool, self._clock)
        self._closes = http_client is None

    @cached_property
    def imports(self) -> Imports:
        from ._imports import Imports

        return Imports(self._transport)

    @cached_property
    def items(self) -> Items:
        from ._items import Items

        return Items(self._transport)

    @cached_property
    def websets(self) -> Websets:
        from ._websets import Websets

        return Websets(self._transport)

    def take_out(
        self, directory: PathLike, /, *, on_progress: OnTakeOutProgress = None, **options: Unpack[TakeOutOptions]
    ) -> TakeOut:
        """Copy everything to a directory: all Websets with their items, and monitors, imports, webhooks and events.

        A run that was broken off is gone on with, a finished one is taken anew, and what fails is told in `.failed`.
        """
        from ._taking import take_out

        return take_out(self, directory, on_progress, **options)

    def close(self) -> None:
        """Close the connections."""
        if self._closes:
            self._transport.pool.closed = True
            self._transport.pool.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class AsyncWebsetsClient(_Client[AsyncTransport], api.AsyncResources):
    """The Websets API without blocking, on asyncio and on trio; one attribute a resource, to be closed after use.

    Args:
        api_key: The key; else that of the environment variable EXA_API_KEY.
        base_url: Where the API is; else EXA_WEBSETS_BASE_URL, else the service itself.
        timeout: Seconds for each phase of a request, or an httpx.Timeout; None is 5 s to connect and 60 s to read.
        max_retries: How often a failed call is tried again, where that is safe.
        headers: Headers to send along with every request.
        http_client: An httpx.AsyncClient of your own, used with its own settings and never closed here.
        on_drift: Called with each `Drift` of an answer, once a process: `log_drift`, a `DriftReport`, or your own.

    Raises:
        ConfigurationError: the key is missing, or a value cannot be used.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeout: Timeout = None,
        max_retries: int = 2,
        headers: Mapping[str, str] | None = None,
        http_client: httpx.AsyncClient | None = None,
        on_drift: OnDrift | None = None,
    ) -> None:
        try:
            config = configure(api_key, base_url, timeout, max_retries, headers, on_drift)
            pool = Pool(httpx.AsyncClient, config, http_client)
        except ConfigurationError as error:
            # What shows a traceback may show the names of its frames too: none of them may be the key.
            del api_key
            error.__context__ = None
            raise error.with_traceback(None) from None
        self._transport = AsyncTransport(config, pool, self._clock)
        self._closes = http_client is None

    @cached_property
    def imports(self) -> AsyncImports:
        from ._imports import AsyncImports

        return AsyncImports(self._transport)

    @cached_property
    def items(self) -> AsyncItems:
        from ._async_items import AsyncItems

        return AsyncItems(self._transport)

    @cached_property
    def websets(self) -> AsyncWebsets:
        from ._async_websets import AsyncWebsets

        return AsyncWebsets(self._transport)

    async def take_out(
        self, directory: PathLike, /, *, on_progress: OnTakeOutProgress = None, **options: Unpack[TakeOutOptions]
    ) -> TakeOut:
        """Copy everything to a directory: all Websets with their items, and monitors, imports, webhooks and events.

        A run that was broken off is gone on with, a finished one is taken anew, and what fails is told in `.failed`.
        """
        from ._taking import async_take_out

        return await async_take_out(self, directory, on_progress, **options)

    async def close(self) -> None:
        """Close the connections."""
        pool = self._transport.pool
        if self._closes and not pool.closed:
            http, pool.closed = pool.http, True
            await http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()


def _restore(kind: type[WebsetsClient] | type[AsyncWebsetsClient], config: Config) -> Any:
    return kind(
        config.api_key if config.key_is_given else None,
        base_url=config.base_url,
        timeout=config.timeout,
        max_retries=config.max_retries,
        headers=config.headers,
        on_drift=config.on_drift,
    )
