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
    """The results of all calls under one fault: the error or None of each, and the complete requests that arrived."""

    fault: Fault
    errors: dict[str, Exception | None]
    requests: Counter[str]

    def ending(self, name: str) -> Ending:
        error = self.errors[name]
        kind = None if error is None else type(error)
        unknown = getattr(error, "outcome_unknown", False)
        return Ending(kind, getattr(error, "attempts", None), self.requests[name], unknown)


def all_at_once(call: Caller) -> Act:
    """Return a function that makes every call concurrently with one client, and returns the error of each."""

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
    """Make every call meet a fault; waits between attempts take no time."""
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
    """Make every client trust a single certificate authority, because loading all of them is slow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        yield


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_call_ends_as_promised(call: Caller, fault: Fault) -> None:
    """Each call ends with an answer or an error that counts its attempts, and sends no more requests than allowed."""
    row = play(call, fault)

    assert {name: row.ending(name) for name in CALLS} == {name: fault.promise(name) for name in CALLS}
    for name, error in row.errors.items():
        assert KEY not in repr(error)
        notes = getattr(error, "__notes__", [])
        has_note = any("may still be running and burning credits" in note for note in notes)
        assert has_note == (error is not None and name == "cancel")


@pytest.mark.parametrize("status", [302, 308])
def test_a_redirect_is_not_followed(call: Caller, status: int) -> None:
    """The error names the other host, which receives neither a request nor a connection."""
    with FaultServer(answer=GOOD) as elsewhere:
        location = {"location": elsewhere.base_url.replace("127.0.0.1", "localhost")}
        redirect = (Do.READ, answer({}, b"%d Moved" % status, headers=location))
        row = play(call, Fault("a redirect", redirect, APIStatusError, lasts=True))

    assert {name: row.ending(name) for name in CALLS} == dict.fromkeys(CALLS, Ending(APIStatusError, 1, 1))
    assert all("redirects to localhost" in str(error) for error in row.errors.values())
    assert elsewhere.connections == 0


def in_turn(call: Caller, *acts: Act) -> Act:
    """Return a function that makes one call after the other with one client, and returns the error of each."""

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
def test_a_closed_connection_is_not_used_again(call: Caller, last: bytes) -> None:
    """If the server closes the connection after each answer, every call, creates included, arrives exactly once."""
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
def test_a_truncated_answer_does_not_affect_the_next_call(call: Caller, name: str) -> None:
    """A connection is not used again after a truncated answer, so the next call arrives exactly once."""
    with FaultServer((Do.READ, answer(WEBSET, length=-20)), answer=GOOD) as server:

        def mended(client: Any) -> Any:
            server.mend()
            return CALLS[name](client)

        def broken(client: Any) -> Any:
            return client.websets.get("first", max_retries=0)

        _, error = call(in_turn(call, broken, mended), base_url=server.base_url)

    assert error is None
    assert server.requests[name] == 1 + (name == "get")


def test_a_create_that_is_not_read_is_sent_once(call: Caller) -> None:
    """If the server does not read the body, the create ends with a write timeout and is not retried."""
    body = {"search": {"query": "makers of tea" * 1_000_000}}
    patience = httpx.Timeout(20, write=0.1)
    with (
        FaultServer((Do.READ_LINE, Do.IGNORE)) as server,
        pytest.raises(APITimeoutError, match="WriteTimeout") as caught,
    ):
        call(lambda client: client.websets.create(body, timeout=patience), base_url=server.base_url)

    assert (caught.value.attempts, server.received, server.connections) == (1, [], 1)


def test_an_unknown_certificate_authority(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is sent to a server with a self-signed certificate, and the error gives the reason."""
    monkeypatch.delenv("SSL_CERT_FILE")
    with FaultServer(scheme="https", tls=tls_of_another_host()) as server, pytest.raises(APIConnectionError) as caught:
        call(CALLS["create"], base_url=server.base_url)

    assert "CERTIFICATE_VERIFY_FAILED" in str(caught.value)
    assert (caught.value.attempts, server.received, server.connections) == (3, [], 3)
