"""The command `list`."""

from __future__ import annotations

from typing import Annotated

import typer

from ...models import WebsetStatus
from .._input.options import Json
from .._output.printing import print_json, print_line
from .._output.webset_text import summary
from .._session import Session


def list_(
    context: typer.Context,
    status: Annotated[
        WebsetStatus | None,
        typer.Option("--status", metavar="STATUS", help="Only Websets that are idle, pending, running or paused."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List the Websets of the team, newest first."""
    session: Session = context.obj
    with session.client() as client:
        websets = (webset for webset in client.websets.list_all(limit=100) if status in (None, webset.status))
        if as_json:
            print_json([webset.to_dict() for webset in websets])
            return
        for webset in websets:
            print_line(summary(webset))
