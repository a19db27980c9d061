from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.webset import Webset
from ...models.webset_expand import WebsetExpand
from ...types import UNSET, Response, Unset


def _get_kwargs(id: str, *, expand: list[str | WebsetExpand] | Unset = UNSET) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_expand: list[str] | Unset = UNSET
    if not isinstance(expand, Unset):
        json_expand = []
        for expand_item_data in expand:
            expand_item: str
            if isinstance(expand_item_data, WebsetExpand):
                expand_item = expand_item_data.value
            else:
                expand_item = expand_item_data
            json_expand.append(expand_item)

    params["expand"] = json_expand

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v0/websets/{id}".format(id=quote(str(id), safe="")),
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Error | Webset | None:
    if response.status_code == 200:
        response_200 = Webset.from_dict(response.json())

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Error | Webset]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    id: str, *, client: AuthenticatedClient, expand: list[str | WebsetExpand] | Unset = UNSET
) -> Response[Error | Webset]:
    """Get a Webset

     Return the current state of the Webset, and with `expand` also up to its first 100 items.

    Args:
        id (str): The id of the Webset, or its externalId.
        expand (list[str | WebsetExpand] | Unset): Related data to include in the response.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | Webset]
    """

    kwargs = _get_kwargs(id=id, expand=expand)

    response = client.get_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


def sync(
    id: str, *, client: AuthenticatedClient, expand: list[str | WebsetExpand] | Unset = UNSET
) -> Error | Webset | None:
    """Get a Webset

     Return the current state of the Webset, and with `expand` also up to its first 100 items.

    Args:
        id (str): The id of the Webset, or its externalId.
        expand (list[str | WebsetExpand] | Unset): Related data to include in the response.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | Webset
    """

    return sync_detailed(id=id, client=client, expand=expand).parsed


async def asyncio_detailed(
    id: str, *, client: AuthenticatedClient, expand: list[str | WebsetExpand] | Unset = UNSET
) -> Response[Error | Webset]:
    """Get a Webset

     Return the current state of the Webset, and with `expand` also up to its first 100 items.

    Args:
        id (str): The id of the Webset, or its externalId.
        expand (list[str | WebsetExpand] | Unset): Related data to include in the response.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | Webset]
    """

    kwargs = _get_kwargs(id=id, expand=expand)

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: str, *, client: AuthenticatedClient, expand: list[str | WebsetExpand] | Unset = UNSET
) -> Error | Webset | None:
    """Get a Webset

     Return the current state of the Webset, and with `expand` also up to its first 100 items.

    Args:
        id (str): The id of the Webset, or its externalId.
        expand (list[str | WebsetExpand] | Unset): Related data to include in the response.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | Webset
    """

    return (await asyncio_detailed(id=id, client=client, expand=expand)).parsed
