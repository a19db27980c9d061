# Derived from _async/websets.py by scripts/regenerate. Edit that file instead.
"""The resource `websets` with its helpers. Each helper is implemented in a module of the same name."""

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
            timeout: The total timeout in seconds, including requests and their retries.
            poll_interval: The interval between two polls in seconds.
            on_poll: Called with the Webset after each poll.
            on_timeout: "raise" raises the error. "cancel" first cancels the Webset as `cancel_and_wait` does, also if
                another error ends the wait, unless the Webset is paused or does not exist.
            stop_on_paused: Whether to raise an error if the Webset is paused, because only the service can resume it.

        Returns:
            The idle Webset.

        Raises:
            WebsetTimeoutError: the timeout expired. The error holds the Webset as it was last seen.
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

        Enabled monitors will start the Webset again. An EnabledMonitorsWarning names them, unless `disable_monitors`
        is set.

        Args:
            id: The Webset's id or externalId.
            timeout: The total timeout in seconds, including requests and their retries. The first cancel always has
                at least 5 s.
            poll_interval: The interval between two polls in seconds.
            on_poll: Called with the Webset after each poll.
            disable_monitors: Whether to disable its monitors, before the cancel and whenever one is enabled again.

        Returns:
            The Webset, in which nothing is running.

        Raises:
            NotFoundError: the Webset does not exist.
            WebsetTimeoutError: the timeout expired. The message lists what may still be running, and the error holds
                the Webset as it was last seen.
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
        """Cancel a Webset when the block ends, normally or with an exception, and wait until nothing in it is running.

        Use it with `with`.
        If the cancel still fails after its retries, its error is raised; if it is accepted, it is verified as in
        `cancel_and_wait`. If the block ends with an exception, an error of the cancel becomes a note on that exception.
        Neither Ctrl-C nor the cancellation of a task interrupts the cancel; after the third Ctrl-C, it continues in
        the background. If the process exits inside the block, the Webset is canceled at interpreter exit.

        Args:
            id: The Webset's id or externalId.

        Raises:
            NotFoundError: the Webset does not exist, and this client has never seen it. If it was deleted in the
                meantime, nothing is raised.
            WebsetTimeoutError: the cancel was accepted, but the Webset was not seen to stop within a minute.
        """
        return helpers.CancelOnExit(self._transport, id)

    def watch(self, id: str, /, *, until: stop_rules.Until = None) -> Generator[snapshots.Snapshot]:
        """Yield a snapshot whenever a Webset has changed, until it has ended or a stop rule has stopped it.

        The interval between two polls grows from 1 to 15 seconds. If the Webset is deleted, the loop ends. Leaving the
        loop early cancels nothing, unless a rule has fired: then everything that is still running is canceled.

        Args:
            id: The Webset's id or externalId.
            until: A stop rule, such as `found(100) | deadline(minutes=10)`, or a function of a Webset. When it fires,
                the Webset is canceled as by `cancel_and_wait`. With `found`, only the searches are canceled at first,
                and the enrichments of the items found so far finish. The last snapshot has the reason.

        Raises:
            WebsetTimeoutError: a stop rule has fired, and the Webset was not seen to stop within a minute.
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
            metadata: Return only Websets with all of these names and values in their metadata.
            except_metadata: Return only Websets with none of these names and values in their metadata.
            older_than: Return only Websets of at least this age, in seconds or as a timedelta.

        Raises:
            ValueError: `older_than` is negative or not a number.
            Exception: listing failed, or an entry is malformed. Its `.active` attribute holds the Websets that could
                be read.
        """
        return helpers.active(self._transport, metadata, except_metadata, older_than)

    def cancel_many(self, ids: Iterable[str], /, *, concurrency: int = 8) -> list[cancel_batch.CancelOutcome]:
        """Cancel many Websets at once. A cancel that fails does not affect the others.

        One `Retry-After` pauses the whole batch. After Ctrl-C, no more cancels start and those in flight finish, but
        canceling the task of an `AsyncWebsetsClient` abandons them. If an exception ends the batch, its `.outcomes`
        attribute holds the outcomes so far.

        Args:
            ids: The ids or externalIds. They are consumed as needed; a repeated id is canceled once.
            concurrency: The maximum number of cancels in flight.

        Returns:
            An outcome for each id, in the same order: the Webset, or the error.
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

        A Webset whose entry in the list is malformed is also canceled, if it has an id and matches the filter. If the
        filter needs its metadata or its age and these cannot be read, it is skipped, and a note on the error says so.

        Args:
            status: The status of the Websets to cancel. "running" selects all Websets that are not idle.
            metadata: Cancel only Websets with all of these names and values in their metadata.
            except_metadata: Cancel only Websets with none of these names and values in their metadata.
            older_than: Cancel only Websets of at least this age, in seconds or as a timedelta; `active` shows the age.
            everything: Required without `metadata`, because the team's Websets may include those that others started.
            dry_run: Whether to list the Websets without canceling them. Each outcome then holds the listed Webset.
            concurrency: The maximum number of cancels in flight.

        Returns:
            An outcome for each Webset that matches: the Webset, or the error.

        Raises:
            ValueError: both `metadata` and `everything` are missing, or `status` or `older_than` is not valid.
            Exception: listing failed, or an entry is malformed. The Websets that were listed are canceled nevertheless
                (unless `dry_run` is set), and the `.outcomes` attribute holds the outcomes.
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
        """Return the Webset with this externalId, creating it if necessary.

        If a response is lost or cannot be read, the Webset is looked up before another create, so that it is never
        created twice.

        Args:
            external_id: The externalId.
            body: The Webset to create. It is not compared with a Webset that already exists.
            wait_for_slot: The time to wait in seconds if the team has reached its limit of running Websets.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.

        Returns:
            The Webset, and whether it was created by this call.

        Raises:
            APIStatusError: the service rejected the create.
            APIConnectionError: it is still unknown after six rounds whether the Webset was created;
                `outcome_unknown` is True.
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
        """Run one paid job: create a Webset, and stop it when the block ends, normally or with an exception.

        Use it with `with`; the target of `as` is the run.
        At the end of the block, the Webset is canceled and verified to have stopped. If this fails, the error is
        logged, and raised or added as a note to the exception that ended the block.
        If a Webset with this externalId already exists, the run resumes it, and stops it at the end of the block even
        if something else created it; `is_new` of the run is then False.

        Args:
            body: The Webset to create.
            until: A stop rule for `watch`, `wait` and `items` of the run.
            external_id: The externalId. The default is the externalId in the body, or a random one.
            wait_for_slot: The time to wait in seconds if the team has reached its limit of running Websets.
        """
        return helpers.run(self._transport, body, until=until, external_id=external_id, wait_for_slot=wait_for_slot)

    def attach(self, handle: run_handle.RunHandle, /) -> AbstractContextManager[runs.Run]:
        """Take over a run from another process, and stop it when the block ends, as `run` does.

        Use it with `with`; the target of `as` is the run.

        Args:
            handle: The handle that `run.handle()` returned.

        Raises:
            ValueError: the run belongs to a service with another base URL than this client.
        """
        return helpers.attach(self._transport, handle)
