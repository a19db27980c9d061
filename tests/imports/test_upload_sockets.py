"""`imports.upload` on real sockets: bytes on the wire, interruptions, progress, and memory."""

from __future__ import annotations

import io
import json
import threading
import tracemalloc
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
from attrs import define, field
from exa_websets import APIConnectionError
from support.caller import Caller
from support.fault_server import Do, FaultServer, answer
from support.import_service import COMPANY, CREATED, ID, ROWS, SECRET
from support.tls import LOOPBACK, server_context

pytestmark = pytest.mark.trio


@define
class Store:
    """What a loopback server received.

    `statuses` are its next answers: 0 drops the connection; 200 after the last one.
    """

    statuses: list[int] = field(factory=list[int])
    uploads: list[tuple[dict[str, str], int, int]] = field(factory=list[tuple[dict[str, str], int, int]])
    """The headers, the bytes received, and their total number. """
    base_url: str = ""
    files_url: str = ""
    """The upload URL, if it is not on this server."""


@pytest.fixture
def store() -> Iterator[Store]:
    """Run one server that is both the API and the file store."""
    store = Store()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.answer(200, {**CREATED, "status": "processing"})

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            url = store.files_url or f"{store.base_url.removesuffix('/websets')}/files/tea.csv?{SECRET}"
            self.answer(201, {**CREATED, "uploadUrl": url})

        def do_PUT(self) -> None:
            if store.statuses[:1] == [0]:
                store.statuses.pop(0)
                self.close_connection = True
                return
            size, total, left = 0, 0, int(self.headers["content-length"])
            while left > size and (chunk := self.rfile.read(min(65536, left - size))):
                size += len(chunk)
                total += sum(chunk[::997])
            assert self.path == f"/files/tea.csv?{SECRET}"
            store.uploads.append(({name.lower(): value for name, value in self.headers.items()}, size, total))
            self.answer(store.statuses.pop(0) if store.statuses else 200, None)

        def answer(self, status: int, body: Any) -> None:
            content = b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """Ignore connections that were dropped on purpose."""

    server = Server(("127.0.0.1", 0), Handler)
    store.base_url = f"http://127.0.0.1:{server.server_port}/websets"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield store
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_wire_carries_the_file_and_nothing_of_the_client(call: Caller, store: Store) -> None:
    """On the wire an upload has a length, a type and a host. Unencrypted HTTP is allowed to loopback."""
    source = io.BytesIO(ROWS)
    call(
        lambda client: client.imports.upload(source, entity=COMPANY),
        base_url=store.base_url,
        headers={"x-ours": "secret"},
    )
    [(headers, size, _)] = store.uploads

    assert headers == {
        "host": httpx.URL(store.base_url).netloc.decode(),
        "content-type": "text/csv",
        "content-length": str(len(ROWS)),
    }
    assert size == len(ROWS)


def test_an_upload_to_https_from_a_service_without_tls(
    call: Caller, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Certificates are loaded when the file is sent, and only those that the environment names are trusted."""
    files = FaultServer((Do.READ, answer({})), scheme="https", tls=server_context(LOOPBACK))
    with files:
        store.files_url = files.base_url

        def upload() -> Any:
            source = io.BytesIO(ROWS)
            return call(
                lambda client: client.imports.upload(source, entity=COMPANY), base_url=store.base_url, max_retries=0
            )

        with pytest.raises(APIConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
            upload()
        monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/certificates.pem")
        with pytest.raises(APIConnectionError, match="No such file"):
            upload()
        monkeypatch.setenv("SSL_CERT_FILE", str(LOOPBACK))
        assert upload().id == ID


def test_a_retried_upload_starts_over_and_progress_never_decreases(call: Caller, store: Store) -> None:
    """Each attempt sends the whole file; each byte is reported once, and the last report is the size of the file."""
    content = b"name,number\n" + b"".join(b"Oolong,%d\n" % n for n in range(400_000))
    source = io.BytesIO(content)
    store.statuses = [503, 0]
    progress: list[tuple[int, int]] = []

    def report(sent: int, size: int) -> None:
        progress.append((sent, size))

    call(
        lambda client: client.imports.upload(source, entity=COMPANY, on_progress=report),
        base_url=store.base_url,
    )

    assert len(store.uploads) == 2
    assert store.uploads[0] == store.uploads[1]
    assert store.uploads[1][1] == len(content)
    sent = [sent for sent, _ in progress]
    assert len(sent) > 5
    assert sent == sorted(set(sent))
    assert progress[-1] == (len(content), len(content))
    assert {size for _, size in progress} == {len(content)}


def test_an_exception_of_on_progress_is_raised(call: Caller, store: Store) -> None:
    """An exception raised by `on_progress` ends the upload unchanged, with the id of the import in a note."""

    def stop(sent: int, size: int) -> None:
        raise KeyError(sent)

    with pytest.raises(KeyError) as caught:
        call(
            lambda client: client.imports.upload(io.BytesIO(ROWS), entity=COMPANY, on_progress=stop),
            base_url=store.base_url,
        )
    assert ID in caught.value.__notes__[0]


@pytest.mark.packaging
@pytest.mark.parametrize("kind", ["sync", "asyncio"])
def test_a_large_file_takes_no_memory(kind: Literal["sync", "asyncio"], store: Store, tmp_path: Path) -> None:
    """A file of almost 20 MB is counted and sent in chunks."""
    path = tmp_path / "large.csv"
    line = b'Oolong,https://tea.example.com/1,"' + b"leaves, " * 300 + b'"\n'
    with path.open("wb") as file:
        file.write(b"name,url,text\n")
        for _ in range(8_000):
            file.write(line)
    size = path.stat().st_size
    assert 19_000_000 < size < 20_000_000

    tracemalloc.start()
    try:
        Caller(kind)(lambda client: client.imports.upload(path, entity=COMPANY), base_url=store.base_url)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert store.uploads[0][1] == size
    assert peak < 8_000_000
