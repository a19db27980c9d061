"""Untrusted text, and clients of a service that rejects every call."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from exa_websets import UnprocessableEntityError, WebsetsClient
from hypothesis import strategies as st
from support.caller import KEY

PATHS = ["/", "..", ".", "//", "\\", "%2e%2e", "%2F", "\uff0e\uff0e", "\uff0f", "?", "#", "&", "=", ";", ":", "@", "+"]
BLANKS = [" ", "\t", "\r\n", "\n", "\x00", "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "%00", "%0d%0a", "\ud800"]
WORDS = ["x-b: c", "HTTP/1.1", "None", "{}", "{0}", "%s", "a", "cancel", "ws_1", "\u00fc", "\u8336"]
HOSTILE = st.lists(st.sampled_from([*PATHS, *BLANKS, *WORDS]) | st.text(max_size=3), max_size=6).map("".join)
LONG = "x" * 70_000


class Rejecting(httpx.MockTransport):
    """A service that rejects and records all calls."""

    def __init__(self) -> None:
        self.seen: list[httpx.Request] = []
        super().__init__(self.refuse)

    def refuse(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        return httpx.Response(422)


@contextmanager
def unsent(**settings: Any) -> Generator[WebsetsClient]:
    """Yield a client, and fail if it sends a request."""
    service = Rejecting()
    with httpx.Client(transport=service) as http:
        settings.setdefault("api_key", KEY)
        yield WebsetsClient(http_client=http, **settings)
    assert service.seen == []


@contextmanager
def sent(**settings: Any) -> Generator[tuple[WebsetsClient, list[httpx.Request]]]:
    """Yield a client and its requests, and fail unless there is exactly one."""
    service = Rejecting()
    settings.setdefault("api_key", KEY)
    with httpx.Client(transport=service) as http, pytest.raises(UnprocessableEntityError):
        yield WebsetsClient(http_client=http, **settings), service.seen
    assert len(service.seen) == 1


def lower_headers(request: httpx.Request) -> list[tuple[bytes, bytes]]:
    """Return the headers of a request with lower-case names."""
    return [(name.lower(), value) for name, value in request.headers.raw]


def has_no_bytes(*texts: str) -> bool:
    """Return True if a text has a lone surrogate, which UTF-8 cannot encode."""
    return any("\ud800" <= character <= "\udfff" for text in texts for character in text)
