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
        raise typer.BadParameter(f"{text!r} does not end in .jsonl or .csv")
    return Path(text)


Id: TypeAlias = Annotated[str, typer.Argument(metavar="ID", help="Id or externalId of the Webset.", show_default=False)]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print a JSON document and nothing else.")]
Metadata: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(metavar="KEY=VALUE", help="Only Websets with this metadata. Can be repeated."),
]
ExportArgument: TypeAlias = Annotated[
    Path,
    typer.Argument(parser=_export_file, metavar="FILE", help="The .jsonl or .csv file to write.", show_default=False),
]
ExportOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        parser=_export_file, metavar="FILE", help="Then write the items found so far to this .jsonl or .csv file."
    ),
]
Timeout: TypeAlias = Annotated[
    float | None,
    typer.Option(
        parser=parse_duration,
        metavar="DURATION",
        help="Wait at most this long for each Webset: 90, 90s, 10m or 1h. Default: 60s. Implies --wait.",
    ),
]
JsonPerChange: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print JSON Lines, one document for each change.")
]
CancelWhenFound: TypeAlias = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Cancel when the searches have found this many items.")
]
CancelAfter: TypeAlias = Annotated[
    float | None,
    typer.Option(parser=parse_duration, metavar="DURATION", help="Cancel after this time: 90, 90s, 10m or 1h."),
]
CancelWhenStalled: TypeAlias = Annotated[
    float | None,
    typer.Option(parser=parse_duration, metavar="DURATION", help="Cancel if there is no progress for this long."),
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
            raise typer.BadParameter(f"{text!r} is not of the form KEY=VALUE", param_hint="--metadata")
    return {name: value for name, _, value in (text.partition("=") for text in texts)} if texts else None
