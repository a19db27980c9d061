# Derived from _async/websets.py by scripts/regenerate. Edit that file instead.
"""The resource `websets` with its helpers, each of which has a module of its own."""

from __future__ import annotations

import builtins
from collections.abc import Generator, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Unpack

from .._generated import api, models
from .._websets.active import ActiveWebset, active_of
from .._websets.cancel_batch import CancelOutcome, matches
from .._websets.snapshots import Snapshot
from .._websets.status import OnPoll, OnTimeout
from .._websets.stop_rules import Until
from .cancel_and_wait import cancel_and_wait, warn_of_monitors
from .cancel_many import cancel_all, cancel_many
from .cancel_on_exit import cancel_on_exit
from .get_or_create import get_or_create
from .run import Run, attach, run
from .transport import Transport
from .wait_until_idle import wait_until_idle
from .watch import watch

if TYPE_CHECKING:
    from .. import params
    from .._websets.run_base import RunHandle


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
        return wait_until_idle(
            self._transport,
            id,
            timeout=timeout,
            poll_interval=poll_interval,
            on_poll=on_poll,
            on_timeout=on_timeout,
            stop_on_paused=stop_on_paused,
        )

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
        webset = cancel_and_wait(
            self._transport,
            id,
            timeout=timeout,
            poll_interval=poll_interval,
            on_poll=on_poll,
            disable_monitors=disable_monitors,
        )
        return warn_of_monitors(webset)

    def cancel_on_exit(self, id: str, /) -> AbstractContextManager[None]:
        """Cancel a Webset when the block ends: by an exception, by the cancelation of its task, or just so.

        A cancel that fails after an exception is told in a note to it; after none it is raised. It is shielded from
        the scopes of anyio and trio, and sent once more when asyncio cancels its task; doing so again breaks it off.

        Args:
            id: The Webset's id or externalId.
        """
        return cancel_on_exit(self._transport, id)

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
        return watch(self._transport, id, until=until)

    def active(self, *, metadata: Mapping[str, str] | None = None) -> builtins.list[ActiveWebset]:
        """List what runs in the team: all Websets that are not idle, the newest first.

        Args:
            metadata: Only those with these names and values in their metadata.
        """
        listed = [webset for webset in self.list_all(limit=100) if matches(webset, "running", metadata)]
        return [active_of(webset, self._transport.clock.utc()) for webset in listed]

    def cancel_many(self, ids: Iterable[str], /, *, concurrency: int = 8) -> list[CancelOutcome]:
        """Cancel many Websets at once, whatever becomes of each.

        One answer that asks to wait slows all. When its task is canceled those in flight are abandoned; the
        exception that ends it has the outcomes so far as `.outcomes`.

        Args:
            ids: The ids or externalIds, taken as they are needed; one that comes twice is sent once.
            concurrency: How many are sent at once at most.

        Returns:
            An outcome for each id, in their order: the Webset, or the error.
        """
        return cancel_many(self._transport, ids, concurrency)

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
        return cancel_all(
            self._transport,
            status=status,
            metadata=metadata,
            everything=everything,
            dry_run=dry_run,
            concurrency=concurrency,
        )

    def get_or_create(
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
        return get_or_create(self._transport, external_id, body, wait_for_slot=wait_for_slot, **options)

    def run(
        self,
        body: models.CreateWebsetParameters | params.CreateWebsetParameters,
        /,
        *,
        until: Until = None,
        external_id: str | None = None,
        wait_for_slot: float = 0,
    ) -> AbstractContextManager[Run]:
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
        return run(self._transport, body, until=until, external_id=external_id, wait_for_slot=wait_for_slot)

    def attach(self, handle: RunHandle, /) -> AbstractContextManager[Run]:
        """Go on with a run that was handed over, in a block that ends it as `run` does.

        Args:
            handle: What `handle()` of the run gave.

        Raises:
            ValueError: it belongs to another service than this client's.
        """
        return attach(self._transport, handle)
