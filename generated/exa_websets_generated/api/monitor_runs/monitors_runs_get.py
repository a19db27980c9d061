from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from ... import LazyModule, errors, models
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


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> models.Error | models.MonitorRun | None:
    if response.status_code == 200:
        value = response.json()
        response_200: models.MonitorRun = models.MonitorRun.from_dict(value)
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
) -> Response[models.Error | models.MonitorRun]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(
    monitor: str, id: str, *, client: clients.AuthenticatedClient
) -> Response[models.Error | models.MonitorRun]:
    """Get a monitor run

     Return the current state of the run.

    Args:
        monitor (str): The id of the monitor.
        id (str): The id of the run.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.MonitorRun]
    """

    response = client.get_httpx_client().request(**_get_kwargs(monitor=monitor, id=id))
    return _detailed(client, response)


def sync(monitor: str, id: str, *, client: clients.AuthenticatedClient) -> models.Error | models.MonitorRun | None:
    """Get a monitor run

     Return the current state of the run.

    Args:
        monitor (str): The id of the monitor.
        id (str): The id of the run.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.MonitorRun
    """

    return sync_detailed(monitor=monitor, id=id, client=client).parsed


async def asyncio_detailed(
    monitor: str, id: str, *, client: clients.AuthenticatedClient
) -> Response[models.Error | models.MonitorRun]:
    """Get a monitor run

     Return the current state of the run.

    Args:
        monitor (str): The id of the monitor.
        id (str): The id of the run.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.MonitorRun]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(monitor=monitor, id=id))
    return _detailed(client, response)


async def asyncio(
    monitor: str, id: str, *, client: clients.AuthenticatedClient
) -> models.Error | models.MonitorRun | None:
    """Get a monitor run

     Return the current state of the run.

    Args:
        monitor (str): The id of the monitor.
        id (str): The id of the run.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.MonitorRun
    """

    detailed = await asyncio_detailed(monitor=monitor, id=id, client=client)
    return detailed.parsed
