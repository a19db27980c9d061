"""The directory of an archive, open for one run.

Every file is written under a temporary name until it is complete. The journal lists the parts that are complete, so a
run that was killed at any moment can be resumed; at the end the manifest replaces the journal. A run over a finished
archive turns the manifest back into a journal whose parts are all stale, that is, to be archived again.
"""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import re
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any

from attrs import define, frozen

from .._generated import document_version
from .._items.atomic_file import TEMPORARY_GLOB, TEMPORARY_NAME, AtomicFile, PathLike, open_atomic
from .._items.export_file import ExportFile, open_export
from .._items.json_text import json_document
from .file_names import JOURNAL, MANIFEST
from .journal import Journal, read_journal, write_journal
from .manifest import (
    KIND,
    NOTES,
    VERSION,
    ArchivedPart,
    count_records,
    describe_file,
    is_archive_header,
    read_manifest,
)

if os.name == "posix":
    import fcntl


@frozen
class ArchiveSource:
    """What an archive is a copy of, which is the same in every run into a directory."""

    base_url: str
    websets: list[str] | None
    """The ids that the caller selected; None for the whole team."""

    def to_json(self) -> dict[str, Any]:
        return {"kind": KIND, "version": VERSION, "baseUrl": self.base_url, "selection": self.websets}

    def check_same(self, directory: str, header: dict[str, Any]) -> None:
        """Check that the archive in a directory has this source.

        Raises:
            ValueError: the archive has another source.
        """
        if header.get("baseUrl") != self.base_url:
            raise ValueError(
                f"{directory} holds an archive from {header.get('baseUrl')}, not from {self.base_url}; "
                "choose another directory"
            )
        if header.get("selection") != self.websets:
            raise ValueError(f"{directory} holds an archive of other Websets; choose another directory")


@define(eq=False)
class ArchiveDirectory:
    """A directory that is locked for this run, with the parts that are complete."""

    path: str
    source: ArchiveSource
    parts: dict[str, ArchivedPart]
    stale: set[str]
    """The parts of a finished archive that this run has not archived again yet."""
    journal: Journal

    def open(self, name: str) -> AtomicFile:
        """Open a JSON or JSON Lines file for writing."""
        return open_atomic(self._path_of(name))

    def open_export(self, name: str) -> ExportFile:
        """Open a file of items for writing, in the format of its extension."""
        return open_export(self._path_of(name))

    def record_part(
        self, name: str, records: dict[str, int | None], webset: str | None = None, is_final: bool = True
    ) -> None:
        """Record that all files of a part are complete.

        Args:
            name: The name of the part.
            records: The number of records in each of its files; None counts lines.
            webset: The id, if the part is a Webset.
            is_final: False if something in the Webset was running.
        """
        files = {file: describe_file(os.path.join(self.path, file), number) for file, number in records.items()}
        self.parts[name] = ArchivedPart(files, webset, is_final)
        self.stale.discard(name)
        self.journal.record(name, self.parts[name])

    def is_current(self, name: str, file: str, text: str) -> bool:
        """Return True if a part is complete, and archiving it again would not change it.

        Args:
            name: The name of the part.
            file: One of its files.
            text: What the file has to contain if nothing has changed.
        """
        part = self.parts.get(name)
        if part is None or name in self.stale or not part.is_final or file not in part.files:
            return False
        content = text.encode("utf-8", "backslashreplace")
        return part.files[file].sha256 == hashlib.sha256(content).hexdigest() and all(
            _size(os.path.join(self.path, each)) == archived.bytes for each, archived in part.files.items()
        )

    def write_manifest(self, failed: dict[str, str], gone: list[str]) -> None:
        """Write the manifest and delete the journal, which finishes the archive.

        Args:
            failed: What could not be archived or canceled, and why.
            gone: The ids of the Websets that were deleted.
        """
        manifest = {
            **self.source.to_json(),
            "document": document_version(),
            "isComplete": not failed,
            "counts": count_records(self.parts),
            "failed": dict(sorted(failed.items())),
            "gone": sorted(gone),
            "notFinal": sorted(part.webset for part in self.parts.values() if part.webset and not part.is_final),
            "notes": NOTES,
            "parts": {name: part.to_json() for name, part in sorted(self.parts.items())},
        }
        with self.open(MANIFEST) as file:
            file.write(json_document(manifest))
            file.finish()
        self.journal.delete()

    def _path_of(self, name: str) -> str:
        path = os.path.join(self.path, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path


@contextmanager
def open_directory(directory: PathLike, source: ArchiveSource) -> Generator[ArchiveDirectory]:
    """Lock a directory for a run and read what earlier runs left there; create the directory if necessary.

    Raises:
        BlockingIOError: another process is writing an archive there.
        FileExistsError: the directory exists and is not an archive.
        OSError: nothing can be written there.
        ValueError: the directory holds an archive with another source.
    """
    path = os.path.realpath(directory)
    if not os.path.isdir(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.mkdir(path, 0o700)  # items may be personal data, so only the owner may read them
    with _locked(path):
        parts, stale = _read_parts(path, source)
        for temporary in glob.iglob(os.path.join(glob.escape(path), "**", TEMPORARY_GLOB), recursive=True):
            os.unlink(temporary)
        journal = os.path.join(path, JOURNAL)
        write_journal(journal, source.to_json(), parts, stale)
        with suppress(FileNotFoundError):
            os.unlink(os.path.join(path, MANIFEST))
        with open(journal, "a", encoding="utf-8") as file:
            try:
                yield ArchiveDirectory(path, source, parts, stale, Journal(file))
            except OSError as error:
                error.filename = error.filename or path  # ENOSPC on a write names no file
                raise


def _read_parts(path: str, source: ArchiveSource) -> tuple[dict[str, ArchivedPart], set[str]]:
    """Return the parts that earlier runs archived, and the names of the stale ones."""
    header: Any = None
    parts: dict[str, ArchivedPart] = {}
    stale: set[str] = set()
    if os.path.isfile(journal := os.path.join(path, JOURNAL)):
        header, parts, stale = read_journal(journal)
    elif os.path.isfile(manifest := os.path.join(path, MANIFEST)):
        with suppress(ValueError, KeyError, AttributeError):
            header = read_manifest(manifest)
            parts = {name: ArchivedPart.from_json(part) for name, part in header["parts"].items()}
            stale = {*parts}
    elif all(re.fullmatch(TEMPORARY_NAME, name) for name in os.listdir(path)):
        return {}, set()
    if not is_archive_header(header):
        raise FileExistsError(errno.EEXIST, "the directory exists and is not an archive", path)
    source.check_same(path, header)
    return parts, stale


@contextmanager
def _locked(path: str) -> Generator[None]:
    if os.name != "posix":
        yield
        return
    directory = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BlockingIOError(errno.EAGAIN, "another process is writing an archive there", path) from None
        except OSError:
            pass  # a file system without locks
        yield
    finally:
        os.close(directory)


def _size(path: str) -> int | None:
    try:
        return os.path.getsize(path)
    except OSError:
        return None
