"""Guarantee 3 on sockets: after an answer about another object, its connection is not used again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from exa_websets import APIStatusError, NotFoundError, ResponseMismatchError, ResponseValidationError
from support.answers import segments_of
from support.caller import Caller
from support.endings import ending_of
from support.fault_server import Do, FaultServer, Received, answer
from support.recordings import DOCUMENTED_CANCEL

pytestmark = pytest.mark.trio

WEBSET: dict[str, Any] = {**DOCUMENTED_CANCEL, "searches": [], "enrichments": [], "monitors": []}
MISSING = {"statusCode": 404, "message": "Webset not found", "error": "Not Found"}


class Repeating:
    """A service that answers each request about ws_a twice on its connection."""

    def __init__(self) -> None:
        self.running = {"ws_b"}

    def __call__(self, received: Received) -> bytes:
        once = self._once(received)
        return once * (1 + ("ws_a" in received.path or "limit" in received.path))

    def _once(self, received: Received) -> bytes:
        named = segments_of(received.request)
        path = received.request.url.path.removeprefix("/websets")
        if named == ["websets"]:
            return answer({"data": [], "hasMore": False, "nextCursor": None})
        if named[-1] == "ws_a_gone":
            return answer({**MISSING, "path": path}, b"404 Not Found")
        if received.call == "cancel":
            self.running.discard(named[-1])
        return answer({**WEBSET, "id": named[-1], "status": "running" if named[-1] in self.running else "idle"})


FIRST: dict[str, Callable[[Any], Any]] = {
    "get": lambda client: client.websets.get("ws_a"),
    "cancel": lambda client: client.websets.cancel("ws_a"),
    "delete": lambda client: client.websets.delete("ws_a"),
    "not found": lambda client: client.websets.get("ws_a_gone"),
    "list": lambda client: client.websets.list(limit=1),
}
THEN: dict[str, Callable[[Any], Any]] = {
    "cancel": lambda client: client.websets.cancel("ws_b"),
    "cancel_and_wait": lambda client: client.websets.cancel_and_wait("ws_b"),
    "get": lambda client: client.websets.get("ws_b"),
    "update": lambda client: client.websets.update("ws_b", {"title": "Tea"}),
    "cancel_many": lambda client: client.websets.cancel_many(["ws_b"]),
}


@pytest.mark.parametrize(
    ("then", "is_ours"), [*((then, True) for then in THEN), ("cancel", False), ("cancel_many", False)]
)
@pytest.mark.parametrize("first", [first for first in FIRST if first != "list"])
def test_an_answer_that_comes_twice(call: Caller, first: str, then: str, is_ours: bool) -> None:
    """A second copy is not taken as the answer to the next call, which is retried over a new connection."""
    service = Repeating()
    with FaultServer(answer=service) as server:
        acts = [FIRST[first], THEN[then], *[FIRST["get"], THEN["get"]] * 2]
        one, two, *more = in_turn(call, server.base_url, acts, is_ours=is_ours)
    assert isinstance(one, NotFoundError) if first == "not found" else one.id == "ws_a"
    result = two[0].webset if then == "cancel_many" else two
    assert result.id == "ws_b", repr(two)
    assert result.status == ("idle" if "cancel" in then else "running")
    assert [each.id for each in more] == ["ws_a", "ws_b"] * 2, repr(more)
    assert server.connections == 4


@pytest.mark.parametrize("then", ["cancel_and_wait", "cancel"])
def test_a_page_that_comes_twice(call: Caller, then: str) -> None:
    """A page is not a Webset, so the next call fails, and the connection is not used again."""
    service = Repeating()
    with FaultServer(answer=service) as server:
        _, two, three = in_turn(call, server.base_url, [FIRST["list"], THEN[then], THEN["get"]], is_ours=True)
    assert isinstance(two, Exception) is (then == "cancel")
    assert three.id == "ws_b"
    assert then == "cancel" or three.status == "idle"
    assert server.connections == 2


def test_an_error_about_another_path_is_retried(call: Caller) -> None:
    """A 404 about another path is rejected every time; one that has no path is accepted."""
    for path, error, requests in [
        ("/v0/websets/ws_other", ResponseMismatchError, 6),
        ("/v0/websets/ws_b/cancel", NotFoundError, 1),
        ("/v0/websets/ws_b/cancel?x=1", NotFoundError, 1),
        ("/websets/v0/websets/WS_B/cancel", NotFoundError, 1),
        ("/internal/cancel", NotFoundError, 1),
        (None, NotFoundError, 1),
        (7, NotFoundError, 1),
    ]:
        missing = answer({**MISSING, "path": path}, b"404 Not Found")
        with FaultServer((Do.READ, missing), times=None) as server:
            [result] = in_turn(call, server.base_url, [THEN["cancel"]], is_ours=True)
        assert type(result) is error, (path, result)
        assert server.requests["cancel"] == requests


@pytest.mark.parametrize(
    ("name", "content", "is_reused"),
    [
        ("list", answer({"object": "team"}), False),
        ("list", answer([]), False),
        ("list", answer({"data": [], "hasMore": "no"}), True),
        ("get", answer([]), False),
        ("get", answer({**WEBSET, "id": "ws_b", "searches": 7}), True),
        ("get", b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", True),
    ],
)
def test_an_answer_of_another_kind(call: Caller, name: str, content: bytes, is_reused: bool) -> None:
    """An answer that must belong to another call closes its connection; one that is only malformed does not."""
    act = {**FIRST, **THEN}[name]
    with FaultServer((Do.READ, content), times=None) as server:
        results = in_turn(call, server.base_url, [act, act], is_ours=True)
    assert [type(one) for one in results] == [ResponseValidationError] * 2
    assert server.connections == (1 if is_reused else 2)


@pytest.mark.parametrize("name", ["a/b", "a b", "ä", "100%", "%2e", "Tea", "e\u0301"])
@pytest.mark.parametrize("is_escaped", [True, False])
def test_the_path_of_an_error_in_any_spelling(call: Caller, name: str, is_escaped: bool) -> None:
    """A 404 about the requested path is accepted, whether the service escapes the path or not."""

    def respond(received: Received) -> bytes:
        path = received.path.removeprefix("/websets")
        return answer({**MISSING, "path": path if is_escaped else f"/v0/websets/{name}"}, b"404 Not Found")

    with FaultServer(answer=respond) as server:
        [result] = in_turn(call, server.base_url, [lambda client: client.websets.get(name)], is_ours=True)
    assert isinstance(result, NotFoundError), repr(result)
    assert len(server.received) == 1


def in_turn(call: Caller, base_url: str, acts: list[Callable[[Any], Any]], *, is_ours: bool) -> list[Any]:
    """Return the result or the exception of each call, one after the other, with one client."""
    results: list[Any] = []

    def perform(client: Any) -> None:
        for act in acts:
            try:
                results.append(act(client))
            except Exception as error:
                results.append(error)

    async def perform_async(client: Any) -> None:
        for act in acts:
            try:
                results.append(await act(client))
            except Exception as error:
                results.append(error)
        if not is_ours:
            await http.aclose()

    kind: Any = httpx.Client if call.kind == "sync" else httpx.AsyncClient
    http: Any = None if is_ours else kind(verify=False)
    act = perform if call.kind == "sync" else perform_async
    _, error = ending_of(call, act, base_url=base_url, http_client=http)
    if not is_ours and call.kind == "sync":
        http.close()
    assert error is None, repr(error)
    return results


@pytest.mark.parametrize(("status", "is_compared"), [(300, False), (399, False), (400, True), (500, True)])
def test_which_errors_are_compared(call: Caller, status: int, is_compared: bool) -> None:
    """A redirect, which a proxy may have sent, is an error with its status, whatever path its body has."""
    other = answer({**MISSING, "path": "/v0/websets/other"}, f"{status} Odd".encode(), headers={"location": "/x"})
    with FaultServer((Do.READ, other), times=None) as server:
        _, error = ending_of(
            call, lambda client: client.websets.get("ws_a"), base_url=server.base_url, max_retries=0, verbatim=True
        )
    assert isinstance(error, ResponseMismatchError if is_compared else APIStatusError), repr(error)
    assert is_compared or getattr(error, "status", None) == status
