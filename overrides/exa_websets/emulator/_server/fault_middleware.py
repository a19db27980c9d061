"""The outermost middleware: rejects requests beyond the limits, records the others and plays planned faults."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import Awaitable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from .._wire.paths import is_upload_path, path_below_base
from .._world.clock import Clock
from .bounded_log import BoundedLog
from .faults import Fault, FaultPlan, RawResponse
from .request_limits import BodyTooLargeError, body_rejection, host_rejection, read_body
from .seen_request import SeenRequest

MAX_RECORDED_UPLOAD = 65_536

_TRANSPORT = "exa_websets.transport"


class FaultyProtocol(H11Protocol):
    """A protocol that passes its transport to the application, so that a fault can break the connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        inner = cast(ASGIApp, self.app)

        async def with_transport(scope: Scope, receive: Receive, send: Send) -> None:
            await inner({**scope, "extensions": {_TRANSPORT: transport}}, receive, send)

        self.app = cast(Any, with_transport)


class FaultMiddleware:
    """Records each request within the limits, and passes it on or plays the fault that is planned for it."""

    def __init__(self, app: ASGIApp, plan: FaultPlan, log: BoundedLog[SeenRequest], clock: Clock) -> None:
        self._app = app
        self._plan = plan
        self._log = log
        self._clock = clock
        self.stopping = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        rejection = host_rejection(scope, self._clock.time)
        try:
            body = await read_body(receive)
        except BodyTooLargeError:
            rejection = rejection or body_rejection(scope, self._clock.time)
            body = b""
        if body is None:
            return
        if rejection is not None:
            await rejection(scope, receive, send)
            return
        request = _seen_request(scope, body)
        self._log.add(request)

        async def replay() -> Message:
            nonlocal body
            if body is None:
                return await receive()
            message = {"type": "http.request", "body": body, "more_body": False}
            body = None
            return message

        fault = self._plan.take(request)
        if fault is None:
            await self._app(scope, replay, send)
        else:
            await self._carry_out(fault, request, scope, replay, send)

    async def _carry_out(self, fault: Fault, request: SeenRequest, scope: Scope, receive: Receive, send: Send) -> None:
        transport: asyncio.Transport = scope["extensions"][_TRANSPORT]
        server_response: RawResponse | None = None
        if fault.latency and not fault.after:
            await self._sleep(fault.latency)
        if fault.after or fault.is_delay:
            server_response = await self._server_response(scope, receive)
        if fault.latency and fault.after:
            await self._sleep(fault.latency)
        if fault.stall:
            await self._wait_unless_stopping(_disconnect(receive))
        if fault.reset or fault.stall or self.stopping.is_set():
            _reset(transport)
        else:
            response = fault.response(server_response, request.path, self._clock.time)
            await response.send(send)
            if not response.is_truncated:
                return
            transport.close()
        # Returning while the connection is open would make uvicorn log an error.
        await _disconnect(receive)

    async def _server_response(self, scope: Scope, receive: Receive) -> RawResponse:
        messages: list[Message] = []

        async def collect(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, collect)
        return RawResponse.from_messages(messages)

    async def _sleep(self, seconds: float) -> None:
        await self._wait_unless_stopping(asyncio.sleep(seconds))

    async def _wait_unless_stopping(self, awaitable: Awaitable[None]) -> None:
        tasks: list[asyncio.Future[Any]] = [
            asyncio.ensure_future(awaitable),
            asyncio.ensure_future(self.stopping.wait()),
        ]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _disconnect(receive: Receive) -> None:
    """Wait until the connection is closed."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _seen_request(scope: Scope, body: bytes) -> SeenRequest:
    path = path_below_base(scope)
    return SeenRequest(
        method=scope["method"],
        path=scope["raw_path"].decode("ascii") if path is None else path,
        query=scope["query_string"].decode("ascii"),
        headers=_decoded(tuple(scope["headers"])),
        body=body[:MAX_RECORDED_UPLOAD] if is_upload_path(path) else body,
        connection=scope["client"][1],
    )


# Cached, because headers take most of the memory of the log and are mostly equal.
@lru_cache
def _decoded(headers: tuple[tuple[bytes, bytes], ...]) -> Mapping[str, str]:
    return MappingProxyType({name.decode("latin-1"): value.decode("latin-1") for name, value in headers})


def _reset(transport: asyncio.Transport) -> None:
    connection = cast(socket.socket, transport.get_extra_info("socket"))
    with contextlib.suppress(OSError):  # the client may have disconnected already
        # With a linger time of zero, closing the socket sends a reset.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
