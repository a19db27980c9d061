"""Network faults that a server plays, and the promised result of each call that meets one."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
from attrs import field, frozen
from exa_websets import APIConnectionError, APITimeoutError, ResponseValidationError
from support.caller import Act
from support.fault_server import Do, Script, answer
from support.paths import DATA
from support.recordings import DOCUMENTED_CANCEL

CALLS: dict[str, Act] = {
    "create": lambda client: client.websets.create({"search": {"query": "makers of tea"}}),
    "cancel": lambda client: client.websets.cancel("ws"),
    "get": lambda client: client.websets.get("ws"),
    "delete": lambda client: client.websets.delete("ws"),
}
WEBSET = {**DOCUMENTED_CANCEL, "id": "ws"}
GOOD = answer(WEBSET)
HEAD, _, BODY = GOOD.partition(b"\r\n\r\n")
CHUNKED = answer(WEBSET, length=None, headers={"transfer-encoding": "chunked"}).partition(b"\r\n\r\n")[0]
OLD = answer(WEBSET, version=b"HTTP/1.0", length=None)
PATIENT = httpx.Timeout(20)
CERTIFICATE = DATA / "tls" / "elsewhere.example.pem"

ONCE = dict.fromkeys(CALLS, 1)
TRIES = {"create": 3, "cancel": 6, "get": 3, "delete": 3}
UNSURE_TRIES = {**TRIES, "create": 1}


@frozen
class Ending:
    """The result of a call, its attempts, and the number of complete requests that reached the server."""

    error: type[Exception] | None
    attempts: int | None
    requests: int
    unknown: bool = False
    """Whether the error says that the service may have acted."""


@frozen
class Fault:
    """A fault, and what is promised for the calls that meet it."""

    name: str
    script: Script
    error: type[Exception] | None = None
    """The error of an attempt that meets the fault."""
    tries: dict[str, int] = field(factory=lambda: ONCE)
    """The maximum number of attempts of each call."""
    arrives: bool = True
    """Whether the complete request reaches the server nevertheless."""
    lasts: bool = False
    """Whether the fault affects every attempt, not only the first."""
    timeout: httpx.Timeout = PATIENT
    server: dict[str, Any] = field(factory=dict[str, Any])

    def promise(self, call: str) -> Ending:
        """Return the promised ending of a call."""
        if self.error is None or (self.tries[call] > 1 and not self.lasts):
            return Ending(None, None, 1 if self.error is None else 1 + self.arrives)
        tries = self.tries[call]
        attempts = None if self.error is ResponseValidationError else tries
        unknown = self.tries is UNSURE_TRIES and call != "get"
        return Ending(self.error, attempts, tries * self.arrives, unknown)


def tls_of_another_host() -> ssl.SSLContext:
    """Return the TLS context of a server with a self-signed certificate for elsewhere.example."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def breaking() -> Iterator[Fault]:
    """Yield faults after which the server may have acted, so that a create is not retried."""
    fault = partial(Fault, error=APIConnectionError, tries=UNSURE_TRIES)
    yield fault("reset before the request", (Do.RESET,), arrives=False)
    yield fault("reset inside the request", (Do.READ_LINE, Do.RESET), arrives=False)
    whole_chunk = CHUNKED + b"\r\n\r\n%x\r\n" % len(BODY) + BODY
    cases: dict[str, Script] = {
        "reset after the request": (Do.RESET,),
        "close after the request": (Do.CLOSE,),
        "close inside the status line": (b"HTTP/1.1 20", Do.CLOSE),
        "close inside the head": (HEAD[:40], Do.CLOSE),
        "close before the body": (HEAD + b"\r\n\r\n", Do.CLOSE),
        "close inside the body": (GOOD[:-20], Do.CLOSE),
        "reset inside the body": (GOOD[:-20], Do.RESET),
        "too great a length": (answer(WEBSET, length=20), Do.CLOSE),
        "close inside a chunk": (whole_chunk[:-20], Do.CLOSE),
        "close before the last chunk": (whole_chunk + b"\r\n", Do.CLOSE),
        "a length that is none": (GOOD.replace(b"length: ", b"length: many "),),
        "two lengths": (GOOD.replace(b"content-length", b"content-length: 1\r\ncontent-length"),),
        "a head without end": (b"HTTP/1.1 200 OK\r\nx-long: " + b"x" * 200_000,),
        "another protocol": (b"SSH-2.0-OpenSSH_9.6\r\n\r\n",),
        "101 that nobody asked for": (
            b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
        ),
        "gzip that is none": (answer(WEBSET, headers={"content-encoding": "gzip"}),),
    }
    for name, steps in cases.items():
        yield fault(name, (Do.READ, *steps))
    for name in ("reset after the request", "close inside the body"):
        yield fault(f"{name}, each time", (Do.READ, *cases[name]), lasts=True)


def stalling() -> Iterator[Fault]:
    """Yield faults that stall each part of a response."""
    patience = httpx.Timeout(20, read=0.02)
    cases: dict[str, Script] = {
        "stall before the answer": (),
        "stall behind a 103": (b"HTTP/1.1 103 Early Hints\r\n\r\n",),
        "stall inside the head": (HEAD[:40],),
        "stall before the body": (HEAD + b"\r\n\r\n",),
        "stall inside the body": (GOOD[:-20],),
    }
    for name, steps in cases.items():
        script: Script = (Do.READ, *steps, Do.STALL)
        yield Fault(name, script, APITimeoutError, UNSURE_TRIES, lasts=True, timeout=patience)


def unsent() -> Iterator[Fault]:
    """Yield faults before anything is sent, so that a create is retried and no request arrives."""
    fault = partial(Fault, error=APIConnectionError, tries=TRIES, arrives=False, lasts=True)
    patience = httpx.Timeout(20, connect=0.02)
    https = {"scheme": "https", "at_once": True}
    yield fault("refused once", (), lasts=False, server={"port": "refusing"})
    yield fault("refused", (), server={"port": "refusing"})
    if sys.platform == "linux":
        yield fault("never taken", (), error=APITimeoutError, server={"port": "full"}, timeout=patience)
    yield fault("a certificate of another host", (), server={"scheme": "https", "tls": tls_of_another_host()})
    yield fault("reset inside the handshake", (Do.RESET,), server=https)
    yield fault("close inside the handshake", (Do.CLOSE,), server=https)
    yield fault("no TLS", (b"HTTP/1.1 400 Bad Request\r\n\r\n", Do.STALL), server=https)
    yield fault("stall inside the handshake", (Do.STALL,), error=APITimeoutError, server=https, timeout=patience)


def harmless() -> Iterator[Fault]:
    """Yield unusual but valid responses, after which the request is not sent again."""
    chunks = [b"9\r\n" + BODY[at : at + 9] + b"\r\n" for at in range(0, len(BODY) // 9 * 9, 9)]
    rest = BODY[len(chunks) * 9 :]
    chunks.append(b"%x\r\n" % len(rest) + rest + b"\r\n")
    cases: dict[str, Script] = {
        "100 first": (b"HTTP/1.1 100 Continue\r\n\r\n", GOOD),
        "103 first, twice": (b"HTTP/1.1 103 Early Hints\r\nlink: </tea>\r\n\r\n" * 2, GOOD),
        "bit by bit": (*(GOOD[at : at + 9] for at in range(0, len(GOOD), 9)),),
        "chunk by chunk": (CHUNKED + b"\r\n\r\n", *chunks, b"0\r\n\r\n"),
        "no length": (OLD.replace(b"1.0", b"1.1"), Do.CLOSE),
        "HTTP/1.0": (OLD, Do.CLOSE),
        "HTTP/1.0 with a length": (answer(WEBSET, version=b"HTTP/1.0"), Do.CLOSE),
        "close said and done": (answer(WEBSET, headers={"connection": "close"}), Do.CLOSE),
    }
    for name, steps in cases.items():
        yield Fault(name, (Do.READ, *steps))


def unreadable() -> Iterator[Fault]:
    """Yield successful answers with an unreadable body, after which only a cancel and a get are retried."""
    cases: dict[str, Script] = {
        "too small a length": (answer(WEBSET, length=-20, headers={"connection": "close"}),),
        "HTTP/1.0 cut short": (OLD[:-20], Do.CLOSE),
        "an empty answer": (b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",),
    }
    for name, steps in cases.items():
        yield Fault(name, (Do.READ, *steps), ResponseValidationError, {**ONCE, "cancel": 6, "get": 3}, lasts=True)


FAULTS = [*breaking(), *stalling(), *unsent(), *harmless(), *unreadable()]
