"""The command `active`."""

from __future__ import annotations

from typing import Any

import typer
from rich.text import Text

from ..._websets.active import ActiveWebset
from .._input.options import Json, Metadata, parse_metadata
from .._output.durations import format_duration
from .._output.printing import print_json, print_line, styled_status
from .._output.webset_text import found_count, join_fields, title
from .._session import Session


def active(context: typer.Context, metadata: Metadata = None, as_json: Json = False) -> None:
    """List running Websets with their age, progress and monitors."""
    session: Session = context.obj
    metadata_filter = parse_metadata(metadata)
    with session.client() as client:
        websets = client.websets.active(metadata=metadata_filter)
        if as_json:
            print_json([_active_json(one) for one in websets])
            return
        for one in websets:
            print_line(_active_line(one))
        if not websets:
            print_line("Nothing is running.")


def _active_line(one: ActiveWebset) -> Text:
    age = format_duration(max(one.age.total_seconds(), 0))  # negative if the clock of this machine is behind
    status = styled_status(one.webset.status, 7)
    progress = f"{found_count(one.webset)}, {one.analyzed} analyzed"
    monitors = ", ".join(one.monitors)
    return join_fields(one.id, status, f"{age:>7}", progress, monitors, title(one.webset))


def _active_json(one: ActiveWebset) -> dict[str, Any]:
    return {
        "id": one.id,
        "ageSeconds": round(one.age.total_seconds()),
        "found": one.found,
        "analyzed": one.analyzed,
        "monitors": one.monitors,
        "webset": one.webset.to_dict(),
    }
