"""Cancels several Websets, and tells of each what became of it, however that ended."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from ... import CancelOutcome, EnabledMonitorsWarning, ResponseValidationError, WebsetsClient, WebsetsError, is_finished
from ..._websets.status import enabled_monitors, is_transient
from ...models import Webset
from .._output.printing import document, line, printable, problem
from .._output.webset_text import summary
from .._session import Settings, error_as_json


def cancel_each(
    client: WebsetsClient, ids: Sequence[str], *, wait_for: float | None, disable_monitors: bool
) -> list[CancelOutcome]:
    """Cancel all at once, then wait for each; a single one is waited for right away.

    Args:
        client: The client.
        ids: The ids, each once.
        wait_for: How many seconds to wait for each until nothing in it runs; None to cancel only.
        disable_monitors: Whether to disable their monitors; it needs the wait.

    Raises:
        KeyboardInterrupt: it has an outcome for each id as its `.outcomes`.
    """
    outcomes: dict[str, CancelOutcome] = {}
    try:
        if wait_for is None or len(ids) > 1:
            outcomes = {outcome.id: outcome for outcome in client.websets.cancel_many(ids)}
        if wait_for is not None:
            for id in ids:
                error = outcomes[id].error if id in outcomes else None
                if error is None or _may_pass(error):
                    outcomes[id] = _waited(client, id, wait_for, disable_monitors)
    except KeyboardInterrupt as interruption:
        done: list[CancelOutcome] = vars(interruption).get("outcomes", [])
        outcomes |= {outcome.id: outcome for outcome in done}
        vars(interruption)["outcomes"] = [outcomes.get(id) or _interrupted(id) for id in ids]
        raise
    return [outcomes[id] for id in ids]


def report(settings: Settings, outcomes: Sequence[CancelOutcome], *, as_json: bool, is_dry_run: bool = False) -> None:
    """Print what became of each, or would, and what went wrong or still can."""
    if as_json:
        document([_as_json(outcome) for outcome in outcomes])
    elif not outcomes:
        line("Nothing was canceled.")
    elif is_dry_run:
        line("Nothing was canceled; these would be:")
    for outcome in outcomes:
        if outcome.error:
            settings.tell(outcome.error)
        elif outcome.webset:
            if not as_json:
                line(summary(outcome.webset, outcome.id))
            if not is_dry_run:
                warn(outcome.webset)


def warn(webset: Webset) -> None:
    """Say what still runs after a cancel, or will run again."""
    if not is_finished(webset):
        problem(f"Warning: {webset.id} has not stopped yet; --wait waits until it has.")
    if monitors := enabled_monitors(webset):
        problem(
            f"Warning: {webset.id} will be started again by {printable(', '.join(monitors))}; "
            f"to disable its monitors: exa-websets cancel --disable-monitors {webset.id}"
        )


def _waited(client: WebsetsClient, id: str, timeout: float, disable_monitors: bool) -> CancelOutcome:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", EnabledMonitorsWarning)  # `report` says it in the words of a command
            webset = client.websets.cancel_and_wait(id, timeout=timeout, disable_monitors=disable_monitors)
    except Exception as error:
        return CancelOutcome(id, None, error)
    return CancelOutcome(id, webset, None)


def _may_pass(error: Exception) -> bool:
    """Tell whether a cancel may get through yet, or has got through with an answer that cannot be read."""
    return isinstance(error, ResponseValidationError) or (isinstance(error, WebsetsError) and is_transient(error))


def _interrupted(id: str) -> CancelOutcome:
    error = WebsetsError(f"The cancel of {id} was interrupted; it may still be running and burning credits.")
    return CancelOutcome(id, None, error)


def _as_json(outcome: CancelOutcome) -> dict[str, Any]:
    return {
        "id": outcome.id,
        "webset": outcome.webset.to_dict() if outcome.webset else None,
        "error": error_as_json(outcome.error) if outcome.error else None,
    }
