"""Verify that the files of an archive have not changed since they were written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from attrs import frozen

from .._items.contained_files import ContainedFiles, contained_files
from .file_names import JOURNAL, MANIFEST
from .manifest import ArchivedFile, ArchivedPart, count_records, describe_file, read_manifest


@frozen
class ArchiveVerification:
    """The result of `verify_archive`; the archive is intact if `problems` is empty."""

    counts: Mapping[str, int]
    """The number of records of each kind, according to the manifest."""
    problems: tuple[str, ...]
    """A sentence for each file that is missing, damaged or unknown."""
    failed: tuple[str, ...] = ()
    """The parts that the run could not archive, with the reasons."""


def verify_archive(directory: str | os.PathLike[str]) -> ArchiveVerification:
    """Verify that an archive contains every file as it was written, and no other files.

    Args:
        directory: The directory of the archive.

    Returns:
        The problems found, and the number of records of each kind.

    Raises:
        OSError: the directory does not exist, or a file cannot be read.
    """
    with contained_files(directory) as files:
        return _verify(files)


def _verify(files: ContainedFiles) -> ArchiveVerification:
    present = {*files.names()}
    if files.stat(MANIFEST) is None:
        hint = ": the archive is not finished; run it again to resume" if JOURNAL in present else ""
        return ArchiveVerification({}, (f"{MANIFEST} is missing{hint}",))
    try:
        manifest = read_manifest(files)
        parts = {name: ArchivedPart.from_json(part) for name, part in manifest["parts"].items()}
        counts = {str(kind): int(number) for kind, number in manifest["counts"].items()}
        failed = tuple(f"{name}: {reason}" for name, reason in manifest["failed"].items())
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, FileExistsError) as error:
        return ArchiveVerification({}, (f"{MANIFEST} cannot be read: {error}",))
    expected = {name: file for part in parts.values() for name, file in part.files.items()}
    problems = [problem for name, file in sorted(expected.items()) for problem in _problems_of(files, name, file)]
    problems += [f"{name} is not in the manifest" for name in sorted(present - expected.keys() - {MANIFEST, JOURNAL})]
    if counts != count_records(parts):
        problems.append(f"{MANIFEST} has counts that do not match its files")
    return ArchiveVerification(counts, tuple(problems), failed)


def _problems_of(files: ContainedFiles, name: str, expected: ArchivedFile) -> Iterator[str]:
    try:
        with files.open(name) as file:
            found = describe_file(file, None if name.endswith(".jsonl") else expected.records)
    except (FileNotFoundError, NotADirectoryError):
        yield f"{name} is missing"
    except FileExistsError:
        yield f"{name} is not a regular file, or its folder is a link"
    else:
        if found.records != expected.records:
            yield f"{name} has {found.records} instead of {expected.records} records"
        elif found.bytes != expected.bytes:
            yield f"{name} has {found.bytes} instead of {expected.bytes} bytes"
        elif found.sha256 != expected.sha256:
            yield f"{name} has changed since it was written"
