"""The commands `get`, `list` and `drift`."""

from __future__ import annotations

from typing import Annotated

import typer

from ... import find_drift
from ..._drift.report import describe_drift
from ...models import WebsetStatus
from .._input.options import Id, Json
from .._output.printing import document, line, printable
from .._output.webset_text import parts, summary
from .._session import Settings


def get(context: typer.Context, id: Id, as_json: Json = False) -> None:
    """Show a Webset with all that is in it."""
    settings: Settings = context.obj
    with settings.client() as client:
        webset = client.websets.get(id)
        if as_json:
            document(webset.to_dict())
            return
        for text in (summary(webset), *parts(webset)):
            line(text)


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


def drift(context: typer.Context, id: Id) -> None:
    """Show what in a Webset is newer than this package."""
    settings: Settings = context.obj
    with settings.client() as client:
        drifts = find_drift(client.websets.get(id, expand=["items"]))
        for each in drifts:
            line(printable(describe_drift(each)))
        if not drifts:
            line("This package knows all of it.")
