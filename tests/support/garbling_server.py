"""A TLS server on loopback that answers the first request of each operation with bytes that are not TLS."""

from __future__ import annotations

import socket
import ssl
import threading
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
from support.answers import about
from support.fault_server import answer


class GarblingServer:
    """Sends the start of an answer, then bytes that are not TLS, and closes; later requests are answered."""

    def __init__(self, certificate: Path, document: dict[str, Any], length: int, garbage: bytes) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._document = document
        self._length = length
        self._garbage = garbage
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept)]
        self.base_url = f"https://127.0.0.1:{self._listener.getsockname()[1]}/websets"
        self.requests = Counter[str]()
        """The number of requests, by their first lines."""

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._serve, args=[connection]))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        below = connection.dup()
        try:
            with below, self._context.wrap_socket(connection, server_side=True) as tls:
                while request := _request(tls):
                    line = f"{request.method} {request.url.path}"
                    self.requests[line] += 1
                    whole = answer(about(request, self._document))
                    if self.requests[line] > 1:
                        tls.sendall(whole)
                        continue
                    if self._length:
                        tls.sendall(whole[: self._length])
                    below.sendall(self._garbage)
                    below.shutdown(socket.SHUT_WR)
                    below.recv(65536)
                    return
        except OSError:
            pass  # the client has closed the connection


def _request(tls: ssl.SSLSocket) -> httpx.Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = tls.recv(65536)
        if not more:
            return None
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines[1:])
    while len(body) < int(headers.get("content-length", 0)):
        body += tls.recv(65536)
    method, path, _ = lines[0].split(" ")
    return httpx.Request(method, f"https://127.0.0.1{path}", content=body)
