"""One paid job as a block: whatever ends it, nothing of it runs on."""

from __future__ import annotations

import logging
import uuid
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import aclosing
from typing import Any

from attrs import frozen

from ._async_items import AsyncItems
from ._cancellation import until_canceled
from ._clock import Clock
from ._errors import NotFoundError, WebsetsError
from ._found_items import as_found, async_as_found
from ._generated import models
from ._items import Items
from ._performing import async_snapshots, snapshots
from ._rows import Row
from ._steps import Sleep, Step
from ._stop_rules import Look, StopRule, refuse_functions
from ._transport import AsyncTransport, Transport
from ._watching import Snapshot

logger = logging.getLogger("exa_websets")


@frozen
class RunHandle:
    """What another process needs to go on with a run; it can be pickled and holds no key."""

    id: str
    base_url: str
    until: StopRule


class _Job:
    """What both kinds of a run share."""

    webset: models.Webset
    """The Webset as it was last seen. """
    is_new: bool
    """Whether this run created it; False if it was there already, and after `attach`. """
    until: StopRule
    reason: str | None = None
    """Why the stop rule has canceled it, None while it has not. """
    is_handed_over: bool = False
    """Whether another process goes on with it. """

    def __init__(self, webset: models.Webset, until: StopRule, base_url: str, *, is_new: bool) -> None:
        self.webset = webset
        self.is_new = is_new
        self.until = until
        self._base_url = base_url

    @property
    def id(self) -> str:
        """The id of the Webset."""
        return self.webset.id

    def handle(self) -> RunHandle:
        """Hand the run over to whoever attaches; leaving this block without an exception then stops nothing.

        Raises:
            TypeError: its stop rule has a function in it, which cannot be handed over.
        """
        refuse_functions(self.until)
        self.is_handed_over = True
        return RunHandle(self.id, self._base_url, self.until)

    def _take(self, snapshot: Snapshot) -> None:
        self.reason = snapshot.reason
        self._seen(snapshot.webset)

    def _seen(self, webset: models.Webset) -> None:
        self.webset = webset


class Run(_Job):
    """A Webset whose work ends with its block at the latest; `websets.run` and `websets.attach` give one."""

    def __init__(self, transport: Transport, webset: models.Webset, until: StopRule, *, is_new: bool = False) -> None:
        self._transport = transport
        super().__init__(webset, until, transport.config.base_url, is_new=is_new)
        self._items = Items(transport)

    def wait(self) -> models.Webset:
        """Wait until nothing in the Webset runs, or its stop rule has canceled it."""
        for snapshot in snapshots(self._transport, self.id, self.until):
            self._take(snapshot)
        return self.webset

    def items(self, *, updates: bool = False) -> Generator[models.WebsetItem]:
        """Yield each item as it is found, until nothing in the Webset runs, or its stop rule has canceled it.

        Args:
            updates: Whether to yield an item again when one of its results has come.
        """
        seen = snapshots(self._transport, self.id, self.until, every_look=True)
        return as_found(self._items, self.id, seen, updates=updates, on_look=self._take, options={})

    def rows(self, names: Mapping[str, str] | None = None) -> Generator[Row]:
        """Yield what was found so far as flat rows; see `items.rows`."""
        return self._items.rows(self.id, names)

    def cancel(self) -> models.Webset:
        """Cancel the Webset, and wait until nothing in it runs."""
        from ._websets import Websets

        self._seen(Websets(self._transport).cancel_and_wait(self.id))
        return self.webset


class AsyncRun(_Job):
    """A Webset whose work ends with its block at the latest; `websets.run` and `websets.attach` give one."""

    def __init__(
        self, transport: AsyncTransport, webset: models.Webset, until: StopRule, *, is_new: bool = False
    ) -> None:
        self._transport = transport
        super().__init__(webset, until, transport.config.base_url, is_new=is_new)
        self._items = AsyncItems(transport)

    async def wait(self) -> models.Webset:
        """Wait until nothing in the Webset runs, or its stop rule has canceled it."""
        async with aclosing(async_snapshots(self._transport, self.id, self.until)) as seen:
            async for snapshot in seen:
                self._take(snapshot)
        return self.webset

    def items(self, *, updates: bool = False) -> AsyncGenerator[models.WebsetItem]:
        """Yield each item as it is found, until nothing in the Webset runs, or its stop rule has canceled it.

        Args:
            updates: Whether to yield an item again when one of its results has come.
        """
        seen = async_snapshots(self._transport, self.id, self.until, every_look=True)
        return async_as_found(self._items, self.id, seen, updates=updates, on_look=self._take, options={})

    def rows(self, names: Mapping[str, str] | None = None) -> AsyncGenerator[Row]:
        """Yield what was found so far as flat rows; see `items.rows`."""
        return self._items.rows(self.id, names)

    async def cancel(self) -> models.Webset:
        """Cancel the Webset, and wait until nothing in it runs."""
        from ._async_websets import AsyncWebsets

        self._seen(await AsyncWebsets(self._transport).cancel_and_wait(self.id))
        return self.webset


def name_of(body: Any, external_id: str | None) -> str:
    """Choose the externalId of a run: without one, a Webset whose create got no answer could not be found."""
    data = body.to_dict() if hasattr(body, "to_dict") else body
    return external_id or data.get("externalId") or f"run-{uuid.uuid4()}"


def seconds_for_slot(until: StopRule, wait_for_slot: float, clock: Clock) -> float:
    """Give how long to wait for a slot, which is no longer than until the stop rule is due."""
    due = until.due(Look(None, clock.utc(), 0))
    return wait_for_slot if due is None else min(wait_for_slot, max(due, 0))


def until_stopped(id: str, clock: Clock) -> Generator[Step, models.Webset | None, None]:
    """Cancel what a run has left behind, surely; what is not there gets two more looks, because it may come late."""
    for pause in (2, 5, None):
        try:
            yield from until_canceled(id, clock, timeout=60, poll_interval=1, on_poll=None)
            return
        except NotFoundError:
            if pause is None:
                return
        yield Sleep(pause)


def may_exist(error: BaseException) -> bool:
    """Tell whether a create that ended like this may have made a Webset."""
    return error.outcome_unknown if isinstance(error, WebsetsError) else not isinstance(error, Exception)


def tell(id: str, failure: BaseException, error: BaseException | None = None) -> None:
    """Say loudly what could not be shown to have stopped, in the log and on the exception that ended the block."""
    words = f"{id} may still be running and burning credits: {str(failure) or type(failure).__name__}"
    logger.error("%s", words)
    if error is not None:
        error.add_note(words)
