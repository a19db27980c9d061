"""The command `follow`."""

from __future__ import annotations

import warnings
from typing import Annotated

import typer

from ... import EnabledMonitorsWarning
from ..._items.rows import row_of
from ...models import WebsetItem
from .._input.options import CancelAfter, CancelWhenFound, CancelWhenStalled, Id, stop_rule
from .._output.observed import Seen
from .._output.printing import document, line, printable, problem
from .._session import Settings


def follow(
    context: typer.Context,
    id: Id,
    cancel_when_found: CancelWhenFound = None,
    cancel_after: CancelAfter = None,
    cancel_when_stalled: CancelWhenStalled = None,
    updates: Annotated[
        bool, typer.Option("--updates", help="Print an item again when an answer about it has come.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document on a line for each item.")] = False,
) -> None:
    """Print each item as it is found, until nothing runs. Ctrl-C ends this and cancels nothing."""
    settings: Settings = context.obj
    rule, seen = stop_rule(cancel_when_found, cancel_after, cancel_when_stalled), Seen(id)
    with settings.client() as client, seen.cancels_nothing("following"), warnings.catch_warnings():
        warnings.simplefilter("ignore", EnabledMonitorsWarning)  # `tell_end` says it in the words of a command
        for item in client.items.follow(id, until=rule, updates=updates, on_snapshot=seen.take):
            if as_json:
                document(item.to_dict(), indent=None)
            else:
                line(_words(item, updates))
    if as_json and seen.reason:
        problem(f"Canceled: {printable(seen.reason)}.")
    seen.tell_end(as_json=as_json)


def _words(item: WebsetItem, with_answers: bool) -> str:
    row = row_of(item, {})
    words = [printable(text) for text in (row["name"], row["url"]) if text] or [item.id]
    if with_answers and item.enrichments:
        answered = sum(result.status == "completed" for result in item.enrichments)
        words.append(f"{answered} of {len(item.enrichments)} answers")
    return "  ".join(words)
