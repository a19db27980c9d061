from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from ... import LazyModule, errors, models
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ... import client as clients
else:
    clients = LazyModule("...client", __name__)


def _get_kwargs(
    webset: str, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, source_id: str | Unset = UNSET
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["limit"] = limit

    params["sourceId"] = source_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v0/websets/{webset}/items".format(webset=quote(str(webset), safe="")),
        "params": params,
    }
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> models.Error | models.ListWebsetItemResponse | None:
    if response.status_code == 200:
        value = response.json()
        response_200: models.ListWebsetItemResponse = models.ListWebsetItemResponse.from_dict(value)
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
) -> Response[models.Error | models.ListWebsetItemResponse]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(
    webset: str,
    *,
    client: clients.AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    source_id: str | Unset = UNSET,
) -> Response[models.Error | models.ListWebsetItemResponse]:
    """List the items of a Webset

     Return the items found so far.

    Args:
        webset (str): The id of the Webset, or its externalId.
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of items per page; defaults to 20.
        source_id (str | Unset): Return only items from this search or import.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.ListWebsetItemResponse]
    """

    response = client.get_httpx_client().request(
        **_get_kwargs(webset=webset, cursor=cursor, limit=limit, source_id=source_id)
    )
    return _detailed(client, response)


def sync(
    webset: str,
    *,
    client: clients.AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    source_id: str | Unset = UNSET,
) -> models.Error | models.ListWebsetItemResponse | None:
    """List the items of a Webset

     Return the items found so far.

    Args:
        webset (str): The id of the Webset, or its externalId.
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of items per page; defaults to 20.
        source_id (str | Unset): Return only items from this search or import.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.ListWebsetItemResponse
    """

    return sync_detailed(webset=webset, client=client, cursor=cursor, limit=limit, source_id=source_id).parsed


async def asyncio_detailed(
    webset: str,
    *,
    client: clients.AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    source_id: str | Unset = UNSET,
) -> Response[models.Error | models.ListWebsetItemResponse]:
    """List the items of a Webset

     Return the items found so far.

    Args:
        webset (str): The id of the Webset, or its externalId.
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of items per page; defaults to 20.
        source_id (str | Unset): Return only items from this search or import.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.ListWebsetItemResponse]
    """

    response = await client.get_async_httpx_client().request(
        **_get_kwargs(webset=webset, cursor=cursor, limit=limit, source_id=source_id)
    )
    return _detailed(client, response)


async def asyncio(
    webset: str,
    *,
    client: clients.AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    source_id: str | Unset = UNSET,
) -> models.Error | models.ListWebsetItemResponse | None:
    """List the items of a Webset

     Return the items found so far.

    Args:
        webset (str): The id of the Webset, or its externalId.
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of items per page; defaults to 20.
        source_id (str | Unset): Return only items from this search or import.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.ListWebsetItemResponse
    """

    detailed = await asyncio_detailed(webset=webset, client=client, cursor=cursor, limit=limit, source_id=source_id)
    return detailed.parsed
