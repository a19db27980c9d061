"""Guarantee 2: a call that was handed over may have acted, unless it is proven that nothing was sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, Literal

import anyio
import httpx
import pytest
from exa_websets import APIConnectionError, Drift, WebsetsError
from support.caller import Act, Caller
from support.endings import Block, ending_of, error_of
from support.odd_exceptions import MAPPED, PASSING
from support.one_webset import OneWebset
from support.operations import CREATES, OPERATIONS
from support.request_bodies import ID

pytestmark = pytest.mark.trio

BODY = {"search": {"query": "makers of tea"}}
NOTE = "It may have been created all the same. Look with "
# Where to look for the object that a create may have made.
PLACES = {
    "websets-create": f"get({ID!r})",
    "websets-searches-create": f"websets.get({ID!r})",
    "websets-enrichments-create": f"websets.get({ID!r})",
    "imports-create": "list()",
    "monitors-create": "list()",
    "webhooks-create": "list()",
}


# --- Every create, interrupted after it was handed over ---

INTERRUPTIONS = [KeyboardInterrupt, SystemExit, GeneratorExit, asyncio.CancelledError, KeyError, MemoryError]


def test_every_create_is_listed() -> None:
    """Every operation that creates something is in the table."""
    assert [*PLACES] == CREATES


@pytest.mark.parametrize("operation", CREATES)
@pytest.mark.parametrize("source", ["hook", "transport"])
def test_an_interrupted_create(call: Caller, operation: str, source: str) -> None:
    """Whatever ends a create, the exception has the attribute, and a note says where to look."""
    for kind in INTERRUPTIONS:
        error, requests = kind(), list[httpx.Request]()

        def interrupt(answered: object, error: BaseException = error) -> Any:
            raise error

        def handler(request: httpx.Request, seen: list[httpx.Request] = requests, interrupt: Any = interrupt) -> Any:
            seen.append(request)
            return interrupt(request) if source == "transport" else httpx.Response(200, json={})

        hook = interrupt if source == "hook" else None
        assert error_of(call, OPERATIONS[operation], handler=handler, hook=hook) is error
        assert vars(error)["outcome_unknown"] is True
        assert NOTE + PLACES[operation] in str(error.__notes__)
        assert len(requests) == 1


@pytest.mark.parametrize("operation", CREATES)
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_create_that_a_scope_cancels(operation: str, backend: Literal["asyncio", "trio"]) -> None:
    """The cancellation has the note too."""
    caught: list[BaseException] = []

    async def handler(request: httpx.Request) -> httpx.Response:
        scopes[0].cancel()
        await anyio.sleep_forever()
        raise AssertionError

    scopes: list[anyio.CancelScope] = []

    async def main(client: Any) -> None:
        with anyio.CancelScope() as scope:
            scopes.append(scope)
            try:
                await OPERATIONS[operation](client)
            except BaseException as error:
                caught.append(error)
                raise

    http = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    Caller(backend)(main, http_client=http)
    [error] = caught
    assert vars(error)["outcome_unknown"] is True
    assert NOTE + PLACES[operation] in str(error.__notes__)


@pytest.mark.parametrize("operation", CREATES)
def test_a_create_that_a_timeout_of_asyncio_ends(operation: str) -> None:
    """The TimeoutError is raised from the cancellation, which has the note."""

    async def handler(request: httpx.Request) -> httpx.Response:
        await anyio.sleep_forever()
        raise AssertionError

    async def act(client: Any) -> None:
        async with asyncio.timeout(0.01):
            await OPERATIONS[operation](client)

    http = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    error = error_of(Caller("asyncio"), act, http_client=http)
    assert isinstance(error, TimeoutError)
    cancellation = error.__cause__ or error.__context__  # the cause since Python 3.11.3
    assert cancellation is not None
    assert NOTE + PLACES[operation] in str(cancellation.__notes__)


# --- A create inside a helper, and an exception of the caller's own code after it was sent ---

HELPERS: dict[str, Act] = {
    "run": lambda client: Block(client.websets.run(BODY, external_id="tea")),
    "run, random name": lambda client: Block(client.websets.run(BODY)),
    "get_or_create": lambda client: client.websets.get_or_create("tea", BODY),
}


class Once:
    """Raises an exception for the first create."""

    def __init__(self, error: BaseException) -> None:
        self.error: BaseException | None = error

    def __call__(self) -> None:
        if self.error is not None:
            error, self.error = self.error, None
            raise error


@contextmanager
def filtering(accepts: Callable[[logging.LogRecord], bool]) -> Generator[None]:
    """Add a filter to our logger."""
    logger = logging.getLogger("exa_websets")
    logger.setLevel(logging.DEBUG)
    logger.addFilter(accepts)
    try:
        yield
    finally:
        logger.removeFilter(accepts)
        logger.setLevel(logging.NOTSET)


def ended_by(call: Caller, helper: str, source: str, error: BaseException) -> tuple[BaseException | None, OneWebset]:
    """Let something raise an exception after the create was answered; return the raised exception and the service."""
    once, service, settings = Once(error), OneWebset(), dict[str, Any]()

    def accepts(record: logging.LogRecord) -> bool:
        if "POST" in record.getMessage() and "/cancel" not in record.getMessage():
            once()
        return True

    match source:
        case "transport":
            service.sees = service.after_the_create(once)
        case "hook":
            settings["hook"] = service.after_the_create(once)
        case _:
            with filtering(accepts):
                return error_of(call, HELPERS[helper], handler=service, verbatim=True), service
    return error_of(call, HELPERS[helper], handler=service, verbatim=True, **settings), service


# Exceptions that are raised unchanged from anywhere, also from a coroutine and a transport.
PASSES = [name for name in PASSING if not name.startswith("Stop") and name not in ("fixed", "GeneratorExit")]


@pytest.mark.parametrize("source", ["hook", "transport", "filter"])
@pytest.mark.parametrize("helper", HELPERS)
def test_an_exception_after_a_create_was_sent(call: Caller, helper: str, source: str) -> None:
    """The Webset is canceled, and the same exception is raised."""
    for name in PASSES:
        error: BaseException = PASSING[name](httpx.Response(200))
        caught, service = ended_by(call, helper, source, error)
        assert caught is error, name
        assert vars(error)["outcome_unknown"] is True, name
        assert service.status == "idle" or (helper == "get_or_create" and not isinstance(error, Exception)), name
        assert service.requests[0] == "create"
        assert service.requests.count("create") == 1
        if name != "odd notes" and service.status == "idle":
            assert "ws_1 was canceled, and nothing in it is running." in error.__notes__, name


@pytest.mark.parametrize("helper", HELPERS)
@pytest.mark.parametrize("kind", [KeyError, MemoryError, APIConnectionError, KeyboardInterrupt])
def test_a_callback_for_drift_that_raises(call: Caller, helper: str, kind: Any) -> None:
    """An exception is logged, and the call succeeds; an interruption ends the helper like any other."""
    service, error = OneWebset(), kind.__new__(kind)
    once = Once(error)

    def on_drift(drift: Drift) -> None:
        once()

    caught = error_of(call, HELPERS[helper], handler=service, verbatim=True, on_drift=on_drift)
    assert caught is (error if kind is KeyboardInterrupt else None)
    assert service.requests.count("create") == 1
    assert service.status == ("running" if helper == "get_or_create" else "idle")
    if caught is not None:
        assert vars(caught)["outcome_unknown"] is True
        assert NOTE in str(error.__notes__)


@pytest.mark.parametrize("source", ["hook", "transport"])
@pytest.mark.parametrize("helper", HELPERS)
def test_an_error_of_the_connection_after_a_create_was_sent(call: Caller, helper: str, source: str) -> None:
    """The Webset is looked up and used, and only one exists."""
    of_transports = ("ReadError", "SSLError", "a group", "without a text")
    names = [name for name in MAPPED if source == "hook" or name in of_transports]
    for name in names:
        service, response = OneWebset(), httpx.Response(200, request=httpx.Request("POST", "https://x.example"))
        once = Once(MAPPED[name](response))
        raises, hook = service.after_the_create(once), None
        if source == "hook":
            hook = raises
        else:
            service.sees = raises
        _, error = ending_of(call, HELPERS[helper], handler=service, verbatim=True, hook=hook)
        assert error is None, (name, repr(error))
        assert service.requests.count("create") == 1, name
        assert service.status == ("running" if helper == "get_or_create" else "idle"), name


# --- Repeated look-ups after a create whose outcome is unknown ---


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, asyncio.CancelledError])
@pytest.mark.parametrize("status", [503, 403])
def test_an_interruption_between_two_rounds(call: Caller, kind: Any, status: int) -> None:
    """After a lost answer the Webset may exist; after a rejected create it does not. Nothing is looked up."""
    requests: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request.method)
        return httpx.Response(status, json={"message": "maximum number of concurrent requests"})

    def interrupted(seconds: float) -> None:
        raise error

    error = kind()
    act: Act = lambda client: client.websets.get_or_create("tea", BODY, wait_for_slot=60, max_retries=0)  # noqa: E731
    assert error_of(call, act, handler=handler, sleep=interrupted) is error
    assert vars(error)["outcome_unknown"] is (status == 503)
    assert ("created all the same" in str(getattr(error, "__notes__", ""))) is (status == 503)
    assert requests == ["POST"]


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_an_interruption_while_a_run_waits_for_a_slot(call: Caller, kind: Any) -> None:
    """Every create was rejected, so there is nothing to cancel, and the run ends at once."""
    requests: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request.method)
        return httpx.Response(403, json={"message": "maximum number of concurrent requests"})

    def interrupted(seconds: float) -> None:
        raise error

    error = kind()
    act: Act = lambda client: Block(client.websets.run(BODY, wait_for_slot=60))  # noqa: E731
    assert error_of(call, act, handler=handler, sleep=interrupted) is error
    assert vars(error)["outcome_unknown"] is False
    assert requests == ["POST"]


@pytest.mark.parametrize("helper", HELPERS)
def test_an_accepted_answer_that_cannot_be_read_has_acted(call: Caller, helper: str) -> None:
    """The Webset is looked up, and never created twice."""
    service = OneWebset()

    def handler(request: httpx.Request) -> httpx.Response:
        response = service(request)
        return httpx.Response(201, json=["tea"]) if service.requests == ["create"] else response

    _, error = ending_of(call, HELPERS[helper], handler=handler, verbatim=True)
    assert error is None
    assert service.requests[:2] == ["create", "get"]
    assert service.requests.count("create") == 1


def test_a_look_up_that_fails_leaves_the_outcome_unknown(call: Caller) -> None:
    """The error of the failed look-up says that the Webset may exist."""
    statuses = iter([503, 401])

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(next(statuses), json={"message": "no"})

    act: Act = lambda client: client.websets.get_or_create("tea", BODY)  # noqa: E731
    error = error_of(call, act, handler=handler)
    assert isinstance(error, WebsetsError)
    assert error.outcome_unknown
    assert "'tea' may have been created all the same" in str(error.__notes__)


def test_a_refused_connection_has_sent_nothing(call: Caller) -> None:
    """After a refused connection helpers do not look the Webset up."""
    for helper in HELPERS.values():
        error = error_of(call, helper, base_url="http://127.0.0.1:1/websets")
        assert isinstance(error, APIConnectionError)
        assert error.outcome_unknown is False
