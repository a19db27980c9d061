"""Access files inside one directory without following links.

A name is relative to the directory and uses slashes. On POSIX, each folder of a name is opened relative to its parent
folder without following links, so nothing can be swapped between a check and its use. On other systems, each folder is
only checked before its use.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, TextIO

from attrs import frozen

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _NO_FOLLOW
# Opening a FIFO would block, and opening a terminal could make it the one that controls this process.
_FILE = _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
_JUNCTION = 0xA0000003  # the reparse tag of a junction, a Windows link that is not a symbolic link


@frozen
class ContainedFiles:
    """The files below a directory.

    Every method raises FileExistsError if a component of a name is a link, or neither a file nor a folder.
    """

    root: str
    fd: int | None = None
    """The file descriptor of the directory, or None if names cannot be opened relative to it, as on Windows."""

    def path(self, name: str) -> str:
        """Return the full path of a file."""
        return os.path.join(self.root, *name.split("/"))

    def stat(self, name: str) -> os.stat_result | None:
        """Return the status of a file or of a link itself, or None if the name does not exist."""
        try:
            with self._at(name) as (folder, path):
                return os.stat(path, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def open(self, name: str) -> BinaryIO:
        """Open a regular file for reading, without ever blocking."""
        return open(self._open(name, os.O_RDONLY), "rb")

    def append(self, name: str) -> TextIO:
        """Open a regular file for appending text."""
        return open(self._open(name, os.O_WRONLY | os.O_APPEND), "a", encoding="utf-8")

    def create(self, name: str, mode: int | None = None) -> TextIO:
        """Create a text file and the folders of its name. If this fails, no file is left behind.

        Args:
            name: A name that does not exist yet.
            mode: The permissions. The default depends on the umask, as for any new file.
        """
        with self._at(name, make=True) as (folder, path):
            fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FILE, 0o666, dir_fd=folder)
            try:
                if mode is not None:
                    os.chmod(path, mode, dir_fd=folder)
                # A lone surrogate, which JSON allows and UTF-8 does not, is written as its JSON escape.
                return open(fd, "w", encoding="utf-8", errors="backslashreplace", newline="")
            except BaseException:
                with suppress(OSError):
                    os.close(fd)
                with suppress(OSError):
                    os.unlink(path, dir_fd=folder)
                raise

    def replace(self, name: str, target: str) -> None:
        """Rename a file to `target`, replacing an existing file or link."""
        with self._at(name) as (folder, path), self._at(target) as (target_folder, target_path):
            os.replace(path, target_path, src_dir_fd=folder, dst_dir_fd=target_folder)

    def remove(self, name: str) -> None:
        """Remove a file, or a link itself."""
        with self._at(name) as (folder, path):
            os.unlink(path, dir_fd=folder)

    def names(self) -> Iterator[str]:
        """Yield the names of all files and links. Links to folders are not followed."""
        prefixes = [""]
        while prefixes:
            prefix = prefixes.pop()
            with self._at(f"{prefix}.") as (folder, path), os.scandir(path if folder is None else folder) as entries:
                found = [(f"{prefix}{entry.name}", entry.is_dir(follow_symlinks=False)) for entry in entries]
            prefixes += [f"{name}/" for name, is_folder in found if is_folder]
            yield from (name for name, is_folder in found if not is_folder)

    def _open(self, name: str, flags: int) -> int:
        path = self.path(name)
        with self._at(name) as (folder, last):
            check_regular(os.stat(last, dir_fd=folder, follow_symlinks=False), path)
            fd = os.open(last, flags | _FILE, dir_fd=folder)
            try:
                check_regular(os.fstat(fd), path)  # it may have been swapped
            except BaseException:
                os.close(fd)
                raise
            return fd

    @contextmanager
    def _at(self, name: str, *, make: bool = False) -> Generator[tuple[int | None, str]]:
        """Yield the arguments for functions of `os` that stand for a name: `dir_fd` and a path.

        Args:
            name: The name.
            make: Whether to create missing folders.
        """
        *folders, last = name.split("/")
        try:
            if self.fd is None:
                yield None, os.path.join(self._check(folders, make), last)
                return
            folder = self._descend(self.fd, folders, make)
            try:
                yield folder, last
            finally:
                os.close(folder)
        except OSError as error:
            if isinstance(error.filename, str) and os.path.isabs(error.filename):
                raise
            raise OSError(error.errno, error.strerror, self.path(name)) from None  # `filename` was relative

    def _descend(self, fd: int, folders: Iterable[str], make: bool) -> int:
        """Open the folder of a name, one component at a time."""
        # Opened again, not duplicated: if an interruption leaves it open, it does not hold the lock of the directory.
        folder, path = os.open(".", _FOLDER, dir_fd=fd), self.root
        for each in folders:
            above, path = folder, os.path.join(path, each)
            try:
                if make:
                    with suppress(FileExistsError):
                        os.mkdir(each, dir_fd=above)
                _check_folder(os.stat(each, dir_fd=above, follow_symlinks=False), path)
                folder = os.open(each, _FOLDER, dir_fd=above)
            finally:
                os.close(above)
        return folder

    def _check(self, folders: Iterable[str], make: bool) -> str:
        """Return the path of the folder of a name, after checking that each component is a folder."""
        path = self.root
        for each in folders:
            path = os.path.join(path, each)
            if make:
                with suppress(FileExistsError):
                    os.mkdir(path)
            _check_folder(os.lstat(path), path)
        return path


@contextmanager
def contained_files(directory: str | os.PathLike[str]) -> Generator[ContainedFiles]:
    """Open the files of a directory; the path of the directory itself may contain links.

    Raises:
        OSError: the directory cannot be opened.
    """
    root = os.path.realpath(directory)
    if os.name != "posix":
        yield ContainedFiles(root)
        return
    try:
        fd = os.open(root, _FOLDER)
    except OSError as error:
        error.filename = os.fspath(directory)
        raise
    try:
        yield ContainedFiles(root, fd)
    finally:
        os.close(fd)


def check_regular(status: os.stat_result, path: str) -> None:
    """Check that this is the status of a regular file.

    Raises:
        FileExistsError: it is the status of something else.
    """
    _check_link(status, path)
    if not stat.S_ISREG(status.st_mode):
        raise FileExistsError(errno.EEXIST, "the path exists and is not a regular file", path)


def is_link(status: os.stat_result) -> bool:
    """Return True for the status of a link."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


def _check_folder(status: os.stat_result, path: str) -> None:
    _check_link(status, path)
    if not stat.S_ISDIR(status.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)


def _check_link(status: os.stat_result, path: str) -> None:
    if is_link(status):
        raise FileExistsError(errno.EEXIST, "the path is a link, and links are not followed here; remove it", path)
