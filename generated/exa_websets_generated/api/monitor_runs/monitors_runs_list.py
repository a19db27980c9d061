from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.list_monitor_runs_response import ListMonitorRunsResponse
from ...types import UNSET, Response, Unset


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


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | ListMonitorRunsResponse | None:
    if response.status_code == 200:
        response_200 = ListMonitorRunsResponse.from_dict(response.json())

        return response_200

    if 400 <= response.status_code <= 499:
        response_4xx = Error.from_dict(response.json())

        return response_4xx

    if 500 <= response.status_code <= 599:
        response_5xx = Error.from_dict(response.json())

        return response_5xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Error | ListMonitorRunsResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    monitor: str, *, client: AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[Error | ListMonitorRunsResponse]:
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
        Response[Error | ListMonitorRunsResponse]
    """

    kwargs = _get_kwargs(monitor=monitor, cursor=cursor, limit=limit)

    response = client.get_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


def sync(
    monitor: str, *, client: AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> Error | ListMonitorRunsResponse | None:
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
        Error | ListMonitorRunsResponse
    """

    return sync_detailed(monitor=monitor, client=client, cursor=cursor, limit=limit).parsed


async def asyncio_detailed(
    monitor: str, *, client: AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[Error | ListMonitorRunsResponse]:
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
        Response[Error | ListMonitorRunsResponse]
    """

    kwargs = _get_kwargs(monitor=monitor, cursor=cursor, limit=limit)

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    monitor: str, *, client: AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> Error | ListMonitorRunsResponse | None:
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
        Error | ListMonitorRunsResponse
    """

    return (await asyncio_detailed(monitor=monitor, client=client, cursor=cursor, limit=limit)).parsed
