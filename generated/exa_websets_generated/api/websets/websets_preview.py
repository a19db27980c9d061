from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx

from ... import LazyModule, errors, models
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ... import client as clients
else:
    clients = LazyModule("...client", __name__)


def _get_kwargs(*, body: models.PreviewWebsetParameters, search: bool | Unset = UNSET) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["search"] = search

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {"method": "post", "url": "/v0/websets/preview", "params": params}
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> models.Error | models.PreviewWebsetResponse | None:
    if response.status_code == 200:
        value = response.json()
        response_200: models.PreviewWebsetResponse = models.PreviewWebsetResponse.from_dict(value)
        return response_200
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
) -> Response[models.Error | models.PreviewWebsetResponse]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(
    *, client: clients.AuthenticatedClient, body: models.PreviewWebsetParameters, search: bool | Unset = UNSET
) -> Response[models.Error | models.PreviewWebsetResponse]:
    """Preview how a query would be interpreted

     Return the entity type, the criteria and suggested enrichments for a query without creating a
    Webset. A query that cannot be interpreted is rejected with 422.

    Args:
        search (bool | Unset): Whether to also return some matching items.
        body (PreviewWebsetParameters): A query to preview.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.PreviewWebsetResponse]
    """

    response = client.get_httpx_client().request(**_get_kwargs(body=body, search=search))
    return _detailed(client, response)


def sync(
    *, client: clients.AuthenticatedClient, body: models.PreviewWebsetParameters, search: bool | Unset = UNSET
) -> models.Error | models.PreviewWebsetResponse | None:
    """Preview how a query would be interpreted

     Return the entity type, the criteria and suggested enrichments for a query without creating a
    Webset. A query that cannot be interpreted is rejected with 422.

    Args:
        search (bool | Unset): Whether to also return some matching items.
        body (PreviewWebsetParameters): A query to preview.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.PreviewWebsetResponse
    """

    return sync_detailed(client=client, body=body, search=search).parsed


async def asyncio_detailed(
    *, client: clients.AuthenticatedClient, body: models.PreviewWebsetParameters, search: bool | Unset = UNSET
) -> Response[models.Error | models.PreviewWebsetResponse]:
    """Preview how a query would be interpreted

     Return the entity type, the criteria and suggested enrichments for a query without creating a
    Webset. A query that cannot be interpreted is rejected with 422.

    Args:
        search (bool | Unset): Whether to also return some matching items.
        body (PreviewWebsetParameters): A query to preview.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.PreviewWebsetResponse]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(body=body, search=search))
    return _detailed(client, response)


async def asyncio(
    *, client: clients.AuthenticatedClient, body: models.PreviewWebsetParameters, search: bool | Unset = UNSET
) -> models.Error | models.PreviewWebsetResponse | None:
    """Preview how a query would be interpreted

     Return the entity type, the criteria and suggested enrichments for a query without creating a
    Webset. A query that cannot be interpreted is rejected with 422.

    Args:
        search (bool | Unset): Whether to also return some matching items.
        body (PreviewWebsetParameters): A query to preview.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.PreviewWebsetResponse
    """

    detailed = await asyncio_detailed(client=client, body=body, search=search)
    return detailed.parsed
