from __future__ import annotations

import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx

from ... import LazyModule, errors, models
from ...models.event_type import EventType
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ... import client as clients
else:
    clients = LazyModule("...client", __name__)


def _get_kwargs(
    *,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    types: list[models.EventType | str] | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["limit"] = limit

    json_types: list[str] | Unset = UNSET
    if not isinstance(types, Unset):
        json_types = []
        for types_item_data in types:
            types_item: str
            if isinstance(types_item_data, EventType):
                types_item = types_item_data.value
            else:
                types_item = types_item_data
            json_types.append(types_item)

    params["types"] = json_types

    json_created_before: str | Unset = UNSET
    if not isinstance(created_before, Unset):
        json_created_before = created_before.isoformat()
    params["createdBefore"] = json_created_before

    json_created_after: str | Unset = UNSET
    if not isinstance(created_after, Unset):
        json_created_after = created_after.isoformat()
    params["createdAfter"] = json_created_after

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {"method": "get", "url": "/v0/events", "params": params}
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> models.Error | models.ListEventsResponse | None:
    if response.status_code == 200:
        value = response.json()
        response_200: models.ListEventsResponse = models.ListEventsResponse.from_dict(value)
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
) -> Response[models.Error | models.ListEventsResponse]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(
    *,
    client: clients.AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    types: list[models.EventType | str] | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
) -> Response[models.Error | models.ListEventsResponse]:
    """List events

     Return events of the last 60 days.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of events per page; defaults to 25.
        types (list[EventType | str] | Unset): Return only events of these types.
        created_before (datetime.datetime | Unset): Return only events created at or before this
            time.
        created_after (datetime.datetime | Unset): Return only events created at or after this
            time.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.ListEventsResponse]
    """

    response = client.get_httpx_client().request(
        **_get_kwargs(
            cursor=cursor, limit=limit, types=types, created_before=created_before, created_after=created_after
        )
    )
    return _detailed(client, response)


def sync(
    *,
    client: clients.AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    types: list[models.EventType | str] | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
) -> models.Error | models.ListEventsResponse | None:
    """List events

     Return events of the last 60 days.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of events per page; defaults to 25.
        types (list[EventType | str] | Unset): Return only events of these types.
        created_before (datetime.datetime | Unset): Return only events created at or before this
            time.
        created_after (datetime.datetime | Unset): Return only events created at or after this
            time.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.ListEventsResponse
    """

    return sync_detailed(
        client=client,
        cursor=cursor,
        limit=limit,
        types=types,
        created_before=created_before,
        created_after=created_after,
    ).parsed


async def asyncio_detailed(
    *,
    client: clients.AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    types: list[models.EventType | str] | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
) -> Response[models.Error | models.ListEventsResponse]:
    """List events

     Return events of the last 60 days.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of events per page; defaults to 25.
        types (list[EventType | str] | Unset): Return only events of these types.
        created_before (datetime.datetime | Unset): Return only events created at or before this
            time.
        created_after (datetime.datetime | Unset): Return only events created at or after this
            time.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[models.Error | models.ListEventsResponse]
    """

    response = await client.get_async_httpx_client().request(
        **_get_kwargs(
            cursor=cursor, limit=limit, types=types, created_before=created_before, created_after=created_after
        )
    )
    return _detailed(client, response)


async def asyncio(
    *,
    client: clients.AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    types: list[models.EventType | str] | Unset = UNSET,
    created_before: datetime.datetime | Unset = UNSET,
    created_after: datetime.datetime | Unset = UNSET,
) -> models.Error | models.ListEventsResponse | None:
    """List events

     Return events of the last 60 days.

    Args:
        cursor (str | Unset): The `nextCursor` of the previous page.
        limit (int | Unset): Maximum number of events per page; defaults to 25.
        types (list[EventType | str] | Unset): Return only events of these types.
        created_before (datetime.datetime | Unset): Return only events created at or before this
            time.
        created_after (datetime.datetime | Unset): Return only events created at or after this
            time.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        models.Error | models.ListEventsResponse
    """

    detailed = await asyncio_detailed(
        client=client,
        cursor=cursor,
        limit=limit,
        types=types,
        created_before=created_before,
        created_after=created_after,
    )
    return detailed.parsed
