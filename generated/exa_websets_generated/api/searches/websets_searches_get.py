from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from ... import LazyModule, errors
from ...models.error import Error
from ...models.webset_search import WebsetSearch
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
) -> Error | WebsetSearch | None:
    if response.status_code == 200:
        response_200 = WebsetSearch.from_dict(response.json())

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
) -> Response[Error | WebsetSearch]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(webset: str, id: str, *, client: clients.AuthenticatedClient) -> Response[Error | WebsetSearch]:
    """Get a search

     Return the current state of the search.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | WebsetSearch]
    """

    response = client.get_httpx_client().request(**_get_kwargs(webset=webset, id=id))
    return _detailed(client, response)


def sync(webset: str, id: str, *, client: clients.AuthenticatedClient) -> Error | WebsetSearch | None:
    """Get a search

     Return the current state of the search.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | WebsetSearch
    """

    return (sync_detailed(webset=webset, id=id, client=client)).parsed


async def asyncio_detailed(
    webset: str, id: str, *, client: clients.AuthenticatedClient
) -> Response[Error | WebsetSearch]:
    """Get a search

     Return the current state of the search.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | WebsetSearch]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(webset=webset, id=id))
    return _detailed(client, response)


async def asyncio(webset: str, id: str, *, client: clients.AuthenticatedClient) -> Error | WebsetSearch | None:
    """Get a search

     Return the current state of the search.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | WebsetSearch
    """

    return (await asyncio_detailed(webset=webset, id=id, client=client)).parsed
