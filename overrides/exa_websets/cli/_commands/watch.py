"""The command `watch`."""

from __future__ import annotations

import typer

from .._input.options import CancelAfter, CancelWhenFound, CancelWhenStalled, Id, JsonPerChange, stop_rule
from .._output.observed import Observed
from .._output.webset_view import webset_view
from .._session import Session


def watch(
    context: typer.Context,
    id: Id,
    cancel_when_found: CancelWhenFound = None,
    cancel_after: CancelAfter = None,
    cancel_when_stalled: CancelWhenStalled = None,
    as_json: JsonPerChange = False,
) -> None:
    """Show the progress of a Webset until it has ended. Ctrl-C ends this command and cancels nothing."""
    session: Session = context.obj
    rule, observed = stop_rule(cancel_when_found, cancel_after, cancel_when_stalled), Observed(id)
    with session.client() as client, observed.explain_interruption("watch"), webset_view(as_json) as show:
        for snapshot in client.websets.watch(id, until=rule):
            observed.record(snapshot)
            show(snapshot)
    observed.report_end(as_json=as_json)
