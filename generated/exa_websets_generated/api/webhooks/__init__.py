"""The operations of `webhooks`: list, create, get, delete, update."""

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


def _list(*, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> Call[models.ListWebhooksResponse]:
    from .webhooks_list import _get_kwargs

    request = _get_kwargs(cursor=cursor, limit=limit)
    return Call("webhooks_list", False, request, models.ListWebhooksResponse.from_dict)


def _create(
    body: models.CreateWebhookParameters | typed_dicts.CreateWebhookParameters | PlainDict, /
) -> Call[models.Webhook]:
    from .webhooks_create import _get_kwargs

    request = _get_kwargs(body=as_model(body))
    return Call("webhooks_create", True, request, models.Webhook.from_dict)


def _get(id: str, /) -> Call[models.Webhook]:
    from .webhooks_get import _get_kwargs

    request = _get_kwargs(as_id(id))
    return Call("webhooks_get", False, request, models.Webhook.from_dict)


def _delete(id: str, /) -> Call[models.Webhook]:
    from .webhooks_delete import _get_kwargs

    request = _get_kwargs(as_id(id))
    return Call("webhooks_delete", False, request, models.Webhook.from_dict)


def _update(
    id: str, body: models.UpdateWebhookParameters | typed_dicts.UpdateWebhookParameters | PlainDict, /
) -> Call[models.Webhook]:
    from .webhooks_update import _get_kwargs

    request = _get_kwargs(as_id(id), body=as_model(body))
    return Call("webhooks_update", False, request, models.Webhook.from_dict)


class Webhooks(Resource):
    """The operations of `webhooks`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    def list(
        self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, **options: Unpack[RequestOptions]
    ) -> models.ListWebhooksResponse:
        """List the team's webhooks.

        Return active webhooks only.

        Args:
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of webhooks per page; defaults to 25.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_list(cursor=cursor, limit=limit), options)

    def list_all(self, *, limit: int | Unset = UNSET, **options: Unpack[RequestOptions]) -> Iterator[models.Webhook]:
        """List the team's webhooks, fetching pages as needed.

        Return active webhooks only.

        Args:
            limit: Maximum number of webhooks per page; defaults to 25.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return pages(lambda cursor: self._send(_list(cursor=cursor, limit=limit), options), self._send)

    def create(
        self,
        body: models.CreateWebhookParameters | typed_dicts.CreateWebhookParameters | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.Webhook:
        """Create a webhook that receives events.

        Store the `secret` of the response: it is needed to verify events and is not returned again.

        Args:
            body: A new webhook.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_create(body), options)

    def get(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Webhook:
        """Get a webhook.

        Return the webhook without its secret.

        Args:
            id: The id of the webhook.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_get(id), options)

    def delete(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Webhook:
        """Delete a webhook.

        Deactivate the webhook: it receives no more events and is no longer listed. The response is the inactive
        webhook.

        Args:
            id: The id of the webhook.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_delete(id), options)

    def update(
        self,
        id: str,
        body: models.UpdateWebhookParameters | typed_dicts.UpdateWebhookParameters | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.Webhook:
        """Update a webhook.

        Change only the fields in the body; omitted fields keep their values.

        Args:
            id: The id of the webhook.
            body: The fields of a webhook to update.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_update(id, body), options)


class AsyncWebhooks(AsyncResource):
    """The operations of `webhooks`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    async def list(
        self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, **options: Unpack[RequestOptions]
    ) -> models.ListWebhooksResponse:
        """List the team's webhooks.

        Return active webhooks only.

        Args:
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of webhooks per page; defaults to 25.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_list(cursor=cursor, limit=limit), options)

    def list_all(
        self, *, limit: int | Unset = UNSET, **options: Unpack[RequestOptions]
    ) -> AsyncIterator[models.Webhook]:
        """List the team's webhooks, fetching pages as needed.

        Return active webhooks only.

        Args:
            limit: Maximum number of webhooks per page; defaults to 25.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return async_pages(lambda cursor: self._send(_list(cursor=cursor, limit=limit), options), self._send)

    async def create(
        self,
        body: models.CreateWebhookParameters | typed_dicts.CreateWebhookParameters | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.Webhook:
        """Create a webhook that receives events.

        Store the `secret` of the response: it is needed to verify events and is not returned again.

        Args:
            body: A new webhook.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_create(body), options)

    async def get(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Webhook:
        """Get a webhook.

        Return the webhook without its secret.

        Args:
            id: The id of the webhook.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_get(id), options)

    async def delete(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Webhook:
        """Delete a webhook.

        Deactivate the webhook: it receives no more events and is no longer listed. The response is the inactive
        webhook.

        Args:
            id: The id of the webhook.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_delete(id), options)

    async def update(
        self,
        id: str,
        body: models.UpdateWebhookParameters | typed_dicts.UpdateWebhookParameters | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.Webhook:
        """Update a webhook.

        Change only the fields in the body; omitted fields keep their values.

        Args:
            id: The id of the webhook.
            body: The fields of a webhook to update.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_update(id, body), options)
