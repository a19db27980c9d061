"""A CSV file to upload. It is scanned once, and then read in chunks each time it is sent."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Self, TypeAlias, cast

from attrs import define, field

Source: TypeAlias = str | os.PathLike[str] | BinaryIO

MAX_BYTES = 50_000_000
CHUNK_SIZE = 128 * 1024

_PLAIN = re.compile(rb'[^",\r\n]+')
_TO_CLOSING_QUOTE = re.compile(rb'(?:[^"]+|"")*+"')


@define(eq=False)
class CsvFile:
    """An open CSV file with its size and number of rows. `close` closes the file only if `open_csv` opened it."""

    file: BinaryIO
    name: str
    is_owned: bool
    start: int = field(init=False)
    """The offset of the content, because an open file is read from its current position."""
    size: int = field(default=0, init=False)
    """The size of the content in bytes."""
    rows: int = field(init=False)
    """The number of rows below the header."""

    def scan(self) -> None:
        """Read the whole file to determine its size and number of rows, and validate it.

        Raises:
            ValueError: the service would reject the file, or the file can be read only once.
        """
        if not self.file.seekable():
            raise ValueError(f"{self.name} can be read only once, but a retry reads it again; save it to a file")
        self.start = self.file.tell()
        rows = _count_rows(self._masked_lines())
        if not self.size:
            raise ValueError(f"{self.name} is empty")
        if rows < 2:
            raise ValueError(f"{self.name} has no rows below its header")
        self.rows = rows - 1

    def chunks(self) -> Iterator[bytes]:
        """Yield the content as it was scanned, from the start.

        Raises:
            ValueError: the file has become shorter since it was scanned.
        """
        self.file.seek(self.start)
        left = self.size
        while left:
            chunk = self.file.read(min(CHUNK_SIZE, left))
            if not chunk:
                raise ValueError(f"{self.name} has become shorter since the upload began")
            left -= len(chunk)
            yield chunk

    def close(self) -> None:
        if self.is_owned:
            self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _masked_lines(self) -> Iterator[bytes]:
        """Yield the lines with an x for each run of plain characters."""
        line: list[bytes] = []
        for chunk in self._checked_chunks():
            for part in _PLAIN.sub(b"x", chunk).splitlines(keepends=True):
                line.append(part)
                if part.endswith((b"\n", b"\r")):
                    yield b"".join(line).rstrip(b"\r\n")
                    line.clear()
        yield b"".join(line)

    def _checked_chunks(self) -> Iterator[bytes]:
        """Yield the content without its byte order mark, and validate its size and encoding."""
        decoder = codecs.getincrementaldecoder("utf-8")()
        while chunk := self.file.read(CHUNK_SIZE):
            self._check_utf8(decoder, chunk)
            self.size += len(chunk)
            if self.size > MAX_BYTES:
                raise ValueError(f"{self.name} has more than {MAX_BYTES:,} bytes, the limit of the service")
            yield chunk.removeprefix(codecs.BOM_UTF8) if self.size == len(chunk) else chunk
        self._check_utf8(decoder, b"")

    def _check_utf8(self, decoder: codecs.IncrementalDecoder, chunk: bytes) -> None:
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise ValueError(f"{self.name} is not UTF-8 ({error.reason} near byte {self.size + error.start})") from None


def _count_rows(lines: Iterator[bytes]) -> int:
    """Return the number of rows, including the header but not blank lines.

    The module csv is not used, because it rejects cells of more than 131,072 characters, and that limit can only be
    changed for the whole process.
    """
    rows, is_quoted = 0, False
    for line in lines:
        if not is_quoted and line:
            rows += 1
        if is_quoted or b'"' in line:
            is_quoted = _ends_quoted(line, is_quoted)
    return rows


def _ends_quoted(line: bytes, is_quoted: bool) -> bool:
    """Return True if a line ends inside a quoted cell. A quote opens a quoted cell only at its start."""
    at = 0
    if not is_quoted and line.startswith(b'"'):
        is_quoted, at = True, 1
    while True:
        if is_quoted:
            closing = _TO_CLOSING_QUOTE.match(line, at)
            if closing is None:
                return True
            at = closing.end()
        at = line.find(b',"', at) + 2
        if at < 2:
            return False
        is_quoted = True


def open_csv(source: Source) -> CsvFile:
    """Open a CSV file.

    Args:
        source: A path, or a file opened in binary mode.

    Raises:
        OSError: the file cannot be opened.
        TypeError: the source is neither a path nor a file opened in binary mode.
        ValueError: the source is the content of a file.
    """
    if isinstance(source, str) and "\n" in source:
        raise ValueError("this is the content of a file, not a path; pass io.BytesIO(text.encode())")
    if isinstance(source, str | os.PathLike):
        return CsvFile(open(source, "rb"), os.fspath(source), is_owned=True)
    return CsvFile(_checked(source), _name(source), is_owned=False)


def _checked(source: Any) -> BinaryIO:
    if not hasattr(source, "read"):
        hint = "; pass io.BytesIO(content)" if isinstance(source, bytes) else ""
        raise TypeError(f"expected a path or a file opened in binary mode, not {type(source).__name__}{hint}")
    if not isinstance(source.read(0), bytes):
        raise TypeError(f'{_name(source)} is not open in binary mode; open it with mode "rb"')
    return cast(BinaryIO, source)


def _name(source: Any) -> str:
    name = getattr(source, "name", None)
    return name if isinstance(name, str) else "the file"
