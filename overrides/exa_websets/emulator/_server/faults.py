"""Planned faults, and the responses that they cause."""

from __future__ import annotations

import json
import threading
from datetime import datetime
from fnmatch import fnmatchcase

from attrs import define, evolve, frozen
from starlette.types import Message, Send

from .._wire.errors import controller_error, status_phrase
from .seen_request import SeenRequest

# The body of a successful response for which no other body is known, for example to truncate it.
SAMPLE_BODY = b'{"object":"webset","id":"webset_01k00000000000000000000000","status":"idle"}'


@frozen
class RawResponse:
    """A complete response; `content_length` may be greater than the length of the body."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    content_length: int

    @classmethod
    def from_messages(cls, messages: list[Message]) -> RawResponse:
        """Return the response that an application has sent as ASGI messages."""
        start, *parts = messages
        body = b"".join(part.get("body", b"") for part in parts)
        headers = tuple((name, value) for name, value in start["headers"] if name != b"content-length")
        return cls(start["status"], headers, body, len(body))

    @property
    def is_truncated(self) -> bool:
        """True if the body is shorter than announced."""
        return len(self.body) < self.content_length

    async def send(self, send: Send) -> None:
        """Send the response; a truncated one is left unfinished."""
        length = (b"content-length", b"%d" % self.content_length)
        await send({"type": "http.response.start", "status": self.status, "headers": [*self.headers, length]})
        await send({"type": "http.response.body", "body": self.body, "more_body": self.is_truncated})


@frozen
class Fault:
    """A fault of a request, as described for `Emulator.fail`."""

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
        """True if the fault delays the server's response without changing it."""
        return not (self.status or self.body is not None or self.reset or self.stall or self.truncate or self.malformed)

    def matches(self, request: SeenRequest) -> bool:
        """Return True if the fault applies to a request."""
        return self.method in (None, request.method) and (self.path is None or fnmatchcase(request.path, self.path))

    def response(self, server_response: RawResponse | None, path: str, at: datetime) -> RawResponse:
        """Return the response to send.

        Args:
            server_response: The response of the server, if it has acted.
            path: The path of the request, for an error body.
            at: The time of the clock, for an error body.
        """
        response = server_response
        if response is None or self.status or self.body is not None:
            response = self._planned_response(path, at)
        half = response.body[: len(response.body) // 2]
        if self.malformed:
            return evolve(response, body=half, content_length=len(half))
        return evolve(response, body=half) if self.truncate else response

    def _planned_response(self, path: str, at: datetime) -> RawResponse:
        status, body = self.status or 200, self.body
        if body is None:
            error = controller_error(status, f"Planned fault: {status_phrase(status)}", path, at)
            body = b"" if status in (204, 304) else SAMPLE_BODY if status < 300 else json.dumps(error).encode()
        headers = [(b"content-type", (self.content_type or "application/json").encode())]
        if self.retry_after is not None:
            retry_after = self.retry_after if isinstance(self.retry_after, str) else f"{self.retry_after:g}"
            headers.append((b"retry-after", retry_after.encode()))
        return RawResponse(status, tuple(headers), body, len(body))


@define(eq=False)
class _PlannedFault:
    fault: Fault
    remaining: int


class FaultPlan:
    """The planned faults that have not happened yet, in order. It is thread-safe."""

    def __init__(self) -> None:
        self._planned: list[_PlannedFault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault, times: int) -> None:
        """Plan a fault for the next `times` requests that it matches."""
        with self._lock:
            if times > 0:
                self._planned.append(_PlannedFault(fault, times))

    def take(self, request: SeenRequest) -> Fault | None:
        """Return the first fault that matches a request and count it, or None if no fault matches."""
        with self._lock:
            for planned in self._planned:
                if planned.fault.matches(request):
                    planned.remaining -= 1
                    if not planned.remaining:
                        self._planned.remove(planned)
                    return planned.fault
        return None
