"""The command `list`."""

from __future__ import annotations

from itertools import islice

import click

from ...models import WebsetStatus
from .._input.common_options import common_options
from .._input.options import limit_option
from .._output.listing import print_listing
from .._output.printing import print_error, print_json
from .._output.webset_listing import COLUMNS, webset_row
from .._session import Session
from . import COMMANDS

_PAGE = 100


@click.command("list", help=COMMANDS["list"])
@click.option(
    "--status",
    type=click.Choice([status.value for status in WebsetStatus]),
    metavar="STATUS",
    help="Only Websets with this status: idle, pending, running or paused.",
)
@limit_option
@common_options()
@click.pass_context
def command(context: click.Context, status: str | None, limit: int | None) -> None:
    session: Session = context.obj
    with session.client() as client:
        page = min(limit or _PAGE, _PAGE) if status is None else _PAGE
        every = (webset for webset in client.websets.list_all(limit=page) if status in (None, webset.status))
        websets = islice(every, limit)
        if session.as_json:
            print_json([webset.to_dict() for webset in websets])
        elif not print_listing(COLUMNS, map(webset_row, websets)):
            print_error("There are no Websets." if status is None else f"No Websets are {status}.")
