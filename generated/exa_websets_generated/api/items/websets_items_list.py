from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.list_webset_item_response import ListWebsetItemResponse
from ...types import UNSET, Response, Unset


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


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | ListWebsetItemResponse | None:
    if response.status_code == 200:
        response_200 = ListWebsetItemResponse.from_dict(response.json())

        return response_200

    if 400 <= response.status_code <= 499:
        response_4xx = Error.from_dict(response.json())

        return response_4xx

    if 500 <= response.status_code <= 599:
        response_5xx = Error.from_dict(response.json())

        return response_5xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Error | ListWebsetItemResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    webset: str,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    source_id: str | Unset = UNSET,
) -> Response[Error | ListWebsetItemResponse]:
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
        Response[Error | ListWebsetItemResponse]
    """

    kwargs = _get_kwargs(webset=webset, cursor=cursor, limit=limit, source_id=source_id)

    response = client.get_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


def sync(
    webset: str,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    source_id: str | Unset = UNSET,
) -> Error | ListWebsetItemResponse | None:
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
        Error | ListWebsetItemResponse
    """

    return sync_detailed(webset=webset, client=client, cursor=cursor, limit=limit, source_id=source_id).parsed


async def asyncio_detailed(
    webset: str,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    source_id: str | Unset = UNSET,
) -> Response[Error | ListWebsetItemResponse]:
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
        Response[Error | ListWebsetItemResponse]
    """

    kwargs = _get_kwargs(webset=webset, cursor=cursor, limit=limit, source_id=source_id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    webset: str,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    source_id: str | Unset = UNSET,
) -> Error | ListWebsetItemResponse | None:
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
        Error | ListWebsetItemResponse
    """

    return (
        await asyncio_detailed(webset=webset, client=client, cursor=cursor, limit=limit, source_id=source_id)
    ).parsed
