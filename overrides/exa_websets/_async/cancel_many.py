"""Cancels many Websets at once: those with given ids, or all that match."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .._errors import WebsetsError
from .._generated import api, models
from .._http.shared_backoff import Gate
from .._runtime.tasks import work_off
from .._websets.cancel_batch import Batch, CancelOutcome, check_filter, matches, tell
from .transport import AsyncTransport


async def cancel_many(transport: AsyncTransport, ids: Iterable[str], concurrency: int) -> list[CancelOutcome]:
    """Cancel Websets by their ids, whatever becomes of each."""
    gate = Gate(transport.clock)
    batch = Batch(ids, concurrency, gate)
    websets = api.websets.AsyncWebsets(transport.behind(gate))

    async def cancel(id: str) -> None:
        try:
            while left := gate.left():
                await transport.clock.async_sleep(left)
            batch.note(id, await websets.cancel(id))
        except Exception as error:
            batch.note(id, error)

    try:
        await work_off(batch, cancel, concurrency)
    except BaseException as interruption:
        batch.tell(interruption)
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
    """List the Websets of a team that match, and cancel them."""
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
        tell(failure, outcomes)
        raise failure
    return outcomes
