"""One paid job as a block: whatever ends it, nothing of it runs on."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING

from .._errors import NotFoundError
from .._generated import api, models
from .._polling import is_interruption
from .._rows import Row
from .._runs import Job, RunHandle, may_exist, name_of, seconds_for_slot, tell
from .._runtime.tasks import shielded
from .._stop_rules import StopRule, Until, rule_of
from .cancel_and_wait import cancel_and_wait, warn_of_monitors
from .get_or_create import get_or_create
from .items import AsyncItems, as_found
from .transport import AsyncTransport
from .watch import watch

if TYPE_CHECKING:
    from .. import params


class AsyncRun(Job):
    """A Webset whose work ends with its block at the latest; `websets.run` and `websets.attach` give one."""

    def __init__(
        self, transport: AsyncTransport, webset: models.Webset, until: StopRule, *, is_new: bool = False
    ) -> None:
        self._transport = transport
        super().__init__(webset, until, transport.config.base_url, is_new=is_new)
        self._items = AsyncItems(transport)

    async def wait(self) -> models.Webset:
        """Wait until nothing in the Webset runs, or its stop rule has canceled it."""
        async with aclosing(watch(self._transport, self.id, until=self.until)) as seen:
            async for snapshot in seen:
                self._take(snapshot)
        return self.webset

    def items(self, *, updates: bool = False) -> AsyncGenerator[models.WebsetItem]:
        """Yield each item as it is found, until nothing in the Webset runs, or its stop rule has canceled it.

        Args:
            updates: Whether to yield an item again when one of its results has come.
        """
        seen = watch(self._transport, self.id, until=self.until, every_look=True)
        return as_found(self._items, self.id, seen, updates=updates, on_look=self._take, options={})

    def rows(self, names: Mapping[str, str] | None = None) -> AsyncGenerator[Row]:
        """Yield what was found so far as flat rows; see `items.rows`."""
        return self._items.rows(self.id, names)

    async def cancel(self) -> models.Webset:
        """Cancel the Webset, and wait until nothing in it runs."""
        self._seen(warn_of_monitors(await cancel_and_wait(self._transport, self.id)))
        return self.webset


@asynccontextmanager
async def run(
    transport: AsyncTransport,
    body: models.CreateWebsetParameters | params.CreateWebsetParameters,
    *,
    until: Until,
    external_id: str | None,
    wait_for_slot: float,
) -> AsyncGenerator[AsyncRun]:
    """Create a Webset for the block; see `websets.run`."""
    rule, name = rule_of(until), name_of(body, external_id)
    slot = seconds_for_slot(rule, wait_for_slot, transport.clock)

    async def begin() -> AsyncRun:
        webset, is_new = await get_or_create(transport, name, body, wait_for_slot=slot)
        return AsyncRun(transport, webset, rule, is_new=is_new)

    async with _ending(transport, name, begin) as run:
        yield run


@asynccontextmanager
async def attach(transport: AsyncTransport, handle: RunHandle) -> AsyncGenerator[AsyncRun]:
    """Go on with a run that was handed over; see `websets.attach`."""
    if handle.base_url != transport.config.base_url:
        raise ValueError(f"{handle.id} runs at {handle.base_url}, and this client talks to {transport.config.base_url}")

    async def begin() -> AsyncRun:
        return AsyncRun(transport, await api.websets.AsyncWebsets(transport).get(handle.id), handle.until)

    async with _ending(transport, handle.id, begin, exists=True) as run:
        yield run


@asynccontextmanager
async def _ending(
    transport: AsyncTransport, name: str, begin: Callable[[], Awaitable[AsyncRun]], *, exists: bool = False
) -> AsyncGenerator[AsyncRun]:
    run: AsyncRun | None = None
    is_over = False
    try:
        run = await begin()
        yield run
        is_over = True
        if not run.is_handed_over:
            with shielded():
                run.webset = warn_of_monitors(await cancel_and_wait(transport, run.id))
    except BaseException as error:
        try:
            if run and is_over and isinstance(error, Exception):
                tell(run.id, error)
            elif run or exists or may_exist(error):
                await _end(transport, run.id if run else name, error)
        except BaseException as failure:
            if is_interruption(failure) and not is_interruption(error):
                await _end(transport, run.id if run else name, failure)  # the impatient have the cancel sent once more
            raise
        raise


async def _end(transport: AsyncTransport, id: str, error: BaseException) -> None:
    """Stop what the block leaves behind that has ended like this."""
    try:
        with shielded():
            await _stop(transport, id)
    except BaseException as failure:
        if is_interruption(failure) and not is_interruption(error):
            raise
        tell(id, failure, error)
        if not isinstance(failure, Exception):
            raise
    else:
        if hasattr(error, "__notes__"):  # a request that was broken off may have said that it runs on
            error.add_note(f"Nothing of {id} runs on.")


async def _stop(transport: AsyncTransport, id: str) -> None:
    """Cancel what a run has left behind, surely; what is not there gets two more looks, because it may come late."""
    for pause in (2, 5, None):
        try:
            await cancel_and_wait(transport, id)
            return
        except NotFoundError:
            if pause is None:
                return
        await transport.clock.async_sleep(pause)
