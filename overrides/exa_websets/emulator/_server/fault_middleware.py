"""What stands before the application: it remembers each request and lets the planned faults happen to it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from typing import Any, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from .._wire.paths import is_upload_path, path_below_base
from .._world.clock import Clock
from .faults import Answer, Fault, Plan
from .seen_request import SeenRequest

KEPT_OF_UPLOAD = 65_536

_TRANSPORT = "exa_websets.transport"


class FaultyProtocol(H11Protocol):
    """Hands the connection to the application, so that a fault can break it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        inner = cast(ASGIApp, self.app)

        async def with_transport(scope: Scope, receive: Receive, send: Send) -> None:
            await inner({**scope, "extensions": {_TRANSPORT: transport}}, receive, send)

        self.app = cast(Any, with_transport)


class FaultMiddleware:
    """Remembers each request and passes it on, or lets happen what is planned for it."""

    def __init__(self, app: ASGIApp, plan: Plan, seen: list[SeenRequest], clock: Clock) -> None:
        self._app = app
        self._plan = plan
        self._seen = seen
        self._clock = clock
        self.stopping = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _read(receive)
        if body is None:
            return
        request = _seen(scope, body)
        self._seen.append(request)

        async def again() -> Message:
            nonlocal body
            if body is None:
                return await receive()
            message = {"type": "http.request", "body": body, "more_body": False}
            body = None
            return message

        fault = self._plan.take(request)
        if fault is None:
            await self._app(scope, again, send)
        else:
            await self._fail(fault, request, scope, again, send)

    async def _fail(self, fault: Fault, request: SeenRequest, scope: Scope, receive: Receive, send: Send) -> None:
        transport: asyncio.Transport = scope["extensions"][_TRANSPORT]
        acted: Answer | None = None
        if fault.latency and not fault.after:
            await self._pause(fault.latency)
        if fault.after or fault.is_delay:
            acted = await self._act(scope, receive)
        if fault.latency and fault.after:
            await self._pause(fault.latency)
        if fault.stall:
            await self._until_stopping_or(_gone(receive))
        if fault.reset or fault.stall or self.stopping.is_set():
            _reset(transport)
        else:
            answer = fault.answer(acted, request.path, self._clock.time)
            await answer.send(send)
            if answer.length == len(answer.body):
                return
            transport.close()
        # Until the connection is gone uvicorn takes the return for a mistake.
        await _gone(receive)

    async def _act(self, scope: Scope, receive: Receive) -> Answer:
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        return Answer.of(messages)

    async def _pause(self, seconds: float) -> None:
        await self._until_stopping_or(asyncio.sleep(seconds))

    async def _until_stopping_or(self, other: Any) -> None:
        tasks = [asyncio.ensure_future(other), asyncio.ensure_future(self.stopping.wait())]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _read(receive: Receive) -> bytes | None:
    body = bytearray()
    while (message := await receive())["type"] == "http.request":
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)
    return None


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _seen(scope: Scope, body: bytes) -> SeenRequest:
    path = path_below_base(scope)
    return SeenRequest(
        method=scope["method"],
        path=scope["raw_path"].decode("ascii") if path is None else path,
        query=scope["query_string"].decode("ascii"),
        headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
        body=body[:KEPT_OF_UPLOAD] if is_upload_path(path) else body,
        connection=scope["client"][1],
    )


def _reset(transport: asyncio.Transport) -> None:
    connection = cast(socket.socket, transport.get_extra_info("socket"))
    with contextlib.suppress(OSError):  # whoever asked may have gone already
        # Without lingering the close is a reset, not an orderly end.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
