from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.webset import Webset
from ...types import Response


def _get_kwargs(id: str) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {"method": "post", "url": "/v0/websets/{id}/cancel".format(id=quote(str(id), safe=""))}

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


def sync_detailed(id: str, *, client: AuthenticatedClient) -> Response[Error | Webset]:
    """Cancel everything that is running in a Webset

     Stop all searches and enrichments that have not finished, after which the Webset is idle. Items
    found so far are kept. Canceling an idle Webset has no effect. Monitors stay enabled and can start
    the Webset again.

    Args:
        id (str): The id of the Webset, or its externalId.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | Webset]
    """

    kwargs = _get_kwargs(id=id)

    response = client.get_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


def sync(id: str, *, client: AuthenticatedClient) -> Error | Webset | None:
    """Cancel everything that is running in a Webset

     Stop all searches and enrichments that have not finished, after which the Webset is idle. Items
    found so far are kept. Canceling an idle Webset has no effect. Monitors stay enabled and can start
    the Webset again.

    Args:
        id (str): The id of the Webset, or its externalId.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | Webset
    """

    return sync_detailed(id=id, client=client).parsed


async def asyncio_detailed(id: str, *, client: AuthenticatedClient) -> Response[Error | Webset]:
    """Cancel everything that is running in a Webset

     Stop all searches and enrichments that have not finished, after which the Webset is idle. Items
    found so far are kept. Canceling an idle Webset has no effect. Monitors stay enabled and can start
    the Webset again.

    Args:
        id (str): The id of the Webset, or its externalId.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | Webset]
    """

    kwargs = _get_kwargs(id=id)

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(id: str, *, client: AuthenticatedClient) -> Error | Webset | None:
    """Cancel everything that is running in a Webset

     Stop all searches and enrichments that have not finished, after which the Webset is idle. Items
    found so far are kept. Canceling an idle Webset has no effect. Monitors stay enabled and can start
    the Webset again.

    Args:
        id (str): The id of the Webset, or its externalId.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | Webset
    """

    return (await asyncio_detailed(id=id, client=client)).parsed
