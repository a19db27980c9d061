"""The operations of `imports`: list, create, get, delete, update."""

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


def _list(*, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> Call[models.ListImportsResponse]:
    from .imports_list import _get_kwargs

    request = _get_kwargs(cursor=cursor, limit=limit)
    return Call("imports_list", False, request, models.ListImportsResponse.from_dict)


def _create(
    body: models.CreateImportParameters | typed_dicts.CreateImportParameters | PlainDict, /
) -> Call[models.CreateImportResponse]:
    from .imports_create import _get_kwargs

    request = _get_kwargs(body=as_model(body))
    return Call("imports_create", True, request, models.CreateImportResponse.from_dict)


def _get(id: str, /) -> Call[models.Import]:
    from .imports_get import _get_kwargs

    request = _get_kwargs(as_id(id))
    return Call("imports_get", False, request, models.Import.from_dict)


def _delete(id: str, /) -> Call[models.Import]:
    from .imports_delete import _get_kwargs

    request = _get_kwargs(as_id(id))
    return Call("imports_delete", False, request, models.Import.from_dict)


def _update(id: str, body: models.UpdateImport | typed_dicts.UpdateImport | PlainDict, /) -> Call[models.Import]:
    from .imports_update import _get_kwargs

    request = _get_kwargs(as_id(id), body=as_model(body))
    return Call("imports_update", False, request, models.Import.from_dict)


class Imports(Resource):
    """The operations of `imports`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    def list(
        self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, **options: Unpack[RequestOptions]
    ) -> models.ListImportsResponse:
        """List the team's imports.

        Return the newest imports first.

        Args:
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of imports per page; defaults to 25.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_list(cursor=cursor, limit=limit), options)

    def list_all(self, *, limit: int | Unset = UNSET, **options: Unpack[RequestOptions]) -> Iterator[models.Import]:
        """List the team's imports, fetching pages as needed.

        Return the newest imports first.

        Args:
            limit: Maximum number of imports per page; defaults to 25.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return pages(lambda cursor: self._send(_list(cursor=cursor, limit=limit), options), self._send)

    def create(
        self,
        body: models.CreateImportParameters | typed_dicts.CreateImportParameters | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.CreateImportResponse:
        """Create an import.

        Return the import and a URL that accepts its CSV file for one hour. Use `imports.upload` to create an
        import and upload its file in one call.

        Args:
            body: A new import.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_create(body), options)

    def get(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Import:
        """Get an import.

        Return the current state of the import.

        Args:
            id: The id of the import.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_get(id), options)

    def delete(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Import:
        """Delete an import.

        Return the last state of the deleted import.

        Args:
            id: The id of the import.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_delete(id), options)

    def update(
        self,
        id: str,
        body: models.UpdateImport | typed_dicts.UpdateImport | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.Import:
        """Update an import.

        Change only the fields in the body; omitted fields keep their values.

        Args:
            id: The id of the import.
            body: The fields of an import to update.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_update(id, body), options)


class AsyncImports(AsyncResource):
    """The operations of `imports`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    async def list(
        self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, **options: Unpack[RequestOptions]
    ) -> models.ListImportsResponse:
        """List the team's imports.

        Return the newest imports first.

        Args:
            cursor: The `nextCursor` of the previous page.
            limit: Maximum number of imports per page; defaults to 25.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_list(cursor=cursor, limit=limit), options)

    def list_all(
        self, *, limit: int | Unset = UNSET, **options: Unpack[RequestOptions]
    ) -> AsyncIterator[models.Import]:
        """List the team's imports, fetching pages as needed.

        Return the newest imports first.

        Args:
            limit: Maximum number of imports per page; defaults to 25.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return async_pages(lambda cursor: self._send(_list(cursor=cursor, limit=limit), options), self._send)

    async def create(
        self,
        body: models.CreateImportParameters | typed_dicts.CreateImportParameters | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.CreateImportResponse:
        """Create an import.

        Return the import and a URL that accepts its CSV file for one hour. Use `imports.upload` to create an
        import and upload its file in one call.

        Args:
            body: A new import.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_create(body), options)

    async def get(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Import:
        """Get an import.

        Return the current state of the import.

        Args:
            id: The id of the import.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_get(id), options)

    async def delete(self, id: str, /, **options: Unpack[RequestOptions]) -> models.Import:
        """Delete an import.

        Return the last state of the deleted import.

        Args:
            id: The id of the import.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_delete(id), options)

    async def update(
        self,
        id: str,
        body: models.UpdateImport | typed_dicts.UpdateImport | PlainDict,
        /,
        **options: Unpack[RequestOptions],
    ) -> models.Import:
        """Update an import.

        Change only the fields in the body; omitted fields keep their values.

        Args:
            id: The id of the import.
            body: The fields of an import to update.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_update(id, body), options)
