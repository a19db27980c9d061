"""The command `items export`, and the option `--export` of other commands."""

from __future__ import annotations

from pathlib import Path

import typer

from ... import WebsetsClient, WebsetsError
from .._input.options import ExportArgument, Id
from .._output.printing import line
from .._session import ExitCode, Settings


def export(context: typer.Context, id: Id, file: ExportArgument) -> None:
    """Write the items found so far to a file."""
    settings: Settings = context.obj
    with settings.client() as client:
        count = client.items.export(id, file)
        line(f"Items written to {file}: {count}")


def export_after(settings: Settings, client: WebsetsClient, id: str, file: Path, *, as_json: bool) -> None:
    """Write the items to a file; where that fails what came before has worked, so that a part is done."""
    try:
        count = client.items.export(id, file)
    except (WebsetsError, ValueError, OSError) as error:
        settings.tell(error)
        raise typer.Exit(ExitCode.PARTLY) from None
    if not as_json:
        line(f"Items written to {file}: {count}")
