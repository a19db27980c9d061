"""A proxy on loopback that connects every client to one service, and records the requested targets."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from types import TracebackType
from typing import Literal, Self


class Proxy:
    """An http, https or socks5 proxy. `target` is the port of the service, whatever host a client asks for."""

    def __init__(
        self, scheme: Literal["http", "https", "socks5"], target: int, *, tls: ssl.SSLContext | None = None
    ) -> None:
        self._scheme = scheme
        self._target = target
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"
        self.asked: list[str] = []
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in (self._listener, *self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for connection in (self._listener, *self._open):
            connection.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._start(self._serve, connection)

    def _start(self, *work: object) -> None:
        function, *arguments = work
        assert callable(function)
        self._threads.append(threading.Thread(target=function, args=arguments))
        self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            self._open.append(connection)
            self.asked.append(_accept_socks(connection) if self._scheme == "socks5" else _accept_connect(connection))
            service = socket.create_connection(("127.0.0.1", self._target))
            self._open.append(service)
            self._start(_copy, service, connection)
            _copy(connection, service)


def _accept_connect(connection: socket.socket) -> str:
    request = b""
    while b"\r\n\r\n" not in request:
        request += connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    return request.split()[1].decode()


def _accept_socks(connection: socket.socket) -> str:
    connection.recv(3, socket.MSG_WAITALL)  # version 5, one authentication method: none
    connection.sendall(b"\x05\x00")
    *_, length = connection.recv(5, socket.MSG_WAITALL)  # version, connect, reserved, host name
    name = connection.recv(length, socket.MSG_WAITALL).decode()
    port = int.from_bytes(connection.recv(2, socket.MSG_WAITALL))
    connection.sendall(b"\x05\x00\x00\x01" + bytes(6))
    return f"{name}:{port}"


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
