"""Guarantee 1: an exception of the caller's signal handler during a call is raised unchanged."""

from __future__ import annotations

import gc
import signal
import ssl
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

import httpx
import pytest
from exa_websets import WebsetsClient, WebsetsError
from support.caller import KEY, Caller
from support.fault_server import Do, FaultServer
from support.http_service import served
from support.paid_webset import PaidWebset


class SoftTimeLimitExceeded(Exception):
    """The exception of a job queue's time limit."""


LIMITS: dict[str, Callable[[], Exception]] = {
    "an exception of its own": SoftTimeLimitExceeded,
    "a TimeoutError": lambda: TimeoutError("the job took too long"),
    "an OSError": lambda: OSError(110, "the job took too long"),
    "a ValueError": lambda: ValueError("the job took too long"),
    "an error of TLS": lambda: ssl.SSLError("the job took too long"),
}
CALLS: dict[str, Callable[[WebsetsClient], object]] = {
    "create": lambda client: client.websets.create({"search": {"query": "makers of tea"}}),
    "cancel": lambda client: client.websets.cancel("x"),
    "get": lambda client: client.websets.get("x"),
    "list_all": lambda client: [*client.websets.list_all()],
    "cancel_many": lambda client: client.websets.cancel_many(["x"]),
}


@pytest.fixture(params=[*LIMITS.values()], ids=[*LIMITS])
def limit(request: pytest.FixtureRequest) -> Iterator[Exception]:
    """Raise an exception in the main thread as soon as it waits for an answer."""
    error: Exception = request.param()

    def raise_it(*_: object) -> None:
        raise error

    before = signal.signal(signal.SIGALRM, raise_it)
    yield error
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("phase", ["headers", "body"])
@pytest.mark.parametrize("name", CALLS)
def test_it_ends_the_call(name: str, phase: str, limit: Exception) -> None:
    """The call is not retried, and raises the exception of the handler."""
    begin: tuple[Any, ...] = (Do.READ, b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{")
    script = (*(begin if phase == "body" else (Do.READ,)), Do.STALL)
    with FaultServer(script, times=None) as server, WebsetsClient(KEY, base_url=server.base_url, timeout=1) as client:
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with pytest.raises(type(limit)) as caught:
            CALLS[name](client)
        assert caught.value is limit
        assert len(server.received) == 1
        if name == "create":
            assert vars(limit)["outcome_unknown"] is True
            assert "It may have been created all the same." in str(limit.__notes__)


@pytest.mark.parametrize(
    ("server", "accepted"),
    [({"port": "full"}, 0), ({"scheme": "https", "at_once": True}, 1)],
    ids=["a connection that is not accepted", "a handshake"],
)
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # of the standard library
def test_it_ends_a_call_that_is_connecting(server: dict[str, Any], accepted: int, limit: Exception) -> None:
    """The call is not retried, and raises the exception of the handler."""
    with (
        FaultServer((Do.STALL,), times=None, **server) as service,
        WebsetsClient(KEY, base_url=service.base_url, timeout=1) as client,
    ):
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with pytest.raises(type(limit)) as caught:
            client.websets.get("x")
        assert caught.value is limit
        assert service.connections == accepted
        limit.__traceback__ = None  # its frames hold the connection
        del caught
        gc.collect()


def test_it_is_found_below_an_error_of_the_connection(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection layer may have wrapped it, as it does in code that instrumentation replaces."""
    mine, calls = SoftTimeLimitExceeded(), list[object]()

    def handle_request(_: object, request: httpx.Request) -> httpx.Response:
        calls.append(request)
        try:
            raise mine
        except SoftTimeLimitExceeded as error:
            raise httpx.ReadError("cut", request=request) from error

    async def handle_async_request(_: object, request: httpx.Request) -> httpx.Response:
        return handle_request(_, request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle_request)
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", handle_async_request)
    with pytest.raises(SoftTimeLimitExceeded) as caught:
        call(lambda client: client.websets.get("x"), base_url="http://127.0.0.1:1")
    assert caught.value is mine
    assert len(calls) == 1


def cut() -> None:
    raise odd  # type: ignore[name-defined]  # noqa: F821


@pytest.mark.parametrize("class_of", ["h11", "httpcore", "httpx", "builtins", "tea"])
@pytest.mark.parametrize(
    "raised_by",
    [
        *("anyio", "asyncio", "certifi", "exa_websets", "h11", "httpcore", "httpx", "idna", "outcome", "sniffio"),
        *("socksio", "ssl", "trio", "uvloop", "tea", "trio_tea", "exa_websets_tea", None),
    ],
)
def test_who_raised_it(call: Caller, monkeypatch: pytest.MonkeyPatch, raised_by: str | None, class_of: str) -> None:
    """An exception is the caller's if its class or the function that raised it is of none of the libraries in use.

    Tools that mock the network raise exceptions of httpx and httpcore.
    """
    odd: Any = type("OddError", (Exception,), {"__module__": f"{class_of}._errors"})
    names = {"odd": odd("cut"), **({"__name__": f"{raised_by}._streams"} if raised_by else {})}

    def handle_request(*_: object) -> None:
        FunctionType(cut.__code__, names)()

    async def handle_async_request(*_: object) -> None:
        handle_request()

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle_request)
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", handle_async_request)
    is_callers = "tea" in f"{raised_by} {class_of}" and class_of not in ("httpcore", "httpx")
    with pytest.raises(odd if is_callers else WebsetsError):
        call(lambda client: client.websets.get("x"), base_url="http://127.0.0.1:1", max_retries=0)


@pytest.mark.parametrize("is_circular", [True, False])
def test_causes_that_were_not_raised(call: Caller, monkeypatch: pytest.MonkeyPatch, is_circular: bool) -> None:
    """An error of the connection may have a cause without a traceback, which may even have the error as its cause."""

    def handle_request(*_: object) -> None:
        error, cause = httpx.ReadError("cut"), OSError("gone")
        cause.__cause__ = error if is_circular else None
        raise error from cause

    async def handle_async_request(*_: object) -> None:
        handle_request()

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle_request)
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", handle_async_request)
    with pytest.raises(WebsetsError, match="cut"):
        call(lambda client: client.websets.get("x"), base_url="http://127.0.0.1:1", max_retries=0)


@pytest.mark.waits
@pytest.mark.parametrize("moment", ["create", "wait"])
def test_it_ends_a_run(moment: str, limit: Exception) -> None:
    """The Webset is canceled, and the exception is raised."""
    if moment == "create" and not isinstance(limit, SoftTimeLimitExceeded):
        pytest.skip("takes seconds, because the create may still be on its way")
    service = PaidWebset()

    def ring() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        signal.sigtimedwait([signal.SIGUSR2], 0.3)  # a slow answer, handled in another thread

    service.faults["create" if moment == "create" else "get"] = [ring]
    with served(service.handler) as here, WebsetsClient(KEY, base_url=here.base_url) as client:
        with pytest.raises(type(limit)) as caught, client.websets.run({"search": {"query": "tea"}}) as run:
            run.wait()
        assert caught.value is limit
    assert not service.runs
