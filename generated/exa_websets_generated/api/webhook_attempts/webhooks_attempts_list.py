from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from ... import LazyModule, errors, models
from ...models.event_type import EventType
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ... import client as clients
else:
    clients = LazyModule("...client", __name__)


def _get_kwargs(
    id: str,
    *,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    event_type: models.EventType | str | Unset = UNSET,
    successful: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["limit"] = limit

    json_event_type: str | Unset
    if isinstance(event_type, Unset):
        json_event_type = UNSET
    elif isinstance(event_type, EventType):
        json_event_type = event_type.value
    else:
        json_event_type = event_type
    params["eventType"] = json_event_type

    params["successful"] = successful

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v0/webhooks/{id}/attempts".format(id=quote(str(id), safe="")),
        "params": params,
    }
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> models.Error | models.ListWebhookAttemptsResponse | None:
    if response.status_code == 200:
        value = response.json()
        response_200: models.ListWebhookAttemptsResponse = models.ListWebhookAttemptsResponse.from_dict(value)
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
) -> Response[models.Error | models.ListWebhookAttemptsResponse]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(
    id: str,
    *,
    client: clients.AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    event_type: models.EventType | str | Unset = UNSET,
    successful: bool | Unset = UNSET,
) -> Response[models.Error | models.ListWebhookAttemptsResponse]:
    """List the delivery attempts of a webhook

     Return the newest attempts first.

    Args:
        id (str): The id of the webhook.
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of attempts per page; defaults to 25.
        event_type (EventType | str | Unset): Return only attempts for events of this type.
        successful (bool | Unset): Return only successful attempts (true) or only failed ones
            (false).

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.ListWebhookAttemptsResponse]
    """

    response = client.get_httpx_client().request(
        **_get_kwargs(id=id, cursor=cursor, limit=limit, event_type=event_type, successful=successful)
    )
    return _detailed(client, response)


def sync(
    id: str,
    *,
    client: clients.AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    event_type: models.EventType | str | Unset = UNSET,
    successful: bool | Unset = UNSET,
) -> models.Error | models.ListWebhookAttemptsResponse | None:
    """List the delivery attempts of a webhook

     Return the newest attempts first.

    Args:
        id (str): The id of the webhook.
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of attempts per page; defaults to 25.
        event_type (EventType | str | Unset): Return only attempts for events of this type.
        successful (bool | Unset): Return only successful attempts (true) or only failed ones
            (false).

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.ListWebhookAttemptsResponse
    """

    return sync_detailed(
        id=id, client=client, cursor=cursor, limit=limit, event_type=event_type, successful=successful
    ).parsed


async def asyncio_detailed(
    id: str,
    *,
    client: clients.AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    event_type: models.EventType | str | Unset = UNSET,
    successful: bool | Unset = UNSET,
) -> Response[models.Error | models.ListWebhookAttemptsResponse]:
    """List the delivery attempts of a webhook

     Return the newest attempts first.

    Args:
        id (str): The id of the webhook.
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of attempts per page; defaults to 25.
        event_type (EventType | str | Unset): Return only attempts for events of this type.
        successful (bool | Unset): Return only successful attempts (true) or only failed ones
            (false).

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.ListWebhookAttemptsResponse]
    """

    response = await client.get_async_httpx_client().request(
        **_get_kwargs(id=id, cursor=cursor, limit=limit, event_type=event_type, successful=successful)
    )
    return _detailed(client, response)


async def asyncio(
    id: str,
    *,
    client: clients.AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    event_type: models.EventType | str | Unset = UNSET,
    successful: bool | Unset = UNSET,
) -> models.Error | models.ListWebhookAttemptsResponse | None:
    """List the delivery attempts of a webhook

     Return the newest attempts first.

    Args:
        id (str): The id of the webhook.
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of attempts per page; defaults to 25.
        event_type (EventType | str | Unset): Return only attempts for events of this type.
        successful (bool | Unset): Return only successful attempts (true) or only failed ones
            (false).

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.ListWebhookAttemptsResponse
    """

    detailed = await asyncio_detailed(
        id=id, client=client, cursor=cursor, limit=limit, event_type=event_type, successful=successful
    )
    return detailed.parsed
