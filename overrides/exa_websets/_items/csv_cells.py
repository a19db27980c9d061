"""Write the cells of a CSV file, escaping text that a spreadsheet would evaluate as a formula."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TextIO

from .rows import Value, parse_number

# Some spreadsheets also accept characters that look like these signs, such as their full-width forms.
_SIGNS = frozenset("=+-@")
# A spreadsheet that expects another separator than the comma splits a cell here, ignoring its quotes.
_SEPARATORS = re.compile("([\t\r\n;])")
# Invisible letters and symbols, which Python considers printable.
_BLANKS = frozenset(" \u115f\u1160\u2800\u3164\uffa0")
_LIST_ITEM = re.compile(r"[-+] [^(|!]*")


def write_rows(file: TextIO, rows: Iterable[Iterable[Value]]) -> None:
    """Write rows to a CSV file, with every cell escaped."""
    import csv  # imported here, because the first cancel of a process does not need it

    csv.writer(file).writerows(map(escape_cell, row) for row in rows)


def escape_cell(value: Value) -> Value:
    """Return a cell with an apostrophe before any text in it that a spreadsheet would evaluate as a formula.

    Numbers are not changed, and neither are the items of a list over several lines, such as "- green".
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
    """Return True if the first visible character starts a formula."""
    first = next((char for char in text if _is_visible(char)), "")
    return unicodedata.normalize("NFKC", first) in _SIGNS


def _is_visible(char: str) -> bool:
    return char.isprintable() and char not in _BLANKS and unicodedata.category(char) not in ("Mn", "Me")
