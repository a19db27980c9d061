from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.list_monitors_response import ListMonitorsResponse
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, webset_id: str | Unset = UNSET
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["limit"] = limit

    params["websetId"] = webset_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {"method": "get", "url": "/v0/monitors", "params": params}

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | ListMonitorsResponse | None:
    if response.status_code == 200:
        response_200 = ListMonitorsResponse.from_dict(response.json())

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
) -> Response[Error | ListMonitorsResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    webset_id: str | Unset = UNSET,
) -> Response[Error | ListMonitorsResponse]:
    """List the team's monitors

     Return the monitors of all Websets, or of one if `websetId` is given.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of monitors per page; defaults to 25.
        webset_id (str | Unset): Return only monitors of this Webset.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | ListMonitorsResponse]
    """

    kwargs = _get_kwargs(cursor=cursor, limit=limit, webset_id=webset_id)

    response = client.get_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    webset_id: str | Unset = UNSET,
) -> Error | ListMonitorsResponse | None:
    """List the team's monitors

     Return the monitors of all Websets, or of one if `websetId` is given.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of monitors per page; defaults to 25.
        webset_id (str | Unset): Return only monitors of this Webset.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | ListMonitorsResponse
    """

    return sync_detailed(client=client, cursor=cursor, limit=limit, webset_id=webset_id).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    webset_id: str | Unset = UNSET,
) -> Response[Error | ListMonitorsResponse]:
    """List the team's monitors

     Return the monitors of all Websets, or of one if `websetId` is given.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of monitors per page; defaults to 25.
        webset_id (str | Unset): Return only monitors of this Webset.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | ListMonitorsResponse]
    """

    kwargs = _get_kwargs(cursor=cursor, limit=limit, webset_id=webset_id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    webset_id: str | Unset = UNSET,
) -> Error | ListMonitorsResponse | None:
    """List the team's monitors

     Return the monitors of all Websets, or of one if `websetId` is given.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of monitors per page; defaults to 25.
        webset_id (str | Unset): Return only monitors of this Webset.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | ListMonitorsResponse
    """

    return (await asyncio_detailed(client=client, cursor=cursor, limit=limit, webset_id=webset_id)).parsed
