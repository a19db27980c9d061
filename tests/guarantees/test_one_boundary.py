"""Guarantee 1: what comes out of a call is one of our errors, or the caller's own exception, unchanged."""

from __future__ import annotations

import inspect
import logging
import ssl
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from functools import partial
from typing import Any, cast

import anyio
import anyio.to_thread
import attrs
import h11
import httpcore
import httpx
import idna
import pytest
from exa_websets import (
    APIConnectionError,
    APIStatusError,
    AsyncWebsetsClient,
    ClientClosedError,
    ConfigurationError,
    PaymentRequiredError,
    WebsetsClient,
    WebsetsError,
    deadline,
)
from support.answers import about
from support.caller import KEY, Act, Caller
from support.endings import Block, error_of, result_of
from support.fault_server import Do, FaultServer, Received, Script, answer
from support.garbling_server import GarblingServer
from support.internals import transport_of
from support.key_guard import held
from support.paths import DATA
from support.recordings import DOCUMENTED_CANCEL

CERTIFICATE = DATA / "tls" / "loopback.pem"
IDLE = {**DOCUMENTED_CANCEL, "status": "idle"}
BODY = {"search": {"query": "makers of tea"}}
CREATE: Act = lambda client: client.websets.create(BODY)  # noqa: E731
CANCEL: Act = lambda client: client.websets.cancel("ws_1")  # noqa: E731
NOTE = "It may have been created all the same."

# An answer that cannot be read leaves unfinished generators behind in httpx.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")


def good(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=IDLE)


def echo(received: Received) -> bytes:
    return answer(about(received.request, IDLE))


# --- Connections of our own ---

LOCATIONS = [
    b"mailto:x",
    b"http://xn--/",
    b"http://xn--a/",
    b"http://[::1",
    b"http://[::g]/",
    b"http://[v1.x]/",
    b"http://x:99999999/",
    b"http://x:abc/",
    b"http://x:-1/",
    b"http://" + b"a" * 64 + b"/",
    b"http://" + b"a." * 200 + b"/",
    b"http://a..b/",
    b"http://.a/",
    b"http://\xff\xfe/",
    b"http://\xe2\x80\xae/",
    b"http://a b/",
    b"http://999.999.999.999/",
    b"http://%00/",
    b"//",
    b"///x",
    b"http:",
    b"http:///",
    b"x" * 70_000,
    b"http://x/\x7f",
    b"?\xff",
    b"data:,x",
    b"javascript:0",
    b"ftp://x/",
    b"",
]
GOOD = answer({**IDLE, "id": "ws_1"})
GARBAGE: dict[str, Script] = {
    "no HTTP at all": (b"\x00\xff\x00\xff" * 50 + b"\r\n\r\n",),
    "a status of words": (b"HTTP/1.1 fine OK\r\n\r\n",),
    "a status of 99": (b"HTTP/1.1 099 x\r\ncontent-length: 0\r\n\r\n",),
    "a status of 1000": (b"HTTP/1.1 1000 x\r\ncontent-length: 0\r\n\r\n",),
    "HTTP/9": (GOOD.replace(b"HTTP/1.1", b"HTTP/9.9"),),
    "a name with a space": (GOOD.replace(b"content-type", b"content type"),),
    "a header without a colon": (GOOD.replace(b"content-type: ", b"content-type "),),
    "a NUL in a header": (GOOD.replace(b"application/json", b"application/\x00json"),),
    "a negative length": (GOOD.replace(b"content-length: ", b"content-length: -"),),
    "a length of 5000 digits": (GOOD.replace(b"content-length: ", b"content-length: " + b"9" * 5000),),
    "a chunk of words": (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nmany\r\n",),
    "an unknown coding": (b"HTTP/1.1 200 OK\r\ntransfer-encoding: tea\r\n\r\n",),
    "10,000 headers": (b"HTTP/1.1 200 OK\r\n" + b"x-tea: green\r\n" * 10_000 + b"\r\n",),
    "a header of 1 MB": (b"HTTP/1.1 200 OK\r\nx-tea: " + b"g" * 1_000_000 + b"\r\n\r\n",),
    "deflate that is none": (answer(IDLE, headers={"content-encoding": "deflate"}),),
    "a charset that does not exist": (GOOD.replace(b"application/json", b"application/json; charset=tea"),),
    "HTTP/2": (b"\x00\x00\x00\x04\x00\x00\x00\x00\x00",),
}
# The number of bytes of an answer that are sent, and what comes below TLS then.
TLS: dict[str, tuple[int, bytes]] = {
    "garbage": (0, b"\x17\x03\x03\x00\x20" + b"x" * 32),
    "plain text": (0, b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n"),
    "an alert": (0, b"\x15\x03\x03\x00\x02\x02\x50"),
    "garbage inside an answer": (200, b"\x17\x03\x03\x00\x20" + b"x" * 32),
    "a record of another version": (0, b"\x17\x09\x09\x00\x20" + b"x" * 32),
    "half a record": (0, b"\x17\x03\x03\x00\x20xx"),
    "an end without goodbye": (0, b""),
    "an end inside an answer": (200, b""),
}


@pytest.mark.parametrize("location", LOCATIONS, ids=lambda location: repr(location[:30]))
def test_redirects(call: Caller, location: bytes) -> None:
    """A redirect that cannot be parsed is retried like a broken answer; one that can is an error with its status."""
    head = b"HTTP/1.1 303 See Other\r\nlocation: " + location + b"\r\ncontent-length: 0\r\n\r\n"
    with FaultServer((Do.READ, head), answer=echo) as server:
        errors = [error_of(call, act, base_url=server.base_url) for act in (CREATE, CANCEL)]
    created, canceled = errors
    assert isinstance(created, WebsetsError), repr(created)
    assert server.requests["create"] == 1
    assert canceled is None or "redirects" in str(canceled), repr(canceled)
    if isinstance(created, APIConnectionError):
        assert created.outcome_unknown
        assert (canceled, server.requests["cancel"]) == (None, 2)


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage(call: Caller, name: str) -> None:
    """What is not an answer at all ends in an error of ours, and a cancel gets through."""
    with FaultServer((Do.READ, *GARBAGE[name], Do.CLOSE), answer=echo) as server:
        error = error_of(call, CREATE, base_url=server.base_url)
        assert error is None or isinstance(error, WebsetsError), repr(error)
        if isinstance(error, APIConnectionError):
            assert error.outcome_unknown
            assert NOTE in str(error.__notes__)
        assert server.requests["create"] == 1
        assert result_of(call, CANCEL, base_url=server.base_url).id == "ws_1"


@pytest.mark.parametrize("name", TLS)
def test_a_garbled_tls_record(call: Caller, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors of TLS are ours too, on each event loop."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with GarblingServer(CERTIFICATE, {**IDLE, "id": "ws_1"}, *TLS[name]) as server:
        error = error_of(call, CREATE, base_url=server.base_url)
        assert isinstance(error, APIConnectionError), repr(error)
        assert error.outcome_unknown
        assert NOTE in str(error.__notes__)
        assert result_of(call, CANCEL, base_url=server.base_url).id == "ws_1"
    assert server.requests == {"POST /websets/v0/websets": 1, "POST /websets/v0/websets/ws_1/cancel": 2}


@pytest.mark.parametrize(
    "address",
    [
        "https://" + "a" * 64,
        "https://" + "a" * 64 + ".example",
        "https://a..example",
        "https://.example",
        "https://xn--.example",
        "https://xn--a.example",
        "https://\u00ad",
        "https://a\u3002\u3002b",
        "https://[::1%25]",
        "https://127.0.0.1:0",
        "http://127.0.0.1:65536",
        "http://127.0.0.1:99999",
        "http://localhost:65536",
        "http://127.0.0.1:1",
    ],
)
def test_an_address_that_cannot_be_reached(call: Caller, address: str) -> None:
    """Nothing was sent, and the error says so."""
    try:
        error = error_of(call, CREATE, base_url=f"{address}/websets")
    except ConfigurationError:
        return
    assert isinstance(error, APIConnectionError), repr(error)
    assert error.outcome_unknown is False, repr(error)
    assert error.attempts == 3
    assert NOTE not in str(getattr(error, "__notes__", ""))


@pytest.mark.parametrize("name", ["cancel", "get", "create"])
@pytest.mark.parametrize("is_ours", [True, False], ids=["own", "given"])
def test_a_client_that_is_closed_during_a_call(call: Caller, name: str, is_ours: bool) -> None:
    """From another thread or task: an error of ours, which is a RuntimeError too."""
    acts: dict[str, Act] = {"cancel": CANCEL, "create": CREATE, "get": lambda client: client.websets.get("ws_1")}
    in_flight, is_closed = threading.Event(), threading.Event()

    def wait(received: Received) -> bytes:
        in_flight.set()
        is_closed.wait(10)
        return GOOD

    with FaultServer((Do.READ, wait), times=None) as server:
        if call.kind == "sync":
            error = closed_in_flight(acts[name], server.base_url, in_flight, is_closed, is_ours=is_ours)
        else:
            main = partial(closed_in_flight_async, acts[name], server.base_url, in_flight, is_closed, is_ours=is_ours)
            error = anyio.run(main, backend=call.kind)
    assert isinstance(error, ClientClosedError), repr(error)
    assert isinstance(error, RuntimeError)
    assert error.outcome_unknown == (name != "get")
    assert (NOTE in str(getattr(error, "__notes__", ""))) == (name == "create")
    assert (error.__cause__ is None) == is_ours
    assert not held(error)
    assert len(server.received) == 1


def closed_in_flight(
    act: Act, base_url: str, in_flight: threading.Event, is_closed: threading.Event, *, is_ours: bool
) -> BaseException | None:
    """Perform a call in a thread, close the client under it, and return the exception."""
    http = None if is_ours else httpx.Client()
    client = WebsetsClient(KEY, base_url=base_url, http_client=http)
    errors: list[BaseException] = []

    def perform() -> None:
        try:
            act(client)
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=perform)
    thread.start()
    assert in_flight.wait(10)
    (http or client).close()
    is_closed.set()
    thread.join(20)
    return errors[0] if errors else None


async def closed_in_flight_async(
    act: Act, base_url: str, in_flight: threading.Event, is_closed: threading.Event, *, is_ours: bool
) -> BaseException | None:
    """Perform a call in a task, close the client under it, and return the exception."""
    http = None if is_ours else httpx.AsyncClient()
    client = AsyncWebsetsClient(KEY, base_url=base_url, http_client=http)
    errors: list[BaseException] = []

    async def perform() -> None:
        try:
            await act(client)
        except Exception as error:
            errors.append(error)

    with anyio.fail_after(20):
        async with anyio.create_task_group() as group:
            group.start_soon(perform)
            assert await anyio.to_thread.run_sync(in_flight.wait, 10)
            await (http.aclose() if http else client.close())
            is_closed.set()
    return errors[0] if errors else None


class Raising(logging.Filter):
    """Raises an exception for the first record that contains a text."""

    def __init__(self, error: BaseException, text: str = "") -> None:
        super().__init__()
        self.error: BaseException | None = error
        self.text = text

    def filter(self, record: logging.LogRecord) -> bool:
        if self.error is not None and self.text in record.getMessage():
            error, self.error = self.error, None
            raise error
        return True


@contextmanager
def filtered(name: str, raising: Raising) -> Generator[None]:
    """Add a filter to a logger."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addFilter(raising)
    try:
        yield
    finally:
        logger.removeFilter(raising)
        logger.setLevel(level)


@pytest.mark.parametrize(
    ("logger", "text", "is_unknown"),
    [
        ("httpx", "", True),
        ("httpcore.connection", "connect_tcp.started", False),
        ("httpcore.http11", "send_request_headers.started", True),
        ("httpcore.http11", "send_request_body.complete", True),
        ("httpcore.http11", "receive_response_headers.complete", True),
        ("httpcore.http11", "receive_response_body.started", True),
        ("httpcore.http11", "response_closed.started", True),
    ],
)
@pytest.mark.parametrize("error", [KeyError("mine"), OSError(28, "mine"), RecursionError(), StopIteration()], ids=repr)
def test_a_filter_of_the_connection_layers_logs(
    call: Caller, logger: str, text: str, is_unknown: bool, error: Exception
) -> None:
    """With connections of our own nothing but our errors comes out, whatever raises down there."""
    with FaultServer(answer=echo) as server, filtered(logger, Raising(error, text)):
        caught = error_of(call, lambda client: client.websets.create(BODY, max_retries=0), base_url=server.base_url)
    assert isinstance(caught, APIConnectionError), repr(caught)
    assert caught.outcome_unknown is is_unknown
    assert (NOTE in str(getattr(caught, "__notes__", ""))) is is_unknown


@pytest.mark.parametrize("logger", ["httpx", "httpcore.http11"])
def test_a_memory_error(call: Caller, logger: str) -> None:
    """It passes as it is, with what is known about the call."""
    error = MemoryError()
    with FaultServer(answer=echo) as server, filtered(logger, Raising(error)):
        caught = error_of(call, CREATE, base_url=server.base_url)
    assert caught is error
    assert vars(error)["outcome_unknown"] is True
    assert NOTE in str(error.__notes__)


# --- A client of the caller's ---


class SilentError(httpx.ReadError):
    """Cannot be shown."""

    def __str__(self) -> str:
        raise KeyError("no text")


class EmptyError(httpx.ReadError):
    """Counts as false."""

    def __len__(self) -> int:
        return 0


class FrozenReadError(httpx.ReadError):
    """Refuses new attributes once it was raised."""

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
# httpx and contextlib set attributes of what comes out of a transport.
NOT_FROM_TRANSPORTS = ("frozen", "fixed")


@attrs.frozen
class FrozenError(Exception):
    """An exception that cannot be changed."""

    reason: str


class FixedError(Exception):
    """An exception whose attributes cannot be set."""

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(name)


class SlottedError(Exception):
    """An exception with slots."""

    __slots__ = ("reason",)


class WithoutNotesError(Exception):
    """An exception that refuses notes in its own way."""

    def add_note(self, note: str, /) -> None:
        raise KeyError(note)


class FalseError(Exception):
    """An exception that counts as false, cannot be compared and has no text."""

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        raise KeyError("not comparable")

    __hash__ = Exception.__hash__

    def __str__(self) -> str:
        raise KeyError("no text")


class OddModuleError(Exception):
    """An exception whose module is not a name."""

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


def sourced(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return each name with what raises the exception."""
    pairs = [(name, source) for name in names for source in ("hook", "transport")]
    return [pair for pair in pairs if pair not in [(name, "transport") for name in NOT_FROM_TRANSPORTS]]


def raised_by(call: Caller, source: str, make: Make, act: Act = CREATE) -> tuple[Any, BaseException | None, int]:
    """Let a hook or a transport raise an exception after an answer; return it, what came out, and the requests."""
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
    """They become an error of ours, whose cause is the original without the key; after an answer nothing is proven."""
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
    """They come out as the same object, with the mark and the note."""
    raised, caught, requests = raised_by(call, source, PASSING[name])
    if name.startswith("Stop") and caught is not raised:  # Python itself turns it into a RuntimeError in a coroutine
        assert isinstance(caught, RuntimeError)
        assert caught.__cause__ is raised
    else:
        assert caught is raised
    assert caught is not None
    assert vars(caught)["outcome_unknown"] is True
    assert name == "odd notes" or NOTE in str(caught.__notes__)
    assert requests == 1


@pytest.mark.parametrize("name", [*MAPPED, *PASSING])
def test_a_cancel_that_is_hit_by_one(call: Caller, name: str) -> None:
    """A cancel is sent again after an error that may pass, and ends with the caller's exception after another."""
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
    """It changes nothing: retries, class and outcome follow from the status."""
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
    """The connection is closed then, and the error has no body."""
    with FaultServer(answer=answer({"message": "no"}, b"402 Payment Required")) as server:
        error = error_over_given_client(call, CREATE, server.base_url, httpx.Response.raise_for_status)
    assert isinstance(error, PaymentRequiredError), repr(error)
    assert error.outcome_unknown is False
    assert not held(error)


def error_over_given_client(
    call: Caller, act: Act, base_url: str, hook: Callable[[httpx.Response], object]
) -> BaseException | None:
    """Perform a call over sockets of an httpx client with a response hook."""
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
    """A hook or a transport that fails to reach something else after the create was answered: it may exist."""

    def unreachable(request: httpx.Request) -> httpx.Response:
        raise kind("elsewhere")

    elsewhere = httpx.Client(transport=httpx.MockTransport(unreachable))
    _, error, requests = raised_by(call, source, lambda _: elsewhere.get("https://log.example"))
    assert isinstance(error, APIConnectionError)
    assert error.outcome_unknown
    assert requests == 1


@pytest.mark.parametrize("kind", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError])
def test_a_transport_that_cannot_connect_has_sent_nothing(call: Caller, kind: Any) -> None:
    """A create is sent again then, also if the transport raises the same object each time."""
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


# --- Typed is not transient ---

FOREVER: dict[str, Act] = {
    "cancel": CANCEL,
    "create": CREATE,
    "cancel_and_wait": lambda client: client.websets.cancel_and_wait("ws_1"),
    "cancel_and_wait, monitors too": lambda client: client.websets.cancel_and_wait("ws_1", disable_monitors=True),
    "wait_until_idle": lambda client: client.websets.wait_until_idle("ws_1"),
    "watch": lambda client: client.websets.watch("ws_1"),
    "watch, with a deadline": lambda client: client.websets.watch("ws_1", until=deadline(minutes=5)),
    "follow": lambda client: client.items.follow("ws_1"),
    "rows": lambda client: client.items.rows("ws_1"),
    "list_all": lambda client: client.websets.list_all(),
    "cancel_all": lambda client: client.websets.cancel_all(everything=True),
    "get_or_create": lambda client: client.websets.get_or_create("tea", BODY),
    "run": lambda client: Block(client.websets.run(BODY)),
    "wait_until_completed": lambda client: client.imports.wait_until_completed("import_1"),
}


@pytest.mark.parametrize("name", FOREVER)
@pytest.mark.parametrize("is_ours", [True, False], ids=["own", "given"])
def test_nothing_polls_a_closed_client(call: Caller, name: str, is_ours: bool) -> None:
    """Each helper ends at once with the error that it was closed."""
    waits: list[float] = []
    error = error_of(
        call, closed_before(call, FOREVER[name]), sleep=waits.append, **({} if is_ours else {"handler": good})
    )
    assert isinstance(error, ClientClosedError), repr(error)
    assert error.outcome_unknown is False
    assert waits == []


def closed_before(call: Caller, act: Act) -> Act:
    """Return what closes the connections of a client, and then does something with it."""

    def perform(client: Any) -> Any:
        client.close()
        transport_of(client).pool.http.close()
        return act(client)

    async def perform_async(client: Any) -> Any:
        pool = transport_of(client).pool
        if pool.is_ours:
            await client.close()
        else:
            await pool.http.aclose()
        value = act(client)
        return await value if inspect.isawaitable(value) else value

    return perform if call.kind == "sync" else perform_async


@pytest.mark.parametrize("is_ours", [True, False], ids=["own", "given"])
def test_a_batch_over_a_closed_client(call: Caller, is_ours: bool) -> None:
    """Fifty cancels end at once, each with the error that the client was closed."""
    waits: list[float] = []
    ids = [f"ws_{number}" for number in range(50)]
    act = closed_before(call, lambda client: client.websets.cancel_many(ids))
    outcomes = result_of(call, act, sleep=waits.append, **({} if is_ours else {"handler": good}))
    assert [type(outcome.error) for outcome in outcomes] == [ClientClosedError] * 50
    assert waits == []


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("kind", [RuntimeError, httpx.ReadError, anyio.ClosedResourceError])
def test_a_client_that_a_hook_closes(kind: Any, grouped: bool) -> None:
    """What a closed client raises has the original as its cause, groups included."""
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
def test_what_a_hook_raises_after_it_has_closed_the_client(kind: Any) -> None:
    """That is still the caller's own exception."""

    def fail(response: httpx.Response) -> None:
        http.close()
        raise original

    original = kind("mine")
    with httpx.Client(transport=httpx.MockTransport(good), event_hooks={"response": [fail]}) as http:
        assert error_of(Caller("sync"), CREATE, http_client=http) is original
    assert vars(original)["outcome_unknown"] is True
