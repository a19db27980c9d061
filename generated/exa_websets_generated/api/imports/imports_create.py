from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx

from ... import LazyModule, errors
from ...models.create_import_parameters import CreateImportParameters
from ...models.create_import_response import CreateImportResponse
from ...models.error import Error
from ...types import Response

if TYPE_CHECKING:
    from ... import client as clients
else:
    clients = LazyModule("...client", __name__)


def _get_kwargs(*, body: CreateImportParameters) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {"method": "post", "url": "/v0/imports"}
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> CreateImportResponse | Error | None:
    if response.status_code == 200:
        response_200 = CreateImportResponse.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = CreateImportResponse.from_dict(response.json())

        return response_201

    if 400 <= response.status_code <= 499:
        response_4xx = Error.from_dict(response.json())

        return response_4xx

    if 500 <= response.status_code <= 599:
        response_5xx = Error.from_dict(response.json())

        return response_5xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    return None


def _detailed(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> Response[CreateImportResponse | Error]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(
    *, client: clients.AuthenticatedClient, body: CreateImportParameters
) -> Response[CreateImportResponse | Error]:
    """Create an import

     Return the import and a URL that accepts its CSV file for one hour. Use `imports.upload` to create
    an import and upload its file in one call.

    Args:
        body (CreateImportParameters): A new import.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CreateImportResponse | Error]
    """

    response = client.get_httpx_client().request(**_get_kwargs(body=body))
    return _detailed(client, response)


def sync(*, client: clients.AuthenticatedClient, body: CreateImportParameters) -> CreateImportResponse | Error | None:
    """Create an import

     Return the import and a URL that accepts its CSV file for one hour. Use `imports.upload` to create
    an import and upload its file in one call.

    Args:
        body (CreateImportParameters): A new import.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CreateImportResponse | Error
    """

    return (sync_detailed(client=client, body=body)).parsed


async def asyncio_detailed(
    *, client: clients.AuthenticatedClient, body: CreateImportParameters
) -> Response[CreateImportResponse | Error]:
    """Create an import

     Return the import and a URL that accepts its CSV file for one hour. Use `imports.upload` to create
    an import and upload its file in one call.

    Args:
        body (CreateImportParameters): A new import.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CreateImportResponse | Error]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(body=body))
    return _detailed(client, response)


async def asyncio(
    *, client: clients.AuthenticatedClient, body: CreateImportParameters
) -> CreateImportResponse | Error | None:
    """Create an import

     Return the import and a URL that accepts its CSV file for one hour. Use `imports.upload` to create
    an import and upload its file in one call.

    Args:
        body (CreateImportParameters): A new import.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CreateImportResponse | Error
    """

    return (await asyncio_detailed(client=client, body=body)).parsed
