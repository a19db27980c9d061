"""A receiver of webhooks on loopback."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from attrs import define, field, frozen


@frozen
class Posted:
    """A request to a receiver; the names of `headers` are in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> Any:
        """The event in the body."""
        return json.loads(self.body)


@define
class Receiver:
    """The requests to a receiver, and the statuses of its next answers, followed by 200."""

    url: str = ""
    statuses: list[int] = field(factory=list[int])
    body: bytes = b"thanks"
    posted: list[Posted] = field(factory=list[Posted])

    @property
    def types(self) -> list[str]:
        """The types of the received events, in order."""
        return [posted.event["type"] for posted in self.posted]


@contextmanager
def receiver(*, certificate: Path | None = None) -> Generator[Receiver]:
    """Receive webhooks on a free port of loopback during the block, over TLS if a certificate is given."""
    state = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            state.posted.append(Posted(self.path, headers, body))
            self.send_response(state.statuses.pop(0) if state.statuses else 200)
            self.send_header("x-receiver", "tests")
            self.send_header("location", f"{state.url}/elsewhere")
            self.send_header("content-length", str(len(state.body)))
            self.end_headers()
            self.wfile.write(state.body)

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
        if certificate:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(certificate)
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
