"""The options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from .durations import parse_duration


def _export_file(text: str) -> Path:
    if not text.lower().endswith((".jsonl", ".csv")):
        raise click.BadParameter(f"{text!r} does not end in .jsonl or .csv")
    return Path(text)


def _parse_metadata(context: click.Context, option: click.Parameter, texts: Sequence[str]) -> dict[str, str] | None:
    for text in texts:
        if text.find("=") < 1:
            raise click.BadParameter(f"{text!r} is not of the form KEY=VALUE")
    return {name: value for name, _, value in (text.partition("=") for text in texts)} if texts else None


id_argument = click.argument("id", metavar="ID", help="Id or externalId of the Webset.")
limit_option = click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Print at most this many.")
metadata_option = click.option(
    "--metadata",
    multiple=True,
    callback=_parse_metadata,
    metavar="KEY=VALUE",
    help="Only Websets with this metadata. Can be repeated.",
)
except_option = click.option(
    "--except",
    "except_metadata",
    multiple=True,
    callback=_parse_metadata,
    metavar="KEY=VALUE",
    help="Skip Websets with this metadata. Can be repeated.",
)
older_than_option = click.option(
    "--older-than",
    type=parse_duration,
    metavar="DURATION",
    help="Only Websets that were created at least this long ago: 90, 90s, 10m or 1h.",
)
export_argument = click.argument("file", type=_export_file, metavar="FILE", help="The .jsonl or .csv file to write.")
export_option = click.option(
    "--export",
    type=_export_file,
    metavar="FILE",
    help="Afterwards, write the items found so far to this .jsonl or .csv file.",
)
timeout_option = click.option(
    "--timeout",
    type=parse_duration,
    metavar="DURATION",
    help="Wait at most this long for each Webset: 90, 90s, 10m or 1h. Default: 60s. Implies --wait.",
)
