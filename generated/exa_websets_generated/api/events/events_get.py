from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from ... import LazyModule, errors
from ...models.error import Error
from ...models.import_completed_event import ImportCompletedEvent
from ...models.import_created_event import ImportCreatedEvent
from ...models.monitor_created_event import MonitorCreatedEvent
from ...models.monitor_deleted_event import MonitorDeletedEvent
from ...models.monitor_run_completed_event import MonitorRunCompletedEvent
from ...models.monitor_run_created_event import MonitorRunCreatedEvent
from ...models.monitor_updated_event import MonitorUpdatedEvent
from ...models.unknown_event import UnknownEvent
from ...models.webset_created_event import WebsetCreatedEvent
from ...models.webset_deleted_event import WebsetDeletedEvent
from ...models.webset_idle_event import WebsetIdleEvent
from ...models.webset_item_created_event import WebsetItemCreatedEvent
from ...models.webset_item_enriched_event import WebsetItemEnrichedEvent
from ...models.webset_paused_event import WebsetPausedEvent
from ...models.webset_search_canceled_event import WebsetSearchCanceledEvent
from ...models.webset_search_completed_event import WebsetSearchCompletedEvent
from ...models.webset_search_created_event import WebsetSearchCreatedEvent
from ...models.webset_search_updated_event import WebsetSearchUpdatedEvent
from ...types import Response

if TYPE_CHECKING:
    from ... import client as clients
else:
    clients = LazyModule("...client", __name__)


def _get_kwargs(id: str) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {"method": "get", "url": "/v0/events/{id}".format(id=quote(str(id), safe=""))}
    return _kwargs


def _parse(
    client: clients.AuthenticatedClient | clients.Client, response: httpx.Response
) -> (
    Error
    | ImportCompletedEvent
    | ImportCreatedEvent
    | MonitorCreatedEvent
    | MonitorDeletedEvent
    | MonitorRunCompletedEvent
    | MonitorRunCreatedEvent
    | MonitorUpdatedEvent
    | UnknownEvent
    | WebsetCreatedEvent
    | WebsetDeletedEvent
    | WebsetIdleEvent
    | WebsetItemCreatedEvent
    | WebsetItemEnrichedEvent
    | WebsetPausedEvent
    | WebsetSearchCanceledEvent
    | WebsetSearchCompletedEvent
    | WebsetSearchCreatedEvent
    | WebsetSearchUpdatedEvent
    | None
):
    if response.status_code == 200:

        def _parse_response_200(
            data: object,
        ) -> (
            ImportCompletedEvent
            | ImportCreatedEvent
            | MonitorCreatedEvent
            | MonitorDeletedEvent
            | MonitorRunCompletedEvent
            | MonitorRunCreatedEvent
            | MonitorUpdatedEvent
            | UnknownEvent
            | WebsetCreatedEvent
            | WebsetDeletedEvent
            | WebsetIdleEvent
            | WebsetItemCreatedEvent
            | WebsetItemEnrichedEvent
            | WebsetPausedEvent
            | WebsetSearchCanceledEvent
            | WebsetSearchCompletedEvent
            | WebsetSearchCreatedEvent
            | WebsetSearchUpdatedEvent
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_0 = WebsetCreatedEvent.from_dict(data)

                return componentsschemas_known_event_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_1 = WebsetDeletedEvent.from_dict(data)

                return componentsschemas_known_event_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_2 = WebsetPausedEvent.from_dict(data)

                return componentsschemas_known_event_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_3 = WebsetIdleEvent.from_dict(data)

                return componentsschemas_known_event_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_4 = WebsetSearchCreatedEvent.from_dict(data)

                return componentsschemas_known_event_type_4
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_5 = WebsetSearchUpdatedEvent.from_dict(data)

                return componentsschemas_known_event_type_5
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_6 = WebsetSearchCanceledEvent.from_dict(data)

                return componentsschemas_known_event_type_6
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_7 = WebsetSearchCompletedEvent.from_dict(data)

                return componentsschemas_known_event_type_7
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_8 = WebsetItemCreatedEvent.from_dict(data)

                return componentsschemas_known_event_type_8
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_9 = WebsetItemEnrichedEvent.from_dict(data)

                return componentsschemas_known_event_type_9
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_10 = ImportCreatedEvent.from_dict(data)

                return componentsschemas_known_event_type_10
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_11 = ImportCompletedEvent.from_dict(data)

                return componentsschemas_known_event_type_11
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_12 = MonitorCreatedEvent.from_dict(data)

                return componentsschemas_known_event_type_12
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_13 = MonitorUpdatedEvent.from_dict(data)

                return componentsschemas_known_event_type_13
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_14 = MonitorDeletedEvent.from_dict(data)

                return componentsschemas_known_event_type_14
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_15 = MonitorRunCreatedEvent.from_dict(data)

                return componentsschemas_known_event_type_15
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_known_event_type_16 = MonitorRunCompletedEvent.from_dict(data)

                return componentsschemas_known_event_type_16
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_event_type_1 = UnknownEvent.from_dict(data)

            return componentsschemas_event_type_1

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
) -> Response[
    Error
    | ImportCompletedEvent
    | ImportCreatedEvent
    | MonitorCreatedEvent
    | MonitorDeletedEvent
    | MonitorRunCompletedEvent
    | MonitorRunCreatedEvent
    | MonitorUpdatedEvent
    | UnknownEvent
    | WebsetCreatedEvent
    | WebsetDeletedEvent
    | WebsetIdleEvent
    | WebsetItemCreatedEvent
    | WebsetItemEnrichedEvent
    | WebsetPausedEvent
    | WebsetSearchCanceledEvent
    | WebsetSearchCompletedEvent
    | WebsetSearchCreatedEvent
    | WebsetSearchUpdatedEvent
]:
    status = HTTPStatus(response.status_code)
    return Response(status, response.content, response.headers, _parse(client, response))


def sync_detailed(
    id: str, *, client: clients.AuthenticatedClient
) -> Response[
    Error
    | ImportCompletedEvent
    | ImportCreatedEvent
    | MonitorCreatedEvent
    | MonitorDeletedEvent
    | MonitorRunCompletedEvent
    | MonitorRunCreatedEvent
    | MonitorUpdatedEvent
    | UnknownEvent
    | WebsetCreatedEvent
    | WebsetDeletedEvent
    | WebsetIdleEvent
    | WebsetItemCreatedEvent
    | WebsetItemEnrichedEvent
    | WebsetPausedEvent
    | WebsetSearchCanceledEvent
    | WebsetSearchCompletedEvent
    | WebsetSearchCreatedEvent
    | WebsetSearchUpdatedEvent
]:
    """Get an event

     Return the event with the object as it was when the event occurred.

    Args:
        id (str): The id of the event.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | ImportCompletedEvent | ImportCreatedEvent | MonitorCreatedEvent | MonitorDeletedEvent | MonitorRunCompletedEvent | MonitorRunCreatedEvent | MonitorUpdatedEvent | UnknownEvent | WebsetCreatedEvent | WebsetDeletedEvent | WebsetIdleEvent | WebsetItemCreatedEvent | WebsetItemEnrichedEvent | WebsetPausedEvent | WebsetSearchCanceledEvent | WebsetSearchCompletedEvent | WebsetSearchCreatedEvent | WebsetSearchUpdatedEvent]
    """

    response = client.get_httpx_client().request(**_get_kwargs(id=id))
    return _detailed(client, response)


def sync(
    id: str, *, client: clients.AuthenticatedClient
) -> (
    Error
    | ImportCompletedEvent
    | ImportCreatedEvent
    | MonitorCreatedEvent
    | MonitorDeletedEvent
    | MonitorRunCompletedEvent
    | MonitorRunCreatedEvent
    | MonitorUpdatedEvent
    | UnknownEvent
    | WebsetCreatedEvent
    | WebsetDeletedEvent
    | WebsetIdleEvent
    | WebsetItemCreatedEvent
    | WebsetItemEnrichedEvent
    | WebsetPausedEvent
    | WebsetSearchCanceledEvent
    | WebsetSearchCompletedEvent
    | WebsetSearchCreatedEvent
    | WebsetSearchUpdatedEvent
    | None
):
    """Get an event

     Return the event with the object as it was when the event occurred.

    Args:
        id (str): The id of the event.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | ImportCompletedEvent | ImportCreatedEvent | MonitorCreatedEvent | MonitorDeletedEvent | MonitorRunCompletedEvent | MonitorRunCreatedEvent | MonitorUpdatedEvent | UnknownEvent | WebsetCreatedEvent | WebsetDeletedEvent | WebsetIdleEvent | WebsetItemCreatedEvent | WebsetItemEnrichedEvent | WebsetPausedEvent | WebsetSearchCanceledEvent | WebsetSearchCompletedEvent | WebsetSearchCreatedEvent | WebsetSearchUpdatedEvent
    """

    return (sync_detailed(id=id, client=client)).parsed


async def asyncio_detailed(
    id: str, *, client: clients.AuthenticatedClient
) -> Response[
    Error
    | ImportCompletedEvent
    | ImportCreatedEvent
    | MonitorCreatedEvent
    | MonitorDeletedEvent
    | MonitorRunCompletedEvent
    | MonitorRunCreatedEvent
    | MonitorUpdatedEvent
    | UnknownEvent
    | WebsetCreatedEvent
    | WebsetDeletedEvent
    | WebsetIdleEvent
    | WebsetItemCreatedEvent
    | WebsetItemEnrichedEvent
    | WebsetPausedEvent
    | WebsetSearchCanceledEvent
    | WebsetSearchCompletedEvent
    | WebsetSearchCreatedEvent
    | WebsetSearchUpdatedEvent
]:
    """Get an event

     Return the event with the object as it was when the event occurred.

    Args:
        id (str): The id of the event.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | ImportCompletedEvent | ImportCreatedEvent | MonitorCreatedEvent | MonitorDeletedEvent | MonitorRunCompletedEvent | MonitorRunCreatedEvent | MonitorUpdatedEvent | UnknownEvent | WebsetCreatedEvent | WebsetDeletedEvent | WebsetIdleEvent | WebsetItemCreatedEvent | WebsetItemEnrichedEvent | WebsetPausedEvent | WebsetSearchCanceledEvent | WebsetSearchCompletedEvent | WebsetSearchCreatedEvent | WebsetSearchUpdatedEvent]
    """

    response = await client.get_async_httpx_client().request(**_get_kwargs(id=id))
    return _detailed(client, response)


async def asyncio(
    id: str, *, client: clients.AuthenticatedClient
) -> (
    Error
    | ImportCompletedEvent
    | ImportCreatedEvent
    | MonitorCreatedEvent
    | MonitorDeletedEvent
    | MonitorRunCompletedEvent
    | MonitorRunCreatedEvent
    | MonitorUpdatedEvent
    | UnknownEvent
    | WebsetCreatedEvent
    | WebsetDeletedEvent
    | WebsetIdleEvent
    | WebsetItemCreatedEvent
    | WebsetItemEnrichedEvent
    | WebsetPausedEvent
    | WebsetSearchCanceledEvent
    | WebsetSearchCompletedEvent
    | WebsetSearchCreatedEvent
    | WebsetSearchUpdatedEvent
    | None
):
    """Get an event

     Return the event with the object as it was when the event occurred.

    Args:
        id (str): The id of the event.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | ImportCompletedEvent | ImportCreatedEvent | MonitorCreatedEvent | MonitorDeletedEvent | MonitorRunCompletedEvent | MonitorRunCreatedEvent | MonitorUpdatedEvent | UnknownEvent | WebsetCreatedEvent | WebsetDeletedEvent | WebsetIdleEvent | WebsetItemCreatedEvent | WebsetItemEnrichedEvent | WebsetPausedEvent | WebsetSearchCanceledEvent | WebsetSearchCompletedEvent | WebsetSearchCreatedEvent | WebsetSearchUpdatedEvent
    """

    return (await asyncio_detailed(id=id, client=client)).parsed
