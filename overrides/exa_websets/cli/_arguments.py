"""The arguments that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from ._durations import seconds


def _export_file(text: str) -> Path:
    if not text.lower().endswith((".jsonl", ".csv")):
        raise typer.BadParameter(f"{text!r} ends neither in .jsonl nor in .csv")
    return Path(text)


Id: TypeAlias = Annotated[str, typer.Argument(help="The Webset's id or externalId.", show_default=False)]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
ExportArgument: TypeAlias = Annotated[
    Path, typer.Argument(parser=_export_file, metavar="FILE", help="Where to: .jsonl or .csv.", show_default=False)
]
ExportOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        parser=_export_file, metavar="FILE", help="Write the items found so far to a .jsonl or .csv file afterwards."
    ),
]
Timeout: TypeAlias = Annotated[
    float | None,
    typer.Option(parser=seconds, metavar="DURATION", help="Wait so long for each: 90, 90s, 10m or 1h; else 60s."),
]
CancelAfter: TypeAlias = Annotated[
    float | None, typer.Option(parser=seconds, metavar="DURATION", help="Cancel it then: 90, 90s, 10m or 1h.")
]
CancelWhenStalled: TypeAlias = Annotated[
    float | None,
    typer.Option(parser=seconds, metavar="DURATION", help="Cancel it when nothing in it moves for so long."),
]
