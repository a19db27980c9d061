"""The boundary: exceptions of the connection layer become errors that the retry rules know; all others pass."""

from __future__ import annotations

import ssl
from typing import Any

import httpx

from .._errors import ClientClosedError
from .client_pool import ClientPool
from .request import Request
from .retries import UNSENT

_CONNECTION_LAYER = frozenset(("anyio", "h11", "h2", "hpack", "httpcore", "idna", "socksio"))


def translate(
    error: Exception, request: Request, prepared: httpx.Request, pool: ClientPool[Any]
) -> httpx.HTTPError | ClientClosedError | None:
    """Return what an exception of an attempt means for its call, or None if it has to pass to the caller as it is.

    With connections of our own every exception but a MemoryError comes from the connection layer. With a client of the
    caller's, its hooks, transports and authentication raise exceptions too, and those are the caller's.
    """
    belongs = isinstance(error, httpx.HTTPError) or _is_of_connection_layer(error)
    if pool.is_closed and (belongs or pool.is_ours or isinstance(error, RuntimeError)):
        return closed_error(request)
    if isinstance(error, httpx.HTTPStatusError):
        return error
    if isinstance(error, httpx.HTTPError):
        # A hook that makes calls of its own may raise a ConnectError after the request was sent.
        if isinstance(error, UNSENT) and getattr(error, "_request", None) is not prepared:
            return _with_message(httpx.ReadError, error, prepared)
        return error
    if not belongs and (not pool.is_ours or isinstance(error, MemoryError)):
        return None
    return _with_message(httpx.ConnectError if _was_connecting(error) else httpx.ReadError, error, prepared)


def closed_error(request: Request) -> ClientClosedError:
    """Return the error for a call of a client that was closed. An attempt that was in flight may have acted."""
    error = ClientClosedError(
        "the client has been closed", method=request.method, path=request.path, attempts=request.attempts.count
    )
    error.outcome_unknown = request.may_have_acted
    return error


def cause_of(final: object, pool: ClientPool[Any]) -> BaseException | None:
    """Return the exception that a final outcome stands for, as the cause of our error; None with our own connections.

    Its frames and its request are removed, because they hold the key.
    """
    if pool.is_ours or not isinstance(final, httpx.HTTPError):
        return None
    original: BaseException = getattr(final, "original", final)
    seen: list[BaseException] = []
    ahead: list[BaseException | None] = [original]
    while ahead:
        one = ahead.pop()
        if one is not None and one not in seen:
            seen.append(one)
            ahead += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]
            one.__traceback__ = None
            if isinstance(one, httpx.RequestError):
                one.request = httpx.Request("GET", "")
    return original


def _is_of_connection_layer(error: BaseException) -> bool:
    if isinstance(error, BaseExceptionGroup):
        return all(map(_is_of_connection_layer, error.exceptions))
    if isinstance(error, httpx.HTTPError | httpx.InvalidURL | httpx.StreamError | ssl.SSLError | UnicodeError):
        return True
    return type(error).__module__.partition(".")[0] in _CONNECTION_LAYER


def _was_connecting(error: Exception) -> bool:
    """Return True if an exception was raised before there was a connection, so that nothing was sent."""
    traceback = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_name == "_connect" and "httpcore" in code.co_filename:
            return True
        traceback = traceback.tb_next
    return False


def _with_message(
    kind: type[httpx.ConnectError | httpx.ReadError], error: Exception, prepared: httpx.Request
) -> httpx.HTTPError:
    made = kind(f"{type(error).__name__}: {error}".rstrip(": "), request=prepared)
    vars(made)["original"] = error
    return made
