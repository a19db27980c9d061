"""The command `follow`."""

from __future__ import annotations

from typing import Annotated

import typer

from ..._items.rows import row_for_csv
from ...models import WebsetItem
from .._input.options import CancelAfter, CancelWhenFound, CancelWhenStalled, Id, stop_rule
from .._output.observed import Observed
from .._output.printing import one_line, print_error, print_json, print_line
from .._session import Session


def follow(
    context: typer.Context,
    id: Id,
    cancel_when_found: CancelWhenFound = None,
    cancel_after: CancelAfter = None,
    cancel_when_stalled: CancelWhenStalled = None,
    updates: Annotated[
        bool, typer.Option("--updates", help="Print an item again when one of its enrichments has an answer.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines, one document for each item.")] = False,
) -> None:
    """Print each item as it is found, until the Webset has ended. Ctrl-C ends this command and cancels nothing."""
    session: Session = context.obj
    rule, observed = stop_rule(cancel_when_found, cancel_after, cancel_when_stalled), Observed(id)
    with session.client() as client, observed.explain_interruption("follow"):
        for item in client.items.follow(id, until=rule, updates=updates, on_snapshot=observed.record):
            if as_json:
                print_json(item.to_dict(), indent=None)
            else:
                print_line(_item_line(item, updates))
    if as_json and observed.reason:
        print_error(f"Canceled: {observed.reason}.")
    observed.report_end(as_json=as_json)


def _item_line(item: WebsetItem, with_answers: bool) -> str:
    row = row_for_csv(item, {})
    fields = [one_line(text) for text in (row["name"], row["url"]) if text] or [item.id]
    if with_answers and item.enrichments:
        answered = sum(result.status == "completed" for result in item.enrichments)
        fields.append(f"{answered} of {len(item.enrichments)} answers")
    return "  ".join(fields)
