"""The TLS contexts of our own clients."""

from __future__ import annotations

import os
import re
import ssl
from contextlib import suppress
from functools import lru_cache
from typing import Any

import httpx

from .._errors import ConfigurationError

_HASHED = re.compile(r"[0-9a-f]{8}\.[0-9]+")


def certified_context() -> ssl.SSLContext:
    """Return a context that trusts the authorities of certifi, or those that SSL_CERT_FILE or SSL_CERT_DIR names.

    Raises:
        ConfigurationError: the certificates cannot be used. The message names the variable.
    """
    file, folders, log = (os.environ.get(name) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"))
    if folders and not file and not _has_certificates(folders):
        raise ConfigurationError(
            f"SSL_CERT_DIR is {folders!r}, where no file is named after the hash of a certificate. "
            "Run `openssl rehash` on the directory, or correct or unset the variable."
        )
    try:
        return _certified_context(_version(file), _version(folders))
    except OSError as error:
        reason = "not a file of certificates in PEM format" if isinstance(error, ssl.SSLError) else error.strerror
        if log and error.filename == log:
            problem = f"SSLKEYLOGFILE is {log!r}, which cannot be written: {reason}"
        elif file:
            problem = f"SSL_CERT_FILE is {file!r}, which cannot be used: {reason}"
        else:
            raise ConfigurationError(f"The certificates of the package certifi cannot be used: {error}") from None
        raise ConfigurationError(f"{problem}. Correct or unset the variable.") from None


def _version(path: str | None) -> tuple[str, int] | None:
    """Return a path with a number that changes when the file does."""
    return (path, os.stat(path).st_mtime_ns if os.path.exists(path) else 0) if path else None


def _has_certificates(folders: str) -> bool:
    """Return True if a directory has certificates under the names that OpenSSL looks for; it reports no error."""
    for folder in folders.split(os.pathsep):
        with suppress(OSError), os.scandir(folder) as entries:
            if any(_HASHED.fullmatch(entry.name) for entry in entries):
                return True
    return False


@lru_cache(maxsize=1)
def _certified_context(file: tuple[str, int] | None, folders: tuple[str, int] | None) -> ssl.SSLContext:
    # Reading the certificates takes ten times as long as the rest, and each event loop has its own client.
    if file:
        return ssl.create_default_context(cafile=file[0])
    if folders:
        return ssl.create_default_context(capath=folders[0])
    return httpx.create_ssl_context(trust_env=False)


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
