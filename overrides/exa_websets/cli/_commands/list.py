"""The command `list`."""

from __future__ import annotations

from typing import Annotated

import typer

from ...models import WebsetStatus
from .._input.options import Json
from .._output.printing import document, line
from .._output.webset_text import summary
from .._session import Settings


def list_(
    context: typer.Context,
    status: Annotated[
        WebsetStatus | None,
        typer.Option("--status", metavar="STATUS", help="Only those that are idle, pending, running or paused."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List the Websets of the team, the newest first."""
    settings: Settings = context.obj
    with settings.client() as client:
        listed = (webset for webset in client.websets.list_all(limit=100) if status in (None, webset.status))
        if as_json:
            document([webset.to_dict() for webset in listed])
            return
        for webset in listed:
            line(summary(webset))
