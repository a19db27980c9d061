"""The rows of an import's CSV file, which has to match the announced size and count."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from ...pydantic import ImportFailedReason
from .records import Import, ImportContent

# Unless the import names its identifier column, the first of these names that the header has, or else the first column.
_IDENTIFIER_COLUMNS = ("url", "website", "domain", "linkedin", "linkedin_url", "link")


# The csv module rejects cells of more than 131,072 characters, and its limit applies to the whole process.
_CELL = re.compile(r"""(?:"((?:[^"]+|"")*+)"|([^",\r\n][^,\r\n]*+)?)(,|\r\n?|\n|\Z)""")


class _InvalidFile(Exception):
    def __init__(self, reason: ImportFailedReason, message: str) -> None:
        super().__init__(message)
        self.reason: ImportFailedReason = reason


def parse_csv(file: bytes, record: Import) -> ImportContent:
    """Parse the file of an import; of each row only the identifier is kept."""
    try:
        return ImportContent(_identifiers(file, record))
    except _InvalidFile as error:
        return ImportContent(failed_reason=error.reason, failed_message=str(error))


def _identifiers(file: bytes, record: Import) -> list[str]:
    if len(file) != record.size:
        raise _InvalidFile("invalid_file_content", f"The file has {len(file)} bytes, but {record.size} were announced")
    try:
        text = file.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        raise _InvalidFile("invalid_file_content", "The file is not UTF-8") from None
    rows = _rows(text)
    _, header = next(rows, (0, list[str]()))
    column = _identifier_column(header, record)
    identifiers: list[str] = []
    for line, row in rows:
        if len(row) != len(header):
            raise _InvalidFile("invalid_format", f"Line {line} has a different number of columns than the header")
        identifiers.append(row[column].strip())
    if not identifiers:
        raise _InvalidFile("invalid_file_content", "The file has no rows")
    if not any(identifiers):
        raise _InvalidFile("missing_identifier", f"No row has an identifier in column {column}")
    if len(identifiers) != record.count:
        raise _InvalidFile(
            "invalid_file_content", f"The file has {len(identifiers)} rows, but {record.count} were announced"
        )
    return identifiers


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, each with the number of its last line."""
    at, line, row = 0, 0, list[str]()
    while at < len(text):
        cell = _CELL.match(text, at)
        if cell is None:
            raise _InvalidFile("invalid_format", f"The file is not CSV: a quote in line {line + 1} is not closed")
        at, quoted, end = cell.end(), cell[1], cell[3]
        line += len(re.findall(r"\r\n?|\n", quoted or ""))
        row.append((cell[2] or "") if quoted is None else quoted.replace('""', '"'))
        if end == ",":
            if at == len(text):
                row.append("")
            else:
                continue
        line += 1
        if row != [""] or quoted is not None:
            yield line, row
        row = []


def _identifier_column(header: list[str], record: Import) -> int:
    if record.identifier_column is None:
        names = [name.strip().lower().replace(" ", "_") for name in header]
        return next((names.index(name) for name in _IDENTIFIER_COLUMNS if name in names), 0)
    if header and record.identifier_column >= len(header):
        raise _InvalidFile("missing_identifier", f"The file has no column {record.identifier_column}")
    return record.identifier_column
