"""The command `rows`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Column, Table
from rich.text import Text

from ... import WebsetsClient
from ..._items.rows import FIXED_COLUMNS, Row
from .._input.options import Id
from .._output.printing import console, document, line, printable
from .._session import Settings


def rows(
    context: typer.Context,
    id: Id,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, as `items export` writes it.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a JSON document on a line for each row, at a terminal too.")
    ] = False,
) -> None:
    """Print the items found so far, an item a row: at a terminal a table, else JSON Lines."""
    settings: Settings = context.obj
    if as_csv and as_json:
        context.fail("Give --csv or --json, not both.")
    with settings.client() as client:
        if as_csv:
            _print_csv(client, id)
        elif as_json or not sys.stdout.isatty():
            for row in client.items.rows(id):
                document(row, indent=None)
        else:
            _print_table(client.items.rows(id))


def _print_csv(client: WebsetsClient, id: str) -> None:
    """Print what `items export` writes, when all of it is there."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "items.csv")
        client.items.export(id, path)
        with path.open(encoding="utf-8", newline="") as file:
            for text in file:
                if sys.stdout.isatty():
                    line(printable(text))
                else:
                    sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()


def _print_table(found: Iterable[Row]) -> None:
    """Print a table that fits the terminal; the widest columns are clipped."""
    all_rows = [*found]
    if not all_rows:
        line("Nothing was found so far.")
        return
    shown = ["name", "url", *(name for name in all_rows[0] if name not in FIXED_COLUMNS)]
    lines = [
        [Text(printable(name)) for name in shown],
        *([Text(_words(row[name])) for name in shown] for row in all_rows),
    ]
    target = console()
    cap = _cap([max(text.cell_len for text in column) for column in zip(*lines, strict=True)], target.width)
    columns = [Column(heading, no_wrap=True, overflow="ellipsis", max_width=cap) for heading in lines[0]]
    table = Table(*columns, box=None, pad_edge=False)
    for texts in lines[1:]:
        table.add_row(*texts)
    target.print(table)


def _cap(widths: Sequence[int], width: int) -> int:
    """Give how wide a column may be at most, so that all fit with two spaces after each."""
    cap = max(widths)
    while cap > 1 and sum(min(one, cap) + 2 for one in widths) > width:
        cap -= 1
    return cap


def _words(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(printable, value))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return "" if value is None else printable(value)
