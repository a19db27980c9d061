"""The operations of `webhook_attempts`: list."""

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
    id: str,
    /,
    *,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    event_type: models.EventType | str | Unset = UNSET,
    successful: bool | Unset = UNSET,
) -> Call[models.ListWebhookAttemptsResponse]:
    from .webhooks_attempts_list import _get_kwargs

    request = _get_kwargs(as_id(id), cursor=cursor, limit=limit, event_type=event_type, successful=successful)
    return Call("webhooks_attempts_list", False, request, models.ListWebhookAttemptsResponse.from_dict)


class WebhookAttempts(Resource):
    """The operations of `webhook_attempts`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    def list(
        self,
        id: str,
        /,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        event_type: models.EventType | str | Unset = UNSET,
        successful: bool | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ListWebhookAttemptsResponse:
        """List the delivery attempts of a webhook.

        Return the newest attempts first.

        Args:
            id: The id of the webhook.
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of attempts per page; defaults to 25.
            event_type: Return only attempts for events of this type.
            successful: Return only successful attempts (true) or only failed ones (false).
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_list(id, cursor=cursor, limit=limit, event_type=event_type, successful=successful), options)

    def list_all(
        self,
        id: str,
        /,
        *,
        limit: int | Unset = UNSET,
        event_type: models.EventType | str | Unset = UNSET,
        successful: bool | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> Iterator[models.WebhookAttempt]:
        """List the delivery attempts of a webhook, fetching pages as needed.

        Return the newest attempts first.

        Args:
            id: The id of the webhook.
            limit: Maximum number of attempts per page; defaults to 25.
            event_type: Return only attempts for events of this type.
            successful: Return only successful attempts (true) or only failed ones (false).
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return pages(
            lambda cursor: self._send(
                _list(id, cursor=cursor, limit=limit, event_type=event_type, successful=successful), options
            ),
            self._send,
        )


class AsyncWebhookAttempts(AsyncResource):
    """The operations of `webhook_attempts`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    async def list(
        self,
        id: str,
        /,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        event_type: models.EventType | str | Unset = UNSET,
        successful: bool | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.ListWebhookAttemptsResponse:
        """List the delivery attempts of a webhook.

        Return the newest attempts first.

        Args:
            id: The id of the webhook.
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of attempts per page; defaults to 25.
            event_type: Return only attempts for events of this type.
            successful: Return only successful attempts (true) or only failed ones (false).
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(
            _list(id, cursor=cursor, limit=limit, event_type=event_type, successful=successful), options
        )

    def list_all(
        self,
        id: str,
        /,
        *,
        limit: int | Unset = UNSET,
        event_type: models.EventType | str | Unset = UNSET,
        successful: bool | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> AsyncIterator[models.WebhookAttempt]:
        """List the delivery attempts of a webhook, fetching pages as needed.

        Return the newest attempts first.

        Args:
            id: The id of the webhook.
            limit: Maximum number of attempts per page; defaults to 25.
            event_type: Return only attempts for events of this type.
            successful: Return only successful attempts (true) or only failed ones (false).
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return async_pages(
            lambda cursor: self._send(
                _list(id, cursor=cursor, limit=limit, event_type=event_type, successful=successful), options
            ),
            self._send,
        )
