"""The command `watch`."""

from __future__ import annotations

import shlex
import warnings
from typing import Annotated

import typer

from .. import EnabledMonitorsWarning, deadline, found, is_finished, stalled
from .._stop_rules import AnyOf
from ..models import Webset
from ._arguments import CancelAfter, CancelWhenStalled, Id
from ._canceling import warn
from ._describing import summary
from ._failing import Settings
from ._printing import line, printable, problem
from ._screens import screen


def watch(
    context: typer.Context,
    id: Id,
    cancel_when_found: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Cancel it once its searches have found so many items.")
    ] = None,
    cancel_after: CancelAfter = None,
    cancel_when_stalled: CancelWhenStalled = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document on a line for each change.")] = False,
) -> None:
    """Show how a Webset gets on until it has ended. Ctrl-C ends the watch and cancels nothing."""
    settings: Settings = context.obj
    rules = [
        *([found(cancel_when_found)] if cancel_when_found else []),
        *([deadline(seconds=cancel_after)] if cancel_after else []),
        *([stalled(seconds=cancel_when_stalled)] if cancel_when_stalled else []),
    ]
    webset: Webset | None = None
    reason: str | None = None
    with settings.client() as client:
        try:
            with screen(as_json) as show, warnings.catch_warnings():
                warnings.simplefilter("ignore", EnabledMonitorsWarning)  # `warn` says it in the words of a command
                for snapshot in client.websets.watch(id, until=AnyOf(tuple(rules))):
                    show(snapshot)
                    webset, reason = snapshot.webset, snapshot.reason
        except KeyboardInterrupt as interruption:
            if notes := getattr(interruption, "__notes__", []):  # a rule had fired, and its cancel was under way
                for note in notes:
                    problem(printable(note))
            elif webset is None or not is_finished(webset):
                problem(f"{id} goes on: a watch cancels nothing when it is interrupted.")
                problem(f"To cancel it: exa-websets cancel {shlex.quote(id)}")
            raise
    if webset and reason:
        warn(webset)
    if webset and not as_json:
        if reason:
            line(f"Canceled: {reason}.")
        line(summary(webset, id))
