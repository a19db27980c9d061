"""The command `active`."""

from __future__ import annotations

from typing import Any

import typer
from rich.text import Text

from ..._websets.active import ActiveWebset
from .._input.options import Json, Metadata, pairs
from .._output.durations import in_words
from .._output.printing import document, line, printable, status
from .._output.webset_text import found, title
from .._session import Settings


def active(context: typer.Context, metadata: Metadata = None, as_json: Json = False) -> None:
    """Show what runs in the team: how long it has, what it has found, and which monitors start it again."""
    settings: Settings = context.obj
    chosen_by = pairs(metadata)
    with settings.client() as client:
        listed = client.websets.active(metadata=chosen_by)
        if as_json:
            document([_as_json(one) for one in listed])
            return
        for one in listed:
            line(_words(one))
        if not listed:
            line("Nothing runs.")


def _words(one: ActiveWebset) -> Text:
    age = in_words(max(one.age.total_seconds(), 0))  # the clocks of two machines differ
    words = f"{found(one.webset)}, {one.analyzed} analyzed"
    monitors = printable(", ".join(one.monitors))
    shown = [Text(one.id), status(one.webset.status, 7), Text(f"{age:>7}"), Text(words), Text(monitors)]
    return Text("  ").join(part for part in [*shown, Text(title(one.webset))] if part)


def _as_json(one: ActiveWebset) -> dict[str, Any]:
    return {
        "id": one.id,
        "ageSeconds": round(one.age.total_seconds()),
        "found": one.found,
        "analyzed": one.analyzed,
        "monitors": one.monitors,
        "webset": one.webset.to_dict(),
    }
