# Derived from _async/run.py by scripts/regenerate. Edit that file instead.
"""One paid job as a block: whatever ends it, nothing of it runs on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from .._errors import NotFoundError
from .._generated import api, models
from .._items.rows import Row
from .._runtime.threads import shielded
from .._websets.run_base import Job, RunHandle, may_exist, name_of, seconds_for_slot, tell
from .._websets.status import is_interruption
from .._websets.stop_rules import StopRule, Until, rule_of
from .cancel_and_wait import cancel_and_wait, warn_of_monitors
from .get_or_create import get_or_create
from .items import Items, follow_items
from .transport import Transport
from .watch import watch

if TYPE_CHECKING:
    from .. import params


class Run(Job):
    """A Webset whose work ends with its block at the latest; `websets.run` and `websets.attach` give one."""

    def __init__(self, transport: Transport, webset: models.Webset, until: StopRule, *, is_new: bool = False) -> None:
        self._transport = transport
        super().__init__(webset, until, transport.config.base_url, is_new=is_new)
        self._items = Items(transport)

    def wait(self) -> models.Webset:
        """Wait until nothing in the Webset runs, or its stop rule has canceled it."""
        with closing(watch(self._transport, self.id, until=self.until)) as seen:
            for snapshot in seen:
                self._take(snapshot)
        return self.webset

    def items(self, *, updates: bool = False) -> Generator[models.WebsetItem]:
        """Yield each item as it is found, until nothing in the Webset runs, or its stop rule has canceled it.

        Args:
            updates: Whether to yield an item again when one of its results has come.
        """
        seen = watch(self._transport, self.id, until=self.until, every_look=True)
        return follow_items(self._items, self.id, seen, updates=updates, on_snapshot=self._take, options={})

    def rows(self, names: Mapping[str, str] | None = None) -> Generator[Row]:
        """Yield what was found so far as flat rows; see `items.rows`."""
        return self._items.rows(self.id, names)

    def cancel(self) -> models.Webset:
        """Cancel the Webset, and wait until nothing in it runs."""
        self._seen(warn_of_monitors(cancel_and_wait(self._transport, self.id)))
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
    rule, name = rule_of(until), name_of(body, external_id)
    slot = seconds_for_slot(rule, wait_for_slot, transport.clock)

    def begin() -> Run:
        webset, is_new = get_or_create(transport, name, body, wait_for_slot=slot)
        return Run(transport, webset, rule, is_new=is_new)

    with _ending(transport, name, begin) as run:
        yield run


@contextmanager
def attach(transport: Transport, handle: RunHandle) -> Generator[Run]:
    """Go on with a run that was handed over; see `websets.attach`."""
    if handle.base_url != transport.config.base_url:
        raise ValueError(f"{handle.id} runs at {handle.base_url}, and this client talks to {transport.config.base_url}")

    def begin() -> Run:
        return Run(transport, api.websets.Websets(transport).get(handle.id), handle.until)

    with _ending(transport, handle.id, begin, exists=True) as run:
        yield run


@contextmanager
def _ending(transport: Transport, name: str, begin: Callable[[], Run], *, exists: bool = False) -> Generator[Run]:
    run: Run | None = None
    is_over = False
    try:
        run = begin()
        yield run
        is_over = True
        if not run.is_handed_over:
            with shielded():
                run.webset = warn_of_monitors(cancel_and_wait(transport, run.id))
    except BaseException as error:
        try:
            if run and is_over and isinstance(error, Exception):
                tell(run.id, error)
            elif run or exists or may_exist(error):
                _end(transport, run.id if run else name, error)
        except BaseException as failure:
            if is_interruption(failure) and not is_interruption(error):
                _end(transport, run.id if run else name, failure)  # the impatient have the cancel sent once more
            raise
        raise


def _end(transport: Transport, id: str, error: BaseException) -> None:
    """Stop what the block leaves behind that has ended like this."""
    try:
        with shielded():
            _stop(transport, id)
    except BaseException as failure:
        if is_interruption(failure) and not is_interruption(error):
            raise
        tell(id, failure, error)
        if not isinstance(failure, Exception):
            raise
    else:
        if hasattr(error, "__notes__"):  # a request that was broken off may have said that it runs on
            error.add_note(f"Nothing of {id} runs on.")


def _stop(transport: Transport, id: str) -> None:
    """Cancel what a run has left behind, surely; what is not there gets two more looks, because it may come late."""
    for pause in (2, 5, None):
        try:
            cancel_and_wait(transport, id)
            return
        except NotFoundError:
            if pause is None:
                return
        transport.clock.sleep(pause)
