from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from ... import LazyModule, errors
from ...models.error import Error
from ...models.monitor_run import MonitorRun
from ...types import Response

if TYPE_CHECKING:
    from ... import client as clients
else:
    clients = LazyModule("...client", __name__)


def _get_kwargs(monitor: str, id: str) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v0/monitors/{monitor}/runs/{id}".format(
            monitor=quote(str(monitor), safe=""), id=quote(str(id), safe="")
        ),
    }
    return _kwargs


def _parse(client: clients.AuthenticatedClient | clients.Client, response: httpx.Response) -> Error | MonitorRun | None:
    if response.status_code == 200:
        response_200 = MonitorRun.from_dict(response.json())

        return response_200

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
) -> Response[Error | MonitorRun]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(monitor: str, id: str, *, client: clients.AuthenticatedClient) -> Response[Error | MonitorRun]:
    """Get a monitor run

     Return the current state of the run.

    Args:
        monitor (str): The id of the monitor.
        id (str): The id of the run.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | MonitorRun]
    """

    response = client.get_httpx_client().request(**_get_kwargs(monitor=monitor, id=id))
    return _detailed(client, response)


def sync(monitor: str, id: str, *, client: clients.AuthenticatedClient) -> Error | MonitorRun | None:
    """Get a monitor run

     Return the current state of the run.

    Args:
        monitor (str): The id of the monitor.
        id (str): The id of the run.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | MonitorRun
    """

    return (sync_detailed(monitor=monitor, id=id, client=client)).parsed


async def asyncio_detailed(
    monitor: str, id: str, *, client: clients.AuthenticatedClient
) -> Response[Error | MonitorRun]:
    """Get a monitor run

     Return the current state of the run.

    Args:
        monitor (str): The id of the monitor.
        id (str): The id of the run.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | MonitorRun]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(monitor=monitor, id=id))
    return _detailed(client, response)


async def asyncio(monitor: str, id: str, *, client: clients.AuthenticatedClient) -> Error | MonitorRun | None:
    """Get a monitor run

     Return the current state of the run.

    Args:
        monitor (str): The id of the monitor.
        id (str): The id of the run.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | MonitorRun
    """

    return (await asyncio_detailed(monitor=monitor, id=id, client=client)).parsed
