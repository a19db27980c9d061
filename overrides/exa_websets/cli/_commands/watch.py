"""The command `watch`."""

from __future__ import annotations

from contextlib import closing

import click

from ..._websets.stop_rules import StopRule
from .._input.common_options import common_options
from .._input.options import id_argument
from .._input.stop_options import stop_options
from .._output.observed import Observed
from .._output.webset_view import webset_view
from .._session import ExitCode, Session
from . import COMMANDS


@click.command("watch", help=COMMANDS["watch"])
@id_argument
@stop_options
@common_options("Print JSON Lines, one document for each change.")
@click.pass_context
def command(context: click.Context, id: str, until: StopRule) -> None:
    session: Session = context.obj
    observed = Observed(id)
    with (
        session.client() as client,
        observed.explain_interruption("watch"),
        webset_view(session.as_json) as show,
        closing(client.websets.watch(id, until=until)) as snapshots,
    ):
        for snapshot in snapshots:
            observed.record(snapshot)
            show(snapshot)
    observed.report_end(as_json=session.as_json)
    if observed.timed_out:
        context.exit(ExitCode.TIMEOUT)
