"""The command `emulate`."""

from __future__ import annotations

import typer

from ...emulator.__main__ import main


def emulate(context: typer.Context) -> None:
    """Serve an emulated API on this machine. `emulate --help` lists its options."""
    raise typer.Exit(main(context.args))
