"""Cancel many Websets at once: by id, or all that match a filter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial

from .._arguments import check_number
from .._generated import api, models
from .._runtime.tasks import run_batch, run_to_end
from .._websets.cancel_batch import CancelBatch, CancelOutcome, attach_outcomes
from .._websets.filters import make_filter
from .select import select
from .transport import AsyncTransport


async def cancel_many(
    transport: AsyncTransport, ids: Iterable[str], concurrency: int, *, finishes: bool = False
) -> list[CancelOutcome]:
    """Cancel Websets by their ids; see `websets.cancel_many`.

    Args:
        finishes: Whether cancels in flight finish after an interruption, also on asyncio and trio.
    """
    batch = CancelBatch(ids, concurrency, transport.pace)
    websets = api.websets.AsyncWebsets(transport.with_batch(batch.paced))

    async def cancel(id: str) -> None:
        try:
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
    except_metadata: Mapping[str, str] | None,
    older_than: float | timedelta | None,
    everything: bool,
    dry_run: bool,
    concurrency: int,
) -> list[CancelOutcome]:
    """List the Websets of the team that match a filter, and cancel them; see `websets.cancel_all`.

    If listing fails, the Websets that were listed are canceled before the error is raised.
    """
    check_number("concurrency", concurrency, at_least=1, is_whole=True)
    chosen = make_filter(status, metadata, except_metadata, older_than)
    if not metadata and not everything:
        raise ValueError(
            "cancel_all() also cancels Websets that others started: pass metadata= to select yours, or everything=True"
        )
    listed, failure = await select(transport, chosen)
    if dry_run:
        outcomes = [
            CancelOutcome(one.id, one if isinstance(one, models.Webset) else None, None) for one in listed.values()
        ]
    else:
        outcomes = await cancel_many(transport, [*listed], concurrency)
    if failure is not None:
        attach_outcomes(failure, outcomes)
        raise failure
    return outcomes
