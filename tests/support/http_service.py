"""A service on loopback, with a function as its handler, for programs that cannot use a mock transport."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
from attrs import frozen
from support.answers import Handler


@frozen
class Service:
    """The URL of the service."""

    base_url: str


@contextmanager
def served(handler: Handler) -> Generator[Service]:
    """Serve a handler of httpx.MockTransport until the end of the block."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            content = self.rfile.read(int(self.headers.get("content-length", 0)))
            url = f"http://{self.headers['host']}{self.path.removeprefix('/websets')}"
            response = handler(httpx.Request(self.command, url, headers=[*self.headers.items()], content=content))
            headers = [b"%s: %s" % header for header in response.headers.raw]
            if "content-length" not in response.headers:
                headers.append(b"content-length: %d" % len(response.content))
            self.wfile.write(b"\r\n".join([b"HTTP/1.1 %d x" % response.status_code, *headers, b"", response.content]))

        do_GET = do_POST = do_PATCH = do_DELETE = answer

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128  # with a smaller backlog Linux delays the sixth simultaneous connection by a second

    with Server(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield Service(f"http://127.0.0.1:{server.server_port}/websets")
        finally:
            server.shutdown()
            thread.join()
