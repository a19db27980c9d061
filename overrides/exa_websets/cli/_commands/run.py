"""The command `run`."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from ..._websets.run_base import external_id_for
from .._input.body_file import made_body, read_body
from .._input.durations import seconds
from .._input.options import CancelAfter, CancelWhenFound, CancelWhenStalled, ExportOption, stop_rule
from .._output.printing import problem
from .._session import Settings
from .export_after import export_after
from .observed import Seen
from .run_shown import run_shown


def run(
    context: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]",
            help="What to create: .json, .yaml or .yml; - is the standard input.",
            show_default=False,
        ),
    ] = None,
    query: Annotated[str | None, typer.Option(help="Search for this; takes the place of a FILE.")] = None,
    count: Annotated[int | None, typer.Option(min=1, metavar="N", help="Look for so many, with --query.")] = None,
    enrich: Annotated[
        list[str] | None,
        typer.Option(metavar="QUESTION", help="Ask this about each item, with --query; may be given several times."),
    ] = None,
    external_id: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Its externalId; a Webset that has it is gone on with, and ended likewise."),
    ] = None,
    cancel_when_found: CancelWhenFound = None,
    cancel_after: CancelAfter = None,
    cancel_when_stalled: CancelWhenStalled = None,
    wait_for_slot: Annotated[
        float | None,
        typer.Option(
            parser=seconds, metavar="DURATION", help="Wait so long while the team has as many running as it may."
        ),
    ] = None,
    export: ExportOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document on a line for each change.")] = False,
) -> None:
    """Run one paid job: create a Webset and show it to its end. Whatever ends this, nothing of it runs on."""
    settings: Settings = context.obj
    if file is not None and (query is not None or count is not None or enrich):
        context.fail("A FILE has the search in it: --query, --count and --enrich take its place.")
    if file is None and query is None:
        context.fail("Name a FILE, or give --query.")
    until = stop_rule(cancel_when_found, cancel_after, cancel_when_stalled)
    with settings.client() as client:
        body = read_body(file) if file is not None else made_body(query or "", count, enrich or [])
        if export and not export.parent.is_dir():
            raise ValueError(f"there is no folder {str(export.parent)!r} to write to")
        seen = Seen(external_id_for(body, external_id))
        try:
            run_shown(client, body, seen, until=until, wait_for_slot=wait_for_slot or 0, as_json=as_json)
        except KeyboardInterrupt:
            if seen.webset:
                problem(f"To keep what was found: exa-websets items export {seen.webset.id} {_file(export)}")
            raise
        seen.tell_end(as_json=as_json, is_meant_to_rest=True)
        if export and seen.webset:
            export_after(settings, client, seen.webset.id, export, as_json=as_json)


def _file(export: object) -> str:
    return shlex.quote(str(export)) if export else "FILE"
