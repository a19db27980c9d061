# Derived from _async/cancel_many.py by scripts/regenerate. Edit that file instead.
"""Cancels of many Websets at once: by their ids, or all that match a filter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from .._errors import WebsetsError
from .._generated import api, models
from .._http.shared_backoff import SharedBackoff
from .._runtime.threads import run_batch, run_to_end
from .._websets.cancel_batch import CancelBatch, CancelOutcome, attach_outcomes, check_filter, matches
from .transport import Transport


def cancel_many(
    transport: Transport, ids: Iterable[str], concurrency: int, *, finishes: bool = False
) -> list[CancelOutcome]:
    """Cancel Websets by their ids; see `websets.cancel_many`.

    Args:
        finishes: Whether an interruption lets those in flight finish, on asyncio and trio as well.
    """
    backoff = SharedBackoff(transport.clock)
    batch = CancelBatch(ids, concurrency, backoff)
    websets = api.websets.Websets(transport.with_backoff(backoff))

    def cancel(id: str) -> None:
        try:
            while left := backoff.remaining():
                transport.clock.sleep(left)
            batch.record(id, websets.cancel(id))
        except Exception as error:
            batch.record(id, error)

    def cancel_to_end(id: str) -> None:
        run_to_end(partial(cancel, id))

    try:
        run_batch(batch, cancel_to_end if finishes else cancel, concurrency)
    except BaseException as interruption:
        batch.attach_outcomes(interruption)
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
    """List the Websets of the team that match a filter, and cancel them; see `websets.cancel_all`."""
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
        attach_outcomes(failure, outcomes)
        raise failure
    return outcomes
