"""The client, with one attribute per resource."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

import httpx

from .._errors import ConfigurationError
from .._generated import api
from .._http.client_base import ClientBase
from .._http.client_pool import ClientPool
from .._http.config import MAX_RESPONSE_SIZE, Timeout, configure
from .._http.own_client import AsyncClient
from .._lazy import LazyModule
from .raw import raw_client
from .transport import AsyncTransport, close_pool

if TYPE_CHECKING:
    from .._archive import options as archive_options, results
    from .._drift import report
    from .._items import atomic_file
    from . import imports, items, websets
else:
    archive_options = LazyModule(".._archive.options", __package__)
    results = LazyModule(".._archive.results", __package__)
    report = LazyModule(".._drift.report", __package__)
    atomic_file = LazyModule(".._items.atomic_file", __package__)
    imports = LazyModule(".imports", __package__)
    items = LazyModule(".items", __package__)
    websets = LazyModule(".websets", __package__)


class AsyncWebsetsClient(ClientBase[AsyncTransport], api.AsyncResources):
    """The Websets API, with one attribute for each resource. Close it after use, or use it with `async with`.

    `WebsetsClient` blocks and may be shared between threads. `AsyncWebsetsClient` works on asyncio and on trio.

    Args:
        api_key: The API key. The default is the environment variable EXA_API_KEY.
        base_url: The URL of the API. The default is the environment variable EXA_WEBSETS_BASE_URL, or the public API.
        timeout: The timeout of each phase of a request in seconds, or an httpx.Timeout. The default is 5 s to connect
            and 60 s to read, or 10 s to read for a cancel.
        max_retries: The maximum number of retries of a failed call, if it is safe to retry. A cancel is retried up to
            5 times, unless this is 0.
        headers: Headers to send with every request.
        http_client: Your own httpx client. It keeps its settings, and closing this client does not close it.
        on_drift: Called with each kind of `Drift` in a response, once per process: `log_drift`, a `DriftReport`, or
            your own function.
        max_response_size: The maximum size of a decompressed response in bytes.

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
        on_drift: report.OnDrift | None = None,
        max_response_size: int = MAX_RESPONSE_SIZE,
    ) -> None:
        try:
            config = configure(api_key, base_url, timeout, max_retries, headers, on_drift, max_response_size)
            pool = ClientPool(AsyncClient, config, http_client)
        except ConfigurationError as error:
            # Some tools show the local variables of a traceback, so no frame in it may hold the key.
            del api_key
            error.__context__ = None
            raise error.with_traceback(None) from None
        self._transport = AsyncTransport(config, pool, self._clock)
        self._closes = http_client is None

    @api.resource_property
    def raw(self) -> api.AuthenticatedClient:
        """The generated client for the endpoint modules, with the same connections, key and retries."""
        return raw_client(self._transport)

    @api.resource_property
    def imports(self) -> imports.AsyncImports:
        from .imports import AsyncImports

        return AsyncImports(self._transport)

    @api.resource_property
    def items(self) -> items.AsyncItems:
        from .items import AsyncItems

        return AsyncItems(self._transport)

    @api.resource_property
    def websets(self) -> websets.AsyncWebsets:
        from .websets import AsyncWebsets

        return AsyncWebsets(self._transport)

    async def archive(
        self,
        directory: atomic_file.PathLike,
        /,
        *,
        on_progress: results.OnArchiveProgress = None,
        **options: Unpack[archive_options.ArchiveOptions],
    ) -> results.Archive:
        """Copy everything to a directory: all Websets with their items, monitors, imports, webhooks and events.

        An interrupted archive resumes, and a finished archive is updated. A part that fails is listed in `.failed`, and
        the other parts are archived. If the archive ends early, for example because the key is rejected or the disk is
        full, the `.archive` attribute of the exception holds the result so far. Several requests are in flight at once,
        at a rate that the service accepts.

        Args:
            directory: A new directory, or an existing archive. Links inside it are not followed.
            on_progress: Called with an `ArchiveProgress` after each page. If it raises an exception, it is not called
                again, and the exception is raised after everything is archived. A KeyboardInterrupt ends the archive
                at once.
            **options: `websets`, `cancel_running`, `disable_monitors` and `concurrency`; see `ArchiveOptions`.

        Returns:
            The result, with the number of records of each kind and the parts that failed.

        Raises:
            FileExistsError: the directory exists and is not an archive, or its manifest is not a regular file.
            BlockingIOError: another process is writing to the directory.
            ValueError: the directory holds an archive from another service or of other Websets, or `concurrency` is
                less than 1.
        """
        from .._archive.archive import archive
        from .._http.pace import PacedBatch
        from .._runtime.tasks import run_blocking
        from .stopper import AsyncStopper

        batch = PacedBatch(self._transport.pace, can_be_abandoned=True)
        work = partial(archive, directory, self.base_url, AsyncStopper(self._transport), **options)
        return await run_blocking(self._view(self._transport.with_batch(batch)), on_progress, work, batch.abandon)

    async def close(self) -> None:
        """Close the connections."""
        if self._closes:
            await close_pool(self._transport.pool)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()
