"""The operations of `events`: list, get."""

from __future__ import annotations

import builtins
import datetime
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any, Unpack

from ... import LazyModule, models
from ...types import UNSET, Unset, a_model
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


_GET_BY_TAG = {
    "webset.created": "WebsetCreatedEvent",
    "webset.deleted": "WebsetDeletedEvent",
    "webset.paused": "WebsetPausedEvent",
    "webset.idle": "WebsetIdleEvent",
    "webset.search.created": "WebsetSearchCreatedEvent",
    "webset.search.updated": "WebsetSearchUpdatedEvent",
    "webset.search.canceled": "WebsetSearchCanceledEvent",
    "webset.search.completed": "WebsetSearchCompletedEvent",
    "webset.item.created": "WebsetItemCreatedEvent",
    "webset.item.enriched": "WebsetItemEnrichedEvent",
    "import.created": "ImportCreatedEvent",
    "import.completed": "ImportCompletedEvent",
    "monitor.created": "MonitorCreatedEvent",
    "monitor.updated": "MonitorUpdatedEvent",
    "monitor.deleted": "MonitorDeletedEvent",
    "monitor.run.created": "MonitorRunCreatedEvent",
    "monitor.run.completed": "MonitorRunCompletedEvent",
}


def parse_get(value: Any) -> models.Event:
    answer: models.Event = a_model(value, "type", _GET_BY_TAG, "UnknownEvent")
    return answer


def _list(
    *,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    types: list[models.EventType | str] | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
) -> Call[models.ListEventsResponse]:
    from .events_list import _get_kwargs

    request = _get_kwargs(
        cursor=cursor,
        limit=limit,
        types=types,
        created_before=aware(created_before),
        created_after=aware(created_after),
    )
    return Call("events_list", False, request, models.ListEventsResponse.from_dict)


def _get(id: str, /) -> Call[models.Event]:
    from .events_get import _get_kwargs

    request = _get_kwargs(as_id(id))
    return Call("events_get", False, request, parse_get)


class Events(Resource):
    """The operations of `events`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    def list(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        types: builtins.list[models.EventType | str] | Unset = UNSET,
        created_before: datetime.datetime | Unset = UNSET,
        created_after: datetime.datetime | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ListEventsResponse:
        """List events.

        Return events of the last 60 days.

        Args:
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of events per page; defaults to 25.
            types: Return only events of these types.
            created_before: Return only events created at or before this time.
            created_after: Return only events created at or after this time.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(
            _list(cursor=cursor, limit=limit, types=types, created_before=created_before, created_after=created_after),
            options,
        )

    def list_all(
        self,
        *,
        limit: int | Unset = UNSET,
        types: builtins.list[models.EventType | str] | Unset = UNSET,
        created_before: datetime.datetime | Unset = UNSET,
        created_after: datetime.datetime | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> Iterator[models.Event]:
        """List events, fetching pages as needed.

        Return events of the last 60 days.

        Args:
            limit: Maximum number of events per page; defaults to 25.
            types: Return only events of these types.
            created_before: Return only events created at or before this time.
            created_after: Return only events created at or after this time.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return pages(
            lambda cursor: self._send(
                _list(
                    cursor=cursor, limit=limit, types=types, created_before=created_before, created_after=created_after
                ),
                options,
            ),
            self._send,
        )

    def get(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Event:
        """Get an event.

        Return the event with the object as it was when the event occurred.

        Args:
            id: The id of the event.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_get(id), options)


class AsyncEvents(AsyncResource):
    """The operations of `events`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    async def list(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        types: builtins.list[models.EventType | str] | Unset = UNSET,
        created_before: datetime.datetime | Unset = UNSET,
        created_after: datetime.datetime | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ListEventsResponse:
        """List events.

        Return events of the last 60 days.

        Args:
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of events per page; defaults to 25.
            types: Return only events of these types.
            created_before: Return only events created at or before this time.
            created_after: Return only events created at or after this time.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(
            _list(cursor=cursor, limit=limit, types=types, created_before=created_before, created_after=created_after),
            options,
        )

    def list_all(
        self,
        *,
        limit: int | Unset = UNSET,
        types: builtins.list[models.EventType | str] | Unset = UNSET,
        created_before: datetime.datetime | Unset = UNSET,
        created_after: datetime.datetime | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> AsyncIterator[models.Event]:
        """List events, fetching pages as needed.

        Return events of the last 60 days.

        Args:
            limit: Maximum number of events per page; defaults to 25.
            types: Return only events of these types.
            created_before: Return only events created at or before this time.
            created_after: Return only events created at or after this time.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return async_pages(
            lambda cursor: self._send(
                _list(
                    cursor=cursor, limit=limit, types=types, created_before=created_before, created_after=created_after
                ),
                options,
            ),
            self._send,
        )

    async def get(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Event:
        """Get an event.

        Return the event with the object as it was when the event occurred.

        Args:
            id: The id of the event.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_get(id), options)
