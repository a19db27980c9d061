"""The command `cancel`."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from ... import CancelOutcome, EnabledMonitorsWarning, ResponseValidationError, WebsetsClient, WebsetsError
from ..._websets.status import is_passing
from .._input.options import ExportOption, Json, Metadata, Timeout, pairs
from .._output.cancel_warnings import warn
from .._output.error_text import error_as_json
from .._output.printing import document, line, problem
from .._output.webset_text import summary
from .._session import ExitCode, Settings, exit_code_of_all
from .export import export_after


def cancel(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Ids or externalIds.", show_default=False)
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until nothing in them runs; cancel what does.")] = False,
    timeout: Timeout = None,
    all_running: Annotated[bool, typer.Option("--all-running", help="Cancel all that run in the team.")] = False,
    metadata: Metadata = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be canceled and cancel nothing.")] = False,
    disable_monitors: Annotated[
        bool,
        typer.Option("--disable-monitors", help="Disable their monitors, which would start them anew; waits too."),
    ] = False,
    export: ExportOption = None,
    as_json: Json = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before several are canceled.")] = False,
) -> None:
    """Cancel Websets; the items found so far stay."""
    settings: Settings = context.obj
    chosen = [*dict.fromkeys(ids or [])]
    if bool(chosen) == all_running:
        context.fail("Name the Websets, or give --all-running.")
    if metadata and not all_running:
        context.fail("--metadata chooses among all that run; give --all-running too.")
    chosen_by = pairs(metadata)
    if export and len(chosen) != 1:
        context.fail("--export writes the items of one Webset; name one.")
    asks = (all_running or len(chosen) > 1) and not (yes or dry_run)
    if asks and not (sys.stdin and sys.stdin.isatty()):
        context.fail("Without a terminal nobody can be asked; --yes cancels several without asking.")

    with settings.client() as client:
        listed = _listed(client, chosen, chosen_by) if all_running or dry_run else []
        if dry_run:
            report(settings, listed, as_json=as_json, is_dry_run=True)
            raise typer.Exit(exit_code_of_all(listed))
        if all_running:
            chosen = [outcome.id for outcome in listed]
        if asks and chosen:
            _ask(len(chosen), listed)
        try:
            outcomes = cancel_each(
                client,
                chosen,
                wait_for=(timeout or 60) if wait or timeout or disable_monitors else None,
                disable_monitors=disable_monitors,
            )
        except KeyboardInterrupt as interruption:
            report(settings, vars(interruption).get("outcomes", []), as_json=as_json)
            raise
        report(settings, outcomes, as_json=as_json)
        if export and not outcomes[0].error:
            export_after(settings, client, chosen[0], export, as_json=as_json)
        raise typer.Exit(exit_code_of_all(outcomes))


def _listed(client: WebsetsClient, ids: Sequence[str], metadata: Mapping[str, str] | None) -> list[CancelOutcome]:
    """Give the Websets as they are before the cancel: those named, or those of the metadata, or all that run."""
    if not ids:
        return client.websets.cancel_all(metadata=metadata, everything=not metadata, dry_run=True)
    listed: list[CancelOutcome] = []
    for id in ids:
        try:
            listed.append(CancelOutcome(id, client.websets.get(id), None))
        except (WebsetsError, ValueError) as error:
            listed.append(CancelOutcome(id, None, error))
    return listed


def _ask(count: int, listed: Sequence[CancelOutcome]) -> None:
    """Ask whether to cancel, and end the command if the answer is no."""
    for outcome in listed:
        if outcome.webset:
            problem(summary(outcome.webset).plain)
    # typer.confirm would write to both outputs, and spoil the JSON.
    print(f"Cancel {count} Websets?" if count > 1 else "Cancel it?", end=" [y/N] ", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        problem("Nothing was canceled.")
        raise typer.Exit(ExitCode.INTERRUPTED)


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
    return isinstance(error, ResponseValidationError) or (isinstance(error, WebsetsError) and is_passing(error))


def _interrupted(id: str) -> CancelOutcome:
    error = WebsetsError(f"The cancel of {id} was interrupted; it may still be running and burning credits.")
    return CancelOutcome(id, None, error)


def _as_json(outcome: CancelOutcome) -> dict[str, Any]:
    return {
        "id": outcome.id,
        "webset": outcome.webset.to_dict() if outcome.webset else None,
        "error": error_as_json(outcome.error) if outcome.error else None,
    }
