"""One paid job as a block: whatever ends it, nothing of it runs on."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from attrs import frozen

from .._clock import Clock
from .._errors import WebsetsError
from .._generated import models
from .snapshots import Snapshot
from .stop_rules import Look, StopRule, refuse_functions

logger = logging.getLogger("exa_websets")


@frozen
class RunHandle:
    """What another process needs to go on with a run; it can be pickled and holds no key."""

    id: str
    base_url: str
    until: StopRule


class Job:
    """What both kinds of a run share."""

    webset: models.Webset
    """The Webset as it was last seen. """
    is_new: bool
    """Whether this run created it; False if it was there already, and after `attach`. """
    until: StopRule
    reason: str | None = None
    """Why the stop rule has canceled it, None while it has not. """
    is_handed_over: bool = False
    """Whether another process goes on with it. """

    def __init__(self, webset: models.Webset, until: StopRule, base_url: str, *, is_new: bool) -> None:
        self.webset = webset
        self.is_new = is_new
        self.until = until
        self._base_url = base_url

    @property
    def id(self) -> str:
        """The id of the Webset."""
        return self.webset.id

    def handle(self) -> RunHandle:
        """Hand the run over to whoever attaches; leaving this block without an exception then stops nothing.

        Raises:
            TypeError: its stop rule has a function in it, which cannot be handed over.
        """
        refuse_functions(self.until)
        self.is_handed_over = True
        return RunHandle(self.id, self._base_url, self.until)

    def _take(self, snapshot: Snapshot) -> None:
        self.reason = snapshot.reason
        self._seen(snapshot.webset)

    def _seen(self, webset: models.Webset) -> None:
        self.webset = webset


def name_of(body: Any, external_id: str | None) -> str:
    """Choose the externalId of a run: without one, a Webset whose create got no answer could not be found."""
    data = body.to_dict() if hasattr(body, "to_dict") else body
    return external_id or data.get("externalId") or f"run-{uuid.uuid4()}"


def seconds_for_slot(until: StopRule, wait_for_slot: float, clock: Clock) -> float:
    """Give how long to wait for a slot, which is no longer than until the stop rule is due."""
    due = until.due(Look(None, clock.utc(), 0))
    return wait_for_slot if due is None else min(wait_for_slot, max(due, 0))


def may_exist(error: BaseException) -> bool:
    """Tell whether a create that ended like this may have made a Webset."""
    return error.outcome_unknown if isinstance(error, WebsetsError) else not isinstance(error, Exception)


def tell(id: str, failure: BaseException, error: BaseException | None = None) -> None:
    """Say loudly what could not be shown to have stopped, in the log and on the exception that ended the block."""
    words = f"{id} may still be running and burning credits: {str(failure) or type(failure).__name__}"
    logger.error("%s", words)
    if error is not None:
        error.add_note(words)
