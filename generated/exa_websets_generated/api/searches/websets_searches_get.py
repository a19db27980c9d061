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
        "method": "get",
        "url": "/v0/websets/{webset}/searches/{id}".format(
            webset=quote(str(webset), safe=""), id=quote(str(id), safe="")
        ),
    }
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> models.Error | models.WebsetSearch | None:
    if response.status_code == 200:
        value = response.json()
        response_200: models.WebsetSearch = models.WebsetSearch.from_dict(value)
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
) -> Response[models.Error | models.WebsetSearch]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(
    webset: str, id: str, *, client: clients.AuthenticatedClient
) -> Response[models.Error | models.WebsetSearch]:
    """Get a search

     Return the current state of the search.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.WebsetSearch]
    """

    response = client.get_httpx_client().request(**_get_kwargs(webset=webset, id=id))
    return _detailed(client, response)


def sync(webset: str, id: str, *, client: clients.AuthenticatedClient) -> models.Error | models.WebsetSearch | None:
    """Get a search

     Return the current state of the search.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.WebsetSearch
    """

    return sync_detailed(webset=webset, id=id, client=client).parsed


async def asyncio_detailed(
    webset: str, id: str, *, client: clients.AuthenticatedClient
) -> Response[models.Error | models.WebsetSearch]:
    """Get a search

     Return the current state of the search.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.WebsetSearch]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(webset=webset, id=id))
    return _detailed(client, response)


async def asyncio(
    webset: str, id: str, *, client: clients.AuthenticatedClient
) -> models.Error | models.WebsetSearch | None:
    """Get a search

     Return the current state of the search.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.WebsetSearch
    """

    detailed = await asyncio_detailed(webset=webset, id=id, client=client)
    return detailed.parsed
