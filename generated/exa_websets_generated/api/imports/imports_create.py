from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx

from ... import LazyModule, errors, models
from ...types import Response

if TYPE_CHECKING:
    from ... import client as clients
else:
    clients = LazyModule("...client", __name__)


def _get_kwargs(*, body: models.CreateImportParameters) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {"method": "post", "url": "/v0/imports"}
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> models.CreateImportResponse | models.Error | None:
    if response.status_code == 200:
        value = response.json()
        response_200: models.CreateImportResponse = models.CreateImportResponse.from_dict(value)
        return response_200
    if response.status_code == 201:
        value = response.json()
        response_201: models.CreateImportResponse = models.CreateImportResponse.from_dict(value)
        return response_201
    if 400 <= response.status_code <= 499:
        value = response.json()
        response_400_to_499: models.Error = models.Error.from_dict(value)
        return response_400_to_499
    if 500 <= response.status_code <= 599:
        value = response.json()
        response_500_to_599: models.Error = models.Error.from_dict(value)
        return response_500_to_599
    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    return None


def _detailed(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> Response[models.CreateImportResponse | models.Error]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(
    *, client: clients.AuthenticatedClient, body: models.CreateImportParameters
) -> Response[models.CreateImportResponse | models.Error]:
    """Create an import

     Return the import and a URL that accepts its CSV file for one hour. Use `imports.upload` to create
    an import and upload its file in one call.

    Args:
        body (CreateImportParameters): A new import.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.CreateImportResponse | models.Error]
    """

    response = client.get_httpx_client().request(**_get_kwargs(body=body))
    return _detailed(client, response)


def sync(
    *, client: clients.AuthenticatedClient, body: models.CreateImportParameters
) -> models.CreateImportResponse | models.Error | None:
    """Create an import

     Return the import and a URL that accepts its CSV file for one hour. Use `imports.upload` to create
    an import and upload its file in one call.

    Args:
        body (CreateImportParameters): A new import.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.CreateImportResponse | models.Error
    """

    return sync_detailed(client=client, body=body).parsed


async def asyncio_detailed(
    *, client: clients.AuthenticatedClient, body: models.CreateImportParameters
) -> Response[models.CreateImportResponse | models.Error]:
    """Create an import

     Return the import and a URL that accepts its CSV file for one hour. Use `imports.upload` to create
    an import and upload its file in one call.

    Args:
        body (CreateImportParameters): A new import.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.CreateImportResponse | models.Error]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(body=body))
    return _detailed(client, response)


async def asyncio(
    *, client: clients.AuthenticatedClient, body: models.CreateImportParameters
) -> models.CreateImportResponse | models.Error | None:
    """Create an import

     Return the import and a URL that accepts its CSV file for one hour. Use `imports.upload` to create
    an import and upload its file in one call.

    Args:
        body (CreateImportParameters): A new import.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.CreateImportResponse | models.Error
    """

    detailed = await asyncio_detailed(client=client, body=body)
    return detailed.parsed
