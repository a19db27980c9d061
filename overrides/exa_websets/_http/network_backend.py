"""The sockets of the synchronous client, which enforce the time limits of an attempt; see `attempt_limits`."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any

import httpcore

from .._clock import now
from .attempt_limits import TOO_SLOW, left_to_connect, left_to_read, left_to_write, until_abandoned
from .origin import find_callers_exception, is_callers

PIECE = 64 * 1024
_TLS_RECORD = 16 * 1024


class BoundedBackend(httpcore.NetworkBackend):
    """A backend that applies one timeout to all addresses of a host, and whose streams enforce the time limits."""

    def __init__(self, stock: httpcore.NetworkBackend) -> None:
        self._stock = stock

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        with connect_errors():
            timeout = left_to_connect(timeout)
        ends = None if timeout is None else now() + timeout
        failure: Exception = httpcore.ConnectTimeout(f"no address of {host} accepted a connection in time")
        addresses = _resolve(host, port, timeout)
        for number, address in enumerate(addresses):
            # At least a third of the remaining time: with many addresses, an equal share could be too short for each.
            share = None if ends is None else (ends - now()) / min(len(addresses) - number, 3)
            if share is not None and share <= 0:
                break
            try:
                with connect_errors():
                    stream = self._stock.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _bounded(stream)
        raise failure


class _BoundedStream(httpcore.NetworkStream):
    """A connection, with or without TLS. It uses the socket directly, which is faster than the stream of httpcore."""

    def __init__(self, stream: httpcore.NetworkStream, connection: socket.socket) -> None:
        self._stream = stream
        self._socket = connection

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._receive(max_bytes, left_to_read(timeout))
        except OSError as error:
            self.close()  # httpcore leaves it open if SOCKS fails
            if is_callers(error):
                raise
            if isinstance(error, TimeoutError):
                raise httpcore.ReadTimeout(TOO_SLOW) from error
            raise httpcore.ReadError(str(error)) from error

    def _receive(self, max_bytes: int, left: float | None) -> bytes:
        while True:
            step = until_abandoned(left)
            self._socket.settimeout(step)
            try:
                return self._socket.recv(max_bytes)
            except TimeoutError:
                if step is None or step == left:
                    raise
                left = None if left is None else left - step

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            for start in range(0, len(buffer), PIECE):
                self._socket.settimeout(left_to_write(timeout))
                self._socket.sendall(buffer[start : start + PIECE])
        except OSError as error:
            if is_callers(error):
                raise
            if isinstance(error, TimeoutError):
                raise httpcore.WriteTimeout(str(error)) from error
            raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            with connect_errors():
                left = left_to_connect(timeout)
                if isinstance(self._socket, ssl.SSLSocket):
                    return _NestedTLS(self, ssl_context, server_hostname, left)
                return _bounded(self._stream.start_tls(ssl_context, server_hostname, left))
        except BaseException:
            self.close()
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _NestedTLS(httpcore.NetworkStream):
    """TLS inside the TLS connection to a proxy. The stream of httpcore restarts its timeout with every byte."""

    def __init__(
        self, outer: httpcore.NetworkStream, context: ssl.SSLContext, hostname: str | None, timeout: float | None
    ) -> None:
        self._outer = outer
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._inner = context.wrap_bio(self._incoming, self._outgoing, server_hostname=hostname)
        self._perform(self._inner.do_handshake, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            data: bytes = self._perform(partial(self._inner.read, max_bytes), timeout)
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            for start in range(0, len(buffer), _TLS_RECORD):
                self._perform(partial(self._inner.write, buffer[start : start + _TLS_RECORD]), timeout)
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    def _perform(self, step: Callable[[], Any], timeout: float | None) -> Any:
        while True:
            result: Any = None
            try:
                result, needs_more = step(), False
            except ssl.SSLWantReadError:
                needs_more = True
            if self._outgoing.pending:
                self._outer.write(self._outgoing.read(), timeout)
            if not needs_more:
                return result
            if received := self._outer.read(_TLS_RECORD, timeout):
                self._incoming.write(received)
            else:
                self._incoming.write_eof()

    def close(self) -> None:
        self._outer.close()

    def get_extra_info(self, info: str) -> Any:
        return self._inner if info == "ssl_object" else self._outer.get_extra_info(info)


def _bounded(stream: httpcore.NetworkStream) -> httpcore.NetworkStream:
    connection = stream.get_extra_info("socket")
    return stream if connection is None else _BoundedStream(stream, connection)


@contextmanager
def connect_errors() -> Generator[None]:
    """Turn an exception raised before a request can be sent into a ConnectError or a ConnectTimeout.

    An exception of the caller's code is raised unchanged. httpcore would remove it from the error that it causes.
    """
    try:
        yield
    except (OSError, ValueError, httpcore.NetworkError, httpcore.TimeoutException) as error:
        callers = find_callers_exception(error)
        if callers is not None:
            raise callers from None
        is_timeout = isinstance(error, TimeoutError | httpcore.TimeoutException)
        raise (httpcore.ConnectTimeout if is_timeout else httpcore.ConnectError)(str(error)) from error


def is_numeric(host: str) -> bool:
    """Return True if a host is an IP address, which needs no name resolution."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _resolve(host: str, port: int, timeout: float | None) -> list[str]:
    """Return the addresses of a host."""
    if is_numeric(host):
        return [host]
    outcomes = SimpleQueue[list[str] | Exception]()
    if timeout is None or not resolve_in_thread(host, port, outcomes.put):
        with connect_errors():
            return look_up(host, port)
    try:
        outcome = outcomes.get(timeout=timeout)
    except Empty:
        raise httpcore.ConnectTimeout(f"the host name {host} was not resolved in time") from None
    with connect_errors():
        if isinstance(outcome, Exception):
            raise outcome
    return outcome


def resolve_in_thread(host: str, port: int, report: Callable[[list[str] | Exception], object]) -> bool:
    """Resolve a host in a thread, and report its addresses or the exception. Return False if no thread can be started.

    A resolver cannot be interrupted, so nothing waits for the thread, not even interpreter exit.
    """

    def work() -> None:
        try:
            report(look_up(host, port))
        except Exception as error:
            report(error)

    try:
        threading.Thread(target=work, name="resolve", daemon=True).start()
    except RuntimeError:
        return False
    return True


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host. Blocks until they are resolved."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [*dict.fromkeys(str(entry[4][0]) for entry in found)]
