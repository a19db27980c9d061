"""The command `watch`."""

from __future__ import annotations

import click

from .._input.options import id_argument, json_lines_option
from .._input.stop_options import stop_options, stop_rule
from .._output.observed import Observed
from .._output.webset_view import webset_view
from .._session import Session
from . import COMMANDS


@click.command("watch", help=COMMANDS["watch"])
@id_argument
@stop_options
@json_lines_option
@click.pass_context
def command(
    context: click.Context,
    id: str,
    cancel_when_found: int | None,
    cancel_after: float | None,
    cancel_when_stalled: float | None,
    as_json: bool,
) -> None:
    session: Session = context.obj
    rule, observed = stop_rule(cancel_when_found, cancel_after, cancel_when_stalled), Observed(id)
    with session.client() as client, observed.explain_interruption("watch"), webset_view(as_json) as show:
        for snapshot in client.websets.watch(id, until=rule):
            observed.record(snapshot)
            show(snapshot)
    observed.report_end(as_json=as_json)
