"""Guarantee 5: an answer that exceeds the client's limit raises an error, at bounded cost."""

from __future__ import annotations

import functools
import gzip
import io
import json
import pickle
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import nullcontext
from typing import Any, Self

import httpx
import pytest
from attrs import define
from exa_websets import (
    APIConnectionError,
    AsyncWebsetsClient,
    ConfigurationError,
    ResponseTooLargeError,
    ResponseValidationError,
    WebsetsClient,
)
from support.caller import KEY, Caller
from support.fault_server import Do, FaultServer, Repeat, Script
from support.import_service import COMPANY, ID, ROWS, Service
from support.internals import transport_of
from support.recordings import DOCUMENTED_CANCEL

LIMIT = 2_000_000
MEBIBYTE = 1024 * 1024
GOOD = json.dumps({**DOCUMENTED_CANCEL, "id": "x"}).encode()


def head(*headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode()


def sized(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return head(f"content-length: {len(body)}", *headers, status=status) + body


def raw_deflate(body: bytes, level: int = 6) -> bytes:
    compressor = zlib.compressobj(level, wbits=-zlib.MAX_WBITS)
    return compressor.compress(body) + compressor.flush()


@functools.cache
def bomb() -> bytes:
    return gzip.compress(bytes(64 * MEBIBYTE), 1)


def chunk(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(body), body)


def empty_member() -> bytes:
    """Return a member of gzip that holds nothing but a long name of a file."""
    member = io.BytesIO()
    gzip.GzipFile("x" * 1000, "wb", fileobj=member).close()
    return member.getvalue()


CHUNK = chunk(b" " * MEBIBYTE)
EMPTY = chunk(empty_member() * 60)
CHUNKED = "transfer-encoding: chunked"
# Made when a test needs them, because compressing many bytes takes a while.
TOO_LARGE: dict[str, Callable[[], Script]] = {
    "a length": lambda: (sized(b" " * (LIMIT + 1)),),
    "a length that is only said": lambda: (head("content-length: 99999999999"), Do.STALL),
    "a length of a compressed body": lambda: (
        head("content-length: 99999999999", "content-encoding: gzip"),
        Do.STALL,
    ),
    "gzip": lambda: (sized(bomb(), "content-encoding: gzip"),),
    "gzip of gzip": lambda: (sized(gzip.compress(bomb()), "content-encoding: gzip, gzip"),),
    "deflate": lambda: (sized(zlib.compress(bytes(20 * MEBIBYTE), 1), "content-encoding: deflate"),),
    "deflate without a header": lambda: (sized(raw_deflate(bytes(20 * MEBIBYTE), 1), "content-encoding: deflate"),),
    "gzip of many members": lambda: (
        head(CHUNKED, "content-encoding: gzip"),
        Repeat(chunk(gzip.compress(bytes(MEBIBYTE))), 0),
    ),
    "gzip that holds nothing": lambda: (head(CHUNKED, "content-encoding: gzip"), Repeat(EMPTY, 0)),
    "gzip and then anything": lambda: (head(CHUNKED, "content-encoding: gzip") + EMPTY, Repeat(CHUNK, 0)),
    "chunks": lambda: (head(CHUNKED), Repeat(CHUNK, 0)),
    "a coding that nobody asked for": lambda: (head(CHUNKED, "content-encoding: br"), Repeat(CHUNK, 0)),
    "no length": lambda: (head("connection: close"), Repeat(CHUNK, 0)),
    "an error of status 400": lambda: (head(CHUNKED, status="400 Bad Request"), Repeat(CHUNK, 0)),
    "an error of status 429": lambda: (head(CHUNKED, status="429 Too Many Requests"), Repeat(CHUNK, 0)),
    "an error of status 503": lambda: (head(CHUNKED, status="503 Service Unavailable"), Repeat(CHUNK, 0)),
    "an error of status 302": lambda: (head(CHUNKED, status="302 Found"), Repeat(CHUNK, 0)),
}


@pytest.mark.parametrize("script", TOO_LARGE.values(), ids=TOO_LARGE)
def test_an_answer_that_is_too_large(call: Caller, script: Callable[[], Script]) -> None:
    """The error is raised after one request, because a retry would be too large as well; memory stays bounded."""
    with FaultServer((Do.READ, *script()), times=None) as server:
        tracemalloc.start()
        try:
            with pytest.raises(ResponseTooLargeError, match=f"more than {LIMIT} bytes; max_response_size") as caught:
                call(lambda client: client.websets.get("x"), base_url=server.base_url, max_response_size=LIMIT)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert len(server.received) == 1
    assert peak < 2 * LIMIT + 32 * MEBIBYTE
    assert (caught.value.attempts, caught.value.outcome_unknown, caught.value.is_transient) == (1, False, False)
    assert isinstance(caught.value, APIConnectionError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param((sized(GOOD + b" " * (LIMIT - len(GOOD))),), id="a length"),
        pytest.param((sized(gzip.compress(GOOD.ljust(LIMIT)), "content-encoding: gzip"),), id="gzip"),
    ],
)
def test_an_answer_of_just_the_limit(call: Caller, script: Script) -> None:
    """An answer of exactly the limit is read, with at most twice its size of memory."""
    with FaultServer((Do.READ, *script)) as server:
        tracemalloc.start()
        try:
            found = call(lambda client: client.websets.get("x"), base_url=server.base_url, max_response_size=LIMIT)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert found.object_ == "webset"
    assert peak < 2 * LIMIT + 32 * MEBIBYTE


def members(body: bytes) -> bytes:
    return b"".join(gzip.compress(body[at : at + 50]) for at in range(0, len(body), 50))


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(GOOD)),
        ("GZip", gzip.compress(GOOD)),
        ("x-gzip", gzip.compress(GOOD)),
        ("gzip", members(GOOD)),
        ("gzip", gzip.compress(GOOD) + bytes(512)),
        ("gzip", gzip.compress(GOOD) + b"anything"),
        ("gzip", gzip.compress(GOOD)[:-8]),
        ("gzip", gzip.compress(GOOD.ljust(MEBIBYTE))),
        ("gzip", gzip.compress(GOOD.ljust(3 * MEBIBYTE))),
        ("deflate", zlib.compress(GOOD)),
        ("deflate", zlib.compress(GOOD, 0)),
        ("deflate", raw_deflate(GOOD)),
        ("deflate", raw_deflate(GOOD.ljust(0x1017), 0)),  # a multiple of 31, like the header of zlib
        ("deflate", b"\x08" + raw_deflate(GOOD, 0)[1:] + raw_deflate(b"")),  # the first byte of zlib
        ("deflate, gzip", gzip.compress(zlib.compress(GOOD))),
        ("identity", GOOD),
        ("identity, gzip", gzip.compress(GOOD)),
        ("utf-8", GOOD),
    ],
)
@pytest.mark.parametrize("step", [1, None], ids=["by bytes", "whole"])
@pytest.mark.parametrize("is_given", [False, True], ids=["ours", "given"])
def test_an_answer_is_decompressed(is_given: bool, coding: str, body: bytes, step: int | None) -> None:
    """Every valid encoding is decoded, however the bytes are split; a given client need not ask for it."""
    step = step or len(body)
    parts = [body[at : at + step] for at in range(0, len(body), step)]
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
    script = head("transfer-encoding: chunked", f"content-encoding: {coding}") + chunks + b"0\r\n\r\n"
    with (
        FaultServer((Do.READ, script)) as server,
        httpx.Client(verify=False) if is_given else nullcontext() as http,
        WebsetsClient(KEY, base_url=server.base_url, http_client=http) as client,
    ):
        assert client.raw.get_httpx_client().request("get", "/v0/websets/x").content.rstrip() == GOOD
        accepted = server.received[0].headers["accept-encoding"]
    assert is_given or accepted == "gzip, deflate"


class OtherCoding(httpx.Response):
    """An answer with a coding that httpx decodes if a package for it is installed."""

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield GOOD

    async def aiter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        yield GOOD


def test_a_coding_that_a_given_client_knows(call: Caller) -> None:
    """A given client may accept more codings, which httpx decodes."""

    def handler(request: httpx.Request) -> httpx.Response:
        return OtherCoding(200, stream=Stream(b"\x0b\x02\x80", 1), headers={"content-encoding": "br"})

    assert call(lambda client: client.websets.get("x"), handler=handler, verbatim=True).id == "x"


@pytest.mark.parametrize(
    ("coding", "body", "error"),
    [
        ("gzip", GOOD, APIConnectionError),
        ("gzip", gzip.compress(GOOD)[:-8] + bytes(8), APIConnectionError),
        ("deflate", b"\x07" + GOOD, APIConnectionError),
        ("gzip", gzip.compress(GOOD)[:100], ResponseValidationError),
        ("deflate", zlib.compress(GOOD)[:1], ResponseValidationError),
        ("gzip", b"", ResponseValidationError),
    ],
    ids=["not gzip", "wrong checksum", "not deflate", "half of gzip", "a byte of deflate", "empty"],
)
def test_an_answer_that_cannot_be_decompressed(call: Caller, coding: str, body: bytes, error: type[Exception]) -> None:
    """Invalid compression is a connection error; for a truncated body, the error has the part that arrived."""
    script = (Do.READ, sized(body, f"content-encoding: {coding}"))
    with FaultServer(script, times=None) as server, pytest.raises(error) as caught:
        call(lambda client: client.websets.get("x", max_retries=0), base_url=server.base_url)
    assert type(caught.value) is error
    assert ("the response cannot be decompressed" in str(caught.value)) == (error is APIConnectionError)


@pytest.mark.parametrize(
    "respond",
    [
        lambda: httpx.Response(200, content=bytes(LIMIT + 1)),
        lambda: httpx.Response(500, content=bytes(LIMIT + 1)),
        lambda: httpx.Response(200, stream=Stream(b" " * 1000, LIMIT // 1000 + 1)),
        lambda: httpx.Response(200, stream=Stream(bomb(), 1), headers={"content-encoding": "gzip"}),
        lambda: httpx.Response(200, stream=Stream(bytes(1000), LIMIT // 1000 + 1), headers={"content-encoding": "x"}),
    ],
    ids=["content", "error", "stream", "gzip", "coding"],
)
def test_a_given_client_has_the_limit_too(call: Caller, respond: Callable[[], httpx.Response]) -> None:
    """The limit also applies to answers of a given transport, whether already read or not."""
    with pytest.raises(ResponseTooLargeError):
        call(
            lambda client: client.websets.get("x"), handler=lambda _: respond(), verbatim=True, max_response_size=LIMIT
        )


@define
class Stream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of a mocked answer."""

    piece: bytes
    left: int

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        if not self.left:
            raise StopIteration
        self.left -= 1
        return self.piece

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if not self.left:
            raise StopAsyncIteration
        self.left -= 1
        return self.piece


def test_a_cancel_may_still_have_acted(call: Caller) -> None:
    """The outcome of a cancel whose answer is too large is unknown, and it is not retried."""
    with FaultServer((Do.READ, head("transfer-encoding: chunked"), Repeat(CHUNK, 0)), times=None) as server:
        with pytest.raises(ResponseTooLargeError) as caught:
            call(lambda client: client.websets.cancel("x"), base_url=server.base_url, max_response_size=LIMIT)
        assert server.requests == {"cancel": 1}
    assert caught.value.outcome_unknown
    assert "may still be running" in caught.value.__notes__[0]


def test_a_wait_does_not_continue(call: Caller) -> None:
    """A helper that polls raises the error at once."""
    with pytest.raises(ResponseTooLargeError):
        call(
            lambda client: client.websets.wait_until_idle("x", timeout=3600),
            handler=lambda _: httpx.Response(200, content=bytes(LIMIT + 1)),
            max_response_size=LIMIT,
        )


def test_an_upload_may_be_larger(call: Caller) -> None:
    """The limit applies to answers, not to uploads."""
    rows = ROWS + ROWS.splitlines(keepends=True)[-1] * 1000
    service = Service()
    uploaded = call(
        lambda client: client.imports.upload(io.BytesIO(rows), entity=COMPANY),
        handler=service,
        max_response_size=len(rows) // 2,
    )
    assert uploaded.id == ID


@pytest.mark.parametrize("size", [0, -1, 1.5, True, None, "1"])
@pytest.mark.parametrize("kind", [WebsetsClient, AsyncWebsetsClient])
def test_an_invalid_limit(kind: Any, size: Any) -> None:
    """The limit must be a positive number of bytes."""
    with pytest.raises(ConfigurationError, match="max_response_size"):
        kind(KEY, max_response_size=size)


def test_the_limit_of_views_and_pickles() -> None:
    """Views and pickles of a client have its limit; the default is 256 MiB."""
    with (
        WebsetsClient(KEY) as default,
        WebsetsClient(KEY, max_response_size=1) as least,
        WebsetsClient(KEY, max_response_size=12345) as client,
        pickle.loads(pickle.dumps(client.with_options(timeout=1))) as copy,
    ):
        clients = default, least, client, client.with_options(max_retries=1), copy
        sizes = [transport_of(each).config.max_response_size for each in clients]
    assert sizes == [256 * MEBIBYTE, 1, 12345, 12345, 12345]
