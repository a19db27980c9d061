"""Text files that appear under their name only when they are complete."""

from __future__ import annotations

import os
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Self, TextIO, TypeAlias

from attrs import define

from .contained_files import ContainedFiles, check_regular, is_link

PathLike: TypeAlias = str | os.PathLike[str]

TEMPORARY_NAME = r"\.exa-websets-[0-9a-f]+\.tmp"


@define(eq=False, repr=False)
class AtomicFile:
    """A file that is written under a temporary name in the same folder.

    Leaving its block renames it to `name`, or removes it if the block raised an exception. An existing file is kept
    until then. Call `finish` at the end of the block.
    """

    files: ContainedFiles
    name: str
    temporary: str
    file: TextIO

    def write(self, text: str) -> None:
        """Write text."""
        with self.naming():
            self.file.write(text)

    def finish(self) -> None:
        """Write everything to the disk and close the file, so that it is complete when it is renamed."""
        with self.naming():
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()

    @contextmanager
    def naming(self) -> Generator[None]:
        """Add the path to a write error. The error for a full disk does not contain it."""
        try:
            yield
        except OSError as error:
            error.filename = self.files.path(self.name)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        try:
            if kind is None:
                self.files.replace(self.temporary, self.name)
        finally:
            with suppress(OSError):
                self.file.close()
            with suppress(OSError):
                self.files.remove(self.temporary)


def open_atomic(path: PathLike, files: ContainedFiles | None = None) -> AtomicFile:
    """Open a file for writing under a temporary name.

    Args:
        path: The file. Without `files`, a link is kept and the file that it points to is replaced.
        files: The directory to stay in. `path` is then a name in it, and a link is replaced.

    Raises:
        FileExistsError: the path exists and is not a regular file.
        OSError: the file cannot be created, for example because its folder does not exist or its name is too long.
    """
    if files:
        return _open_in(files, os.fspath(path))
    folder, name = os.path.split(os.path.realpath(path))
    try:
        return _open_in(ContainedFiles(folder), name)
    except OSError as error:
        error.filename = os.fspath(path)
        raise


def _open_in(files: ContainedFiles, name: str) -> AtomicFile:
    mode: int | None = None
    # The status is read first, because this also raises if the name is not valid on this file system.
    if (status := files.stat(name)) and not is_link(status):
        check_regular(status, files.path(name))
        mode = stat.S_IMODE(status.st_mode)
    folder = name.rpartition("/")[0]
    temporary = f"{folder and f'{folder}/'}.exa-websets-{os.urandom(8).hex()}.tmp"
    return AtomicFile(files, name, temporary, files.create(temporary, mode))
