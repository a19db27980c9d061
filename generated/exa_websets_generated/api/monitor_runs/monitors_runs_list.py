from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from ... import LazyModule, errors, models
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ... import client as clients
else:
    clients = LazyModule("...client", __name__)


def _get_kwargs(monitor: str, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v0/monitors/{monitor}/runs".format(monitor=quote(str(monitor), safe="")),
        "params": params,
    }
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> models.Error | models.ListMonitorRunsResponse | None:
    if response.status_code == 200:
        value = response.json()
        response_200: models.ListMonitorRunsResponse = models.ListMonitorRunsResponse.from_dict(value)
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
) -> Response[models.Error | models.ListMonitorRunsResponse]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(
    monitor: str, *, client: clients.AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[models.Error | models.ListMonitorRunsResponse]:
    """List the runs of a monitor

     Return an empty page if the monitor does not exist.

    Args:
        monitor (str): The id of the monitor.
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of runs per page; defaults to 25.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.ListMonitorRunsResponse]
    """

    response = client.get_httpx_client().request(**_get_kwargs(monitor=monitor, cursor=cursor, limit=limit))
    return _detailed(client, response)


def sync(
    monitor: str, *, client: clients.AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> models.Error | models.ListMonitorRunsResponse | None:
    """List the runs of a monitor

     Return an empty page if the monitor does not exist.

    Args:
        monitor (str): The id of the monitor.
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of runs per page; defaults to 25.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.ListMonitorRunsResponse
    """

    return sync_detailed(monitor=monitor, client=client, cursor=cursor, limit=limit).parsed


async def asyncio_detailed(
    monitor: str, *, client: clients.AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[models.Error | models.ListMonitorRunsResponse]:
    """List the runs of a monitor

     Return an empty page if the monitor does not exist.

    Args:
        monitor (str): The id of the monitor.
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of runs per page; defaults to 25.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.ListMonitorRunsResponse]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(monitor=monitor, cursor=cursor, limit=limit))
    return _detailed(client, response)


async def asyncio(
    monitor: str, *, client: clients.AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> models.Error | models.ListMonitorRunsResponse | None:
    """List the runs of a monitor

     Return an empty page if the monitor does not exist.

    Args:
        monitor (str): The id of the monitor.
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of runs per page; defaults to 25.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.ListMonitorRunsResponse
    """

    detailed = await asyncio_detailed(monitor=monitor, client=client, cursor=cursor, limit=limit)
    return detailed.parsed
