"""The command `drift`."""

from __future__ import annotations

import typer

from ... import find_drift
from ..._drift.report import in_words
from .._input.options import Id
from .._output.printing import line, printable
from .._session import Settings


def drift(context: typer.Context, id: Id) -> None:
    """Show what in a Webset is newer than this package."""
    settings: Settings = context.obj
    with settings.client() as client:
        drifts = find_drift(client.websets.get(id, expand=["items"]))
        for each in drifts:
            line(printable(in_words(each)))
        if not drifts:
            line("This package knows all of it.")
