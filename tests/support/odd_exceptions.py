"""Exceptions that a caller's hook, transport or callback may raise, including unusual ones."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any, cast

import anyio
import attrs
import h11
import httpcore
import httpx
import idna
import socksio


class SilentError(httpx.ReadError):
    """An exception whose str and repr raise."""

    def __str__(self) -> str:
        raise KeyError("no text")


class EmptyError(httpx.ReadError):
    """An exception that is false."""

    def __len__(self) -> int:
        return 0


class FrozenReadError(httpx.ReadError):
    """A read error that rejects new attributes once it was raised."""

    def __setattr__(self, name: str, value: object) -> None:
        if "frozen" in vars(self):
            raise AttributeError("frozen")
        super().__setattr__(name, value)


def frozen_read_error(response: httpx.Response) -> Exception:
    error = FrozenReadError("mine", request=response.request)
    error.frozen = True
    return error


def caused_by_itself(response: httpx.Response) -> Exception:
    error = httpx.ReadError("")
    error.__cause__ = error
    return error


def after_a_status_error(response: httpx.Response) -> Exception:
    error = httpx.ReadError("mine")
    error.__context__ = httpx.HTTPStatusError("mine", request=response.request, response=response)
    return error


def nested(response: httpx.Response) -> Exception:
    error: Any = httpx.ReadError("mine", request=response.request)
    for _ in range(2000):
        error = ExceptionGroup("mine", [error])
    return cast("Exception", error)


Make = Callable[[httpx.Response], Any]
"""Makes the exception that is raised after an answer, or raises one itself."""

MAPPED: dict[str, Make] = {
    "ReadError": lambda response: httpx.ReadError("mine", request=response.request),
    "ReadError without a request": lambda _: httpx.ReadError("mine"),
    "ReadTimeout": lambda _: httpx.ReadTimeout("mine"),
    "ConnectError": lambda _: httpx.ConnectError("mine"),
    "ConnectError of the same request": lambda response: httpx.ConnectError("mine", request=response.request),
    "ConnectTimeout": lambda response: httpx.ConnectTimeout("mine", request=response.request),
    "PoolTimeout": lambda response: httpx.PoolTimeout("mine", request=response.request),
    "ProxyError": lambda response: httpx.ProxyError("mine", request=response.request),
    "DecodingError": lambda _: httpx.DecodingError("mine"),
    "TooManyRedirects": lambda _: httpx.TooManyRedirects("mine"),
    "UnsupportedProtocol": lambda _: httpx.UnsupportedProtocol("mine"),
    "HTTPStatusError of a success": lambda r: httpx.HTTPStatusError("mine", request=r.request, response=r),
    "HTTPStatusError of another call": lambda r: httpx.HTTPStatusError(
        "mine", request=r.request, response=httpx.Response(404, request=httpx.Request("GET", "https://other.example"))
    ),
    "after an HTTPStatusError": after_a_status_error,
    "InvalidURL": lambda _: httpx.InvalidURL("mine"),
    "StreamClosed": lambda _: httpx.StreamClosed(),
    "ResponseNotRead": lambda _: httpx.ResponseNotRead(),
    "CookieConflict-like HTTPError": lambda _: httpx.HTTPError("mine"),
    "httpcore.ReadError": lambda _: httpcore.ReadError("mine"),
    "httpcore.ConnectError": lambda _: httpcore.ConnectError("mine"),
    "h11.RemoteProtocolError": lambda _: h11.RemoteProtocolError("mine"),
    "socksio.ProtocolError": lambda _: socksio.ProtocolError("mine"),
    "anyio.ClosedResourceError": lambda _: anyio.ClosedResourceError(),
    "SSLError": lambda _: ssl.SSLError(1, "mine"),
    "SSLCertVerificationError": lambda _: ssl.SSLCertVerificationError("mine"),
    "UnicodeDecodeError": lambda _: UnicodeDecodeError("utf-8", b"", 0, 1, "mine"),
    "UnicodeError": lambda _: UnicodeError("mine"),
    "IDNAError": lambda _: idna.IDNAError("mine"),
    "a group": lambda _: ExceptionGroup("mine", [httpx.ConnectError("a"), ssl.SSLError(1, "b")]),
    "a deep group": nested,
    "caused by itself": caused_by_itself,
    "without a text": lambda _: SilentError("mine"),
    "false": lambda _: EmptyError("mine"),
    "frozen": frozen_read_error,
}
# httpx and contextlib set attributes of exceptions that a transport raises.
NOT_FROM_TRANSPORTS = ("frozen", "fixed")


@attrs.frozen
class FrozenError(Exception):
    """An immutable exception."""

    reason: str


class FixedError(Exception):
    """An exception whose attributes cannot be set."""

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(name)


class SlottedError(Exception):
    """An exception with slots."""

    __slots__ = ("reason",)


class WithoutNotesError(Exception):
    """An exception whose `add_note` raises."""

    def add_note(self, note: str, /) -> None:
        raise KeyError(note)


class FalseError(Exception):
    """An exception that is false, cannot be compared and has no text."""

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        raise KeyError("not comparable")

    __hash__ = Exception.__hash__

    def __str__(self) -> str:
        raise KeyError("no text")


class OddModuleError(Exception):
    """An exception whose `__module__` is not a string."""

    __module__ = None  # type: ignore[assignment] # pyright: ignore


def with_odd_notes(response: httpx.Response) -> Exception:
    error = ValueError("mine")
    error.__notes__ = 5  # type: ignore[assignment] # pyright: ignore
    return error


PASSING: dict[str, Make] = {
    "KeyError": lambda _: KeyError("mine"),
    "OSError": lambda _: OSError(28, "mine"),
    "TimeoutError": lambda _: TimeoutError("mine"),
    "MemoryError": lambda _: MemoryError(),
    "RecursionError": lambda _: RecursionError(),
    "ValueError": lambda _: ValueError("mine"),
    "StopIteration": lambda _: StopIteration(),
    "StopAsyncIteration": lambda _: StopAsyncIteration(),
    "RuntimeError": lambda _: RuntimeError("mine"),
    "NotImplementedError": lambda _: NotImplementedError(),
    "AssertionError": lambda _: AssertionError(),
    "frozen": lambda _: FrozenError("mine"),
    "fixed": lambda _: FixedError("mine"),
    "with slots": lambda _: SlottedError("mine"),
    "without notes": lambda _: WithoutNotesError("mine"),
    "false": lambda _: FalseError("mine"),
    "of an odd module": lambda _: OddModuleError("mine"),
    "odd notes": with_odd_notes,
    "a mixed group": lambda _: ExceptionGroup("mine", [httpx.ReadError("a"), KeyError("b")]),
    "a group of interruptions": lambda _: BaseExceptionGroup("mine", [KeyboardInterrupt(), SystemExit()]),
    "GeneratorExit": lambda _: GeneratorExit(),
}
