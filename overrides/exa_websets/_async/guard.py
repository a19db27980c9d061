"""The guard of one job: however its block ends, the Webset is canceled, and seen to have stopped or reported."""

from __future__ import annotations

import weakref
from contextlib import suppress
from functools import partial
from typing import Any

from .._errors import (
    ClientClosedError,
    NotFoundError,
    ResponseMismatchError,
    ResponseValidationError,
    WebsetsError,
    WebsetTimeoutError,
    add_note,
    is_of_service,
    may_have_acted,
    notes_of,
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

# Seconds in which a cancel has to show that the Webset has stopped, and between two looks.
MAX_STOP, POLL_INTERVAL = 60, 1
# What another attempt would not change: a long wait has passed, nothing can be sent, or no answer is believed.
_FINAL = (WebsetTimeoutError, ClientClosedError, ResponseMismatchError)
# Seconds until the next attempt, because the Webset's create may still be on the way, or an error may pass.
_PAUSES = (2, 5)


def prepare_guard(transport: AsyncTransport) -> None:
    """Load what a guard needs. The package may be upgraded on disk before it is needed."""
    from . import exit_cancel as exit_cancel  # loads the synchronous client, which nothing else needs

    finds_drift = transport.config.on_drift is not None
    preload(finds_drift=finds_drift)
    if finds_drift:
        from .._drift import report as report


def _stop_at_exit(
    transport: TransportBase[Any], job: Job, seconds: float, connections: ExitConnections, *, is_first: bool
) -> BaseException | None:
    from .exit_cancel import stop_at_exit

    return stop_at_exit(transport, job, seconds, connections, is_first=is_first)


class AsyncGuard:
    """Ends one job. The exit of the interpreter ends it too, from when it is registered until it has stopped.

    Args:
        id: The Webset's id, or the externalId of one that is about to be created.
        is_known: Whether the service is known to have it.
        gives_up: Whether a cancel that fails, with its retries, ends the attempt to stop it. A Webset that does not
            exist is an error then, unless this client has seen it.
        disables_monitors: Whether its monitors are disabled, so that none starts it again.
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
        self._transport = transport.without_deadline()
        self._gives_up = gives_up
        self._deferred: Exception | None = None
        self._disables_monitors = disables_monitors
        self._is_announced = False
        self.last: models.Webset | None = None
        """The Webset as it was seen when it had stopped."""
        self.job: Job = Job(id, is_known, partial(_stop_at_exit, self._transport))
        self._finalizer: weakref.finalize[[], AsyncGuard] | None = None

    def register(self) -> None:
        """Let the exit of the interpreter end the job from now on."""
        prepare_guard(self._transport)
        self.job.register()
        if self._finalizer is None:
            # Nobody can end the job any more once its block and its run are garbage.
            self._finalizer = weakref.finalize(self, self.job.abandon)
            self._finalizer.atexit = False

    def release(self) -> None:
        """Forget the job, because nothing of it is running, or another process ends it."""
        self.job.release()
        if self._finalizer is not None:
            self._finalizer.detach()
            self._finalizer = None

    async def stop(self, error: BaseException | None = None, *, release: bool = True) -> models.Webset | None:
        """Cancel the Webset and wait until nothing in it is running. Nothing interrupts that.

        Args:
            error: What is on its way to the caller. It gets a note on how this ends.
            release: Whether the job is over, so that it is forgotten once it was seen to have stopped.

        Returns:
            The Webset as it was seen when it had stopped, or None if it does not exist any more.

        Raises:
            BaseException: what has gone wrong if there is no `error`, or an interruption in the meantime.
        """
        try:
            self.register()
            ending = await run_to_end(partial(self._stop, release))
        except BaseException as interruption:  # it came before the cancel
            if is_interruption(interruption):  # else it would come again
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
        if isinstance(failure, NotFoundError):
            if noted is not None:
                add_note(noted, f"There is no {self.job.id!r}, so nothing was canceled.")
        elif failure is not None:
            report_leftover(self.job.id, failure, noted)
        elif noted is not None and (raised is not None or notes_of(noted)):
            # An interrupted request may have noted that the Webset is still running.
            add_note(noted, stopped_message(self.job.id))
        if raised is not None:
            raise raised
        if failure is not None and error is None:
            raise failure
        if self._deferred is not None:
            if error is None:
                add_note(self._deferred, stopped_message(self.job.id))
                raise self._deferred
            add_note(error, f"While {self.job.id} was canceled, this was raised: {self._deferred!r}")
        return ending.result

    async def end(self, error: BaseException | None) -> None:
        """End the job together with its block, which has ended with this error or normally."""
        try:
            await self._end(error)
        except BaseException as failure:
            await self._end(failure)  # nothing is left to do, unless it is an interruption before the cancel
            raise

    async def _end(self, error: BaseException | None) -> None:
        job = self.job
        if not job.is_held:
            return
        was_created = job.is_known or error is None or may_have_acted(error)
        if not was_created or (job.is_handed_over and error is None):
            self.release()
            return
        if error is not None and is_interruption(error) and not self._is_announced:
            self._is_announced = True
            announce_cancel(job.id)
        webset = await self.stop(error)
        if webset is not None and error is None:
            warn_about_monitors(webset)

    async def _stop(self, release: bool) -> models.Webset | None:
        self.last = webset = await self._cancel_what_exists()
        if webset is not None:
            self.job.pin(webset.id)
        if release or self.job.is_left_to_exit:
            self.release()
        return webset

    async def _cancel_what_exists(self) -> models.Webset | None:
        job, known_ids = self.job, self._transport.known_ids
        for pause in (*_PAUSES, None):
            try:
                return await self._cancel()
            except NotFoundError as error:
                if self._gives_up and not known_ids.has_seen("websets", job.id):
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

    def _can_retry(self, error: Exception) -> bool:
        """Return True if another attempt may stop what this error did not."""
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
        self._deferred = self._deferred or poll.deferred
        return webset
