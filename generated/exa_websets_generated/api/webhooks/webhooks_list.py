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


def _get_kwargs(*, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {"method": "get", "url": "/v0/webhooks", "params": params}
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> models.Error | models.ListWebhooksResponse | None:
    if response.status_code == 200:
        value = response.json()
        response_200: models.ListWebhooksResponse = models.ListWebhooksResponse.from_dict(value)
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
) -> Response[models.Error | models.ListWebhooksResponse]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(
    *, client: clients.AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[models.Error | models.ListWebhooksResponse]:
    """List the team's webhooks

     Return active webhooks only.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of webhooks per page; defaults to 25.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.ListWebhooksResponse]
    """

    response = client.get_httpx_client().request(**_get_kwargs(cursor=cursor, limit=limit))
    return _detailed(client, response)


def sync(
    *, client: clients.AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> models.Error | models.ListWebhooksResponse | None:
    """List the team's webhooks

     Return active webhooks only.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of webhooks per page; defaults to 25.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.ListWebhooksResponse
    """

    return sync_detailed(client=client, cursor=cursor, limit=limit).parsed


async def asyncio_detailed(
    *, client: clients.AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[models.Error | models.ListWebhooksResponse]:
    """List the team's webhooks

     Return active webhooks only.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of webhooks per page; defaults to 25.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.ListWebhooksResponse]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(cursor=cursor, limit=limit))
    return _detailed(client, response)


async def asyncio(
    *, client: clients.AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> models.Error | models.ListWebhooksResponse | None:
    """List the team's webhooks

     Return active webhooks only.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of webhooks per page; defaults to 25.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.ListWebhooksResponse
    """

    detailed = await asyncio_detailed(client=client, cursor=cursor, limit=limit)
    return detailed.parsed
