"""The operations of `monitors`: list, create, get, delete, update."""

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
    *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, webset_id: str | Unset = UNSET
) -> Call[models.ListMonitorsResponse]:
    from .monitors_list import _get_kwargs

    request = _get_kwargs(cursor=cursor, limit=limit, webset_id=webset_id)
    return Call("monitors_list", False, request, models.ListMonitorsResponse.from_dict)


def _create(
    body: models.CreateMonitorParameters | typed_dicts.CreateMonitorParameters | PlainDict, /
) -> Call[models.Monitor]:
    from .monitors_create import _get_kwargs

    request = _get_kwargs(body=as_model(body))
    return Call("monitors_create", True, request, models.Monitor.from_dict)


def _get(id: str, /) -> Call[models.Monitor]:
    from .monitors_get import _get_kwargs

    request = _get_kwargs(as_id(id))
    return Call("monitors_get", False, request, models.Monitor.from_dict)


def _delete(id: str, /) -> Call[models.Monitor]:
    from .monitors_delete import _get_kwargs

    request = _get_kwargs(as_id(id))
    return Call("monitors_delete", False, request, models.Monitor.from_dict)


def _update(id: str, body: models.UpdateMonitor | typed_dicts.UpdateMonitor | PlainDict, /) -> Call[models.Monitor]:
    from .monitors_update import _get_kwargs

    request = _get_kwargs(as_id(id), body=as_model(body))
    return Call("monitors_update", False, request, models.Monitor.from_dict)


class Monitors(Resource):
    """The operations of `monitors`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    def list(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        webset_id: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ListMonitorsResponse:
        """List the team's monitors.

        Return the monitors of all Websets, or of one if `websetId` is given.

        Args:
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of monitors per page; defaults to 25.
            webset_id: Return only monitors of this Webset.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_list(cursor=cursor, limit=limit, webset_id=webset_id), options)

    def list_all(
        self, *, limit: int | Unset = UNSET, webset_id: str | Unset = UNSET, **options: Unpack[RequestOptions]
    ) -> Iterator[models.Monitor]:
        """List the team's monitors, fetching pages as needed.

        Return the monitors of all Websets, or of one if `websetId` is given.

        Args:
            limit: Maximum number of monitors per page; defaults to 25.
            webset_id: Return only monitors of this Webset.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return pages(
            lambda cursor: self._send(_list(cursor=cursor, limit=limit, webset_id=webset_id), options), self._send
        )

    def create(
        self,
        body: models.CreateMonitorParameters | typed_dicts.CreateMonitorParameters | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.Monitor:
        """Create a monitor that searches a Webset on a schedule.

        Start the Webset on every run, which consumes credits like a search.

        Args:
            body: A new monitor.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_create(body), options)

    def get(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Monitor:
        """Get a monitor.

        Return the current state of the monitor.

        Args:
            id: The id of the monitor.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_get(id), options)

    def delete(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Monitor:
        """Delete a monitor.

        Delete the monitor, which will not run again. The response is the last state of the monitor.

        Args:
            id: The id of the monitor.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_delete(id), options)

    def update(
        self,
        id: str,
        body: models.UpdateMonitor | typed_dicts.UpdateMonitor | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.Monitor:
        """Update, disable or enable a monitor.

        Change only the fields in the body; omitted fields keep their values.

        Args:
            id: The id of the monitor.
            body: The fields of a monitor to update.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_update(id, body), options)


class AsyncMonitors(AsyncResource):
    """The operations of `monitors`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    async def list(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        webset_id: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ListMonitorsResponse:
        """List the team's monitors.

        Return the monitors of all Websets, or of one if `websetId` is given.

        Args:
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of monitors per page; defaults to 25.
            webset_id: Return only monitors of this Webset.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_list(cursor=cursor, limit=limit, webset_id=webset_id), options)

    def list_all(
        self, *, limit: int | Unset = UNSET, webset_id: str | Unset = UNSET, **options: Unpack[RequestOptions]
    ) -> AsyncIterator[models.Monitor]:
        """List the team's monitors, fetching pages as needed.

        Return the monitors of all Websets, or of one if `websetId` is given.

        Args:
            limit: Maximum number of monitors per page; defaults to 25.
            webset_id: Return only monitors of this Webset.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return async_pages(
            lambda cursor: self._send(_list(cursor=cursor, limit=limit, webset_id=webset_id), options), self._send
        )

    async def create(
        self,
        body: models.CreateMonitorParameters | typed_dicts.CreateMonitorParameters | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.Monitor:
        """Create a monitor that searches a Webset on a schedule.

        Start the Webset on every run, which consumes credits like a search.

        Args:
            body: A new monitor.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_create(body), options)

    async def get(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Monitor:
        """Get a monitor.

        Return the current state of the monitor.

        Args:
            id: The id of the monitor.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_get(id), options)

    async def delete(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Monitor:
        """Delete a monitor.

        Delete the monitor, which will not run again. The response is the last state of the monitor.

        Args:
            id: The id of the monitor.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_delete(id), options)

    async def update(
        self,
        id: str,
        body: models.UpdateMonitor | typed_dicts.UpdateMonitor | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.Monitor:
        """Update, disable or enable a monitor.

        Change only the fields in the body; omitted fields keep their values.

        Args:
            id: The id of the monitor.
            body: The fields of a monitor to update.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_update(id, body), options)
