"""The resource `websets`, whole: with its helpers to create once, and to run one paid job as a block.

The same as in `_websets.py`, awaited.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Unpack

import anyio

from ._async_stopping_websets import AsyncStoppingWebsets
from ._generated import api, models
from ._requests import without_body

if TYPE_CHECKING:
    from . import params
    from ._runs import AsyncRun, RunHandle
    from ._steps import Operation
    from ._stop_rules import Until


class AsyncWebsets(AsyncStoppingWebsets):
    """The operations of `websets`, and what takes more than one of them."""

    async def get_or_create(
        self,
        external_id: str,
        body: models.CreateWebsetParameters | params.CreateWebsetParameters,
        /,
        *,
        wait_for_slot: float = 0,
        **options: Unpack[api.RequestOptions],
    ) -> tuple[models.Webset, bool]:
        """Give the Webset of an externalId, made now unless there is one, and tell whether it was made now.

        An answer that is lost or cannot be read is looked up before anything is sent again, so there are never two.

        Args:
            external_id: The externalId.
            body: What to create; it is not compared with a Webset that is there.
            wait_for_slot: Seconds to wait while as many Websets run as the team may have running.

        Raises:
            APIStatusError: the service refuses.
            APIConnectionError: six rounds did not show whether it was made; `outcome_unknown` is true.
        """
        from ._creating import body_of, creating_once
        from ._steps import Create, async_take

        data: Any = body_of(body, external_id)
        look = without_body(options)

        async def perform(step: Operation) -> models.Webset:
            return (
                await self.create(data, **options) if isinstance(step, Create) else await self.get(external_id, **look)
            )

        clock = self._transport.clock
        return await async_take(creating_once(external_id, clock, wait_for_slot=wait_for_slot), clock, perform)

    @asynccontextmanager
    async def run(
        self,
        body: models.CreateWebsetParameters | params.CreateWebsetParameters,
        /,
        *,
        until: Until = None,
        external_id: str | None = None,
        wait_for_slot: float = 0,
    ) -> AsyncGenerator[AsyncRun]:
        """Run one paid job: create a Webset, and whatever ends the block, see to it that nothing of it runs on.

        At the end of the block it is canceled, and it is looked whether it has stopped. What could not be shown to
        have stopped is raised, or told in a note to the exception that ended the block, and logged as an error.
        A Webset of this externalId that is there already is gone on with, and ends with the block just the same,
        whoever has begun it; `is_new` of the run tells.

        Args:
            body: What to create.
            until: A stop rule, which `wait` and `items` of the run obey.
            external_id: The externalId; else that of the body, else a random one.
            wait_for_slot: Seconds to wait while as many Websets run as the team may have running.
        """
        from ._runs import AsyncRun, name_of, seconds_for_slot
        from ._stop_rules import rule_of

        rule, name = rule_of(until), name_of(body, external_id)
        slot = seconds_for_slot(rule, wait_for_slot, self._transport.clock)

        async def begin() -> AsyncRun:
            webset, is_new = await self.get_or_create(name, body, wait_for_slot=slot)
            return AsyncRun(self._transport, webset, rule, is_new=is_new)

        async with self._ending(name, begin) as run:
            yield run

    @asynccontextmanager
    async def attach(self, handle: RunHandle, /) -> AsyncGenerator[AsyncRun]:
        """Go on with a run that was handed over, in a block that ends it as `run` does.

        Args:
            handle: What `handle()` of the run gave.

        Raises:
            ValueError: it belongs to another service than this client's.
        """
        from ._runs import AsyncRun

        if handle.base_url != self._transport.config.base_url:
            raise ValueError(
                f"{handle.id} runs at {handle.base_url}, and this client talks to {self._transport.config.base_url}"
            )

        async def begin() -> AsyncRun:
            return AsyncRun(self._transport, await self.get(handle.id), handle.until)

        async with self._ending(handle.id, begin, exists=True) as run:
            yield run

    @asynccontextmanager
    async def _ending(
        self, name: str, begin: Callable[[], Awaitable[AsyncRun]], *, exists: bool = False
    ) -> AsyncGenerator[AsyncRun]:
        from ._runs import may_exist, tell
        from ._steps import is_interruption

        run: AsyncRun | None = None
        is_over = False
        try:
            run = await begin()
            yield run
            is_over = True
            if not run.is_handed_over:
                with anyio.CancelScope(shield=True):
                    run.webset = await self.cancel_and_wait(run.id)
        except BaseException as error:
            try:
                if run and is_over and isinstance(error, Exception):
                    tell(run.id, error)
                elif run or exists or may_exist(error):
                    await self._end(run.id if run else name, error)
            except BaseException as failure:
                if is_interruption(failure) and not is_interruption(error):
                    await self._end(run.id if run else name, failure)  # who is impatient has the cancel sent once more
                raise
            raise

    async def _end(self, id: str, error: BaseException) -> None:
        """Stop what the block leaves behind that has ended like this."""
        from ._runs import tell, until_stopped
        from ._steps import async_take, is_interruption

        clock = self._transport.clock
        try:
            from ._performing import async_perform

            with anyio.CancelScope(shield=True):
                await async_take(until_stopped(id, clock), clock, lambda step: async_perform(self._transport, id, step))
        except BaseException as failure:
            if is_interruption(failure) and not is_interruption(error):
                raise
            tell(id, failure, error)
            if not isinstance(failure, Exception):
                raise
        else:
            if hasattr(error, "__notes__"):  # a request that was broken off may have said that it runs on
                error.add_note(f"Nothing of {id} runs on.")
