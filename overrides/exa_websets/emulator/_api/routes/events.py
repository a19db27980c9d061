"""The operations on events."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BeforeValidator, Field

from ....pydantic import Event, EventType, KnownEvent, ListEventsResponse
from ..._wire.document import AS_DOCUMENT
from ..._world.ids import EVENT_PREFIX
from ..pagination import paginate
from ..requests import NoQuery, PageQuery, PathId, StoreDep

router = APIRouter(prefix="/v0/events")


def _parse_time(text: str) -> datetime:
    """Parse an ISO 8601 time, in UTC if it has no zone."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


# pydantic's own parsing accepts numbers, as seconds of Unix time.
Time = Annotated[datetime, BeforeValidator(_parse_time)]


class ListQuery(PageQuery):
    """The query of the list of events."""

    types: Annotated[list[EventType], Field(default_factory=list)]
    created_before: Annotated[Time | None, Field(alias="createdBefore")] = None
    created_after: Annotated[Time | None, Field(alias="createdAfter")] = None


@router.get("", operation_id="events-list", response_model=Annotated[ListEventsResponse, AS_DOCUMENT])
async def list_page(store: StoreDep, query: Annotated[ListQuery, Query()]) -> ListEventsResponse:
    newest_first = partial(
        store.events.newest_first, types=query.types, since=query.created_after, until=query.created_before
    )
    page, cursor = paginate(newest_first, EVENT_PREFIX, query.cursor, query.limit)
    return ListEventsResponse(
        data=[event.document() for event in page], has_more=cursor is not None, next_cursor=cursor
    )


@router.get("/{id}", operation_id="events-get", response_model=Annotated[Event, AS_DOCUMENT])
async def get(store: StoreDep, id: PathId, query: NoQuery) -> KnownEvent:
    return store.find_event(id).document()
