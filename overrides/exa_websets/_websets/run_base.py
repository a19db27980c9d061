"""The base of the synchronous and the asynchronous run."""

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
    """The base of the synchronous and the asynchronous run."""

    webset: models.Webset
    """The Webset as it was last seen."""
    is_new: bool
    """Whether this run created the Webset; False if it already existed, and after `attach`."""
    until: StopRule
    """The stop rule."""
    reason: str | None = None
    """The reason of the stop rule that stopped it, or None if it is still running or ended by itself."""
    is_handed_over: bool = False
    """Whether the run was handed over to another process."""

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
        """Return a handle, with which another process can take over the run by `attach`.

        From now on, leaving this block normally does not cancel the Webset; an exception still does. If enrichments
        are finishing, the other process waits for them, until the same time of day.

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
    """Return the externalId of a run, or a random one, by which the Webset is found if a create gets no response."""
    if external_id is None:
        external_id = (body.to_dict() if hasattr(body, "to_dict") else body).get("externalId")
    return f"run-{uuid.uuid4()}" if external_id is None else external_id
