"""A socket server on loopback that plays scripted faults, and records exactly what it receives."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from enum import Enum, auto
from http.client import parse_headers
from types import TracebackType
from typing import Any, Literal, Self

import httpx
from attrs import frozen


class Do(Enum):
    """The actions of a server other than sending bytes."""

    READ_LINE = auto()
    """Read only the first line of the request."""
    READ = auto()
    """Read the whole request, and record it."""
    STALL = auto()
    """Send nothing until the client closes the connection."""
    IGNORE = auto()
    """Neither read nor send until the server stops."""
    RECEIVE = auto()
    """Wait for the next bytes, whatever they are."""
    SIP = auto()
    """Read a little of the request at a time, and never the whole."""
    CLOSE = auto()
    RESET = auto()


@frozen
class Repeat:
    """Sends the same bytes after each pause, by default 500 times, and then closes the connection."""

    piece: bytes
    pause: float = 0.02
    times: int | None = None


def answer(
    document: Any,
    status: bytes = b"200 OK",
    *,
    version: bytes = b"HTTP/1.1",
    headers: Mapping[str, str] | None = None,
    length: int | None = 0,
) -> bytes:
    """Return a response with a JSON body. `length` is the error of its Content-Length, or None to omit the header."""
    body = json.dumps(document).encode()
    all_headers = {"content-type": "application/json", **(headers or {})}
    if length is not None:
        all_headers["content-length"] = str(len(body) + length)
    lines = [version + b" " + status, *(f"{name}: {value}".encode() for name, value in all_headers.items())]
    return b"\r\n".join([*lines, b"", body])


Port = Literal["open", "refusing", "full"]


@frozen
class Received:
    """A request that arrived completely."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def call(self) -> str:
        """The operation of a Webset that the request calls."""
        if self.method == "POST":
            return "cancel" if self.path.endswith("/cancel") else "create"
        return self.method.lower()

    @property
    def request(self) -> httpx.Request:
        """The request, as handlers of mocks receive it."""
        return httpx.Request(self.method, f"http://127.0.0.1{self.path}", headers=self.headers, content=self.body)


Answer = bytes | Callable[[Received], bytes]
Script = tuple[Answer | Do | Repeat, ...]
"""What happens on a connection, in order; after its last step the connection waits for the next request."""


class FaultServer:
    """Plays a script for the first requests of each kind, and answers the others.

    Args:
        script: What happens in place of the answer.
        times: How many requests with the same first line get the script; None for all.
        answer: The response to all other requests, or a function that returns it.
        port: Whether connections are accepted, refused until `listen` is called, or left in a full backlog.
        at_once: Whether to play the script on each connection as soon as its first byte arrives.
        scheme: The scheme of `base_url`.
        tls: The TLS context of the server; by default it does not use TLS.
    """

    def __init__(
        self,
        script: Script = (),
        *,
        times: int | None = 1,
        answer: Answer = b"",
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
        """Set when the server has closed a connection by itself."""
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
            # With a backlog of 0, Linux accepts one connection and ignores all others.
            self._listener.listen(0)
            self._waiting = socket.create_connection(self._listener.getsockname())

    @property
    def requests(self) -> Counter[str]:
        """The number of requests of each operation."""
        return Counter(received.call for received in self.received)

    def listen(self) -> None:
        """Accept connections from now on."""
        with self._lock:
            if self._accepting is None:
                self._listener.listen(128)
                self._accepting = threading.Thread(target=self._accept)
                self._accepting.start()

    def mend(self) -> None:
        """Stop playing the script."""
        self._times = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        if self._accepting is not None:
            # Connections are accepted in order, so this one is the last.
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
                self._play(self._script, connection)  # TLS shows no bytes before they are read
                return
            goes_on = True
            if self._at_once and connection.recv(1, socket.MSG_PEEK):
                goes_on = self._play(self._script, connection)
            while goes_on and (line := _first_line(connection)):
                goes_on = self._play(self._next(line), connection)
            if not goes_on:
                connection.close()
                self.ended.set()
        except OSError:
            pass  # the client has closed the connection
        finally:
            connection.close()

    def _next(self, line: bytes) -> Script:
        with self._lock:
            self._asked[line] += 1
            is_hit = self._times is None or self._asked[line] <= self._times
        return self._script if is_hit else (Do.READ, self._answer)

    def _play(self, script: Script, connection: socket.socket) -> bool:
        """Play a script, and return True if the connection stays open."""
        received: Received | None = None
        for step in script:
            match step:
                case bytes():
                    connection.sendall(step)
                case Repeat():
                    for _ in range(step.times or 500):
                        if self._leaving.wait(step.pause):
                            return False
                        connection.sendall(step.piece)
                    if step.times is None:
                        return False
                case Do.RECEIVE:
                    connection.recv(65536)
                case Do.SIP:
                    while connection.recv(1024) and not self._leaving.wait(0.05):
                        pass
                    return False
                case Do.READ_LINE:
                    connection.recv(len(_first_line(connection)), socket.MSG_WAITALL)
                case Do.READ:
                    received = _request(connection)
                    self.received.append(received)
                case Do.STALL:
                    while connection.recv(65536):
                        pass
                case Do.IGNORE:
                    self._leaving.wait()
                    return False
                case Do.CLOSE:
                    return False
                case Do.RESET:
                    # With a linger time of 0, close sends a reset.
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return False
                case _:
                    assert received, "nothing was read"
                    connection.sendall(step(received))
        return True


def _first_line(connection: socket.socket) -> bytes:
    """Return the first line of the next request without consuming it, or nothing if the client has disconnected."""
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
