# Derived from _async/run.py by scripts/regenerate. Edit that file instead.
"""One paid job as a block: however the block ends, nothing of the Webset is left running."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from .._errors import NotFoundError
from .._generated import api, models
from .._items.rows import Row
from .._runtime.threads import shielded
from .._websets.run_base import (
    RunBase,
    external_id_for,
    may_exist,
    report_may_still_run,
    slot_wait,
    stopped_message,
)
from .._websets.run_handle import RunHandle
from .._websets.status import is_interruption
from .._websets.stop_rules import StopRule, Until, to_rule
from .cancel_and_wait import cancel_and_wait, warn_about_monitors
from .follow import follow_items
from .get_or_create import get_or_create
from .transport import Transport
from .watch import watch

if TYPE_CHECKING:
    from .. import params
    from .items import Items


class Run(RunBase):
    """A Webset that runs until its block ends at the latest. `websets.run` and `websets.attach` return one."""

    def __init__(self, transport: Transport, webset: models.Webset, until: StopRule, *, is_new: bool = False) -> None:
        self._transport = transport
        super().__init__(webset, until, transport.config.base_url, is_new=is_new)

    @cached_property
    def _items(self) -> Items:
        from .items import Items

        return Items(self._transport)

    def wait(self) -> models.Webset:
        """Wait until nothing in the Webset is running, or its stop rule has canceled it."""
        with closing(watch(self._transport, self.id, until=self.until)) as snapshots:
            for snapshot in snapshots:
                self._record_snapshot(snapshot)
        return self.webset

    def items(self, *, updates: bool = False) -> Generator[models.WebsetItem]:
        """Yield each item as it is found, until nothing in the Webset is running or its stop rule has canceled it.

        Args:
            updates: Whether to yield an item again when it has a new enrichment result.
        """
        snapshots = watch(self._transport, self.id, until=self.until, every_poll=True)
        return follow_items(
            self._items, self.id, snapshots, updates=updates, on_snapshot=self._record_snapshot, options={}
        )

    def rows(self, names: Mapping[str, str] | None = None) -> Generator[Row]:
        """Yield the items found so far as flat rows; see `items.rows`."""
        return self._items.rows(self.id, names)

    def cancel(self) -> models.Webset:
        """Cancel the Webset, and wait until nothing in it is running."""
        self._record(warn_about_monitors(cancel_and_wait(self._transport, self.id)))
        return self.webset


@contextmanager
def run(
    transport: Transport,
    body: models.CreateWebsetParameters | params.CreateWebsetParameters,
    *,
    until: Until,
    external_id: str | None,
    wait_for_slot: float,
) -> Generator[Run]:
    """Create a Webset for the block; see `websets.run`."""
    rule, name = to_rule(until), external_id_for(body, external_id)
    seconds = slot_wait(rule, wait_for_slot, transport.clock)

    def begin() -> Run:
        webset, is_new = get_or_create(transport, name, body, wait_for_slot=seconds)
        return Run(transport, webset, rule, is_new=is_new)

    with _ended_with_block(transport, name, begin) as run:
        yield run


@contextmanager
def attach(transport: Transport, handle: RunHandle) -> Generator[Run]:
    """Take over a run for the block; see `websets.attach`."""
    if handle.base_url != transport.config.base_url:
        raise ValueError(f"{handle.id} runs at {handle.base_url}, and this client talks to {transport.config.base_url}")

    def begin() -> Run:
        return Run(transport, api.websets.Websets(transport).get(handle.id), handle.until)

    with _ended_with_block(transport, handle.id, begin, exists=True) as run:
        yield run


@contextmanager
def _ended_with_block(
    transport: Transport, name: str, begin: Callable[[], Run], *, exists: bool = False
) -> Generator[Run]:
    run: Run | None = None
    is_over = False
    try:
        run = begin()
        yield run
        is_over = True
        if not run.is_handed_over:
            with shielded():
                run.webset = warn_about_monitors(cancel_and_wait(transport, run.id))
    except BaseException as error:
        try:
            if run and is_over and isinstance(error, Exception):
                report_may_still_run(run.id, error)
            elif run or exists or may_exist(error):
                _stop_after(transport, run.id if run else name, error)
        except BaseException as failure:
            if is_interruption(failure) and not is_interruption(error):
                _stop_after(transport, run.id if run else name, failure)  # an interruption sends the cancel again
            raise
        raise


def _stop_after(transport: Transport, id: str, error: BaseException) -> None:
    """Cancel what a block that ended with an error leaves behind."""
    try:
        with shielded():
            _cancel_leftovers(transport, id)
    except BaseException as failure:
        if is_interruption(failure) and not is_interruption(error):
            raise
        report_may_still_run(id, failure, error)
        if not isinstance(failure, Exception):
            raise
    else:
        if hasattr(error, "__notes__"):  # an interrupted request may have noted that the Webset is still running
            error.add_note(stopped_message(id))


def _cancel_leftovers(transport: Transport, id: str) -> None:
    """Cancel a Webset and wait. If it does not exist, try two more times: its create may still be on the way."""
    for pause in (2, 5, None):
        try:
            cancel_and_wait(transport, id)
            return
        except NotFoundError:
            if pause is None:
                return
        transport.clock.sleep(pause)
