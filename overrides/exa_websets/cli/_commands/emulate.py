"""The command `emulate`."""

from __future__ import annotations

import click
from click.exceptions import Exit

from ...emulator.__main__ import main
from .._input.common_options import common_options
from .._session import Session
from . import COMMANDS


@click.command(
    "emulate",
    help=COMMANDS["emulate"],
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
@common_options()
@click.pass_context
def command(context: click.Context) -> None:
    session: Session = context.obj
    raise Exit(main([*context.args, *(["--json"] if session.as_json else [])], program="exa-websets emulate"))
