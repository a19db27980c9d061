"""The TLS contexts of our own clients."""

from __future__ import annotations

import os
import ssl
from functools import lru_cache
from typing import Any

import httpx


def certified_context() -> ssl.SSLContext:
    """Return a context that trusts the authorities of certifi, or those that SSL_CERT_FILE or SSL_CERT_DIR names.

    Raises:
        OSError: the certificates cannot be read.
    """
    return _certified_context(*(_file_version(os.environ.get(name)) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR")))


def _file_version(path: str | None) -> object:
    """Return a value that changes when the file at a path does."""
    return path and (path, os.stat(path).st_mtime_ns if os.path.exists(path) else None)


@lru_cache(maxsize=1)
def _certified_context(file: object, directory: object) -> ssl.SSLContext:
    # Reading the certificates takes ten times as long as the rest, and each event loop has its own client.
    return httpx.create_ssl_context()


class LazyContext(ssl.SSLContext):
    """A `certified_context` whose certificates are read when a connection first needs them.

    It is for a client of a service without TLS, which needs them for the upload of a file at most.
    """

    def set_alpn_protocols(self, alpn_protocols: Any) -> None:
        self._protocols = alpn_protocols

    def wrap_socket(self, *args: Any, **options: Any) -> ssl.SSLSocket:
        return self._certified().wrap_socket(*args, **options)

    def wrap_bio(self, *args: Any, **options: Any) -> ssl.SSLObject:
        return self._certified().wrap_bio(*args, **options)

    def _certified(self) -> ssl.SSLContext:
        context = certified_context()
        context.set_alpn_protocols(self._protocols)
        return context
