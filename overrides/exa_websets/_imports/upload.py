"""The way of a file to where its import wants it: all that sync and async decide alike.

The address is another host's and its query is a secret, so the request is made here, apart from the client's own:
it has no key, no header and no cookie of the client, and neither errors nor logs show the query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeAlias
from urllib.parse import unquote

import anyio.to_thread
import httpx
from attrs import define, field, frozen

from .._errors import ResponseValidationError
from .._generated import api, models
from .._http.config import is_loopback
from .._http.request import Request, max_retries_for, timeout_for
from .._http.retries import OTHER, Attempts, retry_after
from .._http.status_errors import status_error
from .._http.transport_base import TransportBase
from .csv_file import CsvFile

OnProgress: TypeAlias = Callable[[int, int], object] | None

_XML_WORDS = re.compile(r"<(?:Code|Message)>([^<]*)<")


class _QuietURL(httpx.URL):
    """A URL that shows itself without its query, in errors and in the log of httpx too.

    What sends it has to take `raw_path`, as httpx does, because `str` gives no query.
    """

    def __str__(self) -> str:
        return str(self.copy_with(query=None, fragment=None))

    def __repr__(self) -> str:
        return f"URL({str(self)!r})"


@frozen
class Created:
    """A new import, and the address for its file, None if no file can be sent there safely.

    Nothing here shows the query of the address, which is a secret; the whole answer stays in no frame.
    """

    id: str
    address: _QuietURL | None
    document: dict[str, Any]

    @classmethod
    def of(cls, answer: models.CreateImportResponse) -> Self:
        """Take from the answer what an upload needs."""
        shown = answer.upload_url.partition("?")[0].rpartition("@")[2]
        return cls(answer.id, _address(answer.upload_url), {**answer.to_dict(), "uploadUrl": shown})


def build_upload(
    created: Created,
    csv_file: CsvFile,
    on_progress: OnProgress,
    options: api.RequestOptions,
    transport: TransportBase[Any],
) -> Request:
    """Make the request that sends a file; it may be sent again, which replaces what came of it before.

    Raises:
        ResponseValidationError: the service gave no address to which a file can be sent safely.
    """
    url = created.address
    if url is None:
        raise ResponseValidationError(
            f"The service created {created.id}, but its uploadUrl is none to which a file can be sent safely: it has "
            "to start with https:// and name a host, and no user.",
            path="uploadUrl",
            body=created.document,
        )
    config, http = transport.config, transport.pool.http
    timeout = timeout_for(options, config, None) or http.timeout
    request = httpx.Request(
        "PUT",
        url,
        headers={"Host": url.netloc.decode(), "Content-Type": "text/csv", "Content-Length": str(csv_file.size)},
        stream=_Body(csv_file, on_progress),
        extensions={"timeout": timeout.as_dict()},
    )
    request.url = url  # httpx has made a plain copy
    attempts = Attempts(OTHER, max_retries_for(options, config), transport.clock, transport.deadline)
    return Request("PUT", str(url), attempts, {}, request)


def check_upload(request: Request, response: httpx.Response) -> None:
    """Raise the error of an answer with a status of 300 or more."""
    if response.status_code < 300:
        return
    headers = response.headers.copy()
    headers["location"] = headers.get("location", "").partition("?")[0]
    raise status_error(
        response.status_code,
        headers,
        _words(response).encode(),
        method=request.method,
        path=request.path,
        attempts=request.attempts.count,
        retry_after=retry_after(response),
    )


@contextmanager
def noting(note: str) -> Generator[None]:
    """Add a note to what goes wrong, whatever it is."""
    try:
        yield
    except BaseException as error:
        error.add_note(note)
        raise


@define(eq=False)
class _Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The file as a body that can be sent again; what is sent again is not reported again."""

    csv_file: CsvFile
    on_progress: OnProgress
    chunks: Iterator[bytes] = field(init=False, factory=lambda: iter(()))
    sent: int = field(init=False, default=0)
    reported: int = field(init=False, default=0)

    def __iter__(self) -> Self:
        self.chunks = self.csv_file.chunks()
        self.sent = 0
        return self

    def __aiter__(self) -> Self:
        return self.__iter__()

    def __next__(self) -> bytes:
        self._report()
        if not (chunk := next(self.chunks, b"")):
            raise StopIteration
        self.sent += len(chunk)
        return chunk

    async def __anext__(self) -> bytes:
        self._report()
        if not (chunk := await anyio.to_thread.run_sync(next, self.chunks, b"")):
            raise StopAsyncIteration
        self.sent += len(chunk)
        return chunk

    def _report(self) -> None:
        if self.sent > self.reported:
            self.reported = self.sent
            if self.on_progress is not None:
                self.on_progress(self.sent, self.csv_file.size)


def _address(text: str) -> _QuietURL | None:
    try:
        url = _QuietURL(text)
    except httpx.InvalidURL:
        return None
    is_safe = url.scheme == "https" or (url.scheme == "http" and is_loopback(url.host))
    has_port = url.port is None or 0 < url.port < 2**16
    return url if is_safe and has_port and url.host and not url.userinfo else None


def _words(response: httpx.Response) -> str:
    """Give what an answer says, without any part of the query that it may repeat."""
    text = response.content.decode("utf-8", "replace")
    text = ": ".join(_XML_WORDS.findall(text)) or text  # the stores of files answer in XML
    for part in response.request.url.query.decode().split("&"):
        value = part.partition("=")[2] or part
        for secret in (value, unquote(value)):
            text = text.replace(secret, "...") if len(secret) > 7 else text
    return text
