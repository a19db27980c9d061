"""The rows of an import's CSV file, which has to match what the import announced."""

from __future__ import annotations

import csv
import io

from ...pydantic import ImportFailedReason
from .records import Import, ImportContent

# Unless the import names its identifier column, the first of these names that the header has, or else the first column.
_IDENTIFIER_COLUMNS = ("url", "website", "domain", "linkedin", "linkedin_url", "link")


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
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(file), "utf-8-sig", newline=""), strict=True)
    identifiers: list[str] = []
    try:
        header = next((row for row in reader if row), list[str]())
        column = _identifier_column(header, record)
        for row in reader:
            if row and len(row) != len(header):
                raise _InvalidFile(
                    "invalid_format", f"Line {reader.line_num} has a different number of columns than the header"
                )
            if row:
                identifiers.append(row[column].strip())
    except UnicodeDecodeError:
        raise _InvalidFile("invalid_file_content", "The file is not UTF-8") from None
    except csv.Error as error:
        raise _InvalidFile("invalid_format", f"The file is not CSV: {error}") from None
    if not identifiers:
        raise _InvalidFile("invalid_file_content", "The file has no rows")
    if not any(identifiers):
        raise _InvalidFile("missing_identifier", f"No row has an identifier in column {column}")
    if len(identifiers) != record.count:
        raise _InvalidFile(
            "invalid_file_content", f"The file has {len(identifiers)} rows, but {record.count} were announced"
        )
    return identifiers


def _identifier_column(header: list[str], record: Import) -> int:
    if record.identifier_column is None:
        names = [name.strip().lower().replace(" ", "_") for name in header]
        return next((names.index(name) for name in _IDENTIFIER_COLUMNS if name in names), 0)
    if header and record.identifier_column >= len(header):
        raise _InvalidFile("missing_identifier", f"The file has no column {record.identifier_column}")
    return record.identifier_column
