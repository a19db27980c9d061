"""The server for measurements, which responds with prepared bytes, under `/late` after 50 ms, and counts connections.

It prints its addresses as one line of JSON, and exits when its standard input is closed.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import signal
import ssl
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarking.documents import document, page
from benchmarking.rows import LATENCY

ITEMS_A_PAGE = 100


class Answers:
    """The bytes of every response."""

    def __init__(self) -> None:
        self.connections = 0
        webset = document("small")
        self._around_id = json.dumps({**webset, "id": "ID"}).encode().split(b'"ID"')
        self._list = _response(json.dumps({"data": [webset], "hasMore": False, "nextCursor": None}).encode())
        self._items = json.dumps(page(ITEMS_A_PAGE)["data"]).encode()

    def to(self, target: bytes) -> bytes:
        """Return the response to a request target."""
        if target == b"/counts":
            counts = {"connections": self.connections, "seconds": time.process_time()}
            return _response(json.dumps(counts).encode())
        if target.partition(b"?")[0].endswith(b"/websets"):
            return self._list
        if b"/items" not in target:
            id = target.removesuffix(b"/cancel").rpartition(b"/")[2]
            return _response((b'"%s"' % id).join(self._around_id))
        # The id of the Webset is the number of pages: /websets/v0/websets/1000/items?cursor=7
        path, _, query = target.partition(b"?")
        cursors = [part[7:] for part in query.split(b"&") if part.startswith(b"cursor=")]
        following = int(cursors[0]) + 1 if cursors else 1
        last = following >= int(path.split(b"/")[-2])
        more = b'false, "nextCursor": null' if last else b'true, "nextCursor": "%d"' % following
        return _response(b'{"data": %s, "hasMore": %s}' % (self._items, more))


class Connection(asyncio.Protocol):
    """Parses just enough HTTP to find the end of a request."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._answers.connections += 1

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head = self._received[:end].lower()
            _, found, length = head.partition(b"\r\ncontent-length:")
            end += 4 + (int(length.partition(b"\r\n")[0]) if found else 0)
            if len(self._received) < end:
                return
            target = self._received.split(b" ", 2)[1]
            self._received = self._received[end:]
            answer = self._answers.to(target)
            if target.startswith(b"/late/"):
                self._loop.call_later(LATENCY, self._transport.write, answer)
            else:
                self._transport.write(answer)


def _response(body: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body)
    return head + body


def _certificate(folder: Path) -> tuple[ssl.SSLContext, Path] | None:
    """Return TLS settings with a new certificate for loopback, or None if trustme is not installed."""
    try:
        trustme: Any = importlib.import_module("trustme")
    except ModuleNotFoundError:
        return None
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(folder / "authority.pem")
    return context, folder / "authority.pem"


async def serve(folder: Path) -> None:
    """Serve on loopback, with and without TLS, until standard input is closed."""
    loop = asyncio.get_running_loop()
    answers = Answers()
    certificate = _certificate(folder)
    plain = await loop.create_server(lambda: Connection(answers), "127.0.0.1", 0)
    places: dict[str, str] = {"plain": f"http://127.0.0.1:{plain.sockets[0].getsockname()[1]}"}
    if certificate is not None:
        context, authority = certificate
        tls = await loop.create_server(lambda: Connection(answers), "127.0.0.1", 0, ssl=context)
        places |= {"tls": f"https://127.0.0.1:{tls.sockets[0].getsockname()[1]}", "authority": str(authority)}
    print(json.dumps(places), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the parent, which closes standard input
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(serve(Path(folder)))
