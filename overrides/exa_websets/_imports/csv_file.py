"""A CSV file to be uploaded: looked through once, then read as often as it is sent, in flat memory."""

from __future__ import annotations

import codecs
import csv
import os
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Self, TypeAlias, cast

from attrs import define, field

Source: TypeAlias = str | os.PathLike[str] | BinaryIO

MOST_BYTES = 50_000_000
CHUNK = 128 * 1024

_PLAIN = re.compile(rb'[^",\r\n]+')


@define(eq=False)
class CsvFile:
    """An open file with its size in bytes and its number of rows, closed here if it was opened here."""

    file: BinaryIO
    name: str
    is_ours: bool
    start: int = field(default=0, init=False)
    """Where its content begins: an open file is sent from its present position on. """
    size: int = field(default=0, init=False)
    rows: int = field(default=0, init=False)

    def look_through(self) -> None:
        """Find out the size and the number of rows.

        Raises:
            ValueError: the service would not take the file.
        """
        if not self.file.seekable():
            raise ValueError(f"{self.name} can be read only once; an upload may have to be sent twice: save it first")
        self.start = self.file.tell()
        try:
            rows = sum(1 for row in csv.reader(self._skeleton()) if row)
        except csv.Error as error:
            raise ValueError(f"{self.name} cannot be read as CSV: {error}") from None
        if not self.size:
            raise ValueError(f"{self.name} is empty")
        if rows < 2:
            raise ValueError(f"{self.name} has no rows below its header")
        self.rows = rows - 1

    def chunks(self) -> Iterator[bytes]:
        """Read the file from its beginning, as far as it was looked through."""
        self.file.seek(self.start)
        left = self.size
        while left:
            chunk = self.file.read(min(CHUNK, left))
            if not chunk:
                raise ValueError(f"{self.name} has become shorter since the upload began")
            left -= len(chunk)
            yield chunk

    def close(self) -> None:
        if self.is_ours:
            self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _skeleton(self) -> Iterator[str]:
        """Yield the lines with an x for what stands between quotes, commas and line ends, so that cells stay short."""
        rest = b""
        for chunk in self._text():
            lines = (rest + _PLAIN.sub(b"x", chunk)).splitlines(keepends=True)
            rest = lines.pop() if lines and not lines[-1].endswith((b"\n", b"\r")) else b""
            yield from (line.decode() for line in lines)
        yield rest.decode()

    def _text(self) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder("utf-8")()
        while chunk := self.file.read(CHUNK):
            self._decode(decoder, chunk)
            self.size += len(chunk)
            if self.size > MOST_BYTES:
                raise ValueError(f"{self.name} has more than {MOST_BYTES:,} bytes, which the service does not take")
            yield chunk.removeprefix(codecs.BOM_UTF8) if self.size == len(chunk) else chunk
        self._decode(decoder, b"")

    def _decode(self, decoder: codecs.IncrementalDecoder, chunk: bytes) -> None:
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise ValueError(f"{self.name} is not UTF-8 ({error.reason} near byte {self.size + error.start})") from None


def open_csv(source: Source) -> CsvFile:
    """Open a CSV file.

    Raises:
        OSError: the file cannot be read.
        TypeError: the source is neither a path nor a file opened in binary mode.
        ValueError: the source is the content of a file.
    """
    if isinstance(source, str) and "\n" in source:
        raise ValueError("this is no path but the content of a file; give io.BytesIO(text.encode())")
    if isinstance(source, str | os.PathLike):
        return CsvFile(open(source, "rb"), os.fspath(source), is_ours=True)
    return CsvFile(_checked(source), _name(source), is_ours=False)


def _checked(source: Any) -> BinaryIO:
    if not hasattr(source, "read"):
        hint = "; give io.BytesIO(content)" if isinstance(source, bytes) else ""
        raise TypeError(f"a CSV file is a path or a file opened in binary mode, not {type(source).__name__}{hint}")
    if not isinstance(source.read(0), bytes):
        raise TypeError(f'{_name(source)} is not open in binary mode; open it with mode "rb"')
    return cast(BinaryIO, source)


def _name(source: Any) -> str:
    name = getattr(source, "name", None)
    return name if isinstance(name, str) else "the file"
