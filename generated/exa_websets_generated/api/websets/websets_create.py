from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx

from ... import LazyModule, errors, models
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ... import client as clients
else:
    clients = LazyModule("...client", __name__)


def _get_kwargs(
    *, body: models.CreateWebsetParameters, x_exa_websets_priority: models.Priority | str | Unset = UNSET
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_exa_websets_priority, Unset):
        headers["x-exa-websets-priority"] = x_exa_websets_priority

    _kwargs: dict[str, Any] = {"method": "post", "url": "/v0/websets"}
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> models.Error | models.Webset | None:
    if response.status_code == 200:
        value = response.json()
        response_200: models.Webset = models.Webset.from_dict(value)
        return response_200
    if response.status_code == 201:
        value = response.json()
        response_201: models.Webset = models.Webset.from_dict(value)
        return response_201
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


def sync_detailed(
    *,
    client: clients.AuthenticatedClient,
    body: models.CreateWebsetParameters,
    x_exa_websets_priority: models.Priority | str | Unset = UNSET,
) -> Response[models.Error | models.Webset]:
    """Create a Webset and start it

     Start the search, imports and enrichments given in the body. An externalId that already exists in
    the team is rejected with 409.

    Args:
        x_exa_websets_priority (Priority | str | Unset): Scheduling priority; sent by the vendor's
            clients, but not documented.
        body (CreateWebsetParameters): A new Webset.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.Webset]
    """

    response = client.get_httpx_client().request(
        **_get_kwargs(body=body, x_exa_websets_priority=x_exa_websets_priority)
    )
    return _detailed(client, response)


def sync(
    *,
    client: clients.AuthenticatedClient,
    body: models.CreateWebsetParameters,
    x_exa_websets_priority: models.Priority | str | Unset = UNSET,
) -> models.Error | models.Webset | None:
    """Create a Webset and start it

     Start the search, imports and enrichments given in the body. An externalId that already exists in
    the team is rejected with 409.

    Args:
        x_exa_websets_priority (Priority | str | Unset): Scheduling priority; sent by the vendor's
            clients, but not documented.
        body (CreateWebsetParameters): A new Webset.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.Webset
    """

    return sync_detailed(client=client, body=body, x_exa_websets_priority=x_exa_websets_priority).parsed


async def asyncio_detailed(
    *,
    client: clients.AuthenticatedClient,
    body: models.CreateWebsetParameters,
    x_exa_websets_priority: models.Priority | str | Unset = UNSET,
) -> Response[models.Error | models.Webset]:
    """Create a Webset and start it

     Start the search, imports and enrichments given in the body. An externalId that already exists in
    the team is rejected with 409.

    Args:
        x_exa_websets_priority (Priority | str | Unset): Scheduling priority; sent by the vendor's
            clients, but not documented.
        body (CreateWebsetParameters): A new Webset.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.Webset]
    """

    response = await client.get_async_httpx_client().request(
        **_get_kwargs(body=body, x_exa_websets_priority=x_exa_websets_priority)
    )
    return _detailed(client, response)


async def asyncio(
    *,
    client: clients.AuthenticatedClient,
    body: models.CreateWebsetParameters,
    x_exa_websets_priority: models.Priority | str | Unset = UNSET,
) -> models.Error | models.Webset | None:
    """Create a Webset and start it

     Start the search, imports and enrichments given in the body. An externalId that already exists in
    the team is rejected with 409.

    Args:
        x_exa_websets_priority (Priority | str | Unset): Scheduling priority; sent by the vendor's
            clients, but not documented.
        body (CreateWebsetParameters): A new Webset.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.Webset
    """

    detailed = await asyncio_detailed(client=client, body=body, x_exa_websets_priority=x_exa_websets_priority)
    return detailed.parsed
