from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from ... import LazyModule, errors
from ...models.error import Error
from ...models.webhook import Webhook
from ...types import Response

if TYPE_CHECKING:
    from ... import client as clients
else:
    clients = LazyModule("...client", __name__)


def _get_kwargs(id: str) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {"method": "get", "url": "/v0/webhooks/{id}".format(id=quote(str(id), safe=""))}
    return _kwargs


def _parse(client: clients.AuthenticatedClient | clients.Client, response: httpx.Response) -> Error | Webhook | None:
    if response.status_code == 200:
        response_200 = Webhook.from_dict(response.json())

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
) -> Response[Error | Webhook]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(id: str, *, client: clients.AuthenticatedClient) -> Response[Error | Webhook]:
    """Get a webhook

     Return the webhook without its secret.

    Args:
        id (str): The id of the webhook.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | Webhook]
    """

    response = client.get_httpx_client().request(**_get_kwargs(id=id))
    return _detailed(client, response)


def sync(id: str, *, client: clients.AuthenticatedClient) -> Error | Webhook | None:
    """Get a webhook

     Return the webhook without its secret.

    Args:
        id (str): The id of the webhook.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | Webhook
    """

    return (sync_detailed(id=id, client=client)).parsed


async def asyncio_detailed(id: str, *, client: clients.AuthenticatedClient) -> Response[Error | Webhook]:
    """Get a webhook

     Return the webhook without its secret.

    Args:
        id (str): The id of the webhook.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | Webhook]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(id=id))
    return _detailed(client, response)


async def asyncio(id: str, *, client: clients.AuthenticatedClient) -> Error | Webhook | None:
    """Get a webhook

     Return the webhook without its secret.

    Args:
        id (str): The id of the webhook.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | Webhook
    """

    return (await asyncio_detailed(id=id, client=client)).parsed
