"""Create a Webset exactly once: if a response is lost, look the Webset up before creating it again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

from .._arguments import check_number
from .._clock import Clock
from .._error_notes import add_note, mark
from .._errors import APIConnectionError, ConflictError, NotFoundError, WebsetsError, may_have_acted
from .._generated import api, models
from .._http.request import check_id, options_without_body
from .._websets.creation import ROUNDS, SLOT_PAUSE, create_body, is_team_full
from .._websets.status import is_transient, requested_wait
from .guard import AsyncGuard
from .transport import AsyncTransport

if TYPE_CHECKING:
    from .. import params


async def get_or_create(
    transport: AsyncTransport,
    external_id: str,
    body: models.CreateWebsetParameters | params.CreateWebsetParameters | api.PlainDict,
    /,
    *,
    wait_for_slot: float,
    **options: Unpack[api.RequestOptions],
) -> tuple[models.Webset, bool]:
    """Return the Webset with an externalId, creating it if necessary; see `websets.get_or_create`."""
    check_id(external_id)
    check_number("wait_for_slot", wait_for_slot)
    data = create_body(body, external_id)
    try:
        return await create_once(transport, external_id, data, wait_for_slot=wait_for_slot, **options)
    except Exception as error:
        if not isinstance(error, WebsetsError) and may_have_acted(error):
            await AsyncGuard(transport, external_id, is_known=False).stop(error)
        raise


async def create_once(
    transport: AsyncTransport,
    external_id: str,
    data: Any,
    /,
    *,
    wait_for_slot: float,
    **options: Unpack[api.RequestOptions],
) -> tuple[models.Webset, bool]:
    """Return the Webset with an externalId, creating it from plain data if necessary.

    While it is unknown whether a create succeeded, each round looks the Webset up and creates nothing. The rounds also
    end at the deadline of the transport.
    """
    websets, clock = api.websets.AsyncWebsets(transport), transport.clock
    create = partial(websets.create, data, **options)
    get = partial(websets.get, external_id, **options_without_body(options))
    slot_deadline = min(clock.now() + wait_for_slot, transport.deadline or float("inf"))
    is_unknown = False
    conflict: ConflictError | None = None
    failure: WebsetsError | None = None
    for round in range(ROUNDS):
        if failure is not None:
            pause = max(requested_wait(failure), 0.25 * 2**round)
            if transport.deadline is not None and clock.now() + pause >= transport.deadline:
                break
            try:
                await clock.async_sleep(pause)
            except BaseException as interruption:
                _mark(interruption, external_id, may_exist=is_unknown)
                raise
        is_look_up = is_unknown or conflict is not None
        try:
            if is_look_up:
                if webset := await _get_if_exists(get):
                    return webset, is_unknown
                if conflict is not None:
                    raise conflict
            return await _create(create, clock, slot_deadline, min(SLOT_PAUSE, wait_for_slot / 3)), True
        except ConflictError as error:
            if conflict is not None:
                raise  # no Webset has the externalId, so the conflict is about something else
            conflict, failure = error, None
        except BaseException as error:
            may_exist = may_have_acted(error)
            is_unknown = is_unknown or (may_exist and not is_look_up)
            if is_unknown and not may_exist:
                _mark(error, external_id, may_exist=True)
            if not isinstance(error, WebsetsError):
                raise
            # A look-up may be repeated after a transient error, but not a create that was rejected.
            may_pass = is_transient(error) and (is_look_up or isinstance(error, APIConnectionError))
            if not (may_exist or may_pass):
                raise
            failure = error
    raise failure or conflict or AssertionError


def _mark(error: BaseException, external_id: str, *, may_exist: bool) -> None:
    """Record on an exception that was not raised by a create whether the Webset may exist."""
    mark(error, outcome_unknown=may_exist)
    if may_exist:
        add_note(error, f"A Webset with the externalId {external_id!r} may have been created all the same.")


async def _create(
    create: Callable[[], Awaitable[models.Webset]], clock: Clock, slot_deadline: float, slot_pause: float
) -> models.Webset:
    """Create a Webset, retrying until the deadline while the team is at its limit."""
    while True:
        try:
            return await create()
        except WebsetsError as error:
            pause = max(slot_pause, requested_wait(error))
            if not is_team_full(error) or clock.now() + pause >= slot_deadline:
                raise
        try:
            await clock.async_sleep(pause)
        except BaseException as interruption:
            mark(interruption, outcome_unknown=False)  # every create so far was rejected
            raise


async def _get_if_exists(get: Callable[[], Awaitable[models.Webset]]) -> models.Webset | None:
    try:
        return await get()
    except NotFoundError:
        return None
