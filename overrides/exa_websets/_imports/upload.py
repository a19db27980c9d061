"""The upload of a file to the URL of its import.

The URL belongs to another host and its query is a secret. The request is therefore built here, apart from the requests
to the API: it carries no key, header or cookie of the client, and neither errors nor logs show the query.
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

from .._error_notes import add_note
from .._errors import ResponseValidationError
from .._generated import api, models
from .._http.config import is_loopback
from .._http.request import Request, max_retries_for, timeout_for
from .._http.retries import OTHER, Attempts, retry_after
from .._http.status_errors import status_error
from .._http.transport_base import TransportBase
from .csv_file import CsvFile

OnProgress: TypeAlias = Callable[[int, int], object] | None

_XML_TEXT = re.compile(r"<(?:Code|Message)>([^<]*)<")


class _RedactedURL(httpx.URL):
    """A URL whose `str` and `repr` omit the query, which also keeps it out of the log of httpx.

    A transport must send `raw_path`, as those of httpx do, because `str` is incomplete.
    """

    def __str__(self) -> str:
        return str(self.copy_with(query=None, fragment=None))

    def __repr__(self) -> str:
        return f"URL({str(self)!r})"


@frozen
class CreatedImport:
    """A new import and the URL for its file.

    The `repr` of this object omits the query of the URL. The `repr` of the response shows it, so no frame may keep the
    response.
    """

    id: str
    url: _RedactedURL | None
    """None if a file cannot be sent there safely."""
    document: dict[str, Any]
    """The response, with the upload URL redacted."""

    @classmethod
    def from_response(cls, response: models.CreateImportResponse) -> Self:
        """Return the parts of the response to `imports.create` that an upload needs."""
        redacted = response.upload_url.partition("?")[0].rpartition("@")[2]
        return cls(response.id, _safe_url(response.upload_url), {**response.to_dict(), "uploadUrl": redacted})


def build_upload(
    created: CreatedImport,
    csv_file: CsvFile,
    on_progress: OnProgress,
    options: api.RequestOptions,
    transport: TransportBase[Any],
) -> Request:
    """Build the request that uploads a file. It is safe to retry, because an upload replaces an earlier one.

    Raises:
        ResponseValidationError: the file cannot be sent safely to the URL that the service returned.
    """
    url = created.url
    if url is None:
        raise ResponseValidationError(
            f"The service created {created.id}, but a file cannot be sent safely to its uploadUrl: the URL must "
            "start with https://, name a host and contain no user.",
            path="uploadUrl",
            body=created.document,
        )
    config, http = transport.config, transport.pool.http
    timeout = timeout_for(options, config, None) or http.timeout
    request = httpx.Request(
        "PUT",
        url,
        headers={"Host": url.netloc.decode(), "Content-Type": "text/csv", "Content-Length": str(csv_file.size)},
        stream=_UploadBody(csv_file, on_progress),
        extensions={"timeout": timeout.as_dict()},
    )
    request.url = url  # the constructor made a copy that shows the query
    attempts = Attempts(OTHER, max_retries_for(options, config), transport.clock, transport.deadline)
    return Request("PUT", url.path, url.netloc.decode(), attempts, {}, config.redact, request)


def check_upload(request: Request, response: httpx.Response) -> None:
    """Raise an APIStatusError if the response has a status of 300 or more."""
    if response.status_code < 300:
        return
    headers = response.headers.copy()
    headers["location"] = headers.get("location", "").partition("?")[0]
    raise status_error(
        response.status_code,
        headers,
        _redacted_text(response).encode(),
        facts=request.facts,
        retry_after=retry_after(response),
        redact=request.redact,
    )


@contextmanager
def note_on_error(note: str) -> Generator[None]:
    """Add a note to any exception that the block raises."""
    try:
        yield
    except BaseException as error:
        add_note(error, note)
        raise


@define(eq=False)
class _UploadBody(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A file as a body that can be sent again. `on_progress` is not called again for bytes that were already sent."""

    csv_file: CsvFile
    on_progress: OnProgress
    chunks: Iterator[bytes] = field(init=False)
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
        chunk = next(self.chunks, b"")
        if not chunk:
            raise StopIteration
        self.sent += len(chunk)
        return chunk

    async def __anext__(self) -> bytes:
        self._report()
        chunk = await anyio.to_thread.run_sync(next, self.chunks, b"")
        if not chunk:
            raise StopAsyncIteration
        self.sent += len(chunk)
        return chunk

    def _report(self) -> None:
        if self.sent > self.reported:
            self.reported = self.sent
            if self.on_progress is not None:
                self.on_progress(self.sent, self.csv_file.size)


def _safe_url(text: str) -> _RedactedURL | None:
    try:
        url = _RedactedURL(text)
    except httpx.InvalidURL:
        return None
    is_safe = url.scheme == "https" or (url.scheme == "http" and is_loopback(url.host))
    has_port = url.port is None or 0 < url.port < 2**16
    return url if is_safe and has_port and url.host and not url.userinfo else None


def _redacted_text(response: httpx.Response) -> str:
    """Return the text of a response without the parts of the query that it echoes."""
    text = response.content.decode("utf-8", "replace")
    text = ": ".join(_XML_TEXT.findall(text)) or text  # object stores respond in XML
    for part in response.request.url.query.decode().split("&"):
        value = part.partition("=")[2] or part
        for secret in (value, unquote(value)):
            text = text.replace(secret, "...") if len(secret) > 7 else text
    return text
