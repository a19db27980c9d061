"""The command `active`."""

from __future__ import annotations

from typing import Any

import click

from ..._websets.active import ActiveWebset
from .._input.options import except_option, json_option, metadata_option, older_than_option
from .._output.durations import format_duration
from .._output.printing import colored_status, print_json, print_line
from .._output.webset_text import found_count, title
from .._session import Session
from . import COMMANDS


@click.command("active", help=COMMANDS["active"])
@metadata_option
@except_option
@older_than_option
@json_option
@click.pass_context
def command(
    context: click.Context,
    metadata: dict[str, str] | None,
    except_metadata: dict[str, str] | None,
    older_than: float | None,
    as_json: bool,
) -> None:
    session: Session = context.obj
    with session.client() as client:
        websets = client.websets.active(metadata=metadata, except_metadata=except_metadata, older_than=older_than)
        if as_json:
            print_json([_active_json(one) for one in websets])
            return
        for one in websets:
            print_line(*_active_fields(one))
        if not websets:
            print_line("Nothing is running.")


def _active_fields(one: ActiveWebset) -> list[str]:
    age = format_duration(max(one.age.total_seconds(), 0))  # negative if the clock of this machine is behind
    status = colored_status(one.webset.status, 7)
    progress = f"{found_count(one.webset)}, {one.analyzed} analyzed"
    monitors = ", ".join(one.monitors)
    return [one.id, status, f"{age:>7}", progress, monitors, title(one.webset)]


def _active_json(one: ActiveWebset) -> dict[str, Any]:
    return {
        "id": one.id,
        "ageSeconds": round(one.age.total_seconds()),
        "found": one.found,
        "analyzed": one.analyzed,
        "monitors": one.monitors,
        "webset": one.webset.to_dict(),
    }
