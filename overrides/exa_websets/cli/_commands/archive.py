"""The command `archive`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
from click.exceptions import Exit

from ..._archive.results import Archive
from ..._archive.verification import verify_archive
from .._input.common_options import common_options
from .._output.archive_view import archive_view
from .._output.cancel_warnings import print_cancel_warnings
from .._output.error_text import error_json, notes_of
from .._output.printing import print_error, print_json, print_line
from .._session import ExitCode, Session, exit_code
from . import COMMANDS

_LABELS = {
    "websets": "Websets",
    "items": "items",
    "monitors": "monitors",
    "monitorRuns": "monitor runs",
    "imports": "imports",
    "webhooks": "webhooks",
    "events": "events",
}


@click.command("archive", help=COMMANDS["archive"])
@click.argument(
    "directory", type=click.Path(path_type=Path), metavar="DIR", help="A new directory, or an archive to update."
)
@click.option("--cancel-running", is_flag=True, help="First cancel what is running, so that the copy is final.")
@click.option("--disable-monitors", is_flag=True, help="First disable all monitors, which would restart Websets.")
@click.option(
    "--concurrency",
    type=click.IntRange(min=1),
    default=4,
    show_default=True,
    metavar="N",
    help="Send at most this many requests at once.",
)
@click.option("--verify", is_flag=True, help="Copy nothing; check that the files of the archive are unchanged.")
@common_options()
@click.pass_context
def command(
    context: click.Context,
    directory: Path,
    cancel_running: bool,
    disable_monitors: bool,
    concurrency: int,
    verify: bool,
) -> None:
    session: Session = context.obj
    if verify and (cancel_running or disable_monitors):
        context.fail("--verify can only be combined with --json.")
    if verify:
        raise Exit(_verify(session, directory))
    with session.client() as client:
        try:
            with archive_view(session.as_json) as show:
                result = client.archive(
                    directory,
                    on_progress=show,
                    cancel_running=cancel_running,
                    disable_monitors=disable_monitors,
                    concurrency=concurrency,
                )
        except KeyboardInterrupt as interruption:
            for note in notes_of(interruption):
                print_error(note)
            print_error("What was archived is kept; run the same command again to resume.")
            raise
        _report(session, directory, result)
        raise Exit(0 if result.is_complete else ExitCode.PARTIAL)


def _report(session: Session, directory: Path, result: Archive) -> None:
    if session.as_json:
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
        print_error(f"{name} was not archived; run the same command again to retry.")
        session.report(error)
    for id in result.gone:
        print_error(f"Warning: {id} has been deleted; the copy in the archive is kept.")
    for id in result.running:
        print_error(f"Warning: {id} was running, so its copy is not final; pass --cancel-running to cancel it first.")


def _verify(session: Session, directory: Path) -> int:
    try:
        found = verify_archive(directory)
    except OSError as error:
        session.report(error)
        return exit_code(error)
    if session.as_json:
        print_json(
            {
                "directory": str(directory),
                "counts": dict(found.counts),
                "problems": found.problems,
                "failed": found.failed,
            }
        )
    elif not found.problems:
        print_line(f"All files are unchanged: {_format_counts(found.counts)}")
    for text in found.problems:
        print_error(f"Error: {text}.")
    for text in found.failed:
        print_error(f"Not archived: {text}.")
    if found.problems:
        return ExitCode.FAILED
    return ExitCode.PARTIAL if found.failed else 0


def _format_counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{label} {counts.get(kind, 0):,}" for kind, label in _LABELS.items())
