# Derived from _async/cancel_many.py by scripts/regenerate. Edit that file instead.
"""Cancels many Websets at once: those with given ids, or all that match."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .._errors import WebsetsError
from .._generated import api, models
from .._http.shared_backoff import Gate
from .._runtime.threads import work_off
from .._websets.cancel_batch import Batch, CancelOutcome, check_filter, matches, tell
from .transport import Transport


def cancel_many(transport: Transport, ids: Iterable[str], concurrency: int) -> list[CancelOutcome]:
    """Cancel Websets by their ids, whatever becomes of each."""
    gate = Gate(transport.clock)
    batch = Batch(ids, concurrency, gate)
    websets = api.websets.Websets(transport.behind(gate))

    def cancel(id: str) -> None:
        try:
            while left := gate.left():
                transport.clock.sleep(left)
            batch.note(id, websets.cancel(id))
        except Exception as error:
            batch.note(id, error)

    try:
        work_off(batch, cancel, concurrency)
    except BaseException as interruption:
        batch.tell(interruption)
        raise
    return batch.outcomes()


def cancel_all(
    transport: Transport,
    *,
    status: str,
    metadata: Mapping[str, str] | None,
    everything: bool,
    dry_run: bool,
    concurrency: int,
) -> list[CancelOutcome]:
    """List the Websets of a team that match, and cancel them."""
    check_filter(status, metadata, everything)
    listed: list[models.Webset] = []
    failure: WebsetsError | None = None
    try:
        for webset in api.websets.Websets(transport).list_all(limit=100):
            if matches(webset, status, metadata):
                listed.append(webset)
    except WebsetsError as error:
        if dry_run:
            raise
        failure = error
    if dry_run:
        return [CancelOutcome(webset.id, webset, None) for webset in listed]
    outcomes = cancel_many(transport, [webset.id for webset in listed], concurrency)
    if failure is not None:
        tell(failure, outcomes)
        raise failure
    return outcomes
