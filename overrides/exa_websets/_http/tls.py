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
    """Return a context that trusts the certificates of certifi, or those that SSL_CERT_FILE or SSL_CERT_DIR names.

    Raises:
        ConfigurationError: the certificates cannot be loaded. The message names the variable.
    """
    file, folders, log = (os.environ.get(name) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"))
    if folders and not file and not _has_certificates(folders):
        raise ConfigurationError(
            f"SSL_CERT_DIR is {folders!r}, which has no file named after the hash of a certificate. "
            "Run `openssl rehash` on the directory, or correct or unset the variable."
        )
    try:
        return _certified_context(_version(file), _version(folders))
    except OSError as error:
        reason = "it does not contain certificates in PEM format" if isinstance(error, ssl.SSLError) else error.strerror
        if log and error.filename == log:
            problem = f"SSLKEYLOGFILE is {log!r}, which cannot be written: {reason}"
        elif file:
            problem = f"SSL_CERT_FILE is {file!r}, which cannot be loaded: {reason}"
        else:
            raise ConfigurationError(
                f"The certificates of the package certifi cannot be loaded: {error}. Reinstall the package."
            ) from None
        raise ConfigurationError(f"{problem}. Correct or unset the variable.") from None


def _version(path: str | None) -> tuple[str, int] | None:
    """Return a path with its modification time, so that a changed file is loaded again."""
    return (path, os.path.exists(path) and os.stat(path).st_mtime_ns) if path else None


def _has_certificates(folders: str) -> bool:
    """Return True if a directory has files with the names that OpenSSL expects; OpenSSL itself reports no error."""
    for folder in folders.split(os.pathsep):
        with suppress(OSError), os.scandir(folder) as entries:
            if any(_HASHED.fullmatch(entry.name) for entry in entries):
                return True
    return False


@lru_cache(maxsize=1)
def _certified_context(file: tuple[str, int] | None, folders: tuple[str, int] | None) -> ssl.SSLContext:
    # Cached, because loading the certificates is slow and each event loop has its own client.
    if file:
        return ssl.create_default_context(cafile=file[0])
    if folders:
        return ssl.create_default_context(capath=folders[0])
    return httpx.create_ssl_context(trust_env=False)


class LazyContext(ssl.SSLContext):
    """A `certified_context` that loads the certificates when a connection first needs them.

    A client of a service without TLS uses it, because it needs certificates at most to upload a file.
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
