"""The command `emulate`."""

from __future__ import annotations

import click
from click.exceptions import Exit

from ...emulator.__main__ import main
from . import COMMANDS


@click.command(
    "emulate",
    help=COMMANDS["emulate"],
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
@click.pass_context
def command(context: click.Context) -> None:
    raise Exit(main(context.args))
