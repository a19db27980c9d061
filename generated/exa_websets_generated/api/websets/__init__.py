"""The operations of `websets`: cancel, list, create, get, update, delete, preview."""

from __future__ import annotations

import builtins
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


def _cancel(id: str, /) -> Call[models.Webset]:
    from .websets_cancel import _get_kwargs

    request = _get_kwargs(as_id(id))
    return Call("websets_cancel", False, request, models.Webset.from_dict)


def _list(
    *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, search: str | Unset = UNSET
) -> Call[models.ListWebsetsResponse]:
    from .websets_list import _get_kwargs

    request = _get_kwargs(cursor=cursor, limit=limit, search=search)
    return Call("websets_list", False, request, models.ListWebsetsResponse.from_dict)


def _create(
    body: models.CreateWebsetParameters | typed_dicts.CreateWebsetParameters | PlainDict,
    /,
    *,
    x_exa_websets_priority: models.Priority | str | Unset = UNSET,
) -> Call[models.Webset]:
    from .websets_create import _get_kwargs

    request = _get_kwargs(body=as_model(body), x_exa_websets_priority=x_exa_websets_priority)
    return Call("websets_create", True, request, models.Webset.from_dict)


def _get(id: str, /, *, expand: list[models.WebsetExpand | str] | Unset = UNSET) -> Call[models.Webset]:
    from .websets_get import _get_kwargs

    request = _get_kwargs(as_id(id), expand=expand)
    return Call("websets_get", False, request, models.Webset.from_dict)


def _update(
    id: str, body: models.UpdateWebsetRequest | typed_dicts.UpdateWebsetRequest | PlainDict, /
) -> Call[models.Webset]:
    from .websets_update import _get_kwargs

    request = _get_kwargs(as_id(id), body=as_model(body))
    return Call("websets_update", False, request, models.Webset.from_dict)


def _delete(id: str, /) -> Call[models.Webset]:
    from .websets_delete import _get_kwargs

    request = _get_kwargs(as_id(id))
    return Call("websets_delete", False, request, models.Webset.from_dict)


def _preview(
    body: models.PreviewWebsetParameters | typed_dicts.PreviewWebsetParameters | PlainDict,
    /,
    *,
    search: bool | Unset = UNSET,
) -> Call[models.PreviewWebsetResponse]:
    from .websets_preview import _get_kwargs

    request = _get_kwargs(body=as_model(body), search=search)
    return Call("websets_preview", False, request, models.PreviewWebsetResponse.from_dict)


class Websets(Resource):
    """The operations of `websets`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    def cancel(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Webset:
        """Cancel everything that is running in a Webset.

        Stop all searches and enrichments that have not finished, after which the Webset is idle. Items found so
        far are kept. Canceling an idle Webset has no effect. Monitors stay enabled and can start the Webset
        again.

        Args:
            id: The id of the Webset, or its externalId.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_cancel(id), options)

    def list(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        search: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ListWebsetsResponse:
        """List the team's Websets.

        Return the newest Websets first.

        Args:
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of Websets per page; defaults to 25.
            search: Return only Websets whose id, externalId or title contains this text.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_list(cursor=cursor, limit=limit, search=search), options)

    def list_all(
        self, *, limit: int | Unset = UNSET, search: str | Unset = UNSET, **options: Unpack[RequestOptions]
    ) -> Iterator[models.Webset]:
        """List the team's Websets, fetching pages as needed.

        Return the newest Websets first.

        Args:
            limit: Maximum number of Websets per page; defaults to 25.
            search: Return only Websets whose id, externalId or title contains this text.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return pages(lambda cursor: self._send(_list(cursor=cursor, limit=limit, search=search), options), self._send)

    def create(
        self,
        body: models.CreateWebsetParameters | typed_dicts.CreateWebsetParameters | PlainDict,
        /,
        *,
        x_exa_websets_priority: models.Priority | str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.Webset:
        """Create a Webset and start it.

        Start the search, imports and enrichments given in the body. An externalId that already exists in the
        team is rejected with 409.

        Args:
            body: A new Webset.
            x_exa_websets_priority: Scheduling priority; sent by the vendor's clients, but not documented.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_create(body, x_exa_websets_priority=x_exa_websets_priority), options)

    def get(
        self,
        id: str,
        /,
        *,
        expand: builtins.list[models.WebsetExpand | str] | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.Webset:
        """Get a Webset.

        Return the current state of the Webset, and with `expand` also up to its first 100 items.

        Args:
            id: The id of the Webset, or its externalId.
            expand: Related data to include in the response.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_get(id, expand=expand), options)

    def update(
        self,
        id: str,
        body: models.UpdateWebsetRequest | typed_dicts.UpdateWebsetRequest | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.Webset:
        """Update the title or metadata of a Webset.

        Change only the fields in the body; omitted fields keep their values.

        Args:
            id: The id of the Webset, or its externalId.
            body: The fields of a Webset to update.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_update(id, body), options)

    def delete(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Webset:
        """Delete a Webset and everything in it.

        Stop everything that is running, then permanently delete the Webset and its items. The response is the
        last state of the Webset.

        Args:
            id: The id of the Webset, or its externalId.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_delete(id), options)

    def preview(
        self,
        body: models.PreviewWebsetParameters | typed_dicts.PreviewWebsetParameters | PlainDict,
        /,
        *,
        search: bool | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.PreviewWebsetResponse:
        """Preview how a query would be interpreted.

        Return the entity type, the criteria and suggested enrichments for a query without creating a Webset. A
        query that cannot be interpreted is rejected with 422.

        Args:
            body: A query to preview.
            search: Whether to also return some matching items.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_preview(body, search=search), options)


class AsyncWebsets(AsyncResource):
    """The operations of `websets`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    async def cancel(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Webset:
        """Cancel everything that is running in a Webset.

        Stop all searches and enrichments that have not finished, after which the Webset is idle. Items found so
        far are kept. Canceling an idle Webset has no effect. Monitors stay enabled and can start the Webset
        again.

        Args:
            id: The id of the Webset, or its externalId.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_cancel(id), options)

    async def list(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        search: str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ListWebsetsResponse:
        """List the team's Websets.

        Return the newest Websets first.

        Args:
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of Websets per page; defaults to 25.
            search: Return only Websets whose id, externalId or title contains this text.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_list(cursor=cursor, limit=limit, search=search), options)

    def list_all(
        self, *, limit: int | Unset = UNSET, search: str | Unset = UNSET, **options: Unpack[RequestOptions]
    ) -> AsyncIterator[models.Webset]:
        """List the team's Websets, fetching pages as needed.

        Return the newest Websets first.

        Args:
            limit: Maximum number of Websets per page; defaults to 25.
            search: Return only Websets whose id, externalId or title contains this text.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return async_pages(
            lambda cursor: self._send(_list(cursor=cursor, limit=limit, search=search), options), self._send
        )

    async def create(
        self,
        body: models.CreateWebsetParameters | typed_dicts.CreateWebsetParameters | PlainDict,
        /,
        *,
        x_exa_websets_priority: models.Priority | str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.Webset:
        """Create a Webset and start it.

        Start the search, imports and enrichments given in the body. An externalId that already exists in the
        team is rejected with 409.

        Args:
            body: A new Webset.
            x_exa_websets_priority: Scheduling priority; sent by the vendor's clients, but not documented.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_create(body, x_exa_websets_priority=x_exa_websets_priority), options)

    async def get(
        self,
        id: str,
        /,
        *,
        expand: builtins.list[models.WebsetExpand | str] | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.Webset:
        """Get a Webset.

        Return the current state of the Webset, and with `expand` also up to its first 100 items.

        Args:
            id: The id of the Webset, or its externalId.
            expand: Related data to include in the response.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_get(id, expand=expand), options)

    async def update(
        self,
        id: str,
        body: models.UpdateWebsetRequest | typed_dicts.UpdateWebsetRequest | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.Webset:
        """Update the title or metadata of a Webset.

        Change only the fields in the body; omitted fields keep their values.

        Args:
            id: The id of the Webset, or its externalId.
            body: The fields of a Webset to update.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_update(id, body), options)

    async def delete(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Webset:
        """Delete a Webset and everything in it.

        Stop everything that is running, then permanently delete the Webset and its items. The response is the
        last state of the Webset.

        Args:
            id: The id of the Webset, or its externalId.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_delete(id), options)

    async def preview(
        self,
        body: models.PreviewWebsetParameters | typed_dicts.PreviewWebsetParameters | PlainDict,
        /,
        *,
        search: bool | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.PreviewWebsetResponse:
        """Preview how a query would be interpreted.

        Return the entity type, the criteria and suggested enrichments for a query without creating a Webset. A
        query that cannot be interpreted is rejected with 422.

        Args:
            body: A query to preview.
            search: Whether to also return some matching items.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_preview(body, search=search), options)
