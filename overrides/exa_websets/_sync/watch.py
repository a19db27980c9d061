# Derived from _async/watch.py by scripts/regenerate. Edit that file instead.
"""Watch a Webset: poll it, yield it when it has changed, and stop it when a stop rule fires."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import suppress

from .._error_notes import add_note
from .._errors import NotFoundError, ResponseValidationError, WebsetsError, is_of_service
from .._generated import api, models
from .._websets.snapshots import LastSeen, PollInterval, Snapshot
from .._websets.status import is_finished, is_transient, requested_wait, running_searches
from .._websets.stop_rules import Until, to_rule
from .._websets.stopping import Stopping
from .cancel_and_wait import warn_about_monitors
from .guard import Guard, prepare_guard
from .transport import Transport

# The minimum time for a poll in seconds, even if a stop rule fires sooner.
MIN_POLL = 5.0


def watch(transport: Transport, id: str, *, until: Until) -> Generator[Snapshot]:
    """Watch a Webset; see `websets.watch`."""
    return watch_until(transport, id, Stopping(to_rule(until)))


def watch_until(
    transport: Transport,
    id: str,
    stopping: Stopping,
    *,
    every_poll: bool = False,
    guard: Guard | None = None,
    record: Callable[[Snapshot], Snapshot] = lambda snapshot: snapshot,
) -> Generator[Snapshot]:
    """Yield a Webset when it has changed, or after every poll, until it has ended, was deleted, or was stopped.

    Transient errors neither end the watch nor delay a deadline. If there is a deadline, the same holds for a response
    that does not fit the API document.
    If the watch ends after a rule has fired, everything that is still running is canceled: by the watch, or at the end
    of the block if the guard belongs to a block.

    Args:
        every_poll: Whether to yield a snapshot after every poll, not only when the Webset has changed.
        guard: The guard of the block that the watch is part of, if any.
        record: Called with each snapshot before it is yielded.
    """
    clock = transport.clock
    interval, seen = PollInterval(), LastSeen(clock)
    owns_guard, guard = guard is None, guard or Guard(transport, id)
    reason, is_registered = None, False
    stopping.restart()
    if stopping.has_rule:
        prepare_guard(transport)
    try:
        while True:
            requested, shows = 0.0, False
            deadline = _deadline(transport, stopping, seen)
            try:
                webset = api.websets.Websets(transport.with_deadline(deadline)).get(id)
            except NotFoundError as error:
                if seen.webset is None:
                    raise
                if is_of_service(error):
                    if owns_guard:
                        guard.release()
                    return  # it was deleted, so nothing in it is running
                seen.is_fresh = False  # a proxy that does not reach the service proves nothing
            except Exception as error:
                can_wait = deadline is not None and isinstance(error, ResponseValidationError)
                if not isinstance(error, WebsetsError) or not (is_transient(error) or can_wait):
                    if stopping.phase == "running" or not owns_guard:
                        note_unwatched(error, id)
                    raise
                requested, seen.is_fresh = requested_wait(error), False
            else:
                shows = seen.update(webset) or every_poll
                if is_finished(webset):
                    snapshot = record(stopping.snapshot(webset))
                    if owns_guard:
                        guard.release()
                    if snapshot.reason:
                        warn_about_monitors(webset)
                    yield snapshot
                    return

            phase = stopping.phase
            try:
                reason = stopping.reason_to_cancel(seen.look())
            except Exception as error:
                if guard.stop(error, release=owns_guard) is not None:
                    add_note(error, "It was raised by the stop rule, so the Webset was canceled.")
                raise
            if owns_guard and (reason or stopping.phase == "finishing"):
                guard.register()
                is_registered = True
            if reason:
                last = _canceled(guard, reason, release=owns_guard) or seen.webset
                if last is not None:
                    yield record(stopping.canceled(last, reason))
                return
            if stopping.phase == "finishing":
                if phase == "running":
                    interval, shows = PollInterval(), True
                if seen.webset:
                    deadline = _deadline(transport, stopping, seen)
                    _cancel_searches(transport.with_deadline(deadline), seen.webset)
            if shows and seen.webset:
                yield record(stopping.snapshot(seen.webset))
            # Compute the pause only now, because the consumer may have been slow.
            clock.sleep(interval.next(seen.webset, requested, stopping.due(seen.look())))
    except BaseException as error:  # including GeneratorExit, when the consumer leaves the loop
        has_fired = reason is not None or stopping.phase == "finishing"
        # A job that is no longer held was canceled, now or at interpreter exit, or belongs to the parent process.
        is_left = owns_guard and has_fired and (guard.job.is_held or not is_registered)
        if is_left and guard.stop(error) is not None:
            add_note(error, "It ended the watch after a stop rule had fired, so the Webset was canceled.")
        raise


def note_unwatched(error: Exception, id: str) -> None:
    """Add a note to an error that the watch has ended, so no stop rule will stop the Webset."""
    add_note(error, f"{id} is no longer watched: it may still be running, and no rule cancels it.")


def _deadline(transport: Transport, stopping: Stopping, seen: LastSeen) -> float | None:
    """Return the clock time at which the Webset is canceled, which bounds a request."""
    due = stopping.due(seen.look())
    return None if due is None else transport.clock.now() + max(due, MIN_POLL)


def _cancel_searches(transport: Transport, webset: models.Webset) -> None:
    """Cancel the searches that are running. Errors are ignored, because the next poll shows what is still running."""
    searches = api.searches.Searches(transport)
    for id in running_searches(webset):
        with suppress(WebsetsError):
            searches.cancel(webset.id, id)


def _canceled(guard: Guard, reason: str, *, release: bool) -> models.Webset | None:
    """Cancel a Webset because a rule has fired; return None if it no longer exists."""
    try:
        webset = guard.stop(release=release)
    except WebsetsError as error:
        add_note(error, f"It had to be canceled because {reason}.")
        raise
    return webset and warn_about_monitors(webset)
