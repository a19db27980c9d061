"""Rows as a table that fits the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Column, Table
from rich.text import Text

from ..._items.rows import FIXED_COLUMNS, Row
from .printing import console, line, printable


def print_table(found: Iterable[Row]) -> None:
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
