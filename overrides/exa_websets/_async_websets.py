"""The resource `websets` with its helpers, without blocking: the same as in `_websets.py`, awaited."""

from __future__ import annotations

import builtins
import warnings
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio

from ._batch import Batch, CancelOutcome, check_filter, matches, then_raise
from ._cancellation import until_canceled
from ._errors import EnabledMonitorsWarning, WebsetsError
from ._gate import Gate
from ._generated import api, models
from ._polling import OnPoll, warning_of_monitors
from ._requests import check_id
from ._steps import Cancel, Disable, Operation, async_run, async_show
from ._transport import AsyncTransport
from ._waiting import OnTimeout, until_idle

if TYPE_CHECKING:
    from ._stop_rules import Until
    from ._watching import Snapshot


class AsyncWebsets(api.websets.AsyncWebsets):
    """The operations of `websets`, and what takes more than one of them."""

    def __init__(self, transport: AsyncTransport) -> None:
        super().__init__(transport)
        self._transport = transport

    async def wait_until_idle(
        self,
        id: str,
        /,
        *,
        timeout: float = 3600,
        poll_interval: float = 5,
        on_poll: OnPoll[models.Webset] = None,
        on_timeout: OnTimeout = "raise",
        stop_on_paused: bool = True,
    ) -> models.Webset:
        """Wait until a Webset is idle.

        Args:
            id: The Webset's id or externalId.
            timeout: Seconds in all, for the requests and their retries too.
            poll_interval: Seconds between two looks.
            on_poll: Called with the Webset at each look.
            on_timeout: "cancel" cancels the Webset, surely, before the error is raised.
            stop_on_paused: Whether a paused Webset is an error, because only the service ends a pause.

        Raises:
            WebsetTimeoutError: the time is up; the error holds the last Webset.
            WebsetPausedError: the Webset is paused.
        """
        steps = until_idle(
            id,
            self._transport.clock,
            timeout=timeout,
            poll_interval=poll_interval,
            on_poll=on_poll,
            on_timeout=on_timeout,
            stop_on_paused=stop_on_paused,
        )
        return await async_run(steps, self._transport.clock, lambda step: self._perform(id, step))

    async def cancel_and_wait(
        self,
        id: str,
        /,
        *,
        timeout: float = 60,
        poll_interval: float = 1,
        on_poll: OnPoll[models.Webset] = None,
        disable_monitors: bool = False,
    ) -> models.Webset:
        """Cancel a Webset and wait until nothing in it runs; cancel again what still does.

        Enabled monitors start the Webset again; unless they are to be disabled, an EnabledMonitorsWarning names them.

        Args:
            id: The Webset's id or externalId.
            timeout: Seconds in all, for the requests and their retries too.
            poll_interval: Seconds between two looks.
            on_poll: Called with the Webset at each look.
            disable_monitors: Whether to disable its monitors, before the cancel and whenever one is enabled again.

        Raises:
            WebsetTimeoutError: the time is up; the error names what may still run and holds the last Webset.
        """
        steps = until_canceled(
            id,
            self._transport.clock,
            timeout=timeout,
            poll_interval=poll_interval,
            on_poll=on_poll,
            disable_monitors=disable_monitors,
        )
        webset = await async_run(steps, self._transport.clock, lambda step: self._perform(id, step))
        if warning := warning_of_monitors(webset):
            warnings.warn(warning, EnabledMonitorsWarning, stacklevel=2)
        return webset

    async def cancel_many(self, ids: Iterable[str], /, *, concurrency: int = 8) -> list[CancelOutcome]:
        """Cancel many Websets at once, whatever becomes of each.

        One answer that asks to wait slows all. When its task is canceled those in flight are abandoned; the
        exception that ends it has the outcomes so far as `.outcomes`.

        Args:
            ids: The ids or externalIds, taken as they are needed; one that comes twice is sent once.
            concurrency: How many are sent at once at most.

        Returns:
            An outcome for each id, in their order: the Webset, or the error.
        """
        batch = Batch(ids, concurrency, Gate(self._transport.clock))
        room = anyio.Semaphore(concurrency)
        try:
            async with anyio.create_task_group() as group:
                await room.acquire()
                while (id := batch.next()) is not None:
                    group.start_soon(self._cancel_one, batch, id, room)
                    await room.acquire()
        except BaseException as interruption:
            batch.tell(interruption)
            raise
        return batch.outcomes()

    async def cancel_all(
        self,
        *,
        status: str = "running",
        metadata: Mapping[str, str] | None = None,
        everything: bool = False,
        dry_run: bool = False,
        concurrency: int = 8,
    ) -> list[CancelOutcome]:
        """Cancel all Websets of the team that have a status, and these names and values in their metadata.

        Args:
            status: The status; "running" takes all that are not idle, such as those about to run.
            metadata: The names and values.
            everything: Has to be true if there is no `metadata`, because it hits what others have started too.
            dry_run: Whether to cancel nothing; each outcome has the Webset as it was listed.
            concurrency: How many are sent at once at most.

        Raises:
            ValueError: there is neither `metadata` nor `everything`, or no such status.
            WebsetsError: the list broke off; those listed before are canceled, and its `.outcomes` tell of them.
        """
        check_filter(status, metadata, everything)
        listed: builtins.list[models.Webset] = []
        failure: WebsetsError | None = None
        try:
            async for webset in self.list_all(limit=100):
                if matches(webset, status, metadata):
                    listed.append(webset)
        except WebsetsError as error:
            if dry_run:
                raise
            failure = error
        if dry_run:
            return [CancelOutcome(webset.id, webset, None) for webset in listed]
        return await self.cancel_many(then_raise([webset.id for webset in listed], failure), concurrency=concurrency)

    @asynccontextmanager
    async def cancel_on_exit(self, id: str, /) -> AsyncGenerator[None]:
        """Cancel a Webset when the block ends: by an exception, by the cancelation of its task, or just so.

        A cancel that fails after an exception is told in a note to it; after none it is raised. It is shielded from
        the scopes of anyio and trio and from one cancelation by asyncio; a second one breaks it off, such as that of
        an asyncio.wait_for around the block.

        Args:
            id: The Webset's id or externalId.
        """
        check_id(id)
        try:
            yield
        except BaseException as error:
            try:
                # The task may be canceled already: this has to get through all the same.
                with anyio.CancelScope(shield=True):
                    await self.cancel(id)
            except Exception as failure:
                error.add_note(f"{id} could not be canceled and may still be burning credits: {failure}")
            except BaseException:
                error.add_note(f"{id} may still be burning credits: its cancel was broken off.")
                raise
            raise
        with anyio.CancelScope(shield=True):
            await self.cancel(id)

    def watch(self, id: str, /, *, until: Until = None) -> AsyncGenerator[Snapshot]:
        """Watch a Webset: yield it each time it has changed, until it has ended or was stopped by a rule.

        It is looked at each second at first, each 15 seconds at last. A reader who leaves early stops nothing.

        Args:
            id: The Webset's id or externalId.
            until: A stop rule, such as `found(100) | deadline(minutes=10)`, or any function of a Webset. When it
                fires the Webset is canceled, surely, and the last snapshot has the reason.

        Raises:
            WebsetTimeoutError: a rule fired, and a minute of canceling did not show that the Webset stopped.
        """
        from ._watching import watching

        steps = watching(id, self._transport.clock, until=until)
        return async_show(steps, self._transport.clock, lambda step: self._perform(id, step))

    async def _perform(self, id: str, step: Operation) -> models.Webset | None:
        transport = self._transport.bounded(step.until)
        if isinstance(step, Disable):
            await api.monitors.AsyncMonitors(transport).update(step.monitor, {"status": "disabled"})
            return None
        websets = api.websets.AsyncWebsets(transport)
        if isinstance(step, Cancel):
            with anyio.CancelScope(shield=step.is_shielded):
                return await websets.cancel(id)
        return await websets.get(id)

    async def _cancel_one(self, batch: Batch, id: str, room: anyio.Semaphore) -> None:
        try:
            while left := batch.gate.left():
                await self._transport.clock.async_sleep(left)
            batch.note(id, await api.websets.AsyncWebsets(self._transport.behind(batch.gate)).cancel(id))
        except Exception as error:
            batch.note(id, error)
        finally:
            room.release()
