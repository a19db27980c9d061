"""The options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from ... import deadline, found, stalled
from ..._websets.stop_rules import AnyOf, StopRule
from .durations import parse_duration


def _export_file(text: str) -> Path:
    if not text.lower().endswith((".jsonl", ".csv")):
        raise typer.BadParameter(f"{text!r} ends neither in .jsonl nor in .csv")
    return Path(text)


Id: TypeAlias = Annotated[str, typer.Argument(help="The Webset's id or externalId.", show_default=False)]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Metadata: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(metavar="KEY=VALUE", help="Only those with this in their metadata; may be given several times."),
]
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
    typer.Option(
        parser=parse_duration, metavar="DURATION", help="Wait so long for each: 90, 90s, 10m or 1h; else 60s."
    ),
]
JsonPerChange: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print a JSON document on a line for each change.")
]
CancelWhenFound: TypeAlias = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Cancel it once its searches have found so many items.")
]
CancelAfter: TypeAlias = Annotated[
    float | None, typer.Option(parser=parse_duration, metavar="DURATION", help="Cancel it then: 90, 90s, 10m or 1h.")
]
CancelWhenStalled: TypeAlias = Annotated[
    float | None,
    typer.Option(parser=parse_duration, metavar="DURATION", help="Cancel it when nothing in it moves for so long."),
]


def stop_rule(when_found: int | None, after: float | None, when_stalled: float | None) -> StopRule:
    """Return the stop rule of the three --cancel options; the time of --cancel-after starts now."""
    rules = [
        *([found(when_found)] if when_found else []),
        *([deadline(seconds=after)] if after else []),
        *([stalled(seconds=when_stalled)] if when_stalled else []),
    ]
    return AnyOf(tuple(rules))


def parse_metadata(texts: Sequence[str] | None) -> dict[str, str] | None:
    """Parse the values of --metadata, and return None if there are none.

    Raises:
        typer.BadParameter: a value has no key or no equals sign.
    """
    for text in texts or ():
        if text.find("=") < 1:
            raise typer.BadParameter(f"{text!r} is not like key=value", param_hint="--metadata")
    return {name: value for name, _, value in (text.partition("=") for text in texts)} if texts else None
