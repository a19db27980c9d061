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

    Each raises an APIConnectionError if no answer came, an APIStatusError if the service refused, a
    ResponseValidationError if the answer does not fit the document, and ValueError for what cannot be an id.
    """

    def list(
        self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, **options: Unpack[RequestOptions]
    ) -> models.ListWebhooksResponse:
        """List the webhooks of the team.

        Gives a page of the active webhooks at a time.

        Args:
            cursor: The `nextCursor` of the page before.
            limit: The most webhooks a page may hold; 25 unless given.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_list(cursor=cursor, limit=limit), options)

    def list_all(self, *, limit: int | Unset = UNSET, **options: Unpack[RequestOptions]) -> Iterator[models.Webhook]:
        """List the webhooks of the team, all of them, a page at a time as they are read.

        Gives a page of the active webhooks at a time.

        Args:
            limit: The most webhooks a page may hold; 25 unless given.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return pages(lambda cursor: self._send(_list(cursor=cursor, limit=limit), options), self._send)

    def create(
        self,
        body: models.CreateWebhookParameters | typed_dicts.CreateWebhookParameters | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.Webhook:
        """Have events posted to an address.

        The answer is the only one that holds the secret with which the events are signed.

        Args:
            body: Where to post which events.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_create(body), options)

    def get(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Webhook:
        """Get a webhook.

        Gives the webhook, without its secret.

        Args:
            id: The id of the webhook.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_get(id), options)

    def delete(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Webhook:
        """Delete a webhook.

        Makes the webhook inactive: nothing more is posted to it, and lists leave it out. The answer is the
        inactive webhook.

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
        """Change a webhook.

        What is left out stays as it is.

        Args:
            id: The id of the webhook.
            body: What to change about a webhook.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_update(id, body), options)


class AsyncWebhooks(AsyncResource):
    """The operations of `webhooks`.

    Each raises an APIConnectionError if no answer came, an APIStatusError if the service refused, a
    ResponseValidationError if the answer does not fit the document, and ValueError for what cannot be an id.
    """

    async def list(
        self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, **options: Unpack[RequestOptions]
    ) -> models.ListWebhooksResponse:
        """List the webhooks of the team.

        Gives a page of the active webhooks at a time.

        Args:
            cursor: The `nextCursor` of the page before.
            limit: The most webhooks a page may hold; 25 unless given.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_list(cursor=cursor, limit=limit), options)

    def list_all(
        self, *, limit: int | Unset = UNSET, **options: Unpack[RequestOptions]
    ) -> AsyncIterator[models.Webhook]:
        """List the webhooks of the team, all of them, a page at a time as they are read.

        Gives a page of the active webhooks at a time.

        Args:
            limit: The most webhooks a page may hold; 25 unless given.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return async_pages(lambda cursor: self._send(_list(cursor=cursor, limit=limit), options), self._send)

    async def create(
        self,
        body: models.CreateWebhookParameters | typed_dicts.CreateWebhookParameters | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.Webhook:
        """Have events posted to an address.

        The answer is the only one that holds the secret with which the events are signed.

        Args:
            body: Where to post which events.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_create(body), options)

    async def get(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Webhook:
        """Get a webhook.

        Gives the webhook, without its secret.

        Args:
            id: The id of the webhook.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_get(id), options)

    async def delete(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Webhook:
        """Delete a webhook.

        Makes the webhook inactive: nothing more is posted to it, and lists leave it out. The answer is the
        inactive webhook.

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
        """Change a webhook.

        What is left out stays as it is.

        Args:
            id: The id of the webhook.
            body: What to change about a webhook.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_update(id, body), options)
