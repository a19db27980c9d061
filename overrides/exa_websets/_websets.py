"""The resource `websets` with its helpers: to wait, to cancel surely, to cancel many, to watch."""

from __future__ import annotations

import builtins
import sys
import warnings
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from ._batch import Batch, CancelOutcome, check_filter, matches, then_raise
from ._cancellation import until_canceled
from ._crew import Crew
from ._errors import EnabledMonitorsWarning, WebsetsError
from ._gate import Gate
from ._generated import api, models
from ._polling import OnPoll, warning_of_monitors
from ._requests import check_id
from ._steps import Cancel, Disable, Operation, run, show
from ._transport import Transport
from ._waiting import OnTimeout, until_idle

if TYPE_CHECKING:
    from ._stop_rules import Until
    from ._watching import Snapshot


class Websets(api.websets.Websets):
    """The operations of `websets`, and what takes more than one of them."""

    def __init__(self, transport: Transport) -> None:
        super().__init__(transport)
        self._transport = transport

    def wait_until_idle(
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
        return run(steps, self._transport.clock, lambda step: self._perform(id, step))

    def cancel_and_wait(
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
        webset = run(steps, self._transport.clock, lambda step: self._perform(id, step))
        if warning := warning_of_monitors(webset):
            warnings.warn(warning, EnabledMonitorsWarning, stacklevel=2)
        return webset

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
        crew = Crew(concurrency)
        try:
            crew.wait_for_room()
            # Ids are taken in this thread: a source may be bound to it, and Ctrl-C reaches no other.
            while (id := batch.next()) is not None:
                crew.start(partial(self._cancel_one, batch, id))
                crew.wait_for_room()
            crew.wait()
        except BaseException as interruption:
            batch.stop()
            try:
                crew.wait()
            finally:
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
        return self.cancel_many(then_raise([webset.id for webset in listed], failure), concurrency=concurrency)

    @contextmanager
    def cancel_on_exit(self, id: str, /) -> Generator[None]:
        """Cancel a Webset when the block ends: by an exception, by Ctrl-C, or just so.

        A cancel that fails after an exception is told in a note to it; after none it is raised.

        Args:
            id: The Webset's id or externalId.
        """
        check_id(id)
        try:
            yield
        except BaseException as error:
            try:
                self._cancel_surely(id)
            except Exception as failure:
                error.add_note(f"{id} could not be canceled and may still be burning credits: {failure}")
            raise
        self._cancel_surely(id)

    def watch(self, id: str, /, *, until: Until = None) -> Generator[Snapshot]:
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
        return show(steps, self._transport.clock, lambda step: self._perform(id, step))

    def _cancel_surely(self, id: str) -> None:
        try:
            self.cancel(id)
        except KeyboardInterrupt:
            self.cancel(id)  # it is over in no time, and without it the Webset would run on
            raise

    def _perform(self, id: str, step: Operation) -> models.Webset | None:
        transport = self._transport.bounded(step.until)
        if isinstance(step, Disable):
            api.monitors.Monitors(transport).update(step.monitor, {"status": "disabled"})
            return None
        websets = api.websets.Websets(transport)
        return websets.cancel(id) if isinstance(step, Cancel) else websets.get(id)

    def _cancel_one(self, batch: Batch, id: str) -> None:
        try:
            while left := batch.gate.left():
                self._transport.clock.sleep(left)
            batch.note(id, api.websets.Websets(self._transport.behind(batch.gate)).cancel(id))
        except Exception as error:
            batch.note(id, error)
