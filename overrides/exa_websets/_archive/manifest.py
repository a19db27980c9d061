"""What an archive says of itself: its parts, their files, and whether they still are what was written."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from typing import Any, Self, cast

from attrs import frozen

KIND = "exa-websets archive"
VERSION = 1
MANIFEST = "manifest.json"
JOURNAL = ".archive.jsonl"
WEBSET_FILE = "webset.json"

NOTES = [
    "Webhooks are without their secrets: the service tells one only once, to whom it creates the webhook for.",
    "Events are those of the last 60 days; the service keeps no older ones.",
    "The attempts to deliver webhooks and the files of imports are left out.",
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
_CHUNK = 1 << 20


@frozen
class TakenFile:
    """A file as it was written."""

    sha256: str
    bytes: int
    records: int

    def to_json(self) -> dict[str, Any]:
        return {"sha256": self.sha256, "bytes": self.bytes, "records": self.records}


@frozen
class Part:
    """A Webset or a list that was taken whole, with its files by their names inside the directory."""

    files: Mapping[str, TakenFile]
    webset: str | None = None
    """The id, where the part is a Webset. """
    is_final: bool = True
    """Whether nothing in it ran. """

    def to_json(self) -> dict[str, Any]:
        files = {name: file.to_json() for name, file in sorted(self.files.items())}
        return {"webset": self.webset, "isFinal": self.is_final, "files": files}

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Read a part back.

        Raises:
            ValueError: it is none, or names a file elsewhere.
        """
        try:
            files = {_inside(name): _taken_file(one) for name, one in data["files"].items()}
            webset, is_final = data["webset"], data["isFinal"]
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"this is no part of an archive: {error!r}") from None
        if not (isinstance(webset, str | None) and isinstance(is_final, bool)):
            raise ValueError("this is no part of an archive")
        return cls(files, webset, is_final)


@frozen
class ArchiveVerification:
    """What a look at an archive showed: all is well if there are no problems."""

    counts: Mapping[str, int]
    """How many records of each kind the manifest promises. """
    problems: tuple[str, ...]
    """What is not as it was written, a sentence each. """
    failed: tuple[str, ...] = ()
    """What could not be taken in the first place. """


def count(parts: Mapping[str, Part]) -> dict[str, int]:
    """Count the records of each kind."""
    counts = dict.fromkeys(sorted(_COUNTED.values()), 0)
    for part in parts.values():
        for name, file in part.files.items():
            if kind := _COUNTED.get(name.rpartition("/")[2]):
                counts[kind] += file.records
    return counts


def digest(path: str, records: int | None = None) -> TakenFile:
    """Read a file and say what it is; a line of a JSON Lines file is a record."""
    sha256, size, lines = hashlib.sha256(), 0, 0
    with open(path, "rb") as file:
        while chunk := file.read(_CHUNK):
            sha256.update(chunk)
            size += len(chunk)
            lines += chunk.count(b"\n")
    return TakenFile(sha256.hexdigest(), size, lines if records is None else records)


def verify_archive(directory: str | os.PathLike[str]) -> ArchiveVerification:
    """Check that an archive is whole: every file is there with the content it was written with, and no other.

    Args:
        directory: Where it was taken to.

    Raises:
        OSError: a file cannot be read.
    """
    path = os.fspath(directory)
    there = {*_files_in(path)}
    if MANIFEST not in there:
        hint = ": it was not finished, take it out again to go on" if JOURNAL in there else ""
        return ArchiveVerification({}, (f"{MANIFEST} is missing{hint}",))
    try:
        manifest = read_manifest(os.path.join(path, MANIFEST))
        parts = {name: Part.from_json(part) for name, part in manifest["parts"].items()}
        counts = {str(kind): int(number) for kind, number in manifest["counts"].items()}
        failed = tuple(f"{name}: {reason}" for name, reason in manifest["failed"].items())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return ArchiveVerification({}, (f"{MANIFEST} cannot be read: {error}",))
    promised = {name: file for part in parts.values() for name, file in part.files.items()}
    problems = [problem for name, file in sorted(promised.items()) for problem in _problems_of(path, name, file)]
    problems += [f"{name} is not in the manifest" for name in sorted(there - promised.keys() - {MANIFEST, JOURNAL})]
    if counts != count(parts):
        problems.append(f"{MANIFEST} counts otherwise than its files do")
    return ArchiveVerification(counts, tuple(problems), failed)


def read_manifest(path: str) -> dict[str, Any]:
    """Read a manifest.

    Raises:
        ValueError: it is none.
    """
    with open(path, encoding="utf-8") as file:
        manifest: dict[str, Any] = json.load(file)
    if not is_ours(manifest):
        raise ValueError(f"it is no manifest of an archive of version {VERSION}")
    return manifest


def is_ours(data: Any) -> bool:
    """Tell whether a document is the manifest or the first line of the journal of an archive."""
    fields = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    return (fields.get("kind"), fields.get("version")) == (KIND, VERSION)


def _problems_of(directory: str, name: str, promised: TakenFile) -> Iterator[str]:
    path = os.path.join(directory, name)
    if not os.path.isfile(path):
        yield f"{name} is missing"
        return
    found = digest(path, None if name.endswith(".jsonl") else promised.records)
    if found.records != promised.records:
        yield f"{name} has {found.records} instead of {promised.records} records"
    elif found.bytes != promised.bytes:
        yield f"{name} has {found.bytes} instead of {promised.bytes} bytes"
    elif found.sha256 != promised.sha256:
        yield f"{name} has another content than was written"


def _files_in(directory: str) -> Iterator[str]:
    if not os.path.isdir(directory):
        os.listdir(directory)  # which raises what fits
    for folder, _, names in os.walk(directory):
        for name in names:
            yield os.path.relpath(os.path.join(folder, name), directory).replace(os.sep, "/")


def _taken_file(data: Any) -> TakenFile:
    sha256, size, records = data["sha256"], data["bytes"], data["records"]
    if not (isinstance(sha256, str) and type(size) is int and type(records) is int):
        raise ValueError("this is no file of an archive")
    return TakenFile(sha256, size, records)


def _inside(name: Any) -> str:
    if not isinstance(name, str) or os.path.isabs(name) or {"", ".", ".."} & {*name.split("/")} or "\\" in name:
        raise ValueError(f"{name!r} is no file of an archive")
    return name
