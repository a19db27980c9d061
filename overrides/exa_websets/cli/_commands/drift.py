"""The command `drift`."""

from __future__ import annotations

from typing import Any

import click

from ... import Drift, find_drift
from ..._drift.report import describe_drift
from .._input.common_options import common_options
from .._input.options import id_argument
from .._output.printing import print_json, print_line
from .._session import Session
from . import COMMANDS


@click.command("drift", help=COMMANDS["drift"])
@id_argument
@common_options()
@click.pass_context
def command(context: click.Context, id: str) -> None:
    session: Session = context.obj
    with session.client() as client:
        drifts = find_drift(client.websets.get(id, expand=["items"]))
        if session.as_json:
            print_json([_drift_json(each) for each in drifts])
            return
        for each in drifts:
            print_line(describe_drift(each))
        if not drifts:
            print_line("This package knows everything in this Webset.")


def _drift_json(drift: Drift) -> dict[str, Any]:
    return {
        "path": drift.path,
        "kind": drift.kind,
        "value": drift.value,
        "model": drift.model,
        "field": drift.field,
        "enum": drift.enum,
    }
