"""The command `archive`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from ... import WebsetsClient
from ..._archive.manifest import verify_archive
from ..._archive.results import Archive
from .._input.options import Json
from .._output.archive_view import archive_view
from .._output.cancel_warnings import print_cancel_warnings
from .._output.error_text import error_json, notes_of
from .._output.printing import print_error, print_json, print_line
from .._session import ExitCode, Session, exit_code

_LABELS = {
    "websets": "Websets",
    "items": "items",
    "monitors": "monitors",
    "monitorRuns": "runs of monitors",
    "imports": "imports",
    "webhooks": "webhooks",
    "events": "events",
}


def archive(
    context: typer.Context,
    directory: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="Where to: a new directory, or an archive, which is renewed.", show_default=False
        ),
    ],
    cancel_running: Annotated[
        bool, typer.Option("--cancel-running", help="Cancel first what runs, so that the copy is final.")
    ] = False,
    disable_monitors: Annotated[
        bool, typer.Option("--disable-monitors", help="Disable all monitors first, which would start Websets anew.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Take nothing; check that the files are those that were result.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Copy everything to a directory: all Websets with their items, and all the rest. Broken off, it goes on."""
    session: Session = context.obj
    if verify and (cancel_running or disable_monitors):
        context.fail("--verify only looks; it goes with --json alone.")
    if verify:
        raise typer.Exit(_verify(session, directory, as_json=as_json))
    with session.client() as client:
        try:
            result = _copy(client, directory, as_json=as_json, cancel=cancel_running, disable=disable_monitors)
        except KeyboardInterrupt as interruption:
            for note in notes_of(interruption):
                print_error(note)
            print_error("What was taken is kept; the same command goes on with the rest.")
            raise
        _report(session, directory, result, as_json=as_json)
        raise typer.Exit(0 if result.is_complete else ExitCode.PARTIAL)


def _copy(client: WebsetsClient, directory: Path, *, as_json: bool, cancel: bool, disable: bool) -> Archive:
    with archive_view(as_json) as show:
        return client.archive(directory, on_progress=show, cancel_running=cancel, disable_monitors=disable)


def _report(session: Session, directory: Path, result: Archive, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "directory": str(directory),
                "isComplete": result.is_complete,
                "counts": dict(result.counts),
                "failed": {name: error_json(error) for name, error in result.failed.items()},
                "gone": result.gone,
                "notFinal": result.running,
                "canceled": [
                    {"id": each.id, "error": each.error and error_json(each.error)} for each in result.canceled
                ],
            }
        )
    else:
        print_line(f"Archived to {directory}: {_format_counts(result.counts)}")
    for outcome in result.canceled:
        if outcome.error:
            session.report(outcome.error)
        elif outcome.webset:
            print_cancel_warnings(outcome.webset)
    for name, error in result.failed.items():
        print_error(f"{name} was not taken; the same command tries it again.")
        session.report(error)
    for id in result.gone:
        print_error(f"Warning: {id} was deleted meanwhile; what an earlier run has taken of it is kept.")
    for id in result.running:
        print_error(f"Warning: {id} was running, so that its copy is not final; --cancel-running cancels first.")


def _verify(session: Session, directory: Path, *, as_json: bool) -> int:
    try:
        found = verify_archive(directory)
    except OSError as error:
        session.report(error)
        return exit_code(error)
    if as_json:
        print_json(
            {
                "directory": str(directory),
                "counts": dict(found.counts),
                "problems": found.problems,
                "failed": found.failed,
            }
        )
    elif not found.problems:
        print_line(f"All files are as they were taken: {_format_counts(found.counts)}")
    for text in found.problems:
        print_error(f"Error: {text}.")
    for text in found.failed:
        print_error(f"Not done: {text}.")
    if found.problems:
        return ExitCode.FAILED
    return ExitCode.PARTIAL if found.failed else 0


def _format_counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{label} {counts.get(kind, 0):,}" for kind, label in _LABELS.items())
