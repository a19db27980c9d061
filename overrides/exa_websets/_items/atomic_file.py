"""Text files that appear under their name complete, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from typing import Self, TextIO, TypeAlias

from attrs import define

PathLike: TypeAlias = str | os.PathLike[str]

TEMPORARY_GLOB = ".exa-websets-*.tmp"
TEMPORARY_NAME = r"\.exa-websets-[0-9a-f]+\.tmp"


@define(eq=False, repr=False)
class AtomicFile:
    """A file that is written under a temporary name in the same folder.

    Leaving its block renames it to `target`, or removes it if the block raised; a file that was there before stays
    until then. Call `finish` at the end of the block.
    """

    target: str
    temporary: str
    file: TextIO

    def write(self, text: str) -> None:
        """Write a text."""
        self.file.write(text)

    def finish(self) -> None:
        """Write everything to the disk and close the file, so that it is complete when it is renamed."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        try:
            if kind is None:
                os.replace(self.temporary, self.target)
        finally:
            with suppress(OSError):
                self.file.close()
            with suppress(OSError):
                os.unlink(self.temporary)


def open_atomic(path: PathLike) -> AtomicFile:
    """Open a file for writing under a temporary name.

    Raises:
        FileExistsError: the path is neither free nor a regular file.
        OSError: the file cannot be created, for example because its folder does not exist.
    """
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        raise FileExistsError(errno.EEXIST, "the path exists and is not a regular file", os.fspath(path))
    temporary = os.path.join(os.path.dirname(target), f".exa-websets-{os.urandom(8).hex()}.tmp")
    try:
        opened = AtomicFile(target, temporary, _create(temporary))
    except OSError as error:
        error.filename = os.fspath(path)
        raise
    with suppress(FileNotFoundError):
        shutil.copymode(target, temporary)
    return opened


def _create(path: str) -> TextIO:
    # A lone surrogate, which JSON allows and UTF-8 does not, is written as its JSON escape.
    return open(path, "x", encoding="utf-8", errors="backslashreplace", newline="")
