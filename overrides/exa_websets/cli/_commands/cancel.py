"""The command `cancel`."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from click.exceptions import Exit

from ... import (
    CancelOutcome,
    NotFoundError,
    ResponseValidationError,
    WebsetsClient,
    WebsetsError,
)
from ..._websets.status import is_transient
from .._input.common_options import common_options
from .._input.options import (
    except_option,
    export_option,
    metadata_option,
    older_than_option,
    timeout_option,
)
from .._output.cancel_warnings import print_cancel_warnings
from .._output.error_text import error_json
from .._output.printing import join_fields, print_error, print_json, print_line
from .._output.webset_text import summary
from .._session import ExitCode, Session, exit_code_for_all
from . import COMMANDS
from .export import export_after

# In the recordings, the response to a cancel shows an idle Webset. One that is not idle is polled for a few seconds.
SETTLING_TIME = 3.0
_PAUSE = 0.5


@click.command("cancel", help=COMMANDS["cancel"])
@click.argument("ids", nargs=-1, metavar="ID...", help="Ids or externalIds of the Websets.")
@click.option("--wait", is_flag=True, help="Wait until everything in them has stopped.")
@timeout_option
@click.option("--all-running", is_flag=True, help="Cancel all running Websets of the team.")
@metadata_option
@except_option
@older_than_option
@click.option("--dry-run", is_flag=True, help="Show what would be canceled, and cancel nothing.")
@click.option(
    "--disable-monitors",
    is_flag=True,
    help="Disable their monitors, which would restart them. Implies --wait.",
)
@export_option
@click.option("--yes", "-y", is_flag=True, help="With --all-running, do not ask for confirmation.")
@common_options()
@click.pass_context
def command(
    context: click.Context,
    ids: tuple[str, ...],
    wait: bool,
    timeout: float | None,
    all_running: bool,
    metadata: dict[str, str] | None,
    except_metadata: dict[str, str] | None,
    older_than: float | None,
    dry_run: bool,
    disable_monitors: bool,
    export: Path | None,
    yes: bool,
) -> None:
    session: Session = context.obj
    targets = [*dict.fromkeys(ids)]
    if targets and all_running:
        context.fail("--all-running cannot be combined with Webset ids.")
    if not targets and not all_running:
        context.fail("Pass Webset ids, or --all-running.")
    filters = {"metadata": metadata, "except_metadata": except_metadata, "older_than": older_than}
    if any(filters.values()) and not all_running:
        context.fail("--metadata, --except and --older-than need --all-running.")
    if export and len(targets) != 1:
        context.fail("--export needs the id of exactly one Webset.")
    must_confirm = all_running and not (yes or dry_run)  # naming ids is the confirmation
    if must_confirm and not (sys.stdin and sys.stdin.isatty()):
        context.fail("Not a terminal; pass --yes to confirm --all-running.")

    with session.client() as client:
        listed = _look_up(client, targets, filters) if all_running or dry_run else []
        if dry_run:
            _report(session, listed, is_dry_run=True)
            raise Exit(exit_code_for_all(listed, is_dry_run=True))
        if all_running:
            targets = [outcome.id for outcome in listed if not outcome.error]
        if must_confirm and targets:
            _confirm(len(targets), listed)
        try:
            outcomes = _cancel_each(
                client,
                targets,
                wait_for=(timeout or 60) if wait or timeout or disable_monitors else None,
                disable_monitors=disable_monitors,
            )
        except KeyboardInterrupt as interruption:
            _report(session, vars(interruption).get("outcomes", []))
            raise
        outcomes += [outcome for outcome in listed if outcome.error]
        _report(session, outcomes)
        if export and not outcomes[0].error:
            export_after(session, client, targets[0], export)
        raise Exit(exit_code_for_all(outcomes))


def _look_up(client: WebsetsClient, ids: Sequence[str], filters: Mapping[str, Any]) -> list[CancelOutcome]:
    """Return the Websets before their cancel: those with these ids, or all running ones that match the filters.

    If only some of the running ones could be listed, the last outcome has no id and contains the error.
    """
    if not ids:
        try:
            return client.websets.cancel_all(**filters, everything=True, dry_run=True)
        except WebsetsError as error:
            if not (found := vars(error).get("outcomes")):
                raise
            return [*found, CancelOutcome("", None, error)]
    listed: list[CancelOutcome] = []
    for id in ids:
        try:
            listed.append(CancelOutcome(id, client.websets.get(id), None))
        except (WebsetsError, ValueError) as error:
            listed.append(CancelOutcome(id, None, error))
    return listed


def _confirm(count: int, listed: Sequence[CancelOutcome]) -> None:
    """Ask whether to cancel, and exit if the answer is no."""
    for outcome in listed:
        if not outcome.error:
            print_error(join_fields(summary(outcome.webset)) if outcome.webset else outcome.id)
    # click.confirm writes to stdout too, which may carry JSON.
    question = f"Cancel {count} Websets?" if count > 1 else "Cancel this Webset?"
    print(question, end=" [y/N] ", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        print_error("Nothing was canceled.")
        raise Exit(ExitCode.INTERRUPTED)


def _cancel_each(
    client: WebsetsClient, ids: Sequence[str], *, wait_for: float | None, disable_monitors: bool
) -> list[CancelOutcome]:
    """Cancel all Websets concurrently, then wait until each has stopped, or poll them briefly.

    Args:
        client: The client.
        ids: The ids, without duplicates.
        wait_for: How many seconds to wait for each until it has stopped; None to cancel without waiting.
        disable_monitors: Whether to disable their monitors; needs `wait_for`.

    Raises:
        KeyboardInterrupt: with an outcome for each id as its `outcomes`.
    """
    outcomes: dict[str, CancelOutcome] = {}
    try:
        if wait_for is None or len(ids) > 1:  # for a single one, waiting includes the cancel
            outcomes = {outcome.id: outcome for outcome in client.websets.cancel_many(ids)}
        if wait_for is not None:
            for id in ids:
                error = outcomes[id].error if id in outcomes else None
                if error is None or _may_still_succeed(error):
                    outcomes[id] = _cancel_and_wait(client, id, wait_for, disable_monitors)
        else:
            _look_again(client, outcomes)
    except KeyboardInterrupt as interruption:
        done: list[CancelOutcome] = vars(interruption).get("outcomes", [])
        outcomes |= {outcome.id: outcome for outcome in done}
        vars(interruption)["outcomes"] = [outcomes.get(id) or _interrupted_outcome(id) for id in ids]
        raise
    return [outcomes[id] for id in ids]


def _report(session: Session, outcomes: Sequence[CancelOutcome], *, is_dry_run: bool = False) -> None:
    """Print the outcomes: Websets on stdout, errors and warnings on stderr."""
    if session.as_json:
        print_json([_outcome_json(outcome) for outcome in outcomes])
    elif not outcomes:
        print_line("Nothing was canceled.")
    elif is_dry_run:
        print_line("Dry run: nothing was canceled. The command would cancel:")
    for outcome in outcomes:
        if outcome.error:
            is_unknown = isinstance(outcome.error, NotFoundError)
            session.report(
                outcome.error, f"Error: no such Webset: {outcome.id} ({outcome.error})" if is_unknown else None
            )
        elif outcome.webset:
            if not session.as_json:
                print_line(*summary(outcome.webset, outcome.id))
            if not is_dry_run:
                print_cancel_warnings(outcome.webset)
        elif not session.as_json:
            print_line(outcome.id)


def _cancel_and_wait(client: WebsetsClient, id: str, timeout: float, disable_monitors: bool) -> CancelOutcome:
    try:
        webset = client.websets.cancel_and_wait(id, timeout=timeout, disable_monitors=disable_monitors)
    except Exception as error:
        return CancelOutcome(id, None, error)
    return CancelOutcome(id, webset, None)


def _look_again(client: WebsetsClient, outcomes: dict[str, CancelOutcome]) -> None:
    """Poll each Webset whose cancel was accepted until it has stopped, for at most `SETTLING_TIME` in total."""
    until = time.monotonic() + SETTLING_TIME
    while running := [id for id, outcome in outcomes.items() if not outcome.error and not outcome.is_finished]:
        time.sleep(_PAUSE)
        for id in running:
            if time.monotonic() > until:
                return
            with suppress(WebsetsError):  # the cancel itself was accepted
                webset = client.websets.get(id, timeout=SETTLING_TIME, max_retries=0)
                outcomes[id] = CancelOutcome(id, webset, None)


def _may_still_succeed(error: Exception) -> bool:
    """Return True if another cancel may succeed, or if this one may have, because its response was malformed."""
    return isinstance(error, ResponseValidationError) or (isinstance(error, WebsetsError) and is_transient(error))


def _interrupted_outcome(id: str) -> CancelOutcome:
    error = WebsetsError(f"The cancel of {id} was interrupted; the Webset may still be running and burning credits.")
    return CancelOutcome(id, None, error)


def _outcome_json(outcome: CancelOutcome) -> dict[str, Any]:
    return {
        "id": outcome.id or None,
        "isFinished": outcome.is_finished,
        "webset": outcome.webset.to_dict() if outcome.webset else None,
        "error": error_json(outcome.error) if outcome.error else None,
    }
