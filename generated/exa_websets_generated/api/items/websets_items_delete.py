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


def _get_kwargs(webset: str, id: str) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/v0/websets/{webset}/items/{id}".format(webset=quote(str(webset), safe=""), id=quote(str(id), safe="")),
    }
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> models.Error | models.WebsetItem | None:
    if response.status_code == 200:
        value = response.json()
        response_200: models.WebsetItem = models.WebsetItem.from_dict(value)
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
) -> Response[models.Error | models.WebsetItem]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(
    webset: str, id: str, *, client: clients.AuthenticatedClient
) -> Response[models.Error | models.WebsetItem]:
    """Delete an item

     Delete the item and stop its pending enrichments. The response is the last state of the item.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the item.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.WebsetItem]
    """

    response = client.get_httpx_client().request(**_get_kwargs(webset=webset, id=id))
    return _detailed(client, response)


def sync(webset: str, id: str, *, client: clients.AuthenticatedClient) -> models.Error | models.WebsetItem | None:
    """Delete an item

     Delete the item and stop its pending enrichments. The response is the last state of the item.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the item.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.WebsetItem
    """

    return sync_detailed(webset=webset, id=id, client=client).parsed


async def asyncio_detailed(
    webset: str, id: str, *, client: clients.AuthenticatedClient
) -> Response[models.Error | models.WebsetItem]:
    """Delete an item

     Delete the item and stop its pending enrichments. The response is the last state of the item.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the item.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.WebsetItem]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(webset=webset, id=id))
    return _detailed(client, response)


async def asyncio(
    webset: str, id: str, *, client: clients.AuthenticatedClient
) -> models.Error | models.WebsetItem | None:
    """Delete an item

     Delete the item and stop its pending enrichments. The response is the last state of the item.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the item.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.WebsetItem
    """

    detailed = await asyncio_detailed(webset=webset, id=id, client=client)
    return detailed.parsed
