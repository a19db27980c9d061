"""The resource `websets` with its helpers for several Websets at once, synchronous and asynchronous."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial

import anyio
from anyio.lowlevel import checkpoint

from ._active import ActiveWebset, active_of
from ._batch import Batch, CancelOutcome, check_filter, matches, tell
from ._crew import Crew
from ._errors import WebsetsError
from ._gate import Gate
from ._generated import api, models
from ._transport import AsyncTransport, Transport


class ManyWebsets(api.websets.Websets):
    """The operations of `websets`, and what takes several Websets."""

    def __init__(self, transport: Transport) -> None:
        super().__init__(transport)
        self._transport = transport

    def active(self, *, metadata: Mapping[str, str] | None = None) -> builtins.list[ActiveWebset]:
        """List what runs in the team: all Websets that are not idle, the newest first.

        Args:
            metadata: Only those with these names and values in their metadata.
        """
        listed = [webset for webset in self.list_all(limit=100) if matches(webset, "running", metadata)]
        return [active_of(webset, self._transport.clock.utc()) for webset in listed]

    def cancel_many(self, ids: Iterable[str], /, *, concurrency: int = 8) -> list[CancelOutcome]:
        """Cancel many Websets at once, whatever becomes of each.

        One answer that asks to wait slows all. Ctrl-C starts no more and lets those in flight end; the
        KeyboardInterrupt has the outcomes so far as `.outcomes`.

        Args:
            ids: The ids or externalIds, taken as they are needed; one that comes twice is sent once.
            concurrency: How many are sent at once at most.

        Returns:
            An outcome for each id, in their order: the Webset, or the error.
        """
        batch = Batch(ids, concurrency, Gate(self._transport.clock))
        cancel = api.websets.Websets(self._transport.behind(batch.gate)).cancel
        crew = Crew(concurrency)
        try:
            crew.wait_for_room()
            # A generator is asked in this thread only: it may be bound to it, and Ctrl-C reaches no other.
            while (id := batch.next()) is not None:
                crew.start(partial(self._cancel_from, batch, cancel, id))
                crew.wait_for_room()
            crew.wait()
        except BaseException as interruption:
            try:
                batch.stop()
                crew.wait()
            finally:
                crew.dismiss()
                batch.tell(sys.exception() or interruption)
            raise
        return batch.outcomes()

    def cancel_all(
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
            for webset in self.list_all(limit=100):
                if matches(webset, status, metadata):
                    listed.append(webset)
        except WebsetsError as error:
            if dry_run:
                raise
            failure = error
        if dry_run:
            return [CancelOutcome(webset.id, webset, None) for webset in listed]
        outcomes = self.cancel_many([webset.id for webset in listed], concurrency=concurrency)
        if failure is not None:
            tell(failure, outcomes)
            raise failure
        return outcomes

    def _cancel_from(self, batch: Batch, cancel: Callable[[str], models.Webset], id: str) -> None:
        following: str | None = id
        while following is not None:
            id = following
            try:
                while left := batch.gate.left():
                    self._transport.clock.sleep(left)
                batch.note(id, cancel(id))
            except Exception as error:
                batch.note(id, error)
            except BaseException as error:  # of what the caller's own httpx client calls
                batch.break_off(error)
            following = batch.next_at_hand()


class AsyncManyWebsets(api.websets.AsyncWebsets):
    """The operations of `websets`, and what takes several Websets."""

    def __init__(self, transport: AsyncTransport) -> None:
        super().__init__(transport)
        self._transport = transport

    async def active(self, *, metadata: Mapping[str, str] | None = None) -> builtins.list[ActiveWebset]:
        """List what runs in the team: all Websets that are not idle, the newest first.

        Args:
            metadata: Only those with these names and values in their metadata.
        """
        listed = [webset async for webset in self.list_all(limit=100) if matches(webset, "running", metadata)]
        return [active_of(webset, self._transport.clock.utc()) for webset in listed]

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
        cancel = api.websets.AsyncWebsets(self._transport.behind(batch.gate)).cancel

        async def work(others: int) -> None:
            id = batch.next()
            if id is not None and others:
                group.start_soon(work, others - 1)
            while id is not None:
                await self._cancel_one(batch, cancel, id)
                id = batch.next()

        try:
            async with anyio.create_task_group() as group:
                group.start_soon(work, concurrency - 1)
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
        outcomes = await self.cancel_many([webset.id for webset in listed], concurrency=concurrency)
        if failure is not None:
            tell(failure, outcomes)
            raise failure
        return outcomes

    async def _cancel_one(self, batch: Batch, cancel: Callable[[str], Awaitable[models.Webset]], id: str) -> None:
        try:
            while left := batch.gate.left():
                await self._transport.clock.async_sleep(left)
            batch.note(id, await cancel(id))
        except Exception as error:
            batch.note(id, error)
            await checkpoint()  # what is refused before it is sent has let nobody else run
