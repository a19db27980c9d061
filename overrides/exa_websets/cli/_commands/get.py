"""The command `get`."""

from __future__ import annotations

import click

from .._input.common_options import common_options
from .._input.options import id_argument
from .._output.printing import print_json
from .._output.webset_listing import print_webset
from .._session import Session
from . import COMMANDS


@click.command("get", help=COMMANDS["get"])
@id_argument
@common_options()
@click.pass_context
def command(context: click.Context, id: str) -> None:
    session: Session = context.obj
    with session.client() as client:
        webset = client.websets.get(id)
        if session.as_json:
            print_json(webset.to_dict())
        else:
            print_webset(webset, id)
