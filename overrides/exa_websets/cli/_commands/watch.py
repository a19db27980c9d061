"""The command `watch`."""

from __future__ import annotations

import warnings
from typing import Annotated

import typer

from ... import EnabledMonitorsWarning
from .._input.options import CancelAfter, CancelWhenFound, CancelWhenStalled, Id, stop_rule
from .._output.observed import Seen
from .._output.webset_view import screen
from .._session import Settings


def watch(
    context: typer.Context,
    id: Id,
    cancel_when_found: CancelWhenFound = None,
    cancel_after: CancelAfter = None,
    cancel_when_stalled: CancelWhenStalled = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document on a line for each change.")] = False,
) -> None:
    """Show how a Webset gets on until it has ended. Ctrl-C ends the watch and cancels nothing."""
    settings: Settings = context.obj
    rule, seen = stop_rule(cancel_when_found, cancel_after, cancel_when_stalled), Seen(id)
    with (
        settings.client() as client,
        seen.cancels_nothing("a watch"),
        screen(as_json) as show,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore", EnabledMonitorsWarning)  # `tell_end` says it in the words of a command
        for snapshot in client.websets.watch(id, until=rule):
            seen.take(snapshot)
            show(snapshot)
    seen.tell_end(as_json=as_json)
