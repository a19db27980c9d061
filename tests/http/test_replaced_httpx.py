"""Tools that replace `httpx.Client`, as older tracing tools do, also trace our own clients, whenever they start."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from attrs import define
from exa_websets import APITimeoutError, AsyncWebsetsClient, ConfigurationError, WebsetsClient
from support.caller import KEY, Caller
from support.fault_server import Do, FaultServer, Repeat, answer
from support.recordings import DOCUMENTED_CANCEL

pytestmark = pytest.mark.trio

CANCELED = {**DOCUMENTED_CANCEL, "id": "x"}
PLAIN = httpx.Client, httpx.AsyncClient


@define
class TracingTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport that wraps another one and records its requests."""

    inner: Any
    seen: list[httpx.Request]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        response: httpx.Response = self.inner.handle_request(request)
        return response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        response: httpx.Response = await self.inner.handle_async_request(request)
        return response

    def close(self) -> None:
        self.inner.close()

    async def aclose(self) -> None:
        await self.inner.aclose()


class Tracing:
    """Replaces both httpx classes, and records the requests of their clients."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: list[httpx.Request] = []
        self._monkeypatch = monkeypatch

    def start(self) -> None:
        for name in ("Client", "AsyncClient"):
            self._monkeypatch.setattr(httpx, name, self._traced(getattr(httpx, name)))

    def stop(self) -> None:
        self._monkeypatch.setattr(httpx, "Client", PLAIN[0])
        self._monkeypatch.setattr(httpx, "AsyncClient", PLAIN[1])

    def _traced(self, kind: Any) -> type:
        seen = self.seen

        def init(client: Any, transport: Any, **options: Any) -> None:
            kind.__init__(client, transport=TracingTransport(transport, seen), **options)

        return type("Traced", (kind,), {"__init__": init})


@pytest.fixture
def tracing(monkeypatch: pytest.MonkeyPatch) -> Tracing:
    return Tracing(monkeypatch)


def cancel(client: Any) -> Any:
    return client.websets.cancel("x")


def test_requests_are_traced_while_the_class_is_replaced(call: Caller, tracing: Tracing) -> None:
    """A client uses the class that is current when it is created, also if two tools have replaced it in turn."""
    with FaultServer(answer=answer(CANCELED)) as service:
        counts: list[int] = []
        changes: list[Callable[[], None]] = [lambda: None, tracing.start, tracing.start, tracing.stop]
        for change in changes:
            change()
            assert call(cancel, base_url=service.base_url).status == "idle"
            counts.append(len(tracing.seen))
    assert counts == [0, 1, 3, 3]
    assert tracing.seen[0].headers["x-api-key"] == KEY


def test_the_guarantees_of_our_clients_remain(call: Caller, tracing: Tracing) -> None:
    """With a replaced class a call keeps its timeout, and cookies are ignored."""
    tracing.start()
    with (
        FaultServer((Do.READ, b"HTTP/1.1 200 OK\r\nx: ", Repeat(b"a")), times=None) as service,
        pytest.raises(APITimeoutError),
    ):
        call(cancel, base_url=service.base_url, timeout=0.1, max_retries=0)
    with FaultServer(answer=answer(CANCELED, headers={"set-cookie": "a=b"})) as service:
        call(cancel, base_url=service.base_url)
        call(cancel, base_url=service.base_url)
        assert all("cookie" not in received.headers for received in service.received)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_given_client_of_either_class(call: Caller, tracing: Tracing, when: str) -> None:
    """A given client is accepted, whether created before or after the class was replaced."""
    made: list[Any] = []

    def make() -> None:
        kind = httpx.Client if call.kind == "sync" else httpx.AsyncClient
        made.append(kind(transport=httpx.MockTransport(lambda request: httpx.Response(200, json=CANCELED))))

    steps: list[Callable[[], None]] = [make, tracing.start]
    for step in steps if when == "before" else reversed(steps):
        step()
    assert call(cancel, http_client=made[0]).status == "idle"
    assert len(tracing.seen) == (when == "after")


@pytest.mark.parametrize("replaced", [print, 1, object, None], ids=str)
def test_a_replacement_that_is_not_a_client_is_not_used(
    call: Caller, replaced: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A replacement that is not a subclass of the httpx class does not affect our own clients."""
    monkeypatch.setattr(httpx, "Client", replaced)
    monkeypatch.setattr(httpx, "AsyncClient", replaced)
    with FaultServer(answer=answer(CANCELED)) as service:
        assert call(cancel, base_url=service.base_url).status == "idle"


# The package httpx2 has classes with the same names as those of httpx.
Other: Any = type("Client", (), {"__module__": "httpx2._client"})
OtherAsync: Any = type("AsyncClient", (), {"__module__": "httpx2"})
GIVEN: list[tuple[Any, Callable[[], Any], str]] = [
    (WebsetsClient, Other, "of the class httpx2.Client"),
    (AsyncWebsetsClient, OtherAsync, "of the class httpx2.AsyncClient"),
    (WebsetsClient, httpx.AsyncClient, "an httpx.AsyncClient, which AsyncWebsetsClient takes"),
    (AsyncWebsetsClient, httpx.Client, "an httpx.Client, which WebsetsClient takes"),
    (WebsetsClient, lambda: httpx.Client, "the class httpx.Client itself: create a client of it"),
    (WebsetsClient, lambda: Other, "the class httpx2.Client itself: create a client of it"),
    (WebsetsClient, lambda: "https://proxy.example", "of the class str"),
    (WebsetsClient, lambda: inspect, "of the class module"),
    (AsyncWebsetsClient, lambda: False, "of the class bool"),
    (AsyncWebsetsClient, httpx.HTTPTransport, "of the class httpx.HTTPTransport"),
]


@pytest.mark.parametrize(("kind", "given", "words"), GIVEN)
def test_an_object_that_is_not_an_httpx_client_is_rejected(kind: Any, given: Callable[[], Any], words: str) -> None:
    """The error names the given type and the expected one."""
    wanted = "httpx.Client" if kind is WebsetsClient else "httpx.AsyncClient"
    with pytest.raises(ConfigurationError) as caught:
        kind(KEY, http_client=given())
    assert str(caught.value) == f"http_client must be an {wanted} of the package httpx; this is {words}."
