"""Guarantee 1 with a given client: exceptions of hooks and transports are mapped, or raised unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import anyio
import httpx
import pytest
from exa_websets import APIConnectionError, APIStatusError, ClientClosedError, PaymentRequiredError, WebsetsError
from support.caller import Act, Caller
from support.endings import error_of
from support.fault_server import FaultServer, answer
from support.key_guard import held
from support.odd_exceptions import MAPPED, NOT_FROM_TRANSPORTS, PASSING, Make
from support.recordings import DOCUMENTED_CANCEL

pytestmark = pytest.mark.trio

IDLE = {**DOCUMENTED_CANCEL, "id": "ws_1", "status": "idle"}
BODY = {"search": {"query": "makers of tea"}}
CREATE: Act = lambda client: client.websets.create(BODY)  # noqa: E731
CANCEL: Act = lambda client: client.websets.cancel("ws_1")  # noqa: E731
NOTE = "It may have been created all the same."


def good(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=IDLE)


def sourced(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return each name with each source that can raise the exception."""
    pairs = [(name, source) for name in names for source in ("hook", "transport")]
    return [pair for pair in pairs if pair not in [(name, "transport") for name in NOT_FROM_TRANSPORTS]]


def raised_by(call: Caller, source: str, make: Make, act: Act = CREATE) -> tuple[Any, BaseException | None, int]:
    """Let a hook or a transport raise after an answer.

    Return that exception, the one of the call, and the number of requests.
    """
    made: list[BaseException] = []
    requests: list[httpx.Request] = []

    def fail(response: httpx.Response) -> None:
        if not made:
            try:
                raise make(response)
            except BaseException as error:
                made.append(error)
                raise

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        response = httpx.Response(200, json={**IDLE, "id": "ws_1"}, request=request)
        if source == "transport":
            fail(response)
        return response

    caught = error_of(call, act, handler=handler, hook=fail if source == "hook" else None)
    return made[0], caught, len(requests)


@pytest.mark.parametrize(("name", "source"), sourced(MAPPED))
def test_exceptions_that_are_mapped(call: Caller, name: str, source: str) -> None:
    """The original is the cause, without the key; after an answer the outcome is unknown."""
    raised, caught, requests = raised_by(call, source, MAPPED[name])
    if caught is None:  # a transport that raises a ConnectError says that nothing was sent
        assert source == "transport"
        assert isinstance(raised, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError)
        return
    assert isinstance(caught, APIConnectionError), repr(caught)
    assert caught.outcome_unknown
    assert NOTE in str(caught.__notes__)
    assert requests == 1
    assert caught.__cause__ is raised
    assert raised is not None
    assert raised.__traceback__ is None
    assert not held(raised)


@pytest.mark.parametrize(("name", "source"), sourced(PASSING))
def test_exceptions_that_pass(call: Caller, name: str, source: str) -> None:
    """The same object is raised, with the attribute and the note."""
    raised, caught, requests = raised_by(call, source, PASSING[name])
    if name.startswith("Stop") and caught is not raised:  # a coroutine turns it into a RuntimeError
        assert isinstance(caught, RuntimeError)
        assert caught.__cause__ is raised
    else:
        assert caught is raised
    assert caught is not None
    assert vars(caught)["outcome_unknown"] is True
    assert name == "odd notes" or NOTE in str(caught.__notes__)
    assert requests == 1


@pytest.mark.parametrize("name", [*MAPPED, *PASSING])
def test_a_cancel_during_which_one_is_raised(call: Caller, name: str) -> None:
    """A cancel is retried after a mapped transient error; any other exception is raised."""
    raised, caught, requests = raised_by(call, "hook", {**MAPPED, **PASSING}[name], CANCEL)
    if caught is not None:
        assert requests == 1
        assert "ws_1 may still be running" in str(getattr(caught, "__notes__", "")) or name == "odd notes"
        assert caught is raised or isinstance(caught, WebsetsError | RuntimeError)
    else:
        assert name in MAPPED
        assert requests == 2


@pytest.mark.parametrize(("status", "requests"), [(404, 1), (429, 6), (503, 6), (402, 1), (301, 1)])
def test_a_hook_that_raises_for_status(call: Caller, status: int, requests: int) -> None:
    """The result is the same as without the hook: retries, class and outcome follow from the status."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(status, json={"message": "mine"})

    def hook(response: httpx.Response) -> None:
        response.raise_for_status()

    error, plain = (error_of(call, CANCEL, handler=handler, hook=each) for each in (hook, None))
    assert isinstance(error, APIStatusError)
    assert isinstance(plain, APIStatusError)
    assert (type(error), str(error), error.outcome_unknown) == (type(plain), str(plain), plain.outcome_unknown)
    assert len(seen) == 2 * requests
    assert isinstance(error.__cause__, httpx.HTTPStatusError)
    assert not held(error)


def test_a_hook_that_raises_for_status_before_the_body_is_read(call: Caller) -> None:
    """The connection is closed by then, and the error has no body."""
    with FaultServer(answer=answer({"message": "no"}, b"402 Payment Required")) as server:
        error = error_over_given_client(call, CREATE, server.base_url, httpx.Response.raise_for_status)
    assert isinstance(error, PaymentRequiredError), repr(error)
    assert error.outcome_unknown is False
    assert not held(error)


def error_over_given_client(
    call: Caller, act: Act, base_url: str, hook: Callable[[httpx.Response], object]
) -> BaseException | None:
    """Make a call over sockets of an httpx client with a response hook, and return the error."""
    if call.kind == "sync":
        with httpx.Client(event_hooks={"response": [hook]}) as http:
            return error_of(call, act, base_url=base_url, http_client=http)

    async def async_hook(response: httpx.Response) -> None:
        hook(response)

    async_http = httpx.AsyncClient(event_hooks={"response": [async_hook]})

    async def perform(client: Any) -> Any:
        async with async_http:
            return await act(client)

    return error_of(call, perform, base_url=base_url, http_client=async_http)


@pytest.mark.parametrize("kind", [httpx.ConnectError, httpx.PoolTimeout, httpx.ProxyError])
@pytest.mark.parametrize("source", ["hook", "transport"])
def test_a_failed_call_of_the_callers_own_proves_nothing(call: Caller, source: str, kind: Any) -> None:
    """If a hook or transport fails to connect elsewhere after the create was answered, the Webset may exist."""

    def unreachable(request: httpx.Request) -> httpx.Response:
        raise kind("elsewhere")

    elsewhere = httpx.Client(transport=httpx.MockTransport(unreachable))
    _, error, requests = raised_by(call, source, lambda _: elsewhere.get("https://log.example"))
    assert isinstance(error, APIConnectionError)
    assert error.outcome_unknown
    assert requests == 1


@pytest.mark.parametrize("kind", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError])
def test_a_transport_that_cannot_connect_has_sent_nothing(call: Caller, kind: Any) -> None:
    """The create is retried, even if the transport raises the same object each time."""
    error, requests = kind("mine"), list[httpx.Request]()

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        raise error

    caught = error_of(call, CREATE, handler=handler)
    assert isinstance(caught, APIConnectionError)
    assert caught.outcome_unknown is False
    assert not hasattr(caught, "__notes__")
    assert len(requests) == 3
    assert caught.__cause__ is error


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("kind", [RuntimeError, httpx.ReadError, anyio.ClosedResourceError])
def test_a_client_that_a_hook_closes(kind: Any, grouped: bool) -> None:
    """The error of a closed client has the original as its cause, also for exception groups."""
    original: Exception = ExceptionGroup("mine", [kind("mine")]) if grouped else kind("mine")

    def fail(response: httpx.Response) -> None:
        http.close()
        raise original

    with httpx.Client(transport=httpx.MockTransport(good), event_hooks={"response": [fail]}) as http:
        error = error_of(Caller("sync"), CREATE, http_client=http)
    assert isinstance(error, ClientClosedError), repr(error)
    assert error.outcome_unknown
    assert error.__cause__ is original


@pytest.mark.parametrize("kind", [KeyError, NotImplementedError, RecursionError])
def test_an_exception_of_a_hook_that_has_closed_the_client(kind: Any) -> None:
    """The caller's own exception is raised."""

    def fail(response: httpx.Response) -> None:
        http.close()
        raise original

    original = kind("mine")
    with httpx.Client(transport=httpx.MockTransport(good), event_hooks={"response": [fail]}) as http:
        assert error_of(Caller("sync"), CREATE, http_client=http) is original
    assert vars(original)["outcome_unknown"] is True
