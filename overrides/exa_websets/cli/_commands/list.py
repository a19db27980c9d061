"""The command `list`."""

from __future__ import annotations

import click

from ...models import WebsetStatus
from .._input.options import json_option
from .._output.printing import print_json, print_line
from .._output.webset_text import summary
from .._session import Session
from . import COMMANDS


@click.command("list", help=COMMANDS["list"])
@click.option(
    "--status",
    type=click.Choice([status.value for status in WebsetStatus]),
    metavar="STATUS",
    help="Only Websets that are idle, pending, running or paused.",
)
@json_option
@click.pass_context
def command(context: click.Context, status: str | None, as_json: bool) -> None:
    session: Session = context.obj
    with session.client() as client:
        websets = (webset for webset in client.websets.list_all(limit=100) if status in (None, webset.status))
        if as_json:
            print_json([webset.to_dict() for webset in websets])
            return
        for webset in websets:
            print_line(*summary(webset))
