# Derived from _async/watch.py by scripts/regenerate. Edit that file instead.
"""Watches a Webset: looks again and again, shows what has changed, and cancels it when a stop rule fires."""

from __future__ import annotations

import warnings
from collections.abc import Generator

from .._errors import EnabledMonitorsWarning, ResponseValidationError, WebsetsError
from .._generated import api, models
from .._websets.snapshots import Pace, Sight, Snapshot
from .._websets.status import asked_to_wait, is_finished, is_passing, warning_of_monitors
from .._websets.stop_rules import StopRule, Until, rule_of
from .cancel_and_wait import cancel_and_wait
from .transport import Transport

# A look has at least so long, however soon a rule is due.
SHORTEST_LOOK = 5.0


def watch(transport: Transport, id: str, *, until: Until, every_look: bool = False) -> Generator[Snapshot]:
    """Show a Webset each time it has changed, or at every look, until it has ended or a rule fires, which cancels it.

    Errors that may pass by themselves do not end the watch, and do not keep a deadline from coming; neither does an
    answer that does not fit the document, as long as there is a deadline to come.
    """
    clock = transport.clock
    rule, pace, sight = rule_of(until), Pace(), Sight(clock)
    while True:
        asked, is_new = 0.0, False
        due = rule.due(sight.look())
        by = clock.now() + max(due, SHORTEST_LOOK) if due is not None else None
        try:
            webset = api.websets.Websets(transport.bounded(by)).get(id)
        except WebsetsError as error:
            if not (is_passing(error) or (due is not None and isinstance(error, ResponseValidationError))):
                error.add_note(f"{id} is not watched any more; it may go on, and no rule stops it.")
                raise
            asked, sight.is_fresh = asked_to_wait(error), False
        else:
            is_new = sight.take(webset) or every_look
            if is_finished(webset):
                if is_new:
                    yield Snapshot(webset)
                return

        if reason := _judged(rule, sight, id):
            yield Snapshot(_canceled(transport, id, reason), reason)
            return
        if is_new and sight.webset:
            yield Snapshot(sight.webset)
        # Whoever reads along may have taken his time.
        clock.sleep(pace.next(sight.webset, asked, rule.due(sight.look())))


def _judged(rule: StopRule, sight: Sight, id: str) -> str | None:
    try:
        return rule.reason(sight.look())
    except Exception as error:
        error.add_note(f"{id} goes on: its stop rule has failed.")
        raise


def _canceled(transport: Transport, id: str, reason: str) -> models.Webset:
    try:
        webset = cancel_and_wait(transport, id, insists=True)
    except WebsetsError as error:
        error.add_note(f"It was to be canceled because {reason}.")
        raise
    if warning := warning_of_monitors(webset):
        warnings.warn(warning, EnabledMonitorsWarning, stacklevel=2)
    return webset
