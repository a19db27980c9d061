"""The guard of one job: when its block ends, the Webset is canceled, and verified to have stopped or reported."""

from __future__ import annotations

import weakref
from contextlib import suppress
from functools import partial
from typing import Any

from .._error_notes import add_note, notes_of
from .._errors import (
    ClientClosedError,
    NotFoundError,
    ResponseMismatchError,
    ResponseValidationError,
    WebsetsError,
    WebsetTimeoutError,
    is_of_service,
    may_have_acted,
)
from .._generated import api, models
from .._guard.ending import Ending
from .._guard.jobs import ExitConnections, Job
from .._guard.leftovers import announce_cancel, report_leftover, stopped_message
from .._guard.preload import preload
from .._http.request import check_id
from .._http.transport_base import TransportBase
from .._runtime.tasks import run_to_end
from .._websets.status import is_finished, is_interruption
from .cancel_and_wait import cancel_until_stopped, is_gone, warn_about_monitors
from .poll import Poll
from .transport import AsyncTransport, own_transport

# The timeout for verifying that a canceled Webset has stopped, and the interval between two polls, in seconds.
MAX_STOP, POLL_INTERVAL = 60, 1
# Another attempt would end the same way.
_FINAL = (WebsetTimeoutError, ClientClosedError, ResponseMismatchError)
# Seconds between attempts: the service may still be processing the create, or an error may be temporary.
_PAUSES = (2, 5)


def prepare_guard(transport: AsyncTransport) -> None:
    """Import everything that a guard needs now, because the package may be upgraded on disk before the cancel."""
    from . import exit_cancel as exit_cancel  # imported here, because it loads the synchronous client

    finds_drift = transport.config.on_drift is not None
    preload(finds_drift=finds_drift)
    if finds_drift:
        from .._drift import report as report


def _stop_at_exit(
    transport: TransportBase[Any], job: Job, seconds: float, connections: ExitConnections, *, is_first: bool
) -> None:
    from .exit_cancel import stop_at_exit

    stop_at_exit(transport, job, seconds, connections, is_first=is_first)


class AsyncGuard:
    """Stops one job. While the job is registered, it is also canceled at interpreter exit.

    Args:
        id: The Webset's id, or the externalId of one that is about to be created.
        is_known: Whether the Webset is known to exist.
        gives_up: Whether to give up once a cancel has failed with all its retries. A Webset that does not exist is
            then an error, unless this client has seen it.
        disables_monitors: Whether to disable its monitors, so that none of them starts it again.
    """

    def __init__(
        self,
        transport: AsyncTransport,
        id: str,
        *,
        is_known: bool = True,
        gives_up: bool = False,
        disables_monitors: bool = False,
    ) -> None:
        check_id(id)
        self._transport = transport
        self._gives_up = gives_up
        self._deferred: Exception | None = None
        self._disables_monitors = disables_monitors
        self.last: models.Webset | None = None
        """The Webset as it was seen after it had stopped."""
        self.job: Job = Job(id, is_known, partial(_stop_at_exit, self._transport))
        self._finalizer: weakref.finalize[[], AsyncGuard] | None = None

    def register(self) -> None:
        """Register the job, so that it is canceled at interpreter exit unless it is released before."""
        prepare_guard(self._transport)
        self.job.register()
        if self._finalizer is None:
            # Once its block and its run are garbage-collected, nothing else would stop the job.
            self._finalizer = weakref.finalize(self, self.job.abandon)
            self._finalizer.atexit = False

    def release(self) -> None:
        """Release the job, because nothing in the Webset is running or another process is in charge of it."""
        self.job.release()
        if self._finalizer is not None:
            self._finalizer.detach()
            self._finalizer = None

    async def stop(self, error: BaseException | None = None, *, release: bool = True) -> models.Webset | None:
        """Cancel the Webset and wait until nothing in it is running. An interruption does not stop this.

        Args:
            error: The exception that is about to reach the caller. A note on it says how the cancel ended.
            release: Whether to release the job once the Webset has stopped.

        Returns:
            The Webset as it was seen after it had stopped, or None if it no longer exists.

        Raises:
            BaseException: the cancel failed and `error` is None, or an interruption occurred during the cancel.
        """
        try:
            self.register()
            ending = await run_to_end(self._stop)
        except BaseException as interruption:  # raised before the cancel started
            if is_interruption(interruption):  # any other exception would be raised again
                await self.stop(interruption, release=release)
            raise
        return self._report(ending, error, release=release)

    def _report(
        self, ending: Ending[models.Webset | None], error: BaseException | None, *, release: bool
    ) -> models.Webset | None:
        failure, interruption = ending.failure, ending.interruption
        if not ending.is_over or (failure is not None and is_interruption(failure)):
            self.job.is_left_to_exit = True
        elif release:
            self.release()
        is_second = error is not None and is_interruption(error)
        raised = None if is_second else interruption
        noted = error if raised is None else raised
        if isinstance(failure, NotFoundError) and self._never_existed(failure):
            if noted is not None:
                add_note(noted, f"There is no {self.job.id!r}, so nothing was canceled.")
        elif failure is not None:
            report_leftover(self.job.id, failure, noted)
        elif noted is not None and (raised is not None or notes_of(noted)):
            # An interrupted request may have added a note that the Webset is still running.
            add_note(noted, stopped_message(self.job.id))
        if raised is not None:
            raise raised
        if failure is not None and error is None:
            raise failure
        if self._deferred is not None:
            if error is None:
                add_note(self._deferred, stopped_message(self.job.id))
                raise self._deferred
            add_note(error, f"While {self.job.id} was being canceled, another exception was raised: {self._deferred!r}")
        return ending.result

    async def end(self, error: BaseException | None) -> None:
        """Stop the job at the end of its block; `error` is the exception that ended the block, if any."""
        job = self.job
        if not job.is_held:
            return
        is_unsent = error is not None and not job.is_known and not may_have_acted(error)
        if is_unsent or (job.is_handed_over and error is None):
            self.release()
            return
        if error is not None and is_interruption(error):
            announce_cancel(job.id)
        webset = await self.stop(error)
        if webset is not None and error is None:
            warn_about_monitors(webset)

    async def _stop(self) -> models.Webset | None:
        self.last = webset = await self._cancel_what_exists()
        if webset is not None:
            self.job.pin(webset.id)
        if self.job.is_left_to_exit:
            self.release()
        return webset

    async def _cancel_what_exists(self) -> models.Webset | None:
        job = self.job
        for pause in (*_PAUSES, None):
            try:
                return await self._cancel()
            except NotFoundError as error:
                if self._never_existed(error):
                    raise
                is_believed = is_of_service(error)
                if job.is_known and is_believed and await is_gone(self._transport, job.id):
                    return None
                if pause is None:
                    if is_believed and not job.is_known:
                        return None
                    raise
            except Exception as error:
                if pause is None or not self._can_retry(error):
                    raise
            await self._transport.clock.async_sleep(pause)
        return None

    def _never_existed(self, error: NotFoundError) -> bool:
        """Return True if the service does not know an id that this client has never seen, such as a mistyped one."""
        has_seen = self._transport.known_ids.has_seen("websets", self.job.id)
        return self._gives_up and not has_seen and is_of_service(error)

    def _can_retry(self, error: Exception) -> bool:
        """Return True if another attempt may succeed after this error."""
        if isinstance(error, WebsetsError):
            return not (self._gives_up or isinstance(error, _FINAL))
        return True

    async def _cancel(self) -> models.Webset:
        transport = self._transport
        try:
            return await self._cancel_over(transport)
        except ClientClosedError:
            if not transport.pool.is_ours:
                raise
        async with own_transport(transport.config, transport.clock) as reopened:
            return await self._cancel_over(reopened)

    async def _cancel_over(self, transport: AsyncTransport) -> models.Webset:
        if self._gives_up:
            with suppress(ResponseValidationError):  # it was accepted
                webset = await api.websets.AsyncWebsets(transport).cancel(self.job.id)
                if is_finished(webset):
                    return webset
        poll: Poll[models.Webset] = Poll(transport.clock, MAX_STOP, POLL_INTERVAL, None, defers=True)
        webset = await cancel_until_stopped(transport, self.job.id, poll, disable_monitors=self._disables_monitors)
        self._deferred = poll.deferred
        return webset
