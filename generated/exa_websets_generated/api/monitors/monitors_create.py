from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx

from ... import LazyModule, errors
from ...models.create_monitor_parameters import CreateMonitorParameters
from ...models.error import Error
from ...models.monitor import Monitor
from ...types import Response

if TYPE_CHECKING:
    from ... import client as clients
else:
    clients = LazyModule("...client", __name__)


def _get_kwargs(*, body: CreateMonitorParameters) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {"method": "post", "url": "/v0/monitors"}
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _parse(client: clients.AuthenticatedClient | clients.Client, response: httpx.Response) -> Error | Monitor | None:
    if response.status_code == 200:
        response_200 = Monitor.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = Monitor.from_dict(response.json())

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
) -> Response[Error | Monitor]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(*, client: clients.AuthenticatedClient, body: CreateMonitorParameters) -> Response[Error | Monitor]:
    """Create a monitor that searches a Webset on a schedule

     Start the Webset on every run, which consumes credits like a search.

    Args:
        body (CreateMonitorParameters): A new monitor.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | Monitor]
    """

    response = client.get_httpx_client().request(**_get_kwargs(body=body))
    return _detailed(client, response)


def sync(*, client: clients.AuthenticatedClient, body: CreateMonitorParameters) -> Error | Monitor | None:
    """Create a monitor that searches a Webset on a schedule

     Start the Webset on every run, which consumes credits like a search.

    Args:
        body (CreateMonitorParameters): A new monitor.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | Monitor
    """

    return (sync_detailed(client=client, body=body)).parsed


async def asyncio_detailed(
    *, client: clients.AuthenticatedClient, body: CreateMonitorParameters
) -> Response[Error | Monitor]:
    """Create a monitor that searches a Webset on a schedule

     Start the Webset on every run, which consumes credits like a search.

    Args:
        body (CreateMonitorParameters): A new monitor.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | Monitor]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(body=body))
    return _detailed(client, response)


async def asyncio(*, client: clients.AuthenticatedClient, body: CreateMonitorParameters) -> Error | Monitor | None:
    """Create a monitor that searches a Webset on a schedule

     Start the Webset on every run, which consumes credits like a search.

    Args:
        body (CreateMonitorParameters): A new monitor.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | Monitor
    """

    return (await asyncio_detailed(client=client, body=body)).parsed
