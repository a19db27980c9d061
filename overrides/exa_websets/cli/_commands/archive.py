"""The command `archive`."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from ... import EnabledMonitorsWarning, WebsetsClient
from ..._archive.manifest import verify_archive
from ..._archive.results import Archive
from .._input.options import Json
from .._output.archive_view import screen
from .._output.cancel_warnings import warn
from .._output.error_text import error_as_json
from .._output.printing import document, line, printable, problem
from .._session import ExitCode, Settings, exit_code

_WORDS = {
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
        bool, typer.Option("--verify", help="Take nothing; check that the files are those that were taken.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Copy everything to a directory: all Websets with their items, and all the rest. Broken off, it goes on."""
    settings: Settings = context.obj
    if verify and (cancel_running or disable_monitors):
        context.fail("--verify only looks; it goes with --json alone.")
    if verify:
        raise typer.Exit(_verify(settings, directory, as_json=as_json))
    with settings.client() as client:
        try:
            taken = _take(client, directory, as_json=as_json, cancel=cancel_running, disable=disable_monitors)
        except KeyboardInterrupt as interruption:
            for note in getattr(interruption, "__notes__", []):
                problem(printable(note))
            problem("What was taken is kept; the same command goes on with the rest.")
            raise
        _report(settings, directory, taken, as_json=as_json)
        raise typer.Exit(0 if taken.is_complete else ExitCode.PARTLY)


def _take(client: WebsetsClient, directory: Path, *, as_json: bool, cancel: bool, disable: bool) -> Archive:
    with screen(as_json) as show, warnings.catch_warnings():
        warnings.simplefilter("ignore", EnabledMonitorsWarning)  # `warn` says it in the words of a command
        return client.archive(directory, on_progress=show, cancel_running=cancel, disable_monitors=disable)


def _report(settings: Settings, directory: Path, taken: Archive, *, as_json: bool) -> None:
    if as_json:
        document(
            {
                "directory": str(directory),
                "isComplete": taken.is_complete,
                "counts": dict(taken.counts),
                "failed": {name: error_as_json(error) for name, error in taken.failed.items()},
                "gone": taken.gone,
                "notFinal": taken.running,
                "canceled": [
                    {"id": each.id, "error": each.error and error_as_json(each.error)} for each in taken.canceled
                ],
            }
        )
    else:
        line(f"Archived to {printable(directory)}: {_in_words(taken.counts)}")
    for outcome in taken.canceled:
        if outcome.error:
            settings.tell(outcome.error)
        elif outcome.webset:
            warn(outcome.webset)
    for name, error in taken.failed.items():
        problem(printable(f"{name} was not taken; the same command tries it again."))
        settings.tell(error)
    for id in taken.gone:
        problem(f"Warning: {printable(id)} was deleted meanwhile; what an earlier run has taken of it is kept.")
    for id in taken.running:
        problem(f"Warning: {printable(id)} was running, so that its copy is not final; --cancel-running cancels first.")


def _verify(settings: Settings, directory: Path, *, as_json: bool) -> int:
    try:
        found = verify_archive(directory)
    except OSError as error:
        settings.tell(error)
        return exit_code(error)
    if as_json:
        document(
            {
                "directory": str(directory),
                "counts": dict(found.counts),
                "problems": found.problems,
                "failed": found.failed,
            }
        )
    elif not found.problems:
        line(f"All files are as they were taken: {_in_words(found.counts)}")
    for text in found.problems:
        problem(printable(f"Error: {text}."))
    for text in found.failed:
        problem(printable(f"Not done: {text}."))
    if found.problems:
        return ExitCode.FAILED
    return ExitCode.PARTLY if found.failed else 0


def _in_words(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{word} {counts.get(kind, 0):,}" for kind, word in _WORDS.items())
