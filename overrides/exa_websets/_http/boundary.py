"""The boundary: exceptions of the connection layer become outcomes for the retry rules; all others pass unchanged."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import Any, cast

import httpx

from .._error_notes import attach, message_of
from .._errors import ClientClosedError
from .client_pool import ClientPool
from .request import Request
from .retries import UNSENT

_CONNECTION_LAYER = frozenset(("anyio", "h11", "h2", "hpack", "httpcore", "idna", "socksio"))


def translate(
    error: Exception, request: Request, prepared: httpx.Request, pool: ClientPool[Any]
) -> httpx.Response | httpx.HTTPError | ClientClosedError | None:
    """Return the outcome that an exception stands for, or None if the exception must reach the caller unchanged.

    With our own connections, every exception except a MemoryError comes from the connection layer. With the caller's
    httpx client, an exception may also come from its hooks, transports or authentication, and reaches the caller
    unchanged. So does an exception that the body of an upload has `raised`.
    """
    if isinstance(error, MemoryError) or error is getattr(prepared.stream, "raised", None):
        return None
    parts = [*_parts(error)]
    belongs = pool.is_ours or all(map(_is_of_connection_layer, parts))
    if pool.is_closed and (belongs or all(_is_of_connection_layer(one) or type(one) is RuntimeError for one in parts)):
        request.cause = error
        return closed_error(request)
    if not belongs:
        return None
    request.cause = error
    if isinstance(error, httpx.HTTPStatusError):
        return _rejection(error.response, prepared) or _with_message(httpx.ReadError, error, prepared)
    is_unsent = _is_unsent(error, pool)
    if isinstance(error, httpx.HTTPError) and (is_unsent or not isinstance(error, UNSENT)):
        return error
    return _with_message(httpx.ConnectError if is_unsent else httpx.ReadError, error, prepared)


def closed_error(request: Request) -> ClientClosedError:
    """Return the error for a call of a closed client. An attempt that was in flight may have acted."""
    error = ClientClosedError("the client has been closed", **request.facts)
    error.outcome_unknown = request.may_have_acted
    return error


def cause_of(request: Request, pool: ClientPool[Any]) -> Exception | None:
    """Return the exception of the last attempt, as the cause of our error, or None with our own connections.

    Everything in it that refers to the key is removed.
    """
    if pool.is_ours or request.cause is None:
        return None
    _detach(request.cause)
    return request.cause


def _parts(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception, or the members of a group."""
    waiting = [error]
    while waiting:
        one = waiting.pop()
        members = _members(one)
        waiting += members
        if not members:
            yield one


def _members(error: BaseException) -> tuple[BaseException, ...]:
    return cast("BaseExceptionGroup[BaseException]", error).exceptions if isinstance(error, BaseExceptionGroup) else ()


def _is_of_connection_layer(error: BaseException) -> bool:
    if isinstance(error, httpx.HTTPError | httpx.InvalidURL | httpx.StreamError | ssl.SSLError | UnicodeError):
        return True
    return str(type(error).__module__).partition(".")[0] in _CONNECTION_LAYER


def _is_unsent(error: Exception, pool: ClientPool[Any]) -> bool:
    """Return True if an exception was raised before a connection was open, so that nothing was sent.

    Hooks and transports of the caller's client may make calls of their own after the request was sent, and raise such
    an exception about these. So the exception must come from the transport itself, without another call in between.
    """
    names: list[str] = []
    connecting, traceback = False, error.__traceback__
    while traceback is not None:
        code, traceback = traceback.tb_frame.f_code, traceback.tb_next
        if code.co_name in names[:1]:
            break  # the rest of the traceback is from an earlier attempt that raised the same object
        names.append(code.co_name)
        connecting = connecting or (code.co_name == "_connect" and "httpcore" in code.co_filename)
    is_direct = names.count("_send_handling_redirects") == names.count("_send_single_request") == 1
    return (connecting or isinstance(error, UNSENT)) and (pool.is_ours or is_direct)


def _rejection(response: object, prepared: httpx.Request) -> httpx.Response | None:
    """Return the response from an error that a hook raised for it, without the body if it was not read."""
    if not isinstance(response, httpx.Response) or getattr(response, "_request", None) is not prepared:
        return None
    return _detached(response) if response.status_code >= 300 else None


def _detached(response: httpx.Response) -> httpx.Response:
    """Return a copy of a response that does not refer to its connection."""
    try:
        content = response.content
    except httpx.StreamError:
        content = b""
    headers = [one for one in response.headers.multi_items() if one[0] not in ("content-encoding", "transfer-encoding")]
    return httpx.Response(response.status_code, headers=headers, content=content)


def _detach(error: BaseException) -> None:
    """Remove the frames, requests and connections from an exception, and from its causes, context and members."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        BaseException.with_traceback(one, None)
        if isinstance(one, httpx.HTTPError):
            attach(one, "_request", httpx.Request("GET", ""))  # the setter of `request` fails for frozen classes
        if isinstance(one, httpx.HTTPStatusError):
            attach(one, "response", _detached(one.response))
        waiting += [one.__cause__, one.__context__, *_members(one)]


def _with_message(
    kind: type[httpx.ConnectError | httpx.ReadError], error: Exception, prepared: httpx.Request
) -> httpx.HTTPError:
    name, message = type(error).__name__, message_of(error)
    return kind(name if message == name else f"{name}: {message}", request=prepared)
