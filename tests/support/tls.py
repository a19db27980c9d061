"""Servers with the certificates of `tests/data/tls`, which no client trusts by default."""

from __future__ import annotations

import ssl
from pathlib import Path

from support.paths import DATA

LOOPBACK = DATA / "tls" / "loopback.pem"
"""A self-signed certificate for 127.0.0.1, with its key."""
ELSEWHERE = DATA / "tls" / "elsewhere.example.pem"
"""A self-signed certificate for elsewhere.example, with its key."""


def server_context(certificate: Path) -> ssl.SSLContext:
    """Return the TLS context of a server with a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
