"""The directory of an archive: who may write there, what is there already, and how a file gets its name.

A file has a hidden name until it is complete. What was taken whole is noted in a journal, a line a part, so that a run
that was killed at any moment can be gone on with; the manifest takes the place of the journal at the end. Where there
is a manifest all is taken anew, and the journal says of each part whether that is still to be done.
"""

from __future__ import annotations

import errno
import glob
import hashlib
import json
import os
import re
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from attrs import define, frozen

from .._items.atomic_file import TEMPORARY_NAME, AtomicFile, PathLike, open_atomic
from .._items.export_file import ExportFile, open_export
from .._stamp import document_version
from .manifest import JOURNAL, KIND, MANIFEST, NOTES, VERSION, Part, count, digest, is_ours, read_manifest

if os.name == "posix":
    import fcntl

_PLAIN = re.compile(r"[a-z0-9]+_[a-z0-9_]{1,80}")


@frozen
class Heading:
    """What is the same in each run into a directory: the service, and which Websets were asked for."""

    base_url: str
    websets: list[str] | None

    def to_json(self) -> dict[str, Any]:
        return {"kind": KIND, "version": VERSION, "baseUrl": self.base_url, "selection": self.websets}

    def check(self, directory: str, found: dict[str, Any]) -> None:
        """Refuse a directory that was begun with another one."""
        if found.get("baseUrl") != self.base_url:
            raise ValueError(f"{directory} holds an archive from {found.get('baseUrl')}, not from {self.base_url}")
        if found.get("selection") != self.websets:
            raise ValueError(f"{directory} holds an archive of other Websets; choose another directory")


@define(eq=False)
class Folder:
    """A directory that nobody else writes to, with the parts that are taken; `journal` is its open file."""

    path: str
    heading: Heading
    parts: dict[str, Part]
    old: set[str]
    """The parts that are as a finished archive has left them, and not taken anew yet. """
    journal: TextIO

    def open(self, name: str) -> AtomicFile:
        """Open a file of JSON."""
        return open_atomic(self._path_of(name))

    def open_export(self, name: str) -> ExportFile:
        """Open a file of items, whose extension is its format."""
        return open_export(self._path_of(name))

    def note(self, name: str, records: dict[str, int | None], webset: str | None = None, is_final: bool = True) -> None:
        """Note that a part is taken whole.

        Args:
            name: What the part is called.
            records: Its files, with the number of records where lines do not tell it.
            webset: The id, where it is a Webset.
            is_final: Whether nothing in it ran.
        """
        files = {file: digest(os.path.join(self.path, file), number) for file, number in records.items()}
        self.parts[name] = Part(files, webset, is_final)
        self.old.discard(name)
        self.journal.write(_line(name, self.parts[name], is_old=False))
        self.journal.flush()
        os.fsync(self.journal.fileno())

    def has(self, name: str, file: str, text: str) -> bool:
        """Tell whether a part is taken, and not by a finished archive, was final, is whole, and a file holds this."""
        part = self.parts.get(name)
        if part is None or name in self.old or not part.is_final or file not in part.files:
            return False
        content = text.encode("utf-8", "backslashreplace")
        return part.files[file].sha256 == hashlib.sha256(content).hexdigest() and all(
            _size(os.path.join(self.path, each)) == taken.bytes for each, taken in part.files.items()
        )

    def finish(self, failed: dict[str, str], gone: list[str]) -> None:
        """Write the manifest, which takes the place of the journal."""
        manifest = {
            **self.heading.to_json(),
            "document": document_version(),
            "isComplete": not failed,
            "counts": count(self.parts),
            "failed": dict(sorted(failed.items())),
            "gone": sorted(gone),
            "notFinal": sorted(part.webset for part in self.parts.values() if part.webset and not part.is_final),
            "notes": NOTES,
            "parts": {name: part.to_json() for name, part in sorted(self.parts.items())},
        }
        with self.open(MANIFEST) as file:
            file.write(document(manifest))
            file.finish()
        self.journal.close()
        os.unlink(self.journal.name)

    def _path_of(self, name: str) -> str:
        path = os.path.join(self.path, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path


@contextmanager
def opened(directory: PathLike, heading: Heading) -> Generator[Folder]:
    """Give a directory to write to, which is made if there is none; one that is there is gone on with.

    Raises:
        BlockingIOError: another archive writes there.
        FileExistsError: something else is there.
        OSError: nothing can be written there.
        ValueError: it is an archive from another service, or of other Websets.
    """
    path = os.path.realpath(directory)
    if not os.path.isdir(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.mkdir(path, 0o700)  # what people found out about others is for nobody else to read
    with _locked(path):
        parts, old = _parts_in(path, heading)
        for draft in glob.iglob(os.path.join(glob.escape(path), "**", ".exa-websets-*.tmp"), recursive=True):
            os.unlink(draft)
        journal = os.path.join(path, JOURNAL)
        with open_atomic(journal) as file:
            file.write(json.dumps(heading.to_json()) + "\n")
            for name, part in parts.items():
                file.write(_line(name, part, is_old=name in old))
            file.finish()
        with suppress(FileNotFoundError):
            os.unlink(os.path.join(path, MANIFEST))
        with open(journal, "a", encoding="utf-8") as lines:
            try:
                yield Folder(path, heading, parts, old, lines)
            except OSError as error:
                error.filename = error.filename or path  # a full disk does not say where
                raise


def folder_name(id: str) -> str:
    """Name the folder of a Webset: by its id, which is changed if it is no plain one."""
    if _PLAIN.fullmatch(id):
        return id
    readable = re.sub(r"[^A-Za-z0-9_-]+", "-", id)[:40]
    return f"{readable}.{hashlib.sha256(id.encode('utf-8', 'backslashreplace')).hexdigest()[:16]}"


def line(content: Any) -> str:
    """Write a JSON document as a line of a file."""
    return json.dumps(content, ensure_ascii=False) + "\n"


def document(content: Any) -> str:
    """Write a JSON document as a file has it."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _parts_in(path: str, heading: Heading) -> tuple[dict[str, Part], set[str]]:
    """Read what earlier runs have taken, as the journal has it, else as the manifest does; and what is old of it."""
    found: Any = None
    parts: dict[str, Part] = {}
    old: set[str] = set()
    if os.path.isfile(journal := os.path.join(path, JOURNAL)):
        with open(journal, "rb") as file:
            found, *lines = [_decoded(line) for line in file.read().split(b"\n")]
        for one in lines:
            if part := _part(one):
                parts[one["part"]] = part
                (old.add if one.get("isOld") else old.discard)(one["part"])
    elif os.path.isfile(manifest := os.path.join(path, MANIFEST)):
        with suppress(ValueError, KeyError, AttributeError):
            found = read_manifest(manifest)
            parts = {name: Part.from_json(part) for name, part in found["parts"].items()}
            old = {*parts}
    elif all(TEMPORARY_NAME.fullmatch(name) for name in os.listdir(path)):
        return {}, set()
    if not is_ours(found):
        raise FileExistsError(errno.EEXIST, "the directory exists and is not an archive", path)
    heading.check(path, found)
    return parts, old


def _decoded(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None  # the end of a run that was killed while it wrote this


def _part(line: Any) -> Part | None:
    try:
        return Part.from_json(line) if isinstance(line["part"], str) else None
    except (ValueError, TypeError, KeyError):
        return None


def _line(name: str, part: Part, *, is_old: bool) -> str:
    return json.dumps({"part": name, "isOld": is_old, **part.to_json()}) + "\n"


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
            raise BlockingIOError(errno.EAGAIN, "another archive writes there now", path) from None
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
