"""The command `drift`."""

from __future__ import annotations

import typer

from ... import find_drift
from ..._drift.report import describe_drift
from .._input.options import Id
from .._output.printing import print_line
from .._session import Session


def drift(context: typer.Context, id: Id) -> None:
    """List what in a Webset this package does not know."""
    session: Session = context.obj
    with session.client() as client:
        drifts = find_drift(client.websets.get(id, expand=["items"]))
        for each in drifts:
            print_line(describe_drift(each))
        if not drifts:
            print_line("This package knows everything in this Webset.")
