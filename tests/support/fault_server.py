"""A real socket server on loopback that plays a fault as it is told, and remembers exactly what reached it."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Mapping
from enum import Enum, auto
from http.client import parse_headers
from types import TracebackType
from typing import Any, Literal, Self

from attrs import frozen


class Do(Enum):
    """What a server does, besides sending bytes."""

    READ_LINE = auto()
    """Read no more of the request than its first line. """
    READ = auto()
    """Read the request to its end, and remember it. """
    STALL = auto()
    """Say nothing until the client goes. """
    IGNORE = auto()
    """Read nothing either, as long as there is a server. """
    CLOSE = auto()
    RESET = auto()


Script = tuple[bytes | Do, ...]
"""What happens on a connection, in order; after its last step the connection waits for the next request."""


def answer(
    document: Any,
    status: bytes = b"200 OK",
    *,
    version: bytes = b"HTTP/1.1",
    headers: Mapping[str, str] | None = None,
    length: int | None = 0,
) -> bytes:
    """Give an answer with a JSON body; `length` is by how much its Content-Length is wrong, None for no such header."""
    body = json.dumps(document).encode()
    all_headers = {"content-type": "application/json", **(headers or {})}
    if length is not None:
        all_headers["content-length"] = str(len(body) + length)
    lines = [version + b" " + status, *(f"{name}: {value}".encode() for name, value in all_headers.items())]
    return b"\r\n".join([*lines, b"", body])


Port = Literal["open", "refusing", "full"]


@frozen
class Received:
    """A request that arrived to its last byte."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def call(self) -> str:
        """Which of the operations of a Webset it is."""
        if self.method == "POST":
            return "cancel" if self.path.endswith("/cancel") else "create"
        return self.method.lower()


class FaultServer:
    """Plays a script for the first requests of each kind, and gives the answer to the others.

    Args:
        script: What happens instead of the answer.
        times: How many requests of the same first line are hit; None for all.
        answer: What all others get.
        port: Whether connections are taken, refused until `listen` is called, or left waiting to be taken.
        at_once: Whether the script is played on each connection as soon as a first byte is there, for whatever it is.
        scheme: What the client is to speak.
        tls: What the server encrypts with; without, it knows nothing of TLS.
    """

    def __init__(
        self,
        script: Script = (),
        *,
        times: int | None = 1,
        answer: bytes = b"",
        port: Port = "open",
        at_once: bool = False,
        scheme: Literal["http", "https"] = "http",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._script = script
        self._times = times
        self._answer = answer
        self._at_once = at_once
        self._tls = tls
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self.base_url = f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}/websets"
        self.connections = 0
        self.received: list[Received] = []
        self.ended = threading.Event()
        """Set when the server has ended a connection by itself. """
        self._asked = Counter[bytes]()
        self._lock = threading.Lock()
        self._leaving = threading.Event()
        self._open: dict[threading.Thread, socket.socket] = {}
        self._accepting: threading.Thread | None = None
        self._farewell: Any = None
        self._waiting: socket.socket | None = None
        if port == "open":
            self.listen()
        elif port == "full":
            # Linux lets one connection wait where nobody is to wait, and answers no other.
            self._listener.listen(0)
            self._waiting = socket.create_connection(self._listener.getsockname())

    @property
    def requests(self) -> Counter[str]:
        """How many requests of each operation arrived."""
        return Counter(received.call for received in self.received)

    def listen(self) -> None:
        """Take connections, if this is not so yet."""
        with self._lock:
            if self._accepting is None:
                self._listener.listen(128)
                self._accepting = threading.Thread(target=self._accept)
                self._accepting.start()

    def mend(self) -> None:
        """Hit no more requests."""
        self._times = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        if self._accepting is not None:
            # Connections are taken in order: behind this last one there is none.
            with socket.socket() as last:
                last.bind(("127.0.0.1", 0))
                self._farewell = last.getsockname()
                last.connect(self._listener.getsockname())
                self._accepting.join()
        if self._waiting is not None:
            self._waiting.close()
        self._listener.close()
        for thread, connection in [*self._open.items()]:
            thread.join(5)
            if thread.is_alive():
                connection.shutdown(socket.SHUT_RDWR)
                thread.join()
                assert error, "the client has left a connection open"

    def _accept(self) -> None:
        while True:
            connection, address = self._listener.accept()
            if address == self._farewell:
                connection.close()
                return
            self.connections += 1
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            thread = threading.Thread(target=self._serve, args=[connection])
            self._open[thread] = connection
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            goes_on = True
            if self._at_once and connection.recv(1, socket.MSG_PEEK):
                goes_on = self._play(self._script, connection)
            while goes_on and (line := _first_line(connection)):
                goes_on = self._play(self._next(line), connection)
            if not goes_on:
                connection.close()
                self.ended.set()
        except OSError:
            pass  # the client has gone in the middle of it
        finally:
            connection.close()

    def _next(self, line: bytes) -> Script:
        with self._lock:
            self._asked[line] += 1
            is_hit = self._times is None or self._asked[line] <= self._times
        return self._script if is_hit else (Do.READ, self._answer)

    def _play(self, script: Script, connection: socket.socket) -> bool:
        """Play a script; tell whether the connection goes on."""
        for step in script:
            match step:
                case bytes():
                    connection.sendall(step)
                case Do.READ_LINE:
                    connection.recv(len(_first_line(connection)), socket.MSG_WAITALL)
                case Do.READ:
                    self.received.append(_request(connection))
                case Do.STALL:
                    while connection.recv(65536):
                        pass
                case Do.IGNORE:
                    self._leaving.wait()
                    return False
                case Do.CLOSE:
                    return False
                case Do.RESET:
                    # Without lingering the close is a reset, not an orderly end.
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return False
        return True


def _first_line(connection: socket.socket) -> bytes:
    """Look at the first line of the next request, and leave it unread; give nothing if none comes any more."""
    start = connection.recv(4096, socket.MSG_PEEK)
    while start and b"\r\n" not in start:
        start = connection.recv(4096, socket.MSG_PEEK)
    return start.partition(b"\r\n")[0] + b"\r\n" if start else b""


def _request(connection: socket.socket) -> Received:
    with connection.makefile("rb", buffering=0) as file:
        method, path, _ = file.readline().decode().split(" ")
        headers = {name.lower(): value for name, value in parse_headers(file).items()}
        body = b""
        while missing := int(headers.get("content-length", 0)) - len(body):
            more = file.read(missing)
            if not more:
                raise ConnectionResetError("the request breaks off")
            body += more
        return Received(method, path, headers, body)
