"""The command `items export`, and the option `--export` of other commands."""

from __future__ import annotations

from pathlib import Path

import typer

from ... import WebsetsClient, WebsetsError
from .._input.options import ExportArgument, Id
from .._output.printing import print_line
from .._session import ExitCode, Session


def export(context: typer.Context, id: Id, file: ExportArgument) -> None:
    """Write the items found so far to a file."""
    session: Session = context.obj
    with session.client() as client:
        count = client.items.export(id, file)
        print_line(f"Items written to {file}: {count}")


def export_after(session: Session, client: WebsetsClient, id: str, file: Path, *, as_json: bool) -> None:
    """Export the items after another command has succeeded.

    Raises:
        typer.Exit: the export failed; the exit code is PARTIAL, because the command itself succeeded.
    """
    try:
        count = client.items.export(id, file)
    except (WebsetsError, ValueError, OSError) as error:
        session.report(error)
        raise typer.Exit(ExitCode.PARTIAL) from None
    if not as_json:
        print_line(f"Items written to {file}: {count}")
