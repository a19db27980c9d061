"""Creates a Webset once: an answer that was lost is looked up by the externalId before anything is sent again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

from .._clock import Clock
from .._errors import APIConnectionError, ConflictError, NotFoundError, ResponseValidationError, WebsetsError
from .._generated import api, models
from .._http.requests import without_body
from .._websets.creating import LONGEST_PAUSE, ROUNDS, SLOT_PAUSE, body_of, is_full
from .._websets.status import asked_to_wait, is_passing
from .transport import AsyncTransport

if TYPE_CHECKING:
    from .. import params


async def get_or_create(
    transport: AsyncTransport,
    external_id: str,
    body: models.CreateWebsetParameters | params.CreateWebsetParameters,
    *,
    wait_for_slot: float,
    **options: Unpack[api.RequestOptions],
) -> tuple[models.Webset, bool]:
    """Create a Webset unless there is one of this externalId; tell whether it was made here.

    As long as it is in doubt whether a create has worked, it is looked for, and nothing is created.
    """
    websets, clock = api.websets.AsyncWebsets(transport), transport.clock
    data: Any = body_of(body, external_id)
    create = partial(websets.create, data, **options)
    get = partial(websets.get, external_id, **without_body(options))
    give_up = clock.now() + wait_for_slot
    in_doubt = False
    conflict: ConflictError | None = None
    failure: WebsetsError | None = None
    for round in range(ROUNDS):
        if failure:
            await clock.async_sleep(max(asked_to_wait(failure), min(LONGEST_PAUSE, 0.25 * 2**round)))
        try:
            if in_doubt or conflict:
                if webset := await _look(get):
                    return webset, in_doubt
                if conflict:
                    raise conflict
            return await _create(create, clock, give_up, min(SLOT_PAUSE, wait_for_slot / 3)), True
        except ConflictError as error:
            if conflict:
                raise  # it is about something else than the externalId
            conflict, failure = error, None
        except WebsetsError as error:
            may_exist = error.outcome_unknown or isinstance(error, ResponseValidationError)
            goes_on = may_exist or isinstance(error, APIConnectionError)
            if in_doubt or conflict:
                goes_on = goes_on or is_passing(error)
            else:
                in_doubt = may_exist
            if in_doubt and not error.outcome_unknown:
                error.outcome_unknown = True
                error.add_note(f"A Webset with the externalId {external_id!r} may have been created all the same.")
            if not goes_on:
                raise
            failure = error
    raise failure or conflict or AssertionError


async def _create(
    create: Callable[[], Awaitable[models.Webset]], clock: Clock, give_up: float, slot_pause: float
) -> models.Webset:
    while True:
        try:
            return await create()
        except WebsetsError as error:
            pause = max(slot_pause, asked_to_wait(error))
            if not is_full(error) or clock.now() + pause >= give_up:
                raise
        await clock.async_sleep(pause)


async def _look(get: Callable[[], Awaitable[models.Webset]]) -> models.Webset | None:
    try:
        return await get()
    except NotFoundError:
        return None
