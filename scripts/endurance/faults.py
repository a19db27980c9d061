"""Faults as the bytes that a client receives, and the dice that choose them."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import Any, Literal

from attrs import frozen

Stage = Literal["create", "find", "look", "items", "cancel"]
"""The purpose of a request: `find` reads a Webset by its externalId, `look` by its id."""

RATE = 0.2
MOST_ATTEMPTS = 6
MAX_RESPONSE_SIZE = 256 * 1024
LATE = 0.8
RAISE = "x-soak-raise"
"""The header that makes the response hook of a client raise the named exception."""


class Do(Enum):
    """Steps of a fault other than sending bytes."""

    STALL = auto()
    RESET = auto()
    CLOSE = auto()


@frozen
class Drip:
    """Sends the same bytes repeatedly, then closes the connection."""

    piece: bytes
    pause: float = 0.05
    times: int = 60


@frozen
class Answer:
    """A response of the service, and the Webset for responses about the wrong one."""

    status: bytes
    document: Any
    other_id: str
    number: int
    """A unique number."""

    def whole(self, document: Any = None, headers: Mapping[str, str] | None = None) -> bytes:
        """Return the bytes of the response, optionally with another document."""
        return respond(self.status, document or self.document, headers)


Step = bytes | Do | Drip
Script = Callable[[Answer], tuple[Step, ...]]


@frozen
class Fault:
    """A fault that replaces the response to a request."""

    kind: str
    script: Script
    acts: bool = False
    """Whether the service receives the request. Otherwise the response shows the current Webset."""
    stages: tuple[Stage, ...] = ("create", "find", "look", "items", "cancel")
    clients: tuple[bool, ...] = (False, True)
    """The clients: False for one with its own connections, True for one with a given httpx client."""
    after: float = 0
    """The delay in seconds until the service receives the request; the client does not wait for it."""

    @property
    def key(self) -> str:
        """The name of the fault, which both processes know."""
        return f"{self.kind}, {self.script.__name__}{', acts' if self.acts else ''}"


def respond(status: bytes, document: Any, headers: Mapping[str, str] | None = None) -> bytes:
    """Return a response with a JSON body."""
    return _with_body(status, json.dumps(document).encode(), headers)


def _with_body(status: bytes, body: bytes, headers: Mapping[str, str] | None = None) -> bytes:
    every = {"content-type": "application/json", "content-length": str(len(body)), **(headers or {})}
    lines = [b"HTTP/1.1 " + status, *(f"{name}: {value}".encode() for name, value in every.items())]
    return b"\r\n".join([*lines, b"", body])


def _status(status: bytes) -> Script:
    def script(answer: Answer) -> tuple[Step, ...]:
        return (respond(status, {"statusCode": int(status[:3]), "message": "planned"}),)

    script.__name__ = status.decode()
    return script


def _raises(error: str) -> Script:
    def script(answer: Answer) -> tuple[Step, ...]:
        return (answer.whole(headers={RAISE: error}),)

    script.__name__ = error
    return script


def _page(answer: Answer) -> tuple[Step, ...]:
    return (_with_body(b"520 Web Server Error", b"<html>", {"content-type": "text/html"}),)


def _reset(answer: Answer) -> tuple[Step, ...]:
    return (Do.RESET,)


def _stall(answer: Answer) -> tuple[Step, ...]:
    return (Do.STALL,)


def _cut(answer: Answer) -> tuple[Step, ...]:
    return answer.whole()[:-20], Do.CLOSE


def _half(answer: Answer) -> tuple[Step, ...]:
    return (_with_body(answer.status, json.dumps(answer.document).encode()[:-20]),)


def _twice(answer: Answer) -> tuple[Step, ...]:
    return (answer.whole() * 2,)


def _garbage(answer: Answer) -> tuple[Step, ...]:
    return (b"\x15\x03\x03\x00\x02\x02\x28" * 9,)


def _garbage_inside(answer: Answer) -> tuple[Step, ...]:
    head, _, body = answer.whole(headers={"content-encoding": "gzip"}).partition(b"\r\n\r\n")
    return (head + b"\r\n\r\n" + b"\x1f\x8b\x08\x00" + body[4:],)


def _other(answer: Answer) -> tuple[Step, ...]:
    """Respond with another Webset that has stopped."""
    searches = [{**search, "status": "canceled"} for search in answer.document.get("searches", [])]
    changes = {"id": answer.other_id, "externalId": f"of-{answer.other_id}", "status": "idle", "searches": searches}
    return (respond(b"200 OK", {**answer.document, **changes}),)


def _headers(answer: Answer) -> tuple[Step, ...]:
    return b"HTTP/1.1 200 OK\r\n", Drip(b"x-slow: tea\r\n")


def _early_hints(answer: Answer) -> tuple[Step, ...]:
    return (Drip(b"HTTP/1.1 103 Early Hints\r\n\r\n"),)


def _chunk_extension(answer: Answer) -> tuple[Step, ...]:
    return b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4;", Drip(b"t")


def _body(answer: Answer) -> tuple[Step, ...]:
    return b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", Drip(b" ")


def _bad_location(answer: Answer) -> tuple[Step, ...]:
    return (b"HTTP/1.1 302 Found\r\nlocation: http://[tea\r\ncontent-length: 0\r\n\r\n",)


def _long(answer: Answer) -> tuple[Step, ...]:
    return (_with_body(b"200 OK", b" " * (MAX_RESPONSE_SIZE + 1) + json.dumps(answer.document).encode()),)


_BOMB = gzip.compress(b" " * (8 * 2**20))


def _bomb(answer: Answer) -> tuple[Step, ...]:
    return (_with_body(b"200 OK", _BOMB, {"content-encoding": "gzip"}),)


def _only_id(answer: Answer) -> tuple[Step, ...]:
    return (answer.whole({"id": answer.document["id"]} if "id" in answer.document else {"data": 5}),)


def _as_it_is(answer: Answer) -> tuple[Step, ...]:
    return (answer.whole(),)


def _new_field(answer: Answer) -> tuple[Step, ...]:
    return (answer.whole({**answer.document, f"soak{answer.number}": 1}),)


def _nothing(answer: Answer) -> tuple[Step, ...]:
    return (Do.CLOSE,)


def _stopped(answer: Answer) -> tuple[Step, ...]:
    searches = [{**search, "status": "canceled"} for search in answer.document.get("searches", [])]
    return (respond(b"200 OK", {**answer.document, "status": "idle", "searches": searches}),)


_OWN, _GIVEN = (False,), (True,)
_WEBSET: tuple[Stage, ...] = ("create", "find", "look", "cancel")

FAULTS = (
    Fault("status", _status(b"429 Too Many Requests")),
    Fault("status", _status(b"500 Internal Server Error")),
    Fault("status", _status(b"503 Service Unavailable"), acts=True),
    Fault("status", _page),
    Fault("reset", _reset),
    Fault("reset", _reset, acts=True),
    Fault("cut off", _cut),
    Fault("cut off", _cut, acts=True),
    Fault("half a JSON", _half, acts=True),
    Fault("stall", _stall),
    Fault("stall", _stall, acts=True),
    Fault("late", _nothing, acts=True, after=LATE, stages=("create", "cancel")),
    Fault("another Webset", _other, stages=_WEBSET),
    Fault("another Webset", _other, acts=True, stages=_WEBSET),
    Fault("answer twice", _twice, acts=True),
    Fault("garbled", _garbage),
    Fault("garbled", _garbage_inside, acts=True),
    # With a given synchronous client, only the time of bodies is limited.
    Fault("drip", _headers, acts=True, clients=_OWN),
    Fault("drip", _early_hints, clients=_OWN),
    Fault("drip", _chunk_extension, acts=True, clients=_OWN),
    Fault("drip", _body, acts=True),
    Fault("bad Location", _bad_location),
    Fault("too large", _long, acts=True),
    Fault("too large", _bomb),
    Fault("fields missing", _only_id, acts=True),
    Fault("still running", _as_it_is, stages=("cancel",)),
    # For a known Webset, a 404 means that it was deleted.
    Fault("404 for a moment", _status(b"404 Not Found"), stages=("find",)),
    Fault("hook raises", _raises("KeyError"), clients=_GIVEN),
    Fault("hook raises", _raises("KeyError"), acts=True, clients=_GIVEN),
    Fault("hook raises", _raises("OSError"), acts=True, clients=_GIVEN),
    Fault("hook raises", _raises("ReadError"), acts=True, clients=_GIVEN),
    Fault("on_drift raises", _new_field, acts=True, stages=_WEBSET),
)
# Faults that hit every cancel of a run. Other tests cover faults that a cancel retries for a minute.
ENDLESS = (
    Fault("another Webset", _other),
    Fault("too large", _long),
    Fault("status", _status(b"403 Forbidden")),
    Fault("hook raises", _raises("KeyError"), clients=_GIVEN),
)
PLANTED = Fault("planted", _stopped)
"""A false success that no client can detect: the cancel did not reach the service. Only tests use it."""
BY_KEY = {fault.key: fault for fault in (*FAULTS, *ENDLESS, PLANTED)}


@frozen
class Dice:
    """Draws faults; the same seed draws the same faults."""

    random: random.Random
    rate: float = RATE
    is_planted: bool = False
    """Whether every cancel gets the false success."""

    def draw(self, stage: Stage, *, is_given: bool, most: int = MOST_ATTEMPTS) -> list[Fault]:
        """Return faults for the first requests; the next request succeeds."""
        if self.is_planted:
            return [PLANTED] * most if stage == "cancel" else []
        fitting = [fault for fault in FAULTS if stage in fault.stages and is_given in fault.clients]
        faults: list[Fault] = []
        while len(faults) < most and self.random.random() < self.rate:
            faults.append(self.random.choice(fitting))
        return faults

    def endless(self, *, is_given: bool) -> Fault:
        """Return a fault that hits every cancel."""
        return self.random.choice([fault for fault in ENDLESS if is_given in fault.clients])
