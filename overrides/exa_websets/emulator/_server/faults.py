"""Faults that a test plans, and the answers they bring."""

from __future__ import annotations

import json
import threading
from datetime import datetime
from fnmatch import fnmatchcase

from attrs import define, evolve, frozen
from starlette.types import Message, Send

from .._wire.errors import controller_error, status_phrase
from .seen_request import SeenRequest

# What a cut answer is cut from, where the server does not act and no body is given.
SAMPLE = b'{"object":"webset","id":"webset_01k00000000000000000000000","status":"idle"}'


@frozen
class Answer:
    """An answer in whole; `length` is the length it claims to have."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    length: int

    @classmethod
    def of(cls, messages: list[Message]) -> Answer:
        """Put together what an application sent."""
        start, *parts = messages
        body = b"".join(part.get("body", b"") for part in parts)
        headers = tuple((name, value) for name, value in start["headers"] if name != b"content-length")
        return cls(start["status"], headers, body, len(body))

    async def send(self, send: Send) -> None:
        """Send it; one that claims more than it has stays open at its end."""
        length = (b"content-length", b"%d" % self.length)
        await send({"type": "http.response.start", "status": self.status, "headers": [*self.headers, length]})
        await send({"type": "http.response.body", "body": self.body, "more_body": self.length > len(self.body)})


@frozen
class Fault:
    """What goes wrong with a request, as `Emulator.fail` describes it."""

    status: int | None = None
    retry_after: float | str | None = None
    body: bytes | None = None
    content_type: str | None = None
    reset: bool = False
    stall: bool = False
    latency: float = 0.0
    truncate: bool = False
    malformed: bool = False
    after: bool = False
    method: str | None = None
    path: str | None = None

    @property
    def is_delay(self) -> bool:
        """Whether nothing but time is lost."""
        return not (self.status or self.body is not None or self.reset or self.stall or self.truncate or self.malformed)

    def matches(self, request: SeenRequest) -> bool:
        """Tell whether the fault is meant for this request."""
        return self.method in (None, request.method) and (self.path is None or fnmatchcase(request.path, self.path))

    def answer(self, acted: Answer | None, path: str, at: datetime) -> Answer:
        """Give the answer that the fault leaves of that of the server, or puts in its place."""
        if acted is None or self.status or self.body is not None:
            acted = self._own_answer(path, at)
        half = acted.body[: len(acted.body) // 2]
        if self.malformed:
            return evolve(acted, body=half, length=len(half))
        return evolve(acted, body=half) if self.truncate else acted

    def _own_answer(self, path: str, at: datetime) -> Answer:
        status, body = self.status or 200, self.body
        if body is None:
            error = controller_error(status, f"Planned fault: {status_phrase(status)}", path, at)
            body = b"" if status in (204, 304) else SAMPLE if status < 300 else json.dumps(error).encode()
        headers = [(b"content-type", (self.content_type or "application/json").encode())]
        if self.retry_after is not None:
            asked = self.retry_after if isinstance(self.retry_after, str) else f"{self.retry_after:g}"
            headers.append((b"retry-after", asked.encode()))
        return Answer(status, tuple(headers), body, len(body))


@define
class _Planned:
    fault: Fault
    times: int


class Plan:
    """The faults still to come, in the order they were planned; any thread may add one."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault, times: int) -> None:
        """Plan a fault for the next so many requests that it matches."""
        with self._lock:
            self._planned.append(_Planned(fault, times))

    def take(self, request: SeenRequest) -> Fault | None:
        """Give the fault that hits a request, and count it."""
        with self._lock:
            for planned in self._planned:
                if planned.times > 0 and planned.fault.matches(request):
                    planned.times -= 1
                    return planned.fault
        return None
