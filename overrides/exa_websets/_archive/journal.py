"""The journal of an unfinished archive: a header, then a line for each part that is complete.

A run that was killed while it wrote leaves an incomplete last line, which is ignored.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from typing import Any, TextIO

from attrs import frozen

from .._items.atomic_file import open_atomic
from .._items.contained_files import ContainedFiles
from .._items.json_text import parse_json
from .file_names import JOURNAL
from .manifest import ArchivedPart, read_index


@frozen
class Journal:
    """A journal that is open for appending."""

    files: ContainedFiles
    file: TextIO

    def record(self, name: str, part: ArchivedPart) -> None:
        """Append a part that this run has archived."""
        try:
            self.file.write(_line(name, part, is_stale=False))
            self.file.flush()
            os.fsync(self.file.fileno())
        except OSError as error:
            error.filename = self.files.path(JOURNAL)
            raise

    def delete(self) -> None:
        """Close and delete the journal."""
        self.file.close()
        self.files.remove(JOURNAL)


def write_journal(
    files: ContainedFiles, header: dict[str, Any], parts: Mapping[str, ArchivedPart], stale: Collection[str]
) -> None:
    """Write a new journal with the parts of earlier runs.

    Args:
        files: The files of the directory.
        header: The first line.
        parts: The parts, by name.
        stale: The names of the parts that must be archived again.
    """
    with open_atomic(JOURNAL, files) as file:
        file.write(json.dumps(header) + "\n")
        for name, part in parts.items():
            file.write(_line(name, part, is_stale=name in stale))
        file.finish()


def read_journal(files: ContainedFiles) -> tuple[Any, dict[str, ArchivedPart], set[str]]:
    """Return the header, the parts by name, and the names of the stale parts.

    Raises:
        ValueError: the file is too large to be a journal.
    """
    header, *lines = [_decoded(line) for line in read_index(files, JOURNAL).split(b"\n")]
    parts: dict[str, ArchivedPart] = {}
    stale: set[str] = set()
    for line in lines:
        if part := _part(line):
            parts[line["part"]] = part
            (stale.add if line.get("isOld") else stale.discard)(line["part"])
    return header, parts, stale


def _line(name: str, part: ArchivedPart, *, is_stale: bool) -> str:
    return json.dumps({"part": name, "isOld": is_stale, **part.to_json()}) + "\n"


def _decoded(line: bytes) -> Any:
    try:
        return parse_json(line)
    except ValueError:
        return None  # an incomplete line


def _part(line: Any) -> ArchivedPart | None:
    try:
        return ArchivedPart.from_json(line) if isinstance(line["part"], str) else None
    except (ValueError, TypeError, KeyError):
        return None
