"""Guarantee 4 on the network: whatever a peer does, a call ends at its timeout, and a wait at its deadline."""

from __future__ import annotations

import asyncio
import itertools
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from typing import Any

import anyio
import certifi
import httpx
import pytest
from attrs import field, frozen
from exa_websets import APIConnectionError, APITimeoutError, AsyncWebsetsClient, WebsetsClient, WebsetTimeoutError
from support.caller import KEY, Caller
from support.fault_server import Do, FaultServer, Repeat, Script, answer
from support.internals import network_backends
from support.recordings import DOCUMENTED_CANCEL
from support.tls import ELSEWHERE, LOOPBACK, server_context

# On trio httpcore drops the generator of a body that is not read to its end; it holds nothing open.
pytestmark = [pytest.mark.trio, pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")]

TIMEOUT = 0.1
BOUND = 5.0
"""Far more than a call may need on a busy machine, and far less than a fault lasts."""
GOOD = answer({**DOCUMENTED_CANCEL, "id": "x"})
BODY = GOOD.partition(b"\r\n\r\n")[2]
PIECES = [BODY[at : at + len(BODY) // 12] for at in range(0, len(BODY), len(BODY) // 12)]
CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
TUNNEL = b"HTTP/1.1 200 OK\r\n\r\n"
# The start of a TLS handshake record that is never completed.
RECORD = b"\x16\x03\x03\x40\x00"
DRIP = Repeat(b"a")

Act = Callable[[Any], Any]


def get(client: Any) -> Any:
    return client.websets.get("x", timeout=TIMEOUT, max_retries=0)


def wait(client: Any) -> Any:
    return client.websets.wait_until_idle("x", timeout=0.1)


def large_create(client: Any) -> Any:
    body = {"search": {"query": "makers of tea"}, "metadata": {"notes": "a" * 16_000_000}}
    return client.websets.create(body, timeout=TIMEOUT, max_retries=0)


@frozen
class Slow:
    """A peer that keeps a call waiting, either silently or with an occasional byte."""

    name: str
    script: Script
    act: Act = get
    server: dict[str, Any] = field(factory=dict[str, Any])
    proxy: str | None = None
    """The scheme of the proxy, if the peer is one."""


def slow_answers() -> Iterator[Slow]:
    """Yield services that are slow at each part of an answer, or in reading a request."""
    cases: dict[str, Script] = {
        "silence": (Do.STALL,),
        "a status line that drips": (b"HTTP/1.1 200 ", DRIP),
        "headers that drip": (b"HTTP/1.1 200 OK\r\nx: ", DRIP),
        "one header after the other": (b"HTTP/1.1 200 OK\r\n", Repeat(b"x: y\r\n")),
        "100 without end": (Repeat(b"HTTP/1.1 100 Continue\r\n\r\n"),),
        "103 without end": (Repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n"),),
        "a body that stalls": (GOOD[:-20], Do.STALL),
        "a chunk extension that drips": (CHUNKED + b"%x;x=" % len(BODY), DRIP),
        "a last chunk extension that drips": (CHUNKED + b"%x\r\n%b\r\n0;x=" % (len(BODY), BODY), DRIP),
        "a chunk size that drips": (CHUNKED, Repeat(b"0", 0.1)),
        "trailers that drip": (CHUNKED + b"%x\r\n%b\r\n0\r\nx: " % (len(BODY), BODY), DRIP),
        "trailers of a compressed answer": (
            CHUNKED.replace(b"\r\n\r\n", b"\r\ncontent-encoding: gzip\r\n\r\n0\r\nx: "),
            DRIP,
        ),
    }
    for name, steps in cases.items():
        yield Slow(name, (Do.READ, *steps))
    yield Slow("a request that is not read", (Do.IGNORE,), large_create)
    yield Slow("a request that is read slowly", (Do.SIP,), large_create)


def slow_connections() -> Iterator[Slow]:
    """Yield services and proxies that are slow before a request can be sent."""
    tls = {"scheme": "https", "at_once": True}
    yield Slow("a handshake that stalls", (Do.STALL,), server=tls)
    yield Slow("a handshake that drips", (RECORD, DRIP), server=tls)
    if sys.platform == "linux":
        yield Slow("a full backlog", (), server={"port": "full"})
    for proxy, settings in (("http", {}), ("https", {"tls": server_context(LOOPBACK)})):
        cases: dict[str, Script] = {
            "CONNECT without an answer": (Do.STALL,),
            "a CONNECT answer that drips": (b"HTTP/1.1 200 OK\r\nx: ", DRIP),
            "103 without end to CONNECT": (Repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n"),),
            "a handshake in the tunnel that stalls": (TUNNEL, Do.STALL),
            "a handshake in the tunnel that drips": (TUNNEL, Do.RECEIVE, RECORD, DRIP),
        }
        for name, steps in cases.items():
            yield Slow(f"{proxy}: {name}", (Do.READ, *steps), server={**settings}, proxy=proxy)
    yield Slow("https: a handshake that stalls", (Do.STALL,), server={"at_once": True}, proxy="https")
    yield Slow("https: a handshake that drips", (RECORD, DRIP), server={"at_once": True}, proxy="https")
    yield Slow("socks5: silence", (Do.STALL,), server={"at_once": True}, proxy="socks5")
    yield Slow("socks5: no answer to connect", (b"\x05\x00", Do.STALL), server={"at_once": True}, proxy="socks5")


SLOW = [*slow_answers(), *slow_connections()]


def use(call: Caller, act: Act, **settings: Any) -> Any:
    """Make a call in real time, and check that it ends."""
    start = time.monotonic()
    try:
        return call(act, now=time.monotonic, sleep=time.sleep, **settings)
    finally:
        assert time.monotonic() - start < BOUND


@pytest.fixture
def play(call: Caller, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Return a function that calls a slow service, or a service behind a slow proxy."""
    with ExitStack() as stack:

        def play(slow: Slow, act: Act | None = None) -> Any:
            server = stack.enter_context(FaultServer(slow.script, times=None, **slow.server))
            base_url = server.base_url
            if slow.proxy:
                monkeypatch.setattr(certifi, "where", lambda: str(LOOPBACK))  # trusted for the connection to the proxy
                monkeypatch.setenv("ALL_PROXY", f"{slow.proxy}://{base_url.split('/')[2]}")
                base_url = "https://elsewhere.example/websets"
            return use(call, act or slow.act, base_url=base_url)

        yield play


@pytest.mark.parametrize("slow", SLOW, ids=lambda slow: slow.name)
def test_a_call_ends_with_its_timeout(play: Callable[..., Any], slow: Slow) -> None:
    """The timeout applies to each phase of a call as a whole, however often a byte arrives."""
    with pytest.raises(APITimeoutError) as caught:
        play(slow)
    assert caught.value.attempts == 1


def test_a_reused_connection(call: Caller) -> None:
    """A timeout of an earlier call does not matter."""

    def act(client: Any) -> Any:
        if call.kind == "sync":
            client.websets.get("x", timeout=60)
            return large_create(client)

        async def act_async() -> None:
            await client.websets.get("x", timeout=60)
            await large_create(client)

        return act_async()

    with FaultServer((Do.READ, GOOD, Do.IGNORE), times=None) as server, pytest.raises(APITimeoutError):
        use(call, act, base_url=server.base_url)


@pytest.mark.parametrize("slow", [SLOW[2], SLOW[-6]], ids=lambda slow: slow.name)
def test_a_wait_ends_with_its_deadline(play: Callable[..., Any], slow: Slow) -> None:
    """The deadline of a helper bounds the same phases, whatever the timeout of a request is."""
    with pytest.raises(WebsetTimeoutError):
        play(slow, wait)


@pytest.mark.parametrize(
    "script",
    [
        (GOOD[:-12], *(GOOD[at : at + 1] for at in range(len(GOOD) - 12, len(GOOD)))),
        (CHUNKED, *(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in PIECES), b"0\r\n\r\n"),
        (
            *(CHUNKED[:-2], b"", b"", b"", CHUNKED[-2:], b"", b"", b""),
            *(b"%x\r\n%b\r\n" % (len(BODY), BODY), b"", b"", b"", b"", b"0\r\n\r\n"),
        ),
    ],
    ids=["bytes", "chunks", "late headers and a late body"],
)
def test_a_body_that_keeps_arriving_is_read_to_its_end(call: Caller, script: tuple[bytes, ...]) -> None:
    """The timeout applies to each chunk of a body, not to the whole."""
    paced = [step for piece in script for step in (piece, Repeat(b"", 0.05, 1))]
    with FaultServer((Do.READ, *paced)) as server:
        start = time.monotonic()
        found = use(call, lambda client: client.websets.get("x", timeout=0.5), base_url=server.base_url)
        assert found.object_ == "webset"
        assert time.monotonic() - start > 0.5


def test_a_timeout_while_connecting_is_known_to_have_sent_nothing(call: Caller) -> None:
    """If the deadline passes during a handshake, the error says that nothing was sent."""
    server = FaultServer((Do.STALL,), times=None, scheme="https", at_once=True)
    with server, pytest.raises(WebsetTimeoutError, match="ConnectTimeout"):
        use(call, wait, base_url=server.base_url)


def test_a_connection_that_times_out_before_a_cancel_is_sent(call: Caller) -> None:
    """With a timeout shorter than the tolerance of event loops, the error still says that nothing was sent."""
    server = FaultServer((Do.STALL,), times=None, scheme="https", at_once=True)
    with server, pytest.raises(APITimeoutError, match="ConnectTimeout") as caught:
        use(call, lambda client: client.websets.cancel("x", timeout=0.05, max_retries=0), base_url=server.base_url)
    assert not caught.value.outcome_unknown


@frozen
class Dripping(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of an answer of a given transport, which sends a blank from time to time."""

    def __iter__(self) -> Iterator[bytes]:
        while True:
            time.sleep(0.05)
            yield b" "

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            await anyio.sleep(0.05)
            yield b" "


def drip(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, stream=Dripping())


@frozen
class Steady(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of an answer that takes 0.3 s, in pieces that never keep the client waiting for long."""

    def __iter__(self) -> Iterator[bytes]:
        for piece in PIECES:
            time.sleep(0.3 / len(PIECES))
            yield piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in PIECES:
            await anyio.sleep(0.3 / len(PIECES))
            yield piece


def arrive_steadily(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, stream=Steady())


def test_no_limit_counts_for_all_of_a_read(call: Caller) -> None:
    """Unlike a cancel, a GET may last longer than the seconds to connect and to read together."""
    found = use(
        call,
        lambda client: client.websets.get("x", timeout=0.1, max_retries=0),
        handler=arrive_steadily,
        verbatim=True,
    )
    assert found.id == "x"
    with pytest.raises(APITimeoutError, match="too slowly"):
        use(
            call,
            lambda client: client.websets.cancel("x", timeout=0.1, max_retries=0),
            handler=arrive_steadily,
            verbatim=True,
        )


def test_the_body_of_a_given_client(call: Caller) -> None:
    """With a given client, the deadline bounds at least the body."""
    with pytest.raises(WebsetTimeoutError, match="too slowly"):
        use(call, wait, handler=drip, verbatim=True)


Resolve = Callable[[Callable[[], list[str]]], None]


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch) -> Resolve:
    """Set the addresses to which the name api.test resolves."""

    def set_addresses(addresses: Callable[[], list[str]]) -> None:
        real = socket.getaddrinfo

        def getaddrinfo(host: Any, port: Any, *args: Any, **settings: Any) -> Any:
            name = host.decode() if isinstance(host, bytes) else host
            found = addresses() if name in ("api.test", "elsewhere.example") else [name]
            return [entry for address in found for entry in real(address, port, *args, **settings)]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    return set_addresses


def test_a_name_that_is_not_resolved(call: Caller, resolve: Resolve) -> None:
    """A resolver that hangs is abandoned, also when the event loop is closed."""
    done = threading.Event()

    def hang() -> list[str]:
        done.wait(10)
        return []

    resolve(hang)
    try:
        with pytest.raises(APITimeoutError):
            use(call, get, base_url="https://api.test")
    finally:
        done.set()


def test_a_name_that_is_resolved_after_its_call_was_canceled(resolve: Resolve) -> None:
    """The late result is ignored."""
    is_known, problems = threading.Event(), list[object]()

    def know() -> list[str]:
        is_known.wait(10)
        return ["127.0.0.1"]

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, problem: problems.append(problem))
        async with AsyncWebsetsClient(KEY, base_url="https://api.test") as client:
            with anyio.move_on_after(0.05):
                await client.websets.get("x")
            is_known.set()
            while any(thread.name == "resolve" for thread in threading.enumerate()):
                await asyncio.sleep(0.001)
            await asyncio.sleep(0)

    resolve(know)
    asyncio.run(main())
    assert problems == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems accept what exceeds a backlog")
def test_many_dead_addresses(call: Caller, resolve: Resolve) -> None:
    """All addresses of a host share the time to connect."""
    with socket.socket() as full, socket.socket() as waiting:
        full.bind(("0.0.0.0", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting.connect(("127.0.0.1", port))
        resolve(lambda: [f"127.0.0.{number}" for number in range(1, 31)])
        with pytest.raises(APITimeoutError):
            use(call, get, base_url=f"https://api.test:{port}")


@pytest.mark.parametrize("is_silent", [False, True], ids=["refuses", "silent"])
def test_one_address_that_answers(
    call: Caller, resolve: Resolve, monkeypatch: pytest.MonkeyPatch, is_silent: bool
) -> None:
    """A dead address does not keep a call from trying the next one."""
    if is_silent and sys.platform != "linux":
        pytest.skip("other systems accept what exceeds a backlog")
    monkeypatch.setenv("SSL_CERT_FILE", str(ELSEWHERE))
    service = FaultServer((Do.READ, GOOD), tls=server_context(ELSEWHERE))
    with service, socket.socket() as dead, socket.socket() as waiting:
        port = int(service.base_url.split("/")[2].partition(":")[2])
        if is_silent:
            dead.bind(("127.0.0.2", port))
            dead.listen(0)
            waiting.connect(("127.0.0.2", port))
        resolve(lambda: ["127.0.0.2", "127.0.0.1"])
        found = use(
            call,
            lambda client: client.websets.get("x", timeout=2, max_retries=0),
            base_url=f"https://elsewhere.example:{port}",
        )
        assert found.object_ == "webset"


@pytest.mark.parametrize("base_url", [f"https://{'a' * 64}.test", "https://api.invalid"], ids=["label", "no such name"])
def test_a_host_that_cannot_exist(call: Caller, resolve: Resolve, base_url: str) -> None:
    """An invalid host is a connection error, and nothing was sent."""
    resolve(lambda: ["127.0.0.1"])
    with pytest.raises(APIConnectionError, match="ConnectError") as caught:
        use(call, lambda client: client.websets.create({}, max_retries=0), base_url=base_url)
    assert not caught.value.outcome_unknown


@pytest.mark.parametrize("is_at_limit", [False, True], ids=["threads", "no threads"])
def test_a_name_is_resolved_without_threads_too(
    call: Caller, resolve: Resolve, monkeypatch: pytest.MonkeyPatch, is_at_limit: bool
) -> None:
    """If no thread can be started, the calling thread or the event loop resolves the name."""
    monkeypatch.setenv("SSL_CERT_FILE", str(ELSEWHERE))
    resolve(lambda: ["127.0.0.1"])
    with FaultServer((Do.READ, GOOD), tls=server_context(ELSEWHERE)) as service:
        port = service.base_url.split("/")[2].partition(":")[2]

        class Unstartable(threading.Thread):
            def start(self) -> None:
                service.listen()
                raise RuntimeError("can't start new thread")

        def act(client: Any) -> Any:
            if is_at_limit:
                monkeypatch.setattr(threading, "Thread", _only_for("resolve", Unstartable))
            return client.websets.get("x")

        base_url = f"https://elsewhere.example:{port}"
        assert call(act, base_url=base_url, max_retries=0, now=time.monotonic).object_ == "webset"


def test_a_deadline_that_is_over_leaves_a_timeout(call: Caller) -> None:
    """A deadline that passes just before an attempt leaves it a timeout above 0, which sockets require."""
    seen: list[float] = []
    clock = itertools.count(step=10)

    def handler(request: httpx.Request) -> httpx.Response:
        seen.extend(request.extensions["timeout"].values())
        return httpx.Response(200, json=DOCUMENTED_CANCEL)

    call(lambda client: client.websets.wait_until_idle("x", timeout=1), handler=handler, now=lambda: next(clock))
    assert seen
    assert all(timeout > 0 for timeout in seen)


def _only_for(name: str, kind: type[threading.Thread]) -> Callable[..., threading.Thread]:
    real = threading.Thread
    return lambda *args, **settings: (kind if settings.get("name") == name else real)(*args, **settings)


def test_every_pool_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The network backend is in all pools of both clients: for the service, for loopback, and for each kind of proxy.

    If this fails with a new httpx or httpcore, their internals have changed: see `own_client`.
    """
    monkeypatch.setenv("NO_PROXY", "excepted.example")

    async def async_backends(base_url: str) -> list[str]:
        async with AsyncWebsetsClient(KEY, base_url=base_url) as client:
            return network_backends(client)

    for proxy in ("http://127.0.0.1:1", "https://127.0.0.1:1", "socks5://127.0.0.1:1"):
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        for base_url, count in (("https://service.example", 2), ("http://127.0.0.1:1", 1)):
            with WebsetsClient(KEY, base_url=base_url) as client:
                assert network_backends(client) == ["BoundedBackend"] * count
            assert asyncio.run(async_backends(base_url)) == ["AsyncBoundedBackend"] * count


def test_the_connections_of_a_given_client_are_left_alone() -> None:
    """A given client keeps its own network backend."""
    with httpx.Client() as http:
        assert not any("Bounded" in name for name in network_backends(WebsetsClient(KEY, http_client=http)))
