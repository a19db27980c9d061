"""Rows of cells: a table with a header that fits the terminal, or outside one, uncut cells separated by tabs."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence

from attrs import frozen

from .cells import cell_width, truncate
from .printing import bold, escape, print_row, recolored

_GAP = "  "
_NARROWEST = 10
"""The minimum width, in cells, of a column that can be truncated."""


@frozen
class Column:
    """A column of a listing."""

    heading: str
    can_shrink: bool = False
    """Whether its texts are truncated if the terminal is narrow."""
    drop_order: int = 0
    """If the terminal is narrower still, columns are left out in the order 1, 2, 3, ...; those with 0 are kept."""


def is_terminal() -> bool:
    """Return True if stdout is a terminal."""
    return sys.stdout.isatty()


def print_listing(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> int:
    """Print rows, and return how many there are. If iterating over them raises, those before the error are printed."""
    if not is_terminal():
        count = 0
        for row in rows:
            print_row(row, "\t")
            count += 1
        return count
    read: list[Sequence[str]] = []
    try:
        for row in rows:
            read.append([recolored(cell, escape(cell)) for cell in row])  # measured as it is printed
    finally:
        if read:
            _print_table(columns, read)
    return len(read)


def print_fields(*fields: str) -> None:
    """Print a line of fields, cut where the terminal would wrap it."""
    left = shutil.get_terminal_size().columns
    fitting: list[str] = []
    for field in filter(None, fields):
        fitting.append(recolored(field, truncate(escape(field), left)))
        left = max(left - cell_width(fitting[-1]) - len(_GAP), 0)
    print_row(filter(None, fitting), _GAP)


def _print_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    table = [[bold(column.heading) for column in columns], *rows]
    widths = [max(map(cell_width, cells)) if any(cells[1:]) else 0 for cells in zip(*table, strict=True)]
    widths = _fitted(columns, widths, shutil.get_terminal_size().columns)
    last = max((index for index, width in enumerate(widths) if width), default=0)
    for row in table:
        cells = [
            _padded(cell, width, is_last=index == last)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
            if width
        ]
        print_row(cells, _GAP)


def _fitted(columns: Sequence[Column], natural: Sequence[int], available: int) -> list[int]:
    """Return the widths with which the columns fit; a column that is left out has the width 0."""
    widths = [min(width, available) for width in natural]
    least = [
        min(width, _NARROWEST) if column.can_shrink else width for column, width in zip(columns, widths, strict=True)
    ]
    for index in sorted(range(len(columns)), key=lambda index: columns[index].drop_order):
        if columns[index].drop_order and _total(least) > available:
            least[index] = widths[index] = 0
    shrinking = [index for index, column in enumerate(columns) if column.can_shrink]
    while _total(widths) > available:
        # In a terminal that is narrower than an id, the remaining columns shrink too.
        candidates = [index for index in shrinking if widths[index] > 1] or range(len(widths))
        widest = max(candidates, key=lambda index: widths[index])
        if widths[widest] <= 1:
            break
        widths[widest] -= 1
    return widths


def _total(widths: Sequence[int]) -> int:
    shown = [width for width in widths if width]
    return sum(shown) + len(_GAP) * (len(shown) - 1)


def _padded(cell: str, width: int, *, is_last: bool) -> str:
    text = truncate(cell, width)
    return recolored(cell, text if is_last else text + " " * (width - cell_width(text)))
