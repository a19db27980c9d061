"""Requests that the server rejects before anything else: for other hosts, or with a body that is too large.

A page in a browser can reach servers on loopback under its own host name, which is then the Host of its requests.
"""

from __future__ import annotations

import re
from datetime import datetime

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope

from ..._http.config import is_loopback
from .._wire.errors import controller_error
from .._wire.paths import path_below_base

MAX_BODY = 64 * 1024 * 1024
# A client that is still sending may lose the answer when the connection closes, so the rest of its body is discarded
# first, up to this size.
MAX_DISCARDED = 16 * MAX_BODY

_HOST = re.compile(r"\[(?P<address>[^\[\]]+)\](:\d*)?|(?P<name>[^:\[\]]*)(:\d*)?")


class BodyTooLargeError(Exception):
    """A body is larger than `MAX_BODY`."""


async def read_body(receive: Receive) -> bytes | None:
    """Return the body of a request, or None if the client disconnects before its end.

    Raises:
        BodyTooLargeError: The body is too large; at most `MAX_BODY` was kept in memory.
    """
    body, size = bytearray(), 0
    while (message := await receive())["type"] == "http.request":
        piece: bytes = message.get("body", b"")
        size += len(piece)
        if size <= MAX_BODY:
            body += piece
        else:
            body.clear()
        if not message.get("more_body"):
            if size > MAX_BODY:
                raise BodyTooLargeError
            return bytes(body)
        if size > MAX_DISCARDED:
            raise BodyTooLargeError
    return None


def host_rejection(scope: Scope, at: datetime) -> JSONResponse | None:
    """Return the answer to a request whose Host is not this machine, or None."""
    host = Headers(scope=scope).get("host", "localhost")
    match = _HOST.fullmatch(host)
    name = (match["address"] or match["name"]).lower().removesuffix(".") if match else ""
    if is_loopback(name) or name.endswith(".localhost"):
        return None
    return _answer(scope, 421, "The emulator answers requests for localhost and loopback addresses only", at)


def body_rejection(scope: Scope, at: datetime) -> JSONResponse:
    """Return the answer to a request whose body is too large."""
    return _answer(scope, 413, f"The body is larger than {MAX_BODY // 1024**2} MiB", at)


def _answer(scope: Scope, status: int, message: str, at: datetime) -> JSONResponse:
    path = path_below_base(scope)
    body = controller_error(status, message, scope["path"] if path is None else path, at)
    return JSONResponse(body, status, headers={"connection": "close"})
