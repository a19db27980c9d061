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


def _get_kwargs() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {"method": "get", "url": "/v0/teams/me"}
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> models.Error | models.WebsetsTeamInfo | None:
    if response.status_code == 200:
        value = response.json()
        response_200: models.WebsetsTeamInfo = models.WebsetsTeamInfo.from_dict(value)
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
) -> Response[models.Error | models.WebsetsTeamInfo]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(*, client: clients.AuthenticatedClient) -> Response[models.Error | models.WebsetsTeamInfo]:
    """Get the team of the API key

     Return the team, its current usage and its concurrency limits.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.WebsetsTeamInfo]
    """

    response = client.get_httpx_client().request(**_get_kwargs())
    return _detailed(client, response)


def sync(*, client: clients.AuthenticatedClient) -> models.Error | models.WebsetsTeamInfo | None:
    """Get the team of the API key

     Return the team, its current usage and its concurrency limits.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.WebsetsTeamInfo
    """

    return sync_detailed(client=client).parsed


async def asyncio_detailed(*, client: clients.AuthenticatedClient) -> Response[models.Error | models.WebsetsTeamInfo]:
    """Get the team of the API key

     Return the team, its current usage and its concurrency limits.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.WebsetsTeamInfo]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs())
    return _detailed(client, response)


async def asyncio(*, client: clients.AuthenticatedClient) -> models.Error | models.WebsetsTeamInfo | None:
    """Get the team of the API key

     Return the team, its current usage and its concurrency limits.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.WebsetsTeamInfo
    """

    detailed = await asyncio_detailed(client=client)
    return detailed.parsed
