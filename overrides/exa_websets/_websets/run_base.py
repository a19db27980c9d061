"""What both kinds of a run share."""

from __future__ import annotations

import uuid
from typing import Any

from .._generated import models
from .._guard.jobs import Job
from .run_handle import RunHandle
from .snapshots import Snapshot
from .stop_rules import StopRule, reject_functions
from .stopping import Stopping


class RunBase:
    """What both kinds of a run share."""

    webset: models.Webset
    """The Webset as it was last seen."""
    is_new: bool
    """Whether this run created it; False if it already existed, and after `attach`."""
    until: StopRule
    reason: str | None = None
    """Why the stop rule has stopped it. None until it has ended, and if it has ended by itself."""
    is_handed_over: bool = False
    """Whether another process takes it over."""

    def __init__(self, webset: models.Webset, stopping: Stopping, base_url: str, job: Job, *, is_new: bool) -> None:
        self.webset = webset
        self._id = webset.id
        self._job = job
        self.is_new = is_new
        self.until = stopping.rule
        self._stopping = stopping
        self._base_url = base_url

    @property
    def id(self) -> str:
        """The id of the Webset."""
        return self._id

    def handle(self) -> RunHandle:
        """Hand the run over to the process that attaches it. Leaving this block normally then cancels nothing.

        If enrichments are finishing, the other process continues with that, until the same time of day.

        Raises:
            TypeError: the stop rule contains a function, which cannot be handed over.
        """
        reject_functions(self.until)
        self.is_handed_over = self._job.is_handed_over = True
        is_finishing = self._stopping.phase == "finishing"
        return RunHandle(self.id, self._base_url, self.until, self._stopping.finish_by if is_finishing else None)

    def _record_snapshot(self, snapshot: Snapshot) -> Snapshot:
        self.reason = snapshot.reason
        self._record(snapshot.webset)
        return snapshot

    def _record(self, webset: models.Webset) -> None:
        self.webset = webset


def external_id_for(body: Any, external_id: str | None) -> str:
    """Return the externalId of a run, a random one if none is given: it is how a create without an answer is found."""
    if external_id is None:
        external_id = (body.to_dict() if hasattr(body, "to_dict") else body).get("externalId")
    return f"run-{uuid.uuid4()}" if external_id is None else external_id
