"""Guarantee 1: a call raises one of our errors, or the caller's own exception unchanged."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from exa_websets import (
    APIConnectionError,
    ConfigurationError,
    WebsetsError,
)
from support.answers import about
from support.caller import Act, Caller
from support.endings import error_of, result_of
from support.fault_server import Do, FaultServer, Received, Script, answer
from support.garbling_server import GarblingServer
from support.paths import DATA
from support.recordings import DOCUMENTED_CANCEL

CERTIFICATE = DATA / "tls" / "loopback.pem"
IDLE = {**DOCUMENTED_CANCEL, "status": "idle"}
BODY = {"search": {"query": "makers of tea"}}
CREATE: Act = lambda client: client.websets.create(BODY)  # noqa: E731
CANCEL: Act = lambda client: client.websets.cancel("ws_1")  # noqa: E731
NOTE = "It may have been created all the same."

# An unreadable answer leaves unfinished generators behind in httpx.
pytestmark = [pytest.mark.trio, pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")]


def echo(received: Received) -> bytes:
    return answer(about(received.request, IDLE))


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
# The number of bytes of an answer to send, and the bytes below TLS that follow.
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
    """An answer that is not HTTP raises one of our errors, and a cancel is retried."""
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
    """Errors of TLS are mapped on each event loop."""
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
        "http://127.0.0.1:1",
    ],
)
def test_an_address_that_cannot_be_reached(call: Caller, address: str) -> None:
    """The error says that nothing was sent."""
    try:
        error = error_of(call, CREATE, base_url=f"{address}/websets")
    except ConfigurationError:
        return
    assert isinstance(error, APIConnectionError), repr(error)
    assert error.outcome_unknown is False, repr(error)
    assert error.attempts == 3
    assert NOTE not in str(getattr(error, "__notes__", ""))


class Raising(logging.Filter):
    """Raises an exception for the first log record that contains a text."""

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
    """With our own connections only our errors are raised, even if a logging filter of httpcore raises."""
    with FaultServer(answer=echo) as server, filtered(logger, Raising(error, text)):
        caught = error_of(call, lambda client: client.websets.create(BODY, max_retries=0), base_url=server.base_url)
    assert isinstance(caught, APIConnectionError), repr(caught)
    assert caught.outcome_unknown is is_unknown
    assert (NOTE in str(getattr(caught, "__notes__", ""))) is is_unknown


@pytest.mark.parametrize("logger", ["httpx", "httpcore.http11"])
def test_a_memory_error(call: Caller, logger: str) -> None:
    """A MemoryError is raised unchanged, with a note about the call."""
    error = MemoryError()
    with FaultServer(answer=echo) as server, filtered(logger, Raising(error)):
        caught = error_of(call, CREATE, base_url=server.base_url)
    assert caught is error
    assert vars(error)["outcome_unknown"] is True
    assert NOTE in str(error.__notes__)
