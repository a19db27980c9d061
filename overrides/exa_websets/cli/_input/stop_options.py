"""The options from which a stop rule is built."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from ... import deadline, found, stalled
from ..._websets.stop_rules import FINISH_WITHIN, AnyOf, StopRule
from .durations import parse_duration

_OPTIONS = (
    click.option(
        "--cancel-when-found",
        type=click.IntRange(min=1),
        metavar="N",
        help=(
            "Cancel the searches when they have found this many items. The items are kept, and their enrichments "
            "finish and are billed."
        ),
    ),
    click.option(
        "--no-finish-enrichments",
        is_flag=True,
        help="With --cancel-when-found, cancel the enrichments too. Their pending results are lost.",
    ),
    click.option(
        "--finish-within",
        type=parse_duration,
        metavar="DURATION",
        help=(
            "With --cancel-when-found, how long the enrichments may take. The rest is then canceled, and the exit code "
            "is 3. Default: 30m."
        ),
    ),
    click.option(
        "--cancel-after",
        type=parse_duration,
        metavar="DURATION",
        help="Cancel after this time: 90, 90s, 10m or 1h.",
    ),
    click.option(
        "--cancel-when-stalled",
        type=parse_duration,
        metavar="DURATION",
        help="Cancel if there is no progress for this long.",
    ),
)


def stop_options(function: Callable[..., None]) -> Callable[..., None]:
    """Declare the options that stop a Webset. The command receives their rule as `until`, and its times start then."""

    @wraps(function)
    def command(
        *args: Any,
        cancel_when_found: int | None,
        no_finish_enrichments: bool,
        finish_within: float | None,
        cancel_after: float | None,
        cancel_when_stalled: float | None,
        **kwargs: Any,
    ) -> None:
        rules: list[StopRule] = []
        if cancel_when_found:
            within = finish_within or FINISH_WITHIN
            rules.append(found(cancel_when_found, finish_enrichments=not no_finish_enrichments, finish_within=within))
        elif no_finish_enrichments or finish_within:
            raise click.UsageError("--no-finish-enrichments and --finish-within need --cancel-when-found.")
        if no_finish_enrichments and finish_within:
            raise click.UsageError("--finish-within cannot be combined with --no-finish-enrichments.")
        if cancel_after:
            rules.append(deadline(seconds=cancel_after))
        if cancel_when_stalled:
            rules.append(stalled(seconds=cancel_when_stalled))
        function(*args, until=AnyOf(tuple(rules)), **kwargs)

    for option in reversed(_OPTIONS):
        command = option(command)
    return command
