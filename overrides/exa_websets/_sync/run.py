# Derived from _async/run.py by scripts/regenerate. Edit that file instead.
"""Run one paid job as a block: when the block ends, normally or not, the Webset is stopped."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, closing
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING

from .._arguments import check_number
from .._clock import Clock
from .._generated import api, models
from .._http.request import check_id
from .._items.rows import Row
from .._websets.creation import create_body
from .._websets.run_base import RunBase, external_id_for
from .._websets.run_handle import RunHandle
from .._websets.snapshots import Snapshot
from .._websets.status import OnPoll
from .._websets.stop_rules import Look, Until, to_rule
from .._websets.stopping import Stopping
from .cancel_and_wait import cancel_and_wait, warn_about_monitors
from .follow import OnSnapshot, follow_items
from .get_or_create import create_once
from .guard import Guard
from .transport import Transport
from .watch import watch_until

if TYPE_CHECKING:
    from .. import params
    from .items import Items

# The minimum time to start a run in seconds, even if its stop rule fires sooner.
MIN_START = 1.0


class Run(RunBase):
    """A Webset that is stopped when its block ends. `websets.run` and `websets.attach` return one."""

    def __init__(
        self,
        transport: Transport,
        webset: models.Webset,
        stopping: Stopping,
        guard: Guard,
        *,
        is_new: bool = False,
    ) -> None:
        self._transport = transport
        self._guard = guard
        guard.job.pin(webset.id)
        super().__init__(webset, stopping, transport.config.base_url, guard.job, is_new=is_new)

    @cached_property
    def _items(self) -> Items:
        from .items import Items

        return Items(self._transport)

    def watch(self) -> Generator[Snapshot]:
        """Yield a snapshot whenever the Webset has changed, until it has ended or its stop rule has stopped it.

        Each snapshot also updates `webset` and `reason` of the run. Leaving the loop early cancels nothing; leaving
        the block does.
        """
        return self._watch()

    def _watch(self, *, every_poll: bool = False) -> Generator[Snapshot]:
        return watch_until(
            self._transport,
            self.id,
            self._stopping,
            every_poll=every_poll,
            guard=self._guard,
            record=self._record_snapshot,
        )

    def wait(self, *, on_poll: OnPoll[models.Webset] = None) -> models.Webset:
        """Wait until nothing in the Webset is running or its stop rule has stopped it, and return the Webset.

        Args:
            on_poll: Called with the Webset after each poll.
        """
        with closing(self._watch(every_poll=True)) as snapshots:
            for snapshot in snapshots:
                if on_poll is not None:
                    on_poll(snapshot.webset)
        return self.webset

    def items(self, *, updates: bool = False, on_snapshot: OnSnapshot = None) -> Generator[models.WebsetItem]:
        """Yield each item as it is found, until nothing in the Webset is running or its stop rule has stopped it.

        It continues while enrichments are finishing.

        Args:
            updates: Whether to yield an item again when it has a new enrichment result.
            on_snapshot: Called with the snapshot of each poll, before the new items are yielded.
        """
        return follow_items(
            self._transport,
            self.id,
            self._watch(every_poll=True),
            self._stopping,
            updates=updates,
            on_snapshot=on_snapshot,
            options={},
        )

    def rows(self, names: Mapping[str, str] | None = None) -> Generator[Row]:
        """Yield the items found so far as flat rows; see `items.rows`."""
        return self._items.rows(self.id, names)

    def cancel(self) -> models.Webset:
        """Cancel the Webset, wait until nothing in it is running, and return the Webset."""
        self._record(warn_about_monitors(cancel_and_wait(self._transport, self.id)))
        return self.webset


class RunBlock(AbstractContextManager[Run]):
    """The context manager that `websets.run` and `websets.attach` return. The job is registered before it starts.

    Args:
        name: The externalId of a new Webset, or the id of an existing one.
        begin: Starts the job.
        exists: Whether the Webset is known to exist.
    """

    def __init__(
        self,
        transport: Transport,
        name: str,
        begin: Callable[[Guard], Run],
        *,
        exists: bool = False,
    ) -> None:
        check_id(name)
        self._transport = transport
        self._name = name
        self._begin = begin
        self._exists = exists
        self._run: Run | None = None

    def __enter__(self) -> Run:
        self._guard = Guard(self._transport, self._name, is_known=self._exists)
        try:
            self._guard.register()
            self._run = self._begin(self._guard)
            return self._run  # inside the `try`, so that an interruption of this line also stops the job
        except BaseException as error:
            self.__exit__(type(error), error, error.__traceback__)
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            self._guard.end(error)
        except BaseException as failure:
            self._guard.end(failure)  # does nothing, unless the cancel was interrupted before it started
            raise
        finally:
            if self._run is not None and self._guard.last is not None:
                self._run.webset = self._guard.last


def run(
    transport: Transport,
    body: models.CreateWebsetParameters | params.CreateWebsetParameters | api.PlainDict,
    *,
    until: Until,
    external_id: str | None,
    wait_for_slot: float,
) -> RunBlock:
    """Return the block of a new Webset; see `websets.run`."""
    stopping, name = Stopping(to_rule(until)), external_id_for(body, external_id)
    check_number("wait_for_slot", wait_for_slot)
    data = create_body(body, name)

    def begin(guard: Guard) -> Run:
        bounded = transport.with_deadline(_deadline_of(stopping, transport.clock))
        webset, is_new = create_once(bounded, name, data, wait_for_slot=wait_for_slot)
        return Run(transport, webset, stopping, guard, is_new=is_new)

    return RunBlock(transport, name, begin)


def _deadline_of(stopping: Stopping, clock: Clock) -> float | None:
    """Return the clock time at which the stop rule fires, which bounds the start of a run."""
    due = stopping.due(Look(None, clock.utc(), 0))
    return None if due is None else clock.now() + max(due, MIN_START)


def attach(transport: Transport, handle: RunHandle) -> RunBlock:
    """Return the block of a run that is taken over; see `websets.attach`."""
    if handle.base_url != transport.config.base_url:
        raise ValueError(f"{handle.id} runs at {handle.base_url}, but this client uses {transport.config.base_url}")
    stopping = Stopping(handle.until, handle.finish_by)
    transport.known_ids.add("websets", handle.id)

    def begin(guard: Guard) -> Run:
        bounded = transport.with_deadline(_deadline_of(stopping, transport.clock))
        webset = api.websets.Websets(bounded).get(handle.id)
        return Run(transport, webset, stopping, guard)

    return RunBlock(transport, handle.id, begin, exists=True)
