"""What the emulator rejects before anything else: requests for other hosts, and bodies over 64 MiB."""

from __future__ import annotations

import socket
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA, create

MIB = 1024**2
PIECE = b" " * MIB

LOCAL = [
    "127.0.0.1",
    "127.0.0.1:1234",
    "127.9.9.9:1",
    "localhost",
    "LocalHost:80",
    "localhost.",
    "localhost:",
    "emulator.localhost",
    "a.b.localhost:8080",
    "[::1]",
    "[::1]:8080",
]
FOREIGN = [
    "evil.example",
    "evil.example:80",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evil-localhost",
    "192.168.0.2",
    "0.0.0.0",
    "[fe80::1]:80",
    "[127.0.0.1]x",
    "localhost:80@evil.example",
    "localhost, evil.example",
    "::1",
    "x",
    "",
]


@pytest.mark.parametrize("host", LOCAL)
def test_a_host_on_loopback(host: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """Any name of this machine, with any port, is accepted."""
    assert http.get("/v0/websets", headers={"host": host}).status_code == 200
    assert len(websets_emulator.requests) == 1


@pytest.mark.parametrize("host", FOREIGN)
def test_another_host(host: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A page in a browser that reaches the emulator under its own name can neither read nor change anything."""
    websets_emulator.fail(status=500)
    answer = http.post("/v0/websets", headers={"host": host}, json=TEA)
    assert answer.status_code == 421
    assert answer.json() == {
        "statusCode": 421,
        "timestamp": "2026-01-01T00:00:00.000Z",
        "message": "The emulator answers requests for localhost and loopback addresses only",
        "error": "Misdirected Request",
        "path": "/v0/websets",
    }
    assert websets_emulator.requests == []
    assert http.get("/v0/websets").status_code == 500  # the fault was not used up


def test_no_host(websets_emulator: Emulator) -> None:
    """An HTTP/1.0 request has no Host, and is accepted, since no browser sends it."""
    url = httpx.URL(websets_emulator.base_url)
    with socket.create_connection((url.host, url.port or 0)) as connection:
        connection.sendall(b"GET /websets/v0/websets HTTP/1.0\r\nx-api-key: any\r\n\r\n")
        assert connection.recv(99).startswith(b"HTTP/1.1 200")


def pieces(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield PIECE


@pytest.mark.packaging
@pytest.mark.parametrize(
    ("path", "is_chunked", "size"),
    [
        ("/v0/websets", True, 65),
        ("/v0/websets", True, 200),
        ("/v0/websets", False, 65),
        ("/uploads/x.csv", True, 65),
        ("/uploads/x.csv", False, 200),
    ],
)
def test_a_large_body(path: str, is_chunked: bool, size: int, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A large body is rejected without being kept in memory, and the emulator continues."""
    headers = {} if is_chunked else {"content-length": str(size * MIB)}
    tracemalloc.start()
    try:
        answer = http.put(path, content=pieces(size), headers=headers)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (answer.status_code, answer.json()["message"]) == (413, "The body is larger than 64 MiB")
    assert answer.json()["error"] == "Payload Too Large"
    assert peak < 140 * MIB
    assert websets_emulator.requests == []
    create(http, TEA)


def test_the_largest_body(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A body of 64 MiB is accepted, and then rejected for its content."""
    answer = http.post("/v0/websets", content=pieces(64))
    assert answer.status_code == 400
    assert len(websets_emulator.requests) == 1


@pytest.mark.packaging
def test_a_body_without_end(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A client that never stops sending is disconnected."""
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 3000:
            sent += 1
            yield PIECE

    with suppress(httpx.NetworkError):  # the answer is lost if the client does not read before it has sent everything
        assert http.post("/v0/websets", content=endless()).status_code == 413
    assert sent < 2500
    create(http, TEA)
