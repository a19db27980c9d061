"""The operations of `enrichments`: create, get, delete, update, cancel."""

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


def parse_update(value: Any) -> models.WebsetEnrichment | None:
    answer: models.WebsetEnrichment | None = value if value is None else models.WebsetEnrichment.from_dict(value)
    return answer


def _create(
    webset: str, body: models.CreateEnrichmentParameters | typed_dicts.CreateEnrichmentParameters | PlainDict, /
) -> Call[models.WebsetEnrichment]:
    from .websets_enrichments_create import _get_kwargs

    request = _get_kwargs(as_id(webset), body=as_model(body))
    return Call("websets_enrichments_create", True, request, models.WebsetEnrichment.from_dict)


def _get(webset: str, id: str, /) -> Call[models.WebsetEnrichment]:
    from .websets_enrichments_get import _get_kwargs

    request = _get_kwargs(as_id(webset), as_id(id))
    return Call("websets_enrichments_get", False, request, models.WebsetEnrichment.from_dict)


def _delete(webset: str, id: str, /) -> Call[models.WebsetEnrichment]:
    from .websets_enrichments_delete import _get_kwargs

    request = _get_kwargs(as_id(webset), as_id(id))
    return Call("websets_enrichments_delete", False, request, models.WebsetEnrichment.from_dict)


def _update(
    webset: str,
    id: str,
    body: models.UpdateEnrichmentParameters | typed_dicts.UpdateEnrichmentParameters | PlainDict,
    /,
) -> Call[models.WebsetEnrichment | None]:
    from .websets_enrichments_update import _get_kwargs

    request = _get_kwargs(as_id(webset), as_id(id), body=as_model(body))
    return Call("websets_enrichments_update", False, request, parse_update)


def _cancel(webset: str, id: str, /) -> Call[models.WebsetEnrichment]:
    from .websets_enrichments_cancel import _get_kwargs

    request = _get_kwargs(as_id(webset), as_id(id))
    return Call("websets_enrichments_cancel", False, request, models.WebsetEnrichment.from_dict)


class Enrichments(Resource):
    """The operations of `enrichments`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    def create(
        self,
        webset: str,
        body: models.CreateEnrichmentParameters | typed_dicts.CreateEnrichmentParameters | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.WebsetEnrichment:
        """Create an enrichment for all items of a Webset.

        Set the Webset running again until every item has a result.

        Args:
            webset: The id of the Webset, or its externalId.
            body: A new enrichment.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_create(webset, body), options)

    def get(self, webset: str, id: str, /, **options: Unpack[RequestOptions]) -> models.WebsetEnrichment:
        """Get an enrichment.

        Return the current state of the enrichment.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the enrichment.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_get(webset, id), options)

    def delete(self, webset: str, id: str, /, **options: Unpack[RequestOptions]) -> models.WebsetEnrichment:
        """Delete an enrichment and its results.

        Stop the enrichment if it is running and remove its results from the items. The response is the last
        state of the enrichment.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the enrichment.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_delete(webset, id), options)

    def update(
        self,
        webset: str,
        id: str,
        body: models.UpdateEnrichmentParameters | typed_dicts.UpdateEnrichmentParameters | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.WebsetEnrichment | None:
        """Update an enrichment.

        Change only the fields in the body; omitted fields keep their values. The response is the updated
        enrichment or an empty body.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the enrichment.
            body: The fields of an enrichment to update.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_update(webset, id, body), options)

    def cancel(self, webset: str, id: str, /, **options: Unpack[RequestOptions]) -> models.WebsetEnrichment:
        """Cancel one enrichment.

        Stop only this enrichment, permanently; results so far are kept. The response may still have the status
        pending; get the enrichment again to verify that it has stopped.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the enrichment.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_cancel(webset, id), options)


class AsyncEnrichments(AsyncResource):
    """The operations of `enrichments`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    async def create(
        self,
        webset: str,
        body: models.CreateEnrichmentParameters | typed_dicts.CreateEnrichmentParameters | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.WebsetEnrichment:
        """Create an enrichment for all items of a Webset.

        Set the Webset running again until every item has a result.

        Args:
            webset: The id of the Webset, or its externalId.
            body: A new enrichment.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_create(webset, body), options)

    async def get(self, webset: str, id: str, /, **options: Unpack[RequestOptions]) -> models.WebsetEnrichment:
        """Get an enrichment.

        Return the current state of the enrichment.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the enrichment.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_get(webset, id), options)

    async def delete(self, webset: str, id: str, /, **options: Unpack[RequestOptions]) -> models.WebsetEnrichment:
        """Delete an enrichment and its results.

        Stop the enrichment if it is running and remove its results from the items. The response is the last
        state of the enrichment.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the enrichment.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_delete(webset, id), options)

    async def update(
        self,
        webset: str,
        id: str,
        body: models.UpdateEnrichmentParameters | typed_dicts.UpdateEnrichmentParameters | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.WebsetEnrichment | None:
        """Update an enrichment.

        Change only the fields in the body; omitted fields keep their values. The response is the updated
        enrichment or an empty body.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the enrichment.
            body: The fields of an enrichment to update.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_update(webset, id, body), options)

    async def cancel(self, webset: str, id: str, /, **options: Unpack[RequestOptions]) -> models.WebsetEnrichment:
        """Cancel one enrichment.

        Stop only this enrichment, permanently; results so far are kept. The response may still have the status
        pending; get the enrichment again to verify that it has stopped.

        Args:
            webset: The id of the Webset, or its externalId.
            id: The id of the enrichment.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_cancel(webset, id), options)
