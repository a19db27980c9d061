"""What both kinds of a run share."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from .._clock import Clock
from .._errors import WebsetsError
from .._generated import models
from .run_handle import RunHandle
from .snapshots import Snapshot
from .stop_rules import Look, StopRule, reject_functions

logger = logging.getLogger("exa_websets")


class RunBase:
    """What both kinds of a run share."""

    webset: models.Webset
    """The Webset as it was last seen."""
    is_new: bool
    """Whether this run created it; False if it already existed, and after `attach`."""
    until: StopRule
    reason: str | None = None
    """Why the stop rule has canceled it, or None."""
    is_handed_over: bool = False
    """Whether another process takes it over."""

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
        """Hand the run over to the process that attaches it. Leaving this block normally then cancels nothing.

        Raises:
            TypeError: the stop rule contains a function, which cannot be handed over.
        """
        reject_functions(self.until)
        self.is_handed_over = True
        return RunHandle(self.id, self._base_url, self.until)

    def _record_snapshot(self, snapshot: Snapshot) -> None:
        self.reason = snapshot.reason
        self._record(snapshot.webset)

    def _record(self, webset: models.Webset) -> None:
        self.webset = webset


def external_id_for(body: Any, external_id: str | None) -> str:
    """Return the externalId of a run, a random one if none is given: it is how a create without an answer is found."""
    data = body.to_dict() if hasattr(body, "to_dict") else body
    return external_id or data.get("externalId") or f"run-{uuid.uuid4()}"


def slot_wait(until: StopRule, wait_for_slot: float, clock: Clock) -> float:
    """Return the seconds to wait for a slot, which end when the stop rule is due."""
    due = until.due(Look(None, clock.utc(), 0))
    return wait_for_slot if due is None else min(wait_for_slot, max(due, 0))


def may_exist(error: BaseException) -> bool:
    """Return True if a create that ended with this error may have created a Webset."""
    return error.outcome_unknown if isinstance(error, WebsetsError) else not isinstance(error, Exception)


def stopped_message(id: str) -> str:
    """Return the note on an exception after which a run was seen to have stopped."""
    return f"{id} was canceled, and nothing in it is running."


def report_may_still_run(id: str, failure: BaseException, error: BaseException | None = None) -> None:
    """Report a Webset that may still be running: in the log, and in a note to the exception that ended the block."""
    message = f"{id} may still be running and burning credits: {str(failure) or type(failure).__name__}"
    logger.error("%s", message)
    if error is not None:
        error.add_note(message)
