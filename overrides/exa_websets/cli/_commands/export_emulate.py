"""The commands `items export` and `emulate`."""

from __future__ import annotations

import typer

from ...emulator.__main__ import main
from .._input.options import ExportArgument, Id
from .._output.printing import line
from .._session import Settings


def export(context: typer.Context, id: Id, file: ExportArgument) -> None:
    """Write the items found so far to a file."""
    settings: Settings = context.obj
    with settings.client() as client:
        count = client.items.export(id, file)
        line(f"Items written to {file}: {count}")


def emulate(context: typer.Context) -> None:
    """Serve an emulated API on this machine. `emulate --help` shows its options."""
    raise typer.Exit(main(context.args))
