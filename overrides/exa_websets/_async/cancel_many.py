"""Cancels of many Websets at once: by their ids, or all that match a filter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from .._errors import WebsetsError
from .._generated import api, models
from .._http.shared_backoff import SharedBackoff
from .._runtime.tasks import run_batch, run_to_end
from .._websets.cancel_batch import CancelBatch, CancelOutcome, attach_outcomes, check_filter, matches
from .transport import AsyncTransport


async def cancel_many(
    transport: AsyncTransport, ids: Iterable[str], concurrency: int, *, finishes: bool = False
) -> list[CancelOutcome]:
    """Cancel Websets by their ids; see `websets.cancel_many`.

    Args:
        finishes: Whether an interruption lets those in flight finish, on asyncio and trio as well.
    """
    backoff = SharedBackoff(transport.clock)
    batch = CancelBatch(ids, concurrency, backoff)
    websets = api.websets.AsyncWebsets(transport.with_backoff(backoff))

    async def cancel(id: str) -> None:
        try:
            while left := backoff.remaining():
                await transport.clock.async_sleep(left)
            batch.record(id, await websets.cancel(id))
        except Exception as error:
            batch.record(id, error)

    async def cancel_to_end(id: str) -> None:
        await run_to_end(partial(cancel, id))

    try:
        await run_batch(batch, cancel_to_end if finishes else cancel, concurrency)
    except BaseException as interruption:
        batch.attach_outcomes(interruption)
        raise
    return batch.outcomes()


async def cancel_all(
    transport: AsyncTransport,
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
        async for webset in api.websets.AsyncWebsets(transport).list_all(limit=100):
            if matches(webset, status, metadata):
                listed.append(webset)
    except WebsetsError as error:
        if dry_run:
            raise
        failure = error
    if dry_run:
        return [CancelOutcome(webset.id, webset, None) for webset in listed]
    outcomes = await cancel_many(transport, [webset.id for webset in listed], concurrency)
    if failure is not None:
        attach_outcomes(failure, outcomes)
        raise failure
    return outcomes
