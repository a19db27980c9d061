"""The items of a Webset as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Column, Table
from rich.text import Text

from ..._items.rows import FIXED_COLUMNS, Row
from .console import console
from .printing import one_line, print_line


def print_table(rows: Iterable[Row]) -> None:
    """Print rows as a table that fits the terminal; the widest columns are truncated."""
    all_rows = [*rows]
    if not all_rows:
        print_line("No items have been found so far.")
        return
    names = ["name", "url", *(name for name in all_rows[0] if name not in FIXED_COLUMNS)]
    cells = [
        [Text(one_line(name)) for name in names],
        *([Text(_cell(row[name])) for name in names] for row in all_rows),
    ]
    target = console()
    widths = [max(text.cell_len for text in column) for column in zip(*cells, strict=True)]
    limit = _column_limit(widths, target.width)
    columns = [Column(heading, no_wrap=True, overflow="ellipsis", max_width=limit) for heading in cells[0]]
    table = Table(*columns, box=None, pad_edge=False)
    for texts in cells[1:]:
        table.add_row(*texts)
    target.print(table)


def _column_limit(widths: Sequence[int], available: int) -> int:
    """Return the largest column width at which all columns fit, with two spaces after each."""
    limit = max(widths)
    while limit > 1 and sum(min(width, limit) + 2 for width in widths) > available:
        limit -= 1
    return limit


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(one_line, value))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return "" if value is None else one_line(value)
