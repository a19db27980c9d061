"""The directory of an archive, open for one run.

Every file is written under a temporary name until its part is complete. The journal lists the complete parts, so a run
that was killed at any moment can be resumed; at the end, the manifest replaces the journal. A run over a finished
archive starts with a journal in which all parts are stale, which means that they must be archived again. The manifest
is kept until the first part is replaced, so that a run that archives nothing leaves the finished archive intact.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, TypeVar

from attrs import define, field, frozen

from .._generated import document
from .._items.atomic_file import TEMPORARY_NAME, AtomicFile, PathLike, open_atomic
from .._items.contained_files import ContainedFiles, check_regular
from .._items.export_file import ExportFile, open_export
from .._items.json_text import json_document
from .file_names import JOURNAL, MANIFEST
from .journal import Journal, read_journal, write_journal
from .manifest import (
    KIND,
    NOTES,
    VERSION,
    ArchivedFile,
    ArchivedPart,
    count_records,
    describe_file,
    is_archive_header,
    read_manifest,
    read_parts,
)

if os.name == "posix":
    import fcntl


F = TypeVar("F", bound=AtomicFile)


@frozen
class ArchiveSource:
    """The source of an archive, which must be the same in every run into a directory."""

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


@frozen
class PartFiles:
    """The files of one part, open for writing."""

    files: ContainedFiles
    stack: ExitStack
    """Renames the files when it ends, or removes them after an exception."""
    opened: list[AtomicFile] = field(init=False, factory=list[AtomicFile])
    records: dict[str, int | None] = field(init=False, factory=dict[str, int | None])
    """The number of records in each file; None counts lines."""

    def open(self, name: str, records: int | None = None) -> AtomicFile:
        """Open a JSON or JSON Lines file."""
        return self._add(open_atomic(name, self.files), records)

    def open_export(self, name: str) -> ExportFile:
        """Open a file of items, in the format of its extension."""
        return self._add(open_export(name, files=self.files), None)

    def _add(self, file: F, records: int | None) -> F:
        self.stack.enter_context(file)
        self.opened.append(file)
        self.records[file.name] = records
        return file


@define(eq=False)
class ArchiveDirectory:
    """A directory that is locked for this run, with the parts that are complete."""

    files: ContainedFiles
    source: ArchiveSource
    parts: dict[str, ArchivedPart]
    stale: set[str]
    """The parts that a finished archive had when this run started, all of which are archived again."""
    journal: Journal

    @property
    def path(self) -> str:
        return self.files.root

    @contextmanager
    def part(self, name: str, webset: str | None = None, is_final: bool = True) -> Generator[PartFiles]:
        """Yield the files of a part. At the end of the block, they get their final names and the part is recorded.

        Args:
            name: The name of the part.
            webset: The id, if the part is a Webset.
            is_final: False if something in the Webset was running.
        """
        with ExitStack() as stack:
            part = PartFiles(self.files, stack)
            yield part
            for file in part.opened:
                file.finish()
            with suppress(FileNotFoundError):
                self.files.remove(MANIFEST)  # from here on it would describe files that have changed
        described = {file: self._describe(file, number) for file, number in part.records.items()}
        self.parts[name] = ArchivedPart(described, webset, is_final)
        self.journal.record(name, self.parts[name])

    def is_current(self, name: str, file: str, text: str) -> bool:
        """Return True if a part is complete, its files are unchanged, and archiving it again would not change it.

        Args:
            name: The name of the part.
            file: One of its files.
            text: The content of the file if nothing has changed.
        """
        part = self.parts.get(name)
        if part is None or name in self.stale or not part.is_final or file not in part.files:
            return False
        content = text.encode("utf-8", "backslashreplace")
        return part.files[file].sha256 == hashlib.sha256(content).hexdigest() and all(
            self._is_unchanged(each, archived) for each, archived in part.files.items()
        )

    def write_manifest(self, failed: dict[str, str], gone: list[str]) -> None:
        """Write the manifest and delete the journal, which finishes the archive.

        Args:
            failed: The parts that could not be archived and the cancels that failed, with the reasons.
            gone: The ids of the Websets that were deleted.
        """
        manifest = {
            **self.source.to_json(),
            "document": document.VERSION,
            "isComplete": not failed,
            "counts": count_records(self.parts),
            "failed": dict(sorted(failed.items())),
            "gone": sorted(gone),
            "notFinal": sorted(part.webset for part in self.parts.values() if part.webset and not part.is_final),
            "notes": NOTES,
            "parts": {name: part.to_json() for name, part in sorted(self.parts.items())},
        }
        with open_atomic(MANIFEST, self.files) as file:
            file.write(json_document(manifest))
            file.finish()
        self.journal.delete()

    def _describe(self, name: str, records: int | None) -> ArchivedFile:
        with self.files.open(name) as file:
            return describe_file(file, records)

    def _is_unchanged(self, name: str, archived: ArchivedFile) -> bool:
        try:
            return self._describe(name, archived.records) == archived
        except OSError:
            return False


@contextmanager
def open_directory(directory: PathLike, source: ArchiveSource) -> Generator[ArchiveDirectory]:
    """Lock a directory for a run, creating it if necessary, and read the parts of earlier runs.

    Raises:
        BlockingIOError: another process is writing an archive there.
        FileExistsError: the directory exists and is not an archive, or its manifest is not a regular file.
        OSError: the directory is not writable.
        ValueError: the directory holds an archive with another source.
    """
    path = os.path.realpath(directory)
    if not os.path.isdir(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            os.mkdir(path, 0o700)  # items may be personal data, so only the owner may read them
        except FileExistsError:
            if not os.path.isdir(path):  # otherwise another process was faster, and may hold the lock
                raise
    with _locked(path) as files:
        parts, stale = _read_parts(files, source)
        _remove_temporary(files)
        write_journal(files, source.to_json(), parts, stale)
        try:
            with files.append(JOURNAL) as file:
                yield ArchiveDirectory(files, source, parts, stale, Journal(files, file))
        except BaseException:
            # Ctrl-C may have come after a file was created and before its block was entered.
            with suppress(OSError):
                _remove_temporary(files)
            raise


def _remove_temporary(files: ContainedFiles) -> None:
    for name in [*files.names()]:
        if _is_temporary(name):
            files.remove(name)


def _read_parts(files: ContainedFiles, source: ArchiveSource) -> tuple[dict[str, ArchivedPart], set[str]]:
    """Return the parts that earlier runs archived, and the names of the stale ones."""
    header: Any = None
    parts: dict[str, ArchivedPart] = {}
    stale: set[str] = set()
    reason = ""
    manifest = files.stat(MANIFEST)
    if manifest:
        check_regular(manifest, files.path(MANIFEST))
    try:
        if files.stat(JOURNAL):
            header, parts, stale = read_journal(files)
        elif manifest:
            header = read_manifest(files)
            parts = read_parts(header)
            stale = {*parts}
        elif all(map(_is_temporary, os.listdir(files.root))):
            return {}, set()
    except ValueError as error:
        reason = f": {JOURNAL if files.stat(JOURNAL) else MANIFEST} cannot be read, {error}"
    if not is_archive_header(header):
        raise FileExistsError(errno.EEXIST, f"the directory exists and is not an archive{reason}", files.root)
    if parts or not all(_is_temporary(name) or name in (JOURNAL, MANIFEST) for name in files.names()):
        source.check_same(files.root, header)  # otherwise nothing was archived, so the directory is free
    return parts, stale


@contextmanager
def _locked(path: str) -> Generator[ContainedFiles]:
    if os.name != "posix":
        yield ContainedFiles(path)
        return
    directory = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BlockingIOError(errno.EAGAIN, "another process is writing an archive there", path) from None
        except OSError:
            pass  # a file system without locks
        yield ContainedFiles(path, directory)
    finally:
        os.close(directory)


def _is_temporary(name: str) -> bool:
    return re.fullmatch(TEMPORARY_NAME, name.rpartition("/")[2]) is not None
