"""Read the bodies of responses, decompressing them in bounded steps, and enforce `max_response_size`."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import httpx

ENCODINGS = "gzip, deflate"
_STEP = 1024 * 1024
_SMALL = 256 * 1024
_GZIP = ("gzip", "x-gzip")


class TooLarge(httpx.RequestError):
    """A response is larger than `max_response_size`. It is not retried, since the next one would be as large."""


def check_size(size: int, max_size: int, response: httpx.Response) -> None:
    """Raise TooLarge if the size of a response exceeds the limit."""
    if size > max_size:
        answer = f"the response, with status {response.status_code}, has more than {max_size} bytes"
        raise TooLarge(f"{answer}; max_response_size sets this limit")


def is_small(response: httpx.Response, max_size: int) -> bool:
    """Return True if the headers announce a small uncompressed body. h11 enforces the announced length.

    Raises:
        TooLarge: the announced length exceeds the limit.
    """
    length = response.headers.get("content-length", "")
    if not (length.isascii() and length.isdecimal() and len(length) < 20):
        return False
    size = int(length)
    check_size(size, max_size, response)
    return size <= _SMALL and "content-encoding" not in response.headers


class Body:
    """Collects the pieces of a response that is being read."""

    def __init__(self, response: httpx.Response, max_size: int, *, is_ours: bool) -> None:
        self._response = response
        self._max_size = max_size
        self._pieces: list[bytes] = []
        self._tail = bytearray()
        """The last pieces, joined, because a list of single bytes would take many times their size."""
        self._size = 0
        codings = [coding.lower() for coding in response.headers.get_list("content-encoding", split_commas=True)]
        known = [coding for coding in codings if coding in (*_GZIP, "deflate")]
        self.is_raw: bool = is_ours or codings == known
        """Whether the pieces are read undecoded. httpx decodes other codings; only the caller's client accepts any."""
        self._decoders = [_Decoder(is_gzip=coding in _GZIP) for coding in reversed(known)] if self.is_raw else []

    def add(self, piece: bytes) -> None:
        """Add the next piece.

        Raises:
            TooLarge: the body exceeds the limit.
            httpx.DecodingError: the body cannot be decompressed.
        """
        check_size(self._response.num_bytes_downloaded, self._max_size, self._response)
        for part in self._decompress(piece, self._decoders):
            self._size += len(part)
            check_size(self._size, self._max_size, self._response)
            self._tail += part
            if len(self._tail) >= _STEP:
                self._pieces.append(bytes(self._tail))
                self._tail.clear()

    def finish(self) -> None:
        """Set the content of the response, as Response.read() does."""
        self._response._content = b"".join((*self._pieces, self._tail))  # pyright: ignore[reportPrivateUsage]

    def _decompress(self, piece: bytes, decoders: list[_Decoder]) -> Iterator[bytes]:
        if not decoders:
            yield piece
            return
        try:
            for part in decoders[0].decompress(piece):
                yield from self._decompress(part, decoders[1:])
        except zlib.error as error:
            raise httpx.DecodingError(str(error)) from None


class _Decoder:
    """Decompresses gzip with any number of members, and deflate with or without a zlib header."""

    def __init__(self, *, is_gzip: bool) -> None:
        self._is_gzip = is_gzip
        self._head = b""
        self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 16) if is_gzip else None

    def decompress(self, data: bytes) -> Iterator[bytes]:
        """Yield decompressed data in steps of at most 1 MiB."""
        if self._zlib is None:
            data = self._head = self._head + data
            if len(data) < 2:
                return
            has_header = data[0] & 15 == zlib.DEFLATED and int.from_bytes(data[:2]) % 31 == 0
            self._zlib = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        is_full = False  # True if zlib may have buffered more output
        while data or is_full:
            if self._zlib.eof:
                data = data.lstrip(b"\0")  # padding
                if not (self._is_gzip and data.startswith(b"\x1f")):
                    return
                self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 16)
            part = self._zlib.decompress(data, _STEP)
            yield part
            data = self._zlib.unused_data if self._zlib.eof else self._zlib.unconsumed_tail
            is_full = len(part) == _STEP and not self._zlib.eof
