"""Every network fault on a real socket against every kind of call: each ends as promised."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import httpx
import pytest
from attrs import frozen
from exa_websets import APIConnectionError, APIStatusError, APITimeoutError, WebsetsError
from support.caller import KEY, Act, Caller
from support.fault_server import Do, FaultServer, answer
from support.faults import CALLS, CERTIFICATE, FAULTS, GOOD, OLD, WEBSET, Ending, Fault, tls_of_another_host

# On trio httpcore drops the generator of a body that it cannot send or httpx cannot unpack; it holds nothing open.
pytestmark = [pytest.mark.trio, pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")]


@frozen
class Row:
    """What became of each call under one fault: its error, None for an answer, and the requests that arrived whole."""

    fault: Fault
    errors: dict[str, Exception | None]
    requests: Counter[str]

    def ending(self, name: str) -> Ending:
        error = self.errors[name]
        kind = None if error is None else type(error)
        unknown = getattr(error, "outcome_unknown", False)
        return Ending(kind, getattr(error, "attempts", None), self.requests[name], unknown)


def all_at_once(call: Caller) -> Act:
    """Give what performs every call at the same time, over one client, and gives the error of each."""

    def act(client: Any) -> dict[str, Any]:
        with ThreadPoolExecutor(len(CALLS)) as threads:
            futures = {name: threads.submit(act, client) for name, act in CALLS.items()}
        return {name: future.exception() for name, future in futures.items()}

    async def act_async(client: Any) -> dict[str, Any]:
        errors: dict[str, Any] = {}

        async def perform(name: str) -> None:
            try:
                await CALLS[name](client)
            except Exception as error:
                errors[name] = error
            else:
                errors[name] = None

        async with anyio.create_task_group() as group:
            for name in CALLS:
                group.start_soon(perform, name)
        return errors

    return act if call.kind == "sync" else act_async


def play(call: Caller, fault: Fault) -> Row:
    """Have every call meet a fault; what a client waits between two attempts takes no time."""
    with FaultServer(fault.script, times=None if fault.lasts else 1, answer=GOOD, **fault.server) as server:

        def wait(seconds: float) -> None:
            if not fault.lasts:
                server.listen()

        errors = call(
            all_at_once(call), base_url=server.base_url, timeout=fault.timeout, now=time.monotonic, sleep=wait
        )
    return Row(fault, errors, server.requests)


@pytest.fixture(scope="module", autouse=True)
def _one_authority() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    """Every client trusts a single authority; to load all that there are takes longer than all else here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        yield


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_call_ends_as_promised(call: Caller, fault: Fault) -> None:
    """An answer or a typed error that counts the attempts, and no more requests than the policy of the call sends."""
    row = play(call, fault)

    assert {name: row.ending(name) for name in CALLS} == {name: fault.promise(name) for name in CALLS}
    for name, error in row.errors.items():
        assert KEY not in repr(error)
        notes = getattr(error, "__notes__", [])
        is_told = any("may still be running and burning credits" in note for note in notes)
        assert is_told == (error is not None and name == "cancel")


@pytest.mark.parametrize("status", [302, 308])
def test_a_redirect_is_not_followed(call: Caller, status: int) -> None:
    """The other host is named in the error, and gets neither a request with the key nor a connection."""
    with FaultServer(answer=GOOD) as elsewhere:
        location = {"location": elsewhere.base_url.replace("127.0.0.1", "localhost")}
        redirect = (Do.READ, answer({}, b"%d Moved" % status, headers=location))
        row = play(call, Fault("a redirect", redirect, APIStatusError, lasts=True))

    assert {name: row.ending(name) for name in CALLS} == dict.fromkeys(CALLS, Ending(APIStatusError, 1, 1))
    assert all("redirects to localhost" in str(error) for error in row.errors.values())
    assert elsewhere.connections == 0


def in_turn(call: Caller, *acts: Act) -> Act:
    """Give what performs one call after the other over one client, and gives the error of each."""

    def act(client: Any) -> list[Exception | None]:
        errors: list[Exception | None] = []
        for each in acts:
            try:
                each(client)
            except WebsetsError as error:
                errors.append(error)
            else:
                errors.append(None)
        return errors

    async def act_async(client: Any) -> list[Exception | None]:
        errors: list[Exception | None] = []
        for each in acts:
            try:
                await each(client)
            except WebsetsError as error:
                errors.append(error)
            else:
                errors.append(None)
        return errors

    return act if call.kind == "sync" else act_async


@pytest.mark.parametrize("last", [GOOD, OLD], ids=["HTTP/1.1", "HTTP/1.0"])
def test_a_connection_that_ended_between_two_calls_is_not_used(call: Caller, last: bytes) -> None:
    """Each call after one whose connection the server has ended goes over a new one and arrives once, a create too."""
    with FaultServer((Do.READ, last, Do.CLOSE)) as server:
        server.ended.set()

        def after_the_end(act: Act) -> Act:
            def perform(client: Any) -> Any:
                assert server.ended.wait(5)
                server.ended.clear()
                return act(client)

            return perform

        errors = call(in_turn(call, *map(after_the_end, CALLS.values())), base_url=server.base_url)

    assert errors == [None] * 4
    assert server.requests == dict.fromkeys(CALLS, 1)
    assert server.connections == 4


@pytest.mark.parametrize("name", CALLS)
def test_what_is_left_of_an_answer_is_none_to_the_next_call(call: Caller, name: str) -> None:
    """After an answer that ends too early its connection is not used again, so the next call arrives once."""
    with FaultServer((Do.READ, answer(WEBSET, length=-20)), answer=GOOD) as server:

        def mended(client: Any) -> Any:
            server.mend()
            return CALLS[name](client)

        def broken(client: Any) -> Any:
            return client.websets.get("first", max_retries=0)

        _, error = call(in_turn(call, broken, mended), base_url=server.base_url)

    assert error is None
    assert server.requests[name] == 1 + (name == "get")


def test_a_create_that_is_not_taken_in_is_sent_once(call: Caller) -> None:
    """A body for which nobody makes room ends with the timeout for writing, and nothing arrives."""
    body = {"search": {"query": "makers of tea" * 1_000_000}}
    patience = httpx.Timeout(20, write=0.1)
    with (
        FaultServer((Do.READ_LINE, Do.IGNORE)) as server,
        pytest.raises(APITimeoutError, match="WriteTimeout") as caught,
    ):
        call(lambda client: client.websets.create(body, timeout=patience), base_url=server.base_url)

    assert (caught.value.attempts, server.received, server.connections) == (1, [], 1)


def test_an_authority_that_nobody_knows(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a certificate of the server's own making nothing is sent, and the error says what is wrong with it."""
    monkeypatch.delenv("SSL_CERT_FILE")
    with FaultServer(scheme="https", tls=tls_of_another_host()) as server, pytest.raises(APIConnectionError) as caught:
        call(CALLS["create"], base_url=server.base_url)

    assert "CERTIFICATE_VERIFY_FAILED" in str(caught.value)
    assert (caught.value.attempts, server.received, server.connections) == (3, [], 3)
