"""The operations of `searches`: create, get, cancel."""

from __future__ import annotations

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


def _create(
    webset: str,
    body: models.CreateWebsetSearchParameters | typed_dicts.CreateWebsetSearchParameters | PlainDict,
    /,
    *,
    x_exa_websets_priority: models.Priority | str | Unset = UNSET,
) -> Call[models.WebsetSearch]:
    from .websets_searches_create import _get_kwargs

    request = _get_kwargs(as_id(webset), body=as_model(body), x_exa_websets_priority=x_exa_websets_priority)
    return Call("websets_searches_create", True, request, models.WebsetSearch.from_dict)


def _get(webset: str, id: str, /) -> Call[models.WebsetSearch]:
    from .websets_searches_get import _get_kwargs

    request = _get_kwargs(as_id(webset), as_id(id))
    return Call("websets_searches_get", False, request, models.WebsetSearch.from_dict)


def _cancel(webset: str, id: str, /) -> Call[models.WebsetSearch]:
    from .websets_searches_cancel import _get_kwargs

    request = _get_kwargs(as_id(webset), as_id(id))
    return Call("websets_searches_cancel", False, request, models.WebsetSearch.from_dict)


class Searches(Resource):
    """The operations of `searches`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    def create(
        self,
        webset: str,
        body: models.CreateWebsetSearchParameters | typed_dicts.CreateWebsetSearchParameters | PlainDict,
        /,
        *,
        x_exa_websets_priority: models.Priority | str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.WebsetSearch:
        """Create another search in a Webset.

        Set the Webset running again. The searches of a Webset run one after another. A search consumes credits
        in the same way as a new Webset.

        Args:
            webset: The id of the Webset, or its externalId.
            body: A new search.
            x_exa_websets_priority: Scheduling priority; sent by the vendor's clients, but not documented.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_create(webset, body, x_exa_websets_priority=x_exa_websets_priority), options)

    def get(self, webset: str, id: str, /, **options: Unpack[RequestOptions]) -> models.WebsetSearch:
        """Get a search.

        Return the current state of the search.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the search.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_get(webset, id), options)

    def cancel(self, webset: str, id: str, /, **options: Unpack[RequestOptions]) -> models.WebsetSearch:
        """Cancel one search.

        Stop only this search; everything else in the Webset continues. Items found so far are kept.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the search.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_cancel(webset, id), options)


class AsyncSearches(AsyncResource):
    """The operations of `searches`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    async def create(
        self,
        webset: str,
        body: models.CreateWebsetSearchParameters | typed_dicts.CreateWebsetSearchParameters | PlainDict,
        /,
        *,
        x_exa_websets_priority: models.Priority | str | Unset = UNSET,
        **options: Unpack[RequestOptions],
    ) -> models.WebsetSearch:
        """Create another search in a Webset.

        Set the Webset running again. The searches of a Webset run one after another. A search consumes credits
        in the same way as a new Webset.

        Args:
            webset: The id of the Webset, or its externalId.
            body: A new search.
            x_exa_websets_priority: Scheduling priority; sent by the vendor's clients, but not documented.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_create(webset, body, x_exa_websets_priority=x_exa_websets_priority), options)

    async def get(self, webset: str, id: str, /, **options: Unpack[RequestOptions]) -> models.WebsetSearch:
        """Get a search.

        Return the current state of the search.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the search.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_get(webset, id), options)

    async def cancel(self, webset: str, id: str, /, **options: Unpack[RequestOptions]) -> models.WebsetSearch:
        """Cancel one search.

        Stop only this search; everything else in the Webset continues. Items found so far are kept.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the search.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_cancel(webset, id), options)
