from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx

from ... import LazyModule, errors
from ...models.create_webhook_parameters import CreateWebhookParameters
from ...models.error import Error
from ...models.webhook import Webhook
from ...types import Response

if TYPE_CHECKING:
    from ... import client as clients
else:
    clients = LazyModule("...client", __name__)


def _get_kwargs(*, body: CreateWebhookParameters) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {"method": "post", "url": "/v0/webhooks"}
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _parse(client: clients.AuthenticatedClient | clients.Client, response: httpx.Response) -> Error | Webhook | None:
    if response.status_code == 200:
        response_200 = Webhook.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = Webhook.from_dict(response.json())

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
) -> Response[Error | Webhook]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(*, client: clients.AuthenticatedClient, body: CreateWebhookParameters) -> Response[Error | Webhook]:
    """Create a webhook that receives events

     Store the `secret` of the response: it is needed to verify events and is not returned again.

    Args:
        body (CreateWebhookParameters): A new webhook.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | Webhook]
    """

    response = client.get_httpx_client().request(**_get_kwargs(body=body))
    return _detailed(client, response)


def sync(*, client: clients.AuthenticatedClient, body: CreateWebhookParameters) -> Error | Webhook | None:
    """Create a webhook that receives events

     Store the `secret` of the response: it is needed to verify events and is not returned again.

    Args:
        body (CreateWebhookParameters): A new webhook.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | Webhook
    """

    return (sync_detailed(client=client, body=body)).parsed


async def asyncio_detailed(
    *, client: clients.AuthenticatedClient, body: CreateWebhookParameters
) -> Response[Error | Webhook]:
    """Create a webhook that receives events

     Store the `secret` of the response: it is needed to verify events and is not returned again.

    Args:
        body (CreateWebhookParameters): A new webhook.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | Webhook]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(body=body))
    return _detailed(client, response)


async def asyncio(*, client: clients.AuthenticatedClient, body: CreateWebhookParameters) -> Error | Webhook | None:
    """Create a webhook that receives events

     Store the `secret` of the response: it is needed to verify events and is not returned again.

    Args:
        body (CreateWebhookParameters): A new webhook.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | Webhook
    """

    return (await asyncio_detailed(client=client, body=body)).parsed
