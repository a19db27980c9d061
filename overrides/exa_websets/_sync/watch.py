# Derived from _async/watch.py by scripts/regenerate. Edit that file instead.
"""A watch: polls a Webset, yields it when it has changed, and cancels it when a stop rule fires."""

from __future__ import annotations

import warnings
from collections.abc import Generator

from .._errors import EnabledMonitorsWarning, ResponseValidationError, WebsetsError
from .._generated import api, models
from .._websets.snapshots import LastSeen, PollInterval, Snapshot
from .._websets.status import is_finished, is_transient, monitor_warning, requested_wait
from .._websets.stop_rules import StopRule, Until, to_rule
from .cancel_and_wait import cancel_and_wait
from .transport import Transport

# Seconds that a poll has at least, even if a stop rule is due sooner.
MIN_POLL = 5.0


def watch(transport: Transport, id: str, *, until: Until, every_poll: bool = False) -> Generator[Snapshot]:
    """Yield a Webset when it has changed, or at every poll, until it has ended or a rule cancels it.

    Transient errors do not end the watch, and do not delay a deadline. The same holds for an answer that does not fit
    the API document, if the rule has a deadline to wait for.
    """
    clock = transport.clock
    rule, interval, seen = to_rule(until), PollInterval(), LastSeen(clock)
    while True:
        requested, shows = 0.0, False
        due = rule.due(seen.look())
        deadline = clock.now() + max(due, MIN_POLL) if due is not None else None
        try:
            webset = api.websets.Websets(transport.with_deadline(deadline)).get(id)
        except WebsetsError as error:
            if not (is_transient(error) or (due is not None and isinstance(error, ResponseValidationError))):
                error.add_note(f"{id} is no longer watched: it may still be running, and no rule cancels it.")
                raise
            requested, seen.is_fresh = requested_wait(error), False
        else:
            shows = seen.update(webset) or every_poll
            if is_finished(webset):
                if shows:
                    yield Snapshot(webset)
                return

        if reason := _reason(rule, seen, id):
            yield Snapshot(_canceled(transport, id, reason), reason)
            return
        if shows and seen.webset:
            yield Snapshot(seen.webset)
        # Look at the clock again: the consumer may have been slow.
        clock.sleep(interval.next(seen.webset, requested, rule.due(seen.look())))


def _reason(rule: StopRule, seen: LastSeen, id: str) -> str | None:
    try:
        return rule.reason(seen.look())
    except Exception as error:
        error.add_note(f"{id} was not canceled, because its stop rule has raised this.")
        raise


def _canceled(transport: Transport, id: str, reason: str) -> models.Webset:
    try:
        webset = cancel_and_wait(transport, id, resend_if_interrupted=True)
    except WebsetsError as error:
        error.add_note(f"It had to be canceled because {reason}.")
        raise
    if warning := monitor_warning(webset):
        warnings.warn(warning, EnabledMonitorsWarning, stacklevel=2)
    return webset
