# Derived from _async/watch.py by scripts/regenerate. Edit that file instead.
"""A watch: polls a Webset, yields it when it has changed, and cancels it when a stop rule fires."""

from __future__ import annotations

from collections.abc import Generator

from .._errors import NotFoundError, ResponseValidationError, WebsetsError, add_note
from .._generated import api, models
from .._websets.snapshots import LastSeen, PollInterval, Snapshot
from .._websets.status import is_finished, is_transient, requested_wait
from .._websets.stop_rules import Until, to_rule
from .cancel_and_wait import warn_about_monitors
from .guard import Guard, prepare_guard
from .transport import Transport

# Seconds that a poll has at least, even if a stop rule is due sooner.
MIN_POLL = 5.0


def watch(
    transport: Transport, id: str, *, until: Until, every_poll: bool = False, guard: Guard | None = None
) -> Generator[Snapshot]:
    """Yield a Webset when it has changed, or at every poll, until it has ended, was deleted, or a rule cancels it.

    Transient errors do not end the watch, and do not delay a deadline. The same holds for an answer that does not fit
    the API document, if the rule has a deadline to wait for.
    """
    clock = transport.clock
    rule, interval, seen = to_rule(until), PollInterval(), LastSeen(clock)
    owns_guard, guard = guard is None, guard or Guard(transport, id)
    if until is not None:
        prepare_guard(transport)
    while True:
        requested, shows = 0.0, False
        due = rule.due(seen.look())
        deadline = clock.now() + max(due, MIN_POLL) if due is not None else None
        try:
            webset = api.websets.Websets(transport.with_deadline(deadline)).get(id)
        except NotFoundError:
            if seen.webset is None:
                raise
            return  # it was deleted, so nothing of it is running
        except Exception as error:
            can_wait = due is not None and isinstance(error, ResponseValidationError)
            if not isinstance(error, WebsetsError) or not (is_transient(error) or can_wait):
                add_note(error, f"{id} is no longer watched: it may still be running, and no rule cancels it.")
                raise
            requested, seen.is_fresh = requested_wait(error), False
        else:
            shows = seen.update(webset) or every_poll
            if is_finished(webset):
                if shows:
                    yield Snapshot(webset)
                return

        try:
            reason = rule.reason(seen.look())
        except Exception as error:
            if guard.stop(error, release=owns_guard) is not None:
                add_note(error, "It was raised by the stop rule, so the Webset was canceled.")
            raise
        if reason:
            last = _canceled(guard, reason, release=owns_guard) or seen.webset
            if last is not None:
                yield Snapshot(last, reason)
            return
        if shows and seen.webset:
            yield Snapshot(seen.webset)
        # Look at the clock again: the consumer may have been slow.
        clock.sleep(interval.next(seen.webset, requested, rule.due(seen.look())))


def _canceled(guard: Guard, reason: str, *, release: bool) -> models.Webset | None:
    """Cancel a Webset because a rule has fired. Return None if it does not exist any more."""
    try:
        webset = guard.stop(release=release)
    except WebsetsError as error:
        add_note(error, f"It had to be canceled because {reason}.")
        raise
    return webset and warn_about_monitors(webset)
