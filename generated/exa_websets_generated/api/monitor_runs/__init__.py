"""The operations of `monitor_runs`: list, get."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any, Unpack

from ... import LazyModule, models
from ...types import UNSET, Unset
from .. import (
    AsyncResource,
    Call,
    PlainDict,
    RequestOptions,
    Resource,
    as_id,
    as_is,
    as_model,
    async_pages,
    aware,
    pages,
)

if TYPE_CHECKING:
    from ... import typed_dicts
else:
    typed_dicts = LazyModule("...typed_dicts", __name__)


def _list(
    monitor: str, /, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> Call[models.ListMonitorRunsResponse]:
    from .monitors_runs_list import _get_kwargs

    request = _get_kwargs(as_id(monitor), cursor=cursor, limit=limit)
    return Call("monitors_runs_list", False, request, models.ListMonitorRunsResponse.from_dict)


def _get(monitor: str, id: str, /) -> Call[models.MonitorRun]:
    from .monitors_runs_get import _get_kwargs

    request = _get_kwargs(as_id(monitor), as_id(id))
    return Call("monitors_runs_get", False, request, models.MonitorRun.from_dict)


class MonitorRuns(Resource):
    """The operations of `monitor_runs`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    def list(
        self,
        monitor: str,
        /,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ListMonitorRunsResponse:
        """List the runs of a monitor.

        Return an empty page if the monitor does not exist.

        Args:
            monitor: The id of the monitor.
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of runs per page; defaults to 25.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_list(monitor, cursor=cursor, limit=limit), options)

    def list_all(
        self, monitor: str, /, *, limit: int | Unset = UNSET, **options: Unpack[RequestOptions]
    ) -> Iterator[models.MonitorRun]:
        """List the runs of a monitor, fetching pages as needed.

        Return an empty page if the monitor does not exist.

        Args:
            monitor: The id of the monitor.
            limit: Maximum number of runs per page; defaults to 25.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return pages(lambda cursor: self._send(_list(monitor, cursor=cursor, limit=limit), options), self._send)

    def get(self, monitor: str, id: str, /, **options: Unpack[RequestOptions]) -> models.MonitorRun:
        """Get a monitor run.

        Return the current state of the run.

        Args:
            monitor: The id of the monitor.
            id: The id of the run.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_get(monitor, id), options)


class AsyncMonitorRuns(AsyncResource):
    """The operations of `monitor_runs`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    async def list(
        self,
        monitor: str,
        /,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ListMonitorRunsResponse:
        """List the runs of a monitor.

        Return an empty page if the monitor does not exist.

        Args:
            monitor: The id of the monitor.
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of runs per page; defaults to 25.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_list(monitor, cursor=cursor, limit=limit), options)

    def list_all(
        self, monitor: str, /, *, limit: int | Unset = UNSET, **options: Unpack[RequestOptions]
    ) -> AsyncIterator[models.MonitorRun]:
        """List the runs of a monitor, fetching pages as needed.

        Return an empty page if the monitor does not exist.

        Args:
            monitor: The id of the monitor.
            limit: Maximum number of runs per page; defaults to 25.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return async_pages(lambda cursor: self._send(_list(monitor, cursor=cursor, limit=limit), options), self._send)

    async def get(self, monitor: str, id: str, /, **options: Unpack[RequestOptions]) -> models.MonitorRun:
        """Get a monitor run.

        Return the current state of the run.

        Args:
            monitor: The id of the monitor.
            id: The id of the run.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_get(monitor, id), options)
