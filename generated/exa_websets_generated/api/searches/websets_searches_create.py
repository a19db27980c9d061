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
    webset: str,
    *,
    body: models.CreateWebsetSearchParameters,
    x_exa_websets_priority: models.Priority | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(x_exa_websets_priority, Unset):
        headers["x-exa-websets-priority"] = x_exa_websets_priority

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v0/websets/{webset}/searches".format(webset=quote(str(webset), safe="")),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> models.Error | models.WebsetSearch | None:
    if response.status_code == 200:
        value = response.json()
        response_200: models.WebsetSearch = models.WebsetSearch.from_dict(value)
        return response_200
    if response.status_code == 201:
        value = response.json()
        response_201: models.WebsetSearch = models.WebsetSearch.from_dict(value)
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
) -> Response[models.Error | models.WebsetSearch]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(
    webset: str,
    *,
    client: clients.AuthenticatedClient,
    body: models.CreateWebsetSearchParameters,
    x_exa_websets_priority: models.Priority | str | Unset = UNSET,
) -> Response[models.Error | models.WebsetSearch]:
    """Create another search in a Webset

     Set the Webset running again. The searches of a Webset run one after another. A search consumes
    credits in the same way as a new Webset.

    Args:
        webset (str): The id of the Webset, or its externalId.
        x_exa_websets_priority (Priority | str | Unset): Scheduling priority; sent by the vendor's
            clients, but not documented.
        body (CreateWebsetSearchParameters): A new search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.WebsetSearch]
    """

    response = client.get_httpx_client().request(
        **_get_kwargs(webset=webset, body=body, x_exa_websets_priority=x_exa_websets_priority)
    )
    return _detailed(client, response)


def sync(
    webset: str,
    *,
    client: clients.AuthenticatedClient,
    body: models.CreateWebsetSearchParameters,
    x_exa_websets_priority: models.Priority | str | Unset = UNSET,
) -> models.Error | models.WebsetSearch | None:
    """Create another search in a Webset

     Set the Webset running again. The searches of a Webset run one after another. A search consumes
    credits in the same way as a new Webset.

    Args:
        webset (str): The id of the Webset, or its externalId.
        x_exa_websets_priority (Priority | str | Unset): Scheduling priority; sent by the vendor's
            clients, but not documented.
        body (CreateWebsetSearchParameters): A new search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.WebsetSearch
    """

    return sync_detailed(webset=webset, client=client, body=body, x_exa_websets_priority=x_exa_websets_priority).parsed


async def asyncio_detailed(
    webset: str,
    *,
    client: clients.AuthenticatedClient,
    body: models.CreateWebsetSearchParameters,
    x_exa_websets_priority: models.Priority | str | Unset = UNSET,
) -> Response[models.Error | models.WebsetSearch]:
    """Create another search in a Webset

     Set the Webset running again. The searches of a Webset run one after another. A search consumes
    credits in the same way as a new Webset.

    Args:
        webset (str): The id of the Webset, or its externalId.
        x_exa_websets_priority (Priority | str | Unset): Scheduling priority; sent by the vendor's
            clients, but not documented.
        body (CreateWebsetSearchParameters): A new search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.WebsetSearch]
    """

    response = await client.get_async_httpx_client().request(
        **_get_kwargs(webset=webset, body=body, x_exa_websets_priority=x_exa_websets_priority)
    )
    return _detailed(client, response)


async def asyncio(
    webset: str,
    *,
    client: clients.AuthenticatedClient,
    body: models.CreateWebsetSearchParameters,
    x_exa_websets_priority: models.Priority | str | Unset = UNSET,
) -> models.Error | models.WebsetSearch | None:
    """Create another search in a Webset

     Set the Webset running again. The searches of a Webset run one after another. A search consumes
    credits in the same way as a new Webset.

    Args:
        webset (str): The id of the Webset, or its externalId.
        x_exa_websets_priority (Priority | str | Unset): Scheduling priority; sent by the vendor's
            clients, but not documented.
        body (CreateWebsetSearchParameters): A new search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.WebsetSearch
    """

    detailed = await asyncio_detailed(
        webset=webset, client=client, body=body, x_exa_websets_priority=x_exa_websets_priority
    )
    return detailed.parsed
