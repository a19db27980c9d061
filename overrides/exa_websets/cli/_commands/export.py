"""The command `items export`, and the option `--export` of other commands."""

from __future__ import annotations

from pathlib import Path

import click
from click.exceptions import Exit

from ... import WebsetsClient, WebsetsError
from .._input.common_options import common_options
from .._input.options import export_argument, id_argument
from .._output.printing import print_json, print_line
from .._session import ExitCode, Session
from . import ITEMS_COMMANDS


@click.command("export", help=ITEMS_COMMANDS["export"])
@id_argument
@export_argument
@common_options()
@click.pass_context
def command(context: click.Context, id: str, file: Path) -> None:
    session: Session = context.obj
    with session.client() as client:
        count = client.items.export(id, file)
        if session.as_json:
            print_json({"file": str(file), "items": count})
        else:
            print_line(f"Items written to {file}: {count}")


def export_after(session: Session, client: WebsetsClient, id: str, file: Path) -> None:
    """Export the items after another command has succeeded.

    Raises:
        Exit: the export failed; the exit code is PARTIAL, because the command itself succeeded.
    """
    try:
        count = client.items.export(id, file)
    except (WebsetsError, ValueError, OSError) as error:
        session.report(error)
        raise Exit(ExitCode.PARTIAL) from None
    if not session.as_json:
        print_line(f"Items written to {file}: {count}")
