"""Select Websets of the team with a filter, even if parts of the list cannot be read."""

from __future__ import annotations

from .._error_notes import add_note
from .._errors import ResponseValidationError
from .._generated import api, models, types
from .._websets.filters import Filter
from .._websets.listed import MalformedWebset, ReadablePage, readable_page
from .transport import AsyncTransport


async def select(
    transport: AsyncTransport, chosen: Filter
) -> tuple[dict[str, models.Webset | MalformedWebset], Exception | None]:
    """Return the Websets that a filter selects, by id, and the exception raised by listing them, or None."""
    websets = api.websets.AsyncWebsets(transport)
    selected: dict[str, models.Webset | MalformedWebset] = {}
    skipped: list[str] = []
    failure: Exception | None = None
    cursors = api.Cursors(transport.paging_error)
    cursor: str | types.Unset | None = types.UNSET
    page: models.ListWebsetsResponse | ReadablePage
    try:
        while cursor is not None:
            try:
                page = await websets.list(cursor=cursor, limit=100)
            except ResponseValidationError as error:
                page, failure = readable_page(error), failure or error
            for one in page.data:
                if chosen.selects(one, transport.clock.utc()):
                    selected[one.id] = one
                elif unreadable := chosen.what_is_unreadable(one):
                    skipped.append(f"{one.id} was skipped, because its {unreadable} cannot be read.")
            cursor = cursors.after(page)
    except Exception as error:
        failure = error
    if failure is not None:
        for note in skipped:
            add_note(failure, note)
    return selected, failure
