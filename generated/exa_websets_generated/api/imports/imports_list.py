from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.list_imports_response import ListImportsResponse
from ...types import UNSET, Response, Unset


def _get_kwargs(*, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {"method": "get", "url": "/v0/imports", "params": params}

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | ListImportsResponse | None:
    if response.status_code == 200:
        response_200 = ListImportsResponse.from_dict(response.json())

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
) -> Response[Error | ListImportsResponse]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *, client: AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[Error | ListImportsResponse]:
    """List the team's imports

     Return the newest imports first.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of imports per page; defaults to 25.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | ListImportsResponse]
    """

    kwargs = _get_kwargs(cursor=cursor, limit=limit)

    response = client.get_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


def sync(
    *, client: AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> Error | ListImportsResponse | None:
    """List the team's imports

     Return the newest imports first.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of imports per page; defaults to 25.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | ListImportsResponse
    """

    return sync_detailed(client=client, cursor=cursor, limit=limit).parsed


async def asyncio_detailed(
    *, client: AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[Error | ListImportsResponse]:
    """List the team's imports

     Return the newest imports first.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of imports per page; defaults to 25.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | ListImportsResponse]
    """

    kwargs = _get_kwargs(cursor=cursor, limit=limit)

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *, client: AuthenticatedClient, cursor: str | Unset = UNSET, limit: int | Unset = UNSET
) -> Error | ListImportsResponse | None:
    """List the team's imports

     Return the newest imports first.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of imports per page; defaults to 25.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | ListImportsResponse
    """

    return (await asyncio_detailed(client=client, cursor=cursor, limit=limit)).parsed
