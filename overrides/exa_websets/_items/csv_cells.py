"""Cells of a CSV file: the one place where text is escaped that a spreadsheet would evaluate as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TextIO

from .rows import Value, parse_number

# Some spreadsheets skip invisible characters before a sign, and treat the full-width forms of = + - @ as that sign.
_FORMULA = re.compile(r"[\s\x00-\x20\u200b\u2060\ufeff]*[-=+@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


def write_rows(file: TextIO, rows: Iterable[Iterable[Value]]) -> None:
    """Write rows to a CSV file, with every cell escaped."""
    import csv  # takes a millisecond, which the first cancel of a process would pay too

    csv.writer(file).writerows(map(escape_cell, row) for row in rows)


def escape_cell(value: Value) -> Value:
    """Return a cell, with an apostrophe before any text that a spreadsheet would evaluate as a formula."""
    is_formula = isinstance(value, str) and _FORMULA.match(value) and parse_number(value) is None
    return f"'{value}" if is_formula else value
