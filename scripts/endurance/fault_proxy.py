"""A loopback proxy in front of the emulator that plays the faults planned for each Webset."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
import struct
from collections import Counter
from contextlib import suppress
from typing import Any
from urllib.parse import quote, unquote

from attrs import define, field, frozen

from endurance.faults import BY_KEY, Answer, Do, Drip, Fault, Stage, Step

MAX_STALL = 20.0


@define
class Plan:
    """The faults for the requests about a Webset, by stage."""

    faults: dict[Stage, list[str]]
    endless: str | None = None
    """The fault of every cancel after the planned ones."""

    def take(self, stage: Stage) -> Fault | None:
        """Return the fault of the next request."""
        planned = self.faults.get(stage)
        if planned:
            return BY_KEY[planned.pop(0)]
        return BY_KEY[self.endless] if self.endless and stage == "cancel" else None


@frozen
class Request:
    """A request and its target."""

    head: bytes
    body: bytes
    method: str
    segments: list[str]
    """The segments of the path after the version."""

    @property
    def webset(self) -> str | None:
        """The id or externalId of the Webset that the request creates or names."""
        if self.segments[0] != "websets":
            return None
        if len(self.segments) > 1:
            return self.segments[1]
        name: str | None = json.loads(self.body).get("externalId") if self.method == "POST" else None
        return name

    def stage(self, *, is_id: bool) -> Stage | None:
        """Return the stage of the request, or None if faults do not apply to it."""
        match self.method, self.segments[2:]:
            case "POST", ["cancel"]:
                return "cancel"
            case "POST", [] if len(self.segments) == 1:
                return "create"
            case "GET", []:
                return "look" if is_id else "find"
            case "GET", ["items"]:
                return "items"
            case _:
                return None


@define(eq=False)
class FaultProxy:
    """Forwards requests to a port, or plays their faults.

    Args:
        port: The port of the emulator.
        other_id: The id of the Webset for responses about the wrong one.
    """

    _port: int
    _other_id: str
    plans: dict[str, Plan] = field(factory=dict[str, Plan], init=False)
    """The plans by externalId, or by id for Websets that were not created through this proxy."""
    requests: int = field(default=0, init=False)
    met: Counter[str] = field(factory=Counter[str], init=False)
    """The number of played faults by kind."""
    _names: dict[str, str] = field(factory=dict[str, str], init=False)
    """The externalIds of Websets that were created through this proxy, by id."""
    _tasks: set[asyncio.Task[Any] | None] = field(factory=set[Any], init=False)
    """Keeps tasks alive, because the event loop only has weak references."""
    _numbers: itertools.count[int] = field(factory=itertools.count, init=False)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a connection until the client or a fault closes it."""
        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            with suppress(ConnectionError):
                while (request := await _read(reader)) and await self._handle(request, reader, writer):
                    await writer.drain()
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _handle(self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Respond to a request, and return True if the connection stays open."""
        named = request.webset
        key = self._names.get(named or "", named)
        plan = self.plans.get(key or "")
        self.requests += 1
        stage = request.stage(is_id=named != key or "create" not in plan.faults) if plan else None
        fault = plan.take(stage) if plan and stage else None
        if fault is None:
            writer.write((await self._answer(request)).whole())
            return True
        self.met[fault.kind] += 1
        if fault.after:
            await asyncio.sleep(fault.after)
        answer = await (self._answer(request) if fault.acts else self._look(request))
        for step in fault.script(answer):
            if not await _play(step, reader, writer):
                return False
        return True

    async def _look(self, request: Request) -> Answer:
        """Return the Webset of a request that is not forwarded, or the other one if it does not exist."""
        name = self._other_id if request.method == "POST" and len(request.segments) == 1 else request.segments[1]
        path = f"/websets/v0/websets/{quote(name, safe='')}"
        return await self._exchange(
            f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: any\r\nconnection: close\r\n\r\n".encode()
        )

    async def _answer(self, request: Request) -> Answer:
        answer = await self._exchange(request.head + request.body)
        if request.method == "POST" and request.segments == ["websets"] and answer.status.startswith(b"201"):
            self._names[answer.document["id"]] = request.webset or answer.document["id"]
        return answer

    async def _exchange(self, sent: bytes) -> Answer:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(sent)
            received = await reader.read()
        finally:
            writer.close()
        head, _, body = received.partition(b"\r\n\r\n")
        document: Any = json.loads(body)
        return Answer(head.partition(b"\r\n")[0].partition(b" ")[2], document, self._other_id, next(self._numbers))


async def _read(reader: asyncio.StreamReader) -> Request | None:
    """Return the next request with `connection: close`, or None if the client has disconnected."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        line, *lines = head.decode().rstrip().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    except asyncio.IncompleteReadError:
        return None
    method, target, _ = line.split(" ")
    kept = [line for line in lines if not line.lower().startswith("connection:")]
    path = target.partition("?")[0].partition("/v0/")[2]
    closing = "\r\n".join([line, *kept, "connection: close", "", ""]).encode()
    return Request(closing, body, method, [unquote(segment) for segment in path.split("/")])


async def _play(step: Step, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Play a step of a fault, and return True if the connection stays open."""
    match step:
        case bytes():
            writer.write(step)
            await writer.drain()
            return True
        case Drip():
            for _ in range(step.times):
                if reader.at_eof():
                    break
                writer.write(step.piece)
                await writer.drain()
                await asyncio.sleep(step.pause)
        case Do.STALL:
            with suppress(TimeoutError):
                await asyncio.wait_for(reader.read(), MAX_STALL)
        case Do.RESET:
            # With a linger time of 0, closing the socket sends a reset.
            connection: socket.socket = writer.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        case Do.CLOSE:
            pass
    return False
