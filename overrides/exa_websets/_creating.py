"""Creating a Webset once: an answer that was lost is looked up by the externalId before anything is sent again."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from typing import Any, TypeAlias

from ._clock import Clock
from ._errors import (
    APIConnectionError,
    ConcurrencyLimitError,
    ConflictError,
    NotFoundError,
    RateLimitError,
    ResponseValidationError,
    WebsetsError,
)
from ._generated import models
from ._polling import asked_to_wait, is_passing
from ._steps import Create, Get, Sleep, Step

Creating: TypeAlias = Generator[Step, models.Webset | None, tuple[models.Webset, bool]]

ROUNDS = 6
LONGEST_PAUSE = 8.0
# The pause between two tries whether the team has room for another Webset; a third of a wait that is short.
SLOT_PAUSE = 10.0
_NAMES_THE_LIMIT = re.compile(r"concurren|running", re.IGNORECASE)


def body_of(body: Any, external_id: str) -> dict[str, Any]:
    """Give the body of a create as plain data, with the externalId that it is to have.

    Raises:
        ValueError: it has another one.
    """
    data: Mapping[str, Any] = body.to_dict() if hasattr(body, "to_dict") else body
    if (own := data.get("externalId") or external_id) != external_id:
        raise ValueError(f"the body has the externalId {own!r}, not {external_id!r}; nothing was sent")
    return {**data, "externalId": external_id}


def creating_once(external_id: str, clock: Clock, *, wait_for_slot: float) -> Creating:
    """Create a Webset unless there is one of this externalId; tell whether it was made here.

    As long as it is in doubt whether a create has worked, it is looked for, and nothing is created.
    """
    give_up = clock.now() + wait_for_slot
    in_doubt = False
    conflict: ConflictError | None = None
    failure: WebsetsError | None = None
    for round in range(ROUNDS):
        if failure:
            yield Sleep(max(asked_to_wait(failure), min(LONGEST_PAUSE, 0.25 * 2**round)))
        try:
            if in_doubt or conflict:
                if webset := (yield from _look()):
                    return webset, in_doubt
                if conflict:
                    raise conflict
            return (yield from _create(clock, give_up, min(SLOT_PAUSE, wait_for_slot / 3))), True
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


def is_full(error: WebsetsError) -> bool:
    """Tell whether a create was refused because as many Websets run as the team may have running."""
    if isinstance(error, RateLimitError):
        return bool(_NAMES_THE_LIMIT.search(error.message))
    return isinstance(error, ConcurrencyLimitError)


def _create(clock: Clock, give_up: float, slot_pause: float) -> Generator[Step, models.Webset | None, models.Webset]:
    while True:
        try:
            webset = yield Create(None)
            assert webset is not None
            return webset
        except WebsetsError as error:
            pause = max(slot_pause, asked_to_wait(error))
            if not is_full(error) or clock.now() + pause >= give_up:
                raise
        yield Sleep(pause)


def _look() -> Generator[Step, models.Webset | None, models.Webset | None]:
    try:
        return (yield Get(None))
    except NotFoundError:
        return None
