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


def _get_kwargs(id: str) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {"method": "post", "url": "/v0/websets/{id}/cancel".format(id=quote(str(id), safe=""))}
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> models.Error | models.Webset | None:
    if response.status_code == 200:
        value = response.json()
        response_200: models.Webset = models.Webset.from_dict(value)
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
) -> Response[models.Error | models.Webset]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(id: str, *, client: clients.AuthenticatedClient) -> Response[models.Error | models.Webset]:
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
        Response[models.Error | models.Webset]
    """

    response = client.get_httpx_client().request(**_get_kwargs(id=id))
    return _detailed(client, response)


def sync(id: str, *, client: clients.AuthenticatedClient) -> models.Error | models.Webset | None:
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
        models.Error | models.Webset
    """

    return sync_detailed(id=id, client=client).parsed


async def asyncio_detailed(id: str, *, client: clients.AuthenticatedClient) -> Response[models.Error | models.Webset]:
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
        Response[models.Error | models.Webset]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(id=id))
    return _detailed(client, response)


async def asyncio(id: str, *, client: clients.AuthenticatedClient) -> models.Error | models.Webset | None:
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
        models.Error | models.Webset
    """

    detailed = await asyncio_detailed(id=id, client=client)
    return detailed.parsed
