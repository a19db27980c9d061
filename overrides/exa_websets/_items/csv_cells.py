"""Cells of a CSV file: the one place where text is escaped that a spreadsheet would evaluate as a formula."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TextIO

from .rows import Value, parse_number

# Some spreadsheets take characters for these signs that look like them, such as their full-width forms.
_SIGNS = frozenset("=+-@")
# Where a spreadsheet splits a cell that expects another separator than the comma; it ignores the quotes of the cell.
_SEPARATORS = re.compile("([\t\r\n;])")
# Besides what Python does not call printable: fillers and blanks that are letters or symbols.
_BLANKS = frozenset(" \u115f\u1160\u2800\u3164\uffa0")
_LIST_ITEM = re.compile(r"[-+] [^(|!]*")


def write_rows(file: TextIO, rows: Iterable[Iterable[Value]]) -> None:
    """Write rows to a CSV file, with every cell escaped."""
    import csv  # takes a millisecond, which the first cancel of a process would pay too

    csv.writer(file).writerows(map(escape_cell, row) for row in rows)


def escape_cell(value: Value) -> Value:
    """Return a cell, with an apostrophe before any text in it that a spreadsheet would evaluate as a formula.

    Numbers stay as they are. So do the items of a list below each other, such as "- green".
    """
    if not isinstance(value, str) or parse_number(value) is not None:
        return value
    first, *others = _SEPARATORS.split(value)
    parts = [f"'{first}" if _is_formula(first) or value.startswith(("\t", "\r", "\n")) else first]
    for part in others:
        is_harmless = _LIST_ITEM.fullmatch(part) or parse_number(part.strip()) is not None
        parts.append(f"'{part}" if _is_formula(part) and not is_harmless else part)
    return "".join(parts)


def _is_formula(text: str) -> bool:
    """Return True if the first character that can be seen is the sign of a formula."""
    first = next((char for char in text if _is_visible(char)), "")
    return unicodedata.normalize("NFKC", first) in _SIGNS


def _is_visible(char: str) -> bool:
    return char.isprintable() and char not in _BLANKS and unicodedata.category(char) not in ("Mn", "Me")
