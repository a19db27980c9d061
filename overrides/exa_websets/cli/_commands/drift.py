"""The command `drift`."""

from __future__ import annotations

import click

from ... import find_drift
from ..._drift.report import describe_drift
from .._input.options import id_argument
from .._output.printing import print_line
from .._session import Session
from . import COMMANDS


@click.command("drift", help=COMMANDS["drift"])
@id_argument
@click.pass_context
def command(context: click.Context, id: str) -> None:
    session: Session = context.obj
    with session.client() as client:
        drifts = find_drift(client.websets.get(id, expand=["items"]))
        for each in drifts:
            print_line(describe_drift(each))
        if not drifts:
            print_line("This package knows everything in this Webset.")
