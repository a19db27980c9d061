# Derived from _async/websets.py by scripts/regenerate. Edit that file instead.
"""The resource `websets` with its helpers. Each helper is written in the module of its name."""

from __future__ import annotations

import builtins
from collections.abc import Generator, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import TYPE_CHECKING, Unpack

from .._generated import api, models
from .._lazy import LazyModule
from .._websets.status import OnPoll, OnTimeout
from . import helpers
from .transport import Transport

if TYPE_CHECKING:
    from .. import params
    from .._websets import active as active_websets, cancel_batch, run_handle, snapshots, stop_rules
    from . import run as runs
else:
    params = LazyModule("..params", __package__)
    active_websets = LazyModule(".._websets.active", __package__)
    cancel_batch = LazyModule(".._websets.cancel_batch", __package__)
    run_handle = LazyModule(".._websets.run_handle", __package__)
    snapshots = LazyModule(".._websets.snapshots", __package__)
    stop_rules = LazyModule(".._websets.stop_rules", __package__)
    runs = LazyModule(".run", __package__)


class Websets(api.websets.Websets):
    """The operations of `websets`, and helpers that need more than one of them."""

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
            timeout: Seconds in all, including requests and their retries.
            poll_interval: Seconds between two polls.
            on_poll: Called with the Webset at each poll.
            on_timeout: "cancel" cancels the Webset as `cancel_and_wait` does before the error is raised. An error of
                another kind that ends the wait does so as well, unless the Webset is paused or does not exist.
            stop_on_paused: Whether a paused Webset is an error, since only the service ends a pause.

        Raises:
            WebsetTimeoutError: the timeout has passed; the error holds the Webset as it was last seen.
            WebsetPausedError: the Webset is paused.
        """
        return helpers.wait_until_idle(
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
        """Cancel a Webset and wait until everything in it has stopped, canceling again if necessary.

        Enabled monitors start the Webset again. An EnabledMonitorsWarning names them, unless they are disabled.

        Args:
            id: The Webset's id or externalId.
            timeout: Seconds in all, including requests and their retries. The first cancel has at least 5.
            poll_interval: Seconds between two polls.
            on_poll: Called with the Webset at each poll.
            disable_monitors: Whether to disable its monitors, before the cancel and whenever one is enabled again.

        Raises:
            WebsetTimeoutError: the timeout has passed; the error names what may still be running and holds the Webset
                as it was last seen.
        """
        webset = helpers.cancel_and_wait(
            self._transport,
            id,
            timeout=timeout,
            poll_interval=poll_interval,
            on_poll=on_poll,
            disable_monitors=disable_monitors,
        )
        return helpers.warn_about_monitors(webset)

    def cancel_on_exit(self, id: str, /) -> AbstractContextManager[None]:
        """Cancel a Webset when the block ends, however it ends, and wait until nothing in it is running.

        Use it with `with`.
        A cancel that fails raises its own error after its retries; one that was accepted is confirmed as by
        `cancel_and_wait`. If the block ends by an exception, either error becomes a note on it. Neither Ctrl-C nor a
        canceled task interrupts the cancel; after Ctrl-C was pressed three times, it goes on in the background. If the
        process ends inside the block, the exit of the interpreter cancels the Webset.

        Args:
            id: The Webset's id or externalId.

        Raises:
            NotFoundError: there is no such Webset, and this client has never seen one. If it was deleted in the
                meantime, nothing is raised.
        """
        return helpers.CancelOnExit(self._transport, id)

    def watch(self, id: str, /, *, until: stop_rules.Until = None) -> Generator[snapshots.Snapshot]:
        """Watch a Webset: yield it each time it has changed, until it has ended or a rule has stopped it.

        It is polled after one second at first, later every 15 seconds. If the Webset is deleted in the meantime, the
        loop ends. Leaving the loop early cancels nothing, unless a rule has fired; what is left is then canceled.

        Args:
            id: The Webset's id or externalId.
            until: A stop rule, such as `found(100) | deadline(minutes=10)`, or any function of a Webset. When it
                fires, the Webset is canceled as `cancel_and_wait` does; `found` cancels the searches only, and lets
                the enrichments of the items found so far finish first. The last snapshot has the reason.

        Raises:
            WebsetTimeoutError: a rule has fired, and within a minute nothing has shown that the Webset stopped.
        """
        return helpers.watch(self._transport, id, until=until)

    def active(
        self,
        *,
        metadata: Mapping[str, str] | None = None,
        except_metadata: Mapping[str, str] | None = None,
        older_than: float | timedelta | None = None,
    ) -> builtins.list[active_websets.ActiveWebset]:
        """Return all Websets of the team that are not idle, newest first.

        Args:
            metadata: Only Websets with all of these names and values in their metadata.
            except_metadata: Only Websets with none of these names and values in their metadata.
            older_than: Only Websets of at least this age, in seconds or as a timedelta.

        Raises:
            ValueError: the age is negative or not a number.
            Exception: listing failed, or an entry is malformed. Its `.active` holds what could be read.
        """
        return helpers.active(self._transport, metadata, except_metadata, older_than)

    def cancel_many(self, ids: Iterable[str], /, *, concurrency: int = 8) -> list[cancel_batch.CancelOutcome]:
        """Cancel many Websets at once. The failure of one does not stop the others.

        One `Retry-After` pauses the whole batch. Ctrl-C starts no more cancels and lets those in flight finish, but
        canceling the task of an `AsyncWebsetsClient` abandons them. An exception that ends the batch has the outcomes
        so far as `.outcomes`.

        Args:
            ids: The ids or externalIds. They are taken when needed; an id that is repeated is sent once.
            concurrency: The number of cancels in flight, at most.

        Returns:
            An outcome for each id, in the order of the ids: the Webset, or the error.
        """
        return helpers.cancel_many(self._transport, ids, concurrency)

    def cancel_all(
        self,
        *,
        status: str = "running",
        metadata: Mapping[str, str] | None = None,
        except_metadata: Mapping[str, str] | None = None,
        older_than: float | timedelta | None = None,
        everything: bool = False,
        dry_run: bool = False,
        concurrency: int = 8,
    ) -> list[cancel_batch.CancelOutcome]:
        """Cancel all Websets of the team that match a filter.

        A Webset whose entry in the list is malformed is canceled too, if it has an id and fits the filter. If its
        metadata or age is needed and cannot be read, it is skipped, and the error says so.

        Args:
            status: The status. "running" selects all that are not idle, such as those about to run.
            metadata: Names and values that have to be in the metadata, all of them.
            except_metadata: Names and values of which none may be in the metadata.
            older_than: The lowest age, in seconds or as a timedelta; `active` shows the ages.
            everything: Required if there is no `metadata`, since that cancels what others have started too.
            dry_run: Whether to cancel nothing. Each outcome then has the Webset as it was listed.
            concurrency: The number of cancels in flight, at most.

        Returns:
            An outcome for each Webset that matches: the Webset, or the error.

        Raises:
            ValueError: there is neither `metadata` nor `everything`, no such status, or the age cannot be used.
            Exception: listing failed, or an entry is malformed. What was listed is canceled all the same (but not with
                `dry_run`), with the outcomes in `.outcomes`.
        """
        return helpers.cancel_all(
            self._transport,
            status=status,
            metadata=metadata,
            except_metadata=except_metadata,
            older_than=older_than,
            everything=everything,
            dry_run=dry_run,
            concurrency=concurrency,
        )

    def get_or_create(
        self,
        external_id: str,
        body: models.CreateWebsetParameters | params.CreateWebsetParameters | api.PlainDict,
        /,
        *,
        wait_for_slot: float = 0,
        **options: Unpack[api.RequestOptions],
    ) -> tuple[models.Webset, bool]:
        """Return the Webset with this externalId, creating it if necessary, and whether it was created.

        If an answer is lost or cannot be read, the Webset is looked up before anything is sent again, so that there
        are never two.

        Args:
            external_id: The externalId.
            body: What to create. It is not compared with a Webset that already exists.
            wait_for_slot: Seconds to wait while the team runs as many Websets as it may.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.

        Raises:
            APIStatusError: the service rejects the create.
            APIConnectionError: six rounds have not shown whether it was created; `outcome_unknown` is true.
        """
        return helpers.get_or_create(self._transport, external_id, body, wait_for_slot=wait_for_slot, **options)

    def run(
        self,
        body: models.CreateWebsetParameters | params.CreateWebsetParameters | api.PlainDict,
        /,
        *,
        until: stop_rules.Until = None,
        external_id: str | None = None,
        wait_for_slot: float = 0,
    ) -> AbstractContextManager[runs.Run]:
        """Run one paid job: create a Webset, and leave nothing of it running however the block ends.

        Use it with `with`, which gives the run.
        At the end of the block it is canceled, and the run verifies that it has stopped. If that cannot be shown, the
        error is raised, or added as a note to the exception that ended the block, and logged.
        If a Webset with this externalId already exists, the run resumes it, and it ends with the block as well, no
        matter who created it; `is_new` of the run says which.

        Args:
            body: What to create.
            until: A stop rule for `watch`, `wait` and `items` of the run.
            external_id: The externalId. By default that of the body, or a random one.
            wait_for_slot: Seconds to wait while the team runs as many Websets as it may.
        """
        return helpers.run(self._transport, body, until=until, external_id=external_id, wait_for_slot=wait_for_slot)

    def attach(self, handle: run_handle.RunHandle, /) -> AbstractContextManager[runs.Run]:
        """Take over a run from another process, in a block that ends it as `run` does.

        Use it with `with`, which gives the run.

        Args:
            handle: What the run's `handle()` has returned.

        Raises:
            ValueError: the run belongs to another service than this client's.
        """
        return helpers.attach(self._transport, handle)
