from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

import httpx

from ... import LazyModule, errors
from ...models.error import Error
from ...models.update_enrichment_parameters import UpdateEnrichmentParameters
from ...models.webset_enrichment import WebsetEnrichment
from ...types import Response

if TYPE_CHECKING:
    from ... import client as clients
else:
    clients = LazyModule("...client", __name__)


def _get_kwargs(webset: str, id: str, *, body: UpdateEnrichmentParameters) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/v0/websets/{webset}/enrichments/{id}".format(
            webset=quote(str(webset), safe=""), id=quote(str(id), safe="")
        ),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> Error | None | WebsetEnrichment | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> None | WebsetEnrichment:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = WebsetEnrichment.from_dict(data)

                return response_200_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | WebsetEnrichment, data)

        response_200 = _parse_response_200(response.json())

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
) -> Response[Error | None | WebsetEnrichment]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(
    webset: str, id: str, *, client: clients.AuthenticatedClient, body: UpdateEnrichmentParameters
) -> Response[Error | None | WebsetEnrichment]:
    """Update an enrichment

     Change only the fields in the body; omitted fields keep their values. The response is the updated
    enrichment or an empty body.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the enrichment.
        body (UpdateEnrichmentParameters): The fields of an enrichment to update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | None | WebsetEnrichment]
    """

    response = client.get_httpx_client().request(**_get_kwargs(webset=webset, id=id, body=body))
    return _detailed(client, response)


def sync(
    webset: str, id: str, *, client: clients.AuthenticatedClient, body: UpdateEnrichmentParameters
) -> Error | None | WebsetEnrichment | None:
    """Update an enrichment

     Change only the fields in the body; omitted fields keep their values. The response is the updated
    enrichment or an empty body.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the enrichment.
        body (UpdateEnrichmentParameters): The fields of an enrichment to update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | None | WebsetEnrichment
    """

    return (sync_detailed(webset=webset, id=id, client=client, body=body)).parsed


async def asyncio_detailed(
    webset: str, id: str, *, client: clients.AuthenticatedClient, body: UpdateEnrichmentParameters
) -> Response[Error | None | WebsetEnrichment]:
    """Update an enrichment

     Change only the fields in the body; omitted fields keep their values. The response is the updated
    enrichment or an empty body.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the enrichment.
        body (UpdateEnrichmentParameters): The fields of an enrichment to update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | None | WebsetEnrichment]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(webset=webset, id=id, body=body))
    return _detailed(client, response)


async def asyncio(
    webset: str, id: str, *, client: clients.AuthenticatedClient, body: UpdateEnrichmentParameters
) -> Error | None | WebsetEnrichment | None:
    """Update an enrichment

     Change only the fields in the body; omitted fields keep their values. The response is the updated
    enrichment or an empty body.

    Args:
        webset (str): The id of the Webset, or its externalId.
        id (str): The id of the enrichment.
        body (UpdateEnrichmentParameters): The fields of an enrichment to update.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | None | WebsetEnrichment
    """

    return (await asyncio_detailed(webset=webset, id=id, client=client, body=body)).parsed
