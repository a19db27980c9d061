"""The command `follow`."""

from __future__ import annotations

from contextlib import closing

import click

from ..._items.rows import row_for_csv
from ..._websets.stop_rules import StopRule
from ...models import WebsetItem
from .._input.common_options import common_options
from .._input.options import id_argument
from .._input.stop_options import stop_options
from .._output.observed import Observed
from .._output.printing import one_line, print_error, print_json, print_line
from .._session import ExitCode, Session
from . import COMMANDS


@click.command("follow", help=COMMANDS["follow"])
@id_argument
@stop_options
@click.option("--updates", is_flag=True, help="Print an item again when one of its enrichments has an answer.")
@common_options("Print JSON Lines, one document for each item.")
@click.pass_context
def command(context: click.Context, id: str, until: StopRule, updates: bool) -> None:
    session: Session = context.obj
    observed = Observed(id)
    with (
        session.client() as client,
        observed.explain_interruption("follow"),
        closing(client.items.follow(id, until=until, updates=updates, on_snapshot=observed.record)) as items,
    ):
        for item in items:
            if session.as_json:
                print_json(item.to_dict(), indent=None)
            else:
                print_line(*_item_fields(item, updates))
    if session.as_json and observed.reason:
        print_error(f"Canceled: {observed.reason}.")
    observed.report_end(as_json=session.as_json)
    if observed.timed_out:
        context.exit(ExitCode.TIMEOUT)


def _item_fields(item: WebsetItem, with_answers: bool) -> list[str]:
    row = row_for_csv(item, {})
    fields = [one_line(text) for text in (row["name"], row["url"]) if text] or [item.id]
    if with_answers and item.enrichments:
        answered = sum(result.status == "completed" for result in item.enrichments)
        fields.append(f"{answered} of {len(item.enrichments)} answers")
    return fields
