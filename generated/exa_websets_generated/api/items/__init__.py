"""The operations of `items`: list, get, delete."""

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
    webset: str, /, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, source_id: str | Unset = UNSET
) -> Call[models.ListWebsetItemResponse]:
    from .websets_items_list import _get_kwargs

    request = _get_kwargs(as_id(webset), cursor=cursor, limit=limit, source_id=source_id)
    return Call("websets_items_list", False, request, models.ListWebsetItemResponse.from_dict)


def _get(webset: str, id: str, /) -> Call[models.WebsetItem]:
    from .websets_items_get import _get_kwargs

    request = _get_kwargs(as_id(webset), as_id(id))
    return Call("websets_items_get", False, request, models.WebsetItem.from_dict)


def _delete(webset: str, id: str, /) -> Call[models.WebsetItem]:
    from .websets_items_delete import _get_kwargs

    request = _get_kwargs(as_id(webset), as_id(id))
    return Call("websets_items_delete", False, request, models.WebsetItem.from_dict)


class Items(Resource):
    """The operations of `items`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    def list(
        self,
        webset: str,
        /,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        source_id: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ListWebsetItemResponse:
        """List the items of a Webset.

        Return the items found so far.

        Args:
            webset: The id of the Webset, or its externalId.
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of items per page; defaults to 20.
            source_id: Return only items from this search or import.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_list(webset, cursor=cursor, limit=limit, source_id=source_id), options)

    def list_all(
        self,
        webset: str,
        /,
        *,
        limit: int | Unset = UNSET,
        source_id: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> Iterator[models.WebsetItem]:
        """List the items of a Webset, fetching pages as needed.

        Return the items found so far.

        Args:
            webset: The id of the Webset, or its externalId.
            limit: Maximum number of items per page; defaults to 20.
            source_id: Return only items from this search or import.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return pages(
            lambda cursor: self._send(_list(webset, cursor=cursor, limit=limit, source_id=source_id), options),
            self._send,
        )

    def get(self, webset: str, id: str, /, **options: Unpack[RequestOptions]) -> models.WebsetItem:
        """Get an item.

        Return the current state of the item.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the item.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_get(webset, id), options)

    def delete(self, webset: str, id: str, /, **options: Unpack[RequestOptions]) -> models.WebsetItem:
        """Delete an item.

        Delete the item and stop its pending enrichments. The response is the last state of the item.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the item.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_delete(webset, id), options)


class AsyncItems(AsyncResource):
    """The operations of `items`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    async def list(
        self,
        webset: str,
        /,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        source_id: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ListWebsetItemResponse:
        """List the items of a Webset.

        Return the items found so far.

        Args:
            webset: The id of the Webset, or its externalId.
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of items per page; defaults to 20.
            source_id: Return only items from this search or import.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_list(webset, cursor=cursor, limit=limit, source_id=source_id), options)

    def list_all(
        self,
        webset: str,
        /,
        *,
        limit: int | Unset = UNSET,
        source_id: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> AsyncIterator[models.WebsetItem]:
        """List the items of a Webset, fetching pages as needed.

        Return the items found so far.

        Args:
            webset: The id of the Webset, or its externalId.
            limit: Maximum number of items per page; defaults to 20.
            source_id: Return only items from this search or import.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return async_pages(
            lambda cursor: self._send(_list(webset, cursor=cursor, limit=limit, source_id=source_id), options),
            self._send,
        )

    async def get(self, webset: str, id: str, /, **options: Unpack[RequestOptions]) -> models.WebsetItem:
        """Get an item.

        Return the current state of the item.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the item.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_get(webset, id), options)

    async def delete(self, webset: str, id: str, /, **options: Unpack[RequestOptions]) -> models.WebsetItem:
        """Delete an item.

        Delete the item and stop its pending enrichments. The response is the last state of the item.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the item.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_delete(webset, id), options)
