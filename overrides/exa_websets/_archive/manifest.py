"""The manifest of an archive: its parts, their files, and the checksum of each file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, BinaryIO, Self, cast

from attrs import frozen

from .._items.contained_files import ContainedFiles
from .._items.json_text import parse_json
from .file_names import MANIFEST, WEBSET_FILE, check_file_name

KIND = "exa-websets archive"
VERSION = 1

NOTES = [
    "Webhook secrets are not included: the service returns a secret only when the webhook is created.",
    "Events older than 60 days are not included: the service does not keep them.",
    "Webhook delivery attempts and the files of imports are not included.",
]

_COUNTED = {
    WEBSET_FILE: "websets",
    "items.jsonl": "items",
    "monitors.jsonl": "monitors",
    "monitor_runs.jsonl": "monitorRuns",
    "imports.jsonl": "imports",
    "webhooks.jsonl": "webhooks",
    "events.jsonl": "events",
}
_CHUNK_SIZE = 1 << 20
_MAX_INDEX_SIZE = 256 << 20
"""The largest manifest or journal that is read, in bytes; half a million Websets need less."""


@frozen
class ArchivedFile:
    """A file as it was written."""

    sha256: str
    bytes: int
    records: int

    def to_json(self) -> dict[str, Any]:
        return {"sha256": self.sha256, "bytes": self.bytes, "records": self.records}

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Parse the entry of a file.

        Raises:
            KeyError, TypeError, ValueError: the data does not describe a file.
        """
        sha256, size, records = data["sha256"], data["bytes"], data["records"]
        if not (isinstance(sha256, str) and type(size) is int and type(records) is int):
            raise ValueError("this does not describe a file of an archive")
        return cls(sha256, size, records)


@frozen
class ArchivedPart:
    """A Webset or a list that was archived completely, with its files by name."""

    files: Mapping[str, ArchivedFile]
    webset: str | None = None
    """The id of the Webset; None for a list."""
    is_final: bool = True
    """False if something in the Webset was running."""

    def to_json(self) -> dict[str, Any]:
        files = {name: file.to_json() for name, file in sorted(self.files.items())}
        return {"webset": self.webset, "isFinal": self.is_final, "files": files}

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Parse a part.

        Raises:
            ValueError: the data does not describe a part, or names a file outside the directory.
        """
        try:
            files = {check_file_name(name): ArchivedFile.from_json(one) for name, one in data["files"].items()}
            webset, is_final = data["webset"], data["isFinal"]
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"this does not describe a part of an archive: {error!r}") from None
        if not (isinstance(webset, str | None) and isinstance(is_final, bool)):
            raise ValueError("this does not describe a part of an archive")
        return cls(files, webset, is_final)


def count_records(parts: Mapping[str, ArchivedPart]) -> dict[str, int]:
    """Return the number of records of each kind."""
    counts = dict.fromkeys(sorted(_COUNTED.values()), 0)
    for part in parts.values():
        for name, file in part.files.items():
            if kind := _COUNTED.get(name.rpartition("/")[2]):
                counts[kind] += file.records
    return counts


def describe_file(file: BinaryIO, records: int | None = None) -> ArchivedFile:
    """Read a file and return its checksum, size and number of records.

    Args:
        file: The file.
        records: The number of records; by default the number of lines.
    """
    sha256, size, lines = hashlib.sha256(), 0, 0
    while chunk := file.read(_CHUNK_SIZE):
        sha256.update(chunk)
        size += len(chunk)
        lines += chunk.count(b"\n")
    return ArchivedFile(sha256.hexdigest(), size, lines if records is None else records)


def read_manifest(files: ContainedFiles) -> dict[str, Any]:
    """Read the manifest of a directory.

    Raises:
        ValueError: the file is not a manifest of this version.
    """
    manifest: dict[str, Any] = parse_json(read_index(files, MANIFEST))
    if not is_archive_header(manifest):
        raise ValueError(f"it is not a manifest of version {VERSION}")
    return manifest


def read_parts(manifest: Mapping[str, Any]) -> dict[str, ArchivedPart]:
    """Return the parts of a manifest that can be read, by name."""
    parts: dict[str, ArchivedPart] = {}
    entries = manifest.get("parts")
    for name, part in cast("dict[str, Any]", entries).items() if isinstance(entries, dict) else ():
        with suppress(ValueError):
            parts[name] = ArchivedPart.from_json(part)
    return parts


def read_index(files: ContainedFiles, name: str) -> bytes:
    """Read a manifest or a journal.

    Raises:
        ValueError: the file is too large to be one.
    """
    with files.open(name) as file:
        if os.fstat(file.fileno()).st_size > _MAX_INDEX_SIZE:
            raise ValueError(f"it is larger than {_MAX_INDEX_SIZE >> 20} MiB")
        return file.read(_MAX_INDEX_SIZE)


def is_archive_header(data: Any) -> bool:
    """Return True if the data is a manifest or the first line of a journal, of this version."""
    fields = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    return (fields.get("kind"), fields.get("version")) == (KIND, VERSION)
