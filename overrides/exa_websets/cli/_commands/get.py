"""The command `get`."""

from __future__ import annotations

import click

from .._input.options import id_argument, json_option
from .._output.printing import print_json, print_line
from .._output.webset_text import part_lines, summary
from .._session import Session
from . import COMMANDS


@click.command("get", help=COMMANDS["get"])
@id_argument
@json_option
@click.pass_context
def command(context: click.Context, id: str, as_json: bool) -> None:
    session: Session = context.obj
    with session.client() as client:
        webset = client.websets.get(id)
        if as_json:
            print_json(webset.to_dict())
            return
        for text in (summary(webset), *part_lines(webset)):
            print_line(*text)
