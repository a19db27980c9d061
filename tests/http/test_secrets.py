"""The key is sent only to the service: it is not in errors, tracebacks, pickles, logs or output."""

from __future__ import annotations

import asyncio
import inspect
import io
import pickle
from functools import partial
from typing import Any

import anyio
import httpx
import pytest
from exa_websets import (
    APIConnectionError,
    APIStatusError,
    AsyncWebsetsClient,
    CancelOutcome,
    ConfigurationError,
    WebsetsClient,
)
from exa_websets.emulator import Emulator
from rich.console import Console
from rich.traceback import Traceback
from support.caller import KEY, Act, Caller
from support.command_line import run
from support.fault_server import Do, FaultServer, Script, answer
from support.key_guard import held, names, shown
from support.paths import TESTS
from support.pytest_arguments import WITHOUT_OTHER_PLUGINS
from support.recordings import DOCUMENTED_CANCEL

GIVEN = "another-key"
GOOD = answer({**DOCUMENTED_CANCEL, "id": "x"})
FAULTS: dict[str, Script] = {
    "status": (Do.READ, answer({"error": "no"}, b"503 Unavailable")),
    "reset": (Do.READ, Do.RESET),
    "timeout": (Do.READ, Do.STALL),
    "no JSON": (
        Do.READ,
        answer(DOCUMENTED_CANCEL, length=-20, headers={"connection": "close"}),
    ),
}
ACTS: dict[str, Act] = {
    "get": lambda client: client.websets.get("a"),
    "cancel": lambda client: client.with_options(headers={"x-a": "1"}).websets.cancel("b"),
    "create": lambda client: client.websets.create({"search": {"query": "makers of tea"}}),
    "cancel_many": lambda client: client.websets.cancel_many(["c", "d"]),
    "wait": lambda client: client.websets.wait_until_idle("e", timeout=0.1),
}


@pytest.fixture(autouse=True)
def _key_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    """Set the key in the environment, so that no frame of a test has it."""
    monkeypatch.setenv("EXA_API_KEY", KEY)


def failures(call: Caller, base_url: str, timeout: float) -> list[BaseException]:
    """Make all calls with one client, whose key comes from the environment, and return the errors."""
    found: list[BaseException] = []

    async def perform(client: Any) -> None:
        for act in ACTS.values():
            try:
                result = act(client)
                outcomes: list[CancelOutcome] = await result if inspect.isawaitable(result) else result
            except Exception as error:
                found.append(error)
            else:
                found.extend(outcome.error for outcome in outcomes if outcome.error)

    act: Act = perform if call.kind == "asyncio" else lambda client: anyio.run(perform, client)
    call(act, api_key=None, base_url=base_url, max_retries=1, timeout=timeout)
    return found


@pytest.mark.parametrize("kind", ["sync", "asyncio"])
@pytest.mark.parametrize("fault", FAULTS)
def test_errors(kind: Any, fault: str, caplog: pytest.LogCaptureFixture) -> None:
    """No traceback with its locals, no pickle, no attribute and no log at DEBUG shows the key."""
    caplog.set_level(1)
    for name in ("httpx", "httpcore", "exa_websets"):
        caplog.set_level(1, name)
    with FaultServer(FAULTS[fault], times=None, answer=GOOD) as server:
        errors = failures(Caller(kind), server.base_url, 0.02 if fault == "timeout" else 5)
    assert len(errors) == len(ACTS) + 1
    for error in errors:
        assert KEY not in shown(error)
        assert not held(error)
        assert KEY.encode() not in pickle.dumps(error)
        assert KEY not in f"{error!r} {vars(error)}"
    assert all(received.headers["x-api-key"] == KEY for received in server.received)
    assert "send_request_headers.complete" in caplog.text
    assert KEY not in caplog.text


def test_a_traceback_through_httpx() -> None:
    """An error of the caller's own transport does not show the key, not even as rich prints it, with all locals."""

    def handler(request: httpx.Request) -> httpx.Response:
        raise ZeroDivisionError("of the caller")

    with httpx.Client(transport=httpx.MockTransport(handler)) as http, WebsetsClient(http_client=http) as client:
        with pytest.raises(ZeroDivisionError) as caught:
            client.websets.get("x")
        screen = io.StringIO()
        options: Any = {"show_locals": True, "locals_max_length": None, "locals_max_string": None}
        Console(file=screen, width=200).print(Traceback.from_exception(caught.type, caught.value, caught.tb, **options))
    assert "auth = <key>" in (text := screen.getvalue() + shown(caught.value))
    assert KEY not in text


def test_a_task_canceled_at_any_step() -> None:
    """The traceback of a cancellation at any step of a request does not show the key."""

    async def main() -> list[BaseException]:
        errors: list[BaseException] = []
        async with AsyncWebsetsClient(base_url=server.base_url, max_retries=0) as client:
            for steps in range(12):
                await client.websets.get("x")  # open a connection, so that the steps are the same each time
                task = asyncio.create_task(client.websets.cancel("x"))
                for _ in range(steps):
                    await asyncio.sleep(0)
                task.cancel()
                try:
                    await task
                except asyncio.CancelledError as error:
                    errors.append(error)
        return errors

    with FaultServer(answer=GOOD) as server:
        errors = asyncio.run(main())
    assert errors
    assert [place for place, error in enumerate(errors) if KEY in shown(error)] == []


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"max_retries": -1}, "max_retries"),
        ({"base_url": "http://192.168.0.7/websets"}, "unencrypted"),
        ({"base_url": 7}, "URL"),
        ({"api_key": GIVEN.encode()}, "text"),
    ],
)
@pytest.mark.parametrize("kind", [WebsetsClient, AsyncWebsetsClient])
def test_a_client_that_cannot_be_created(kind: Any, settings: dict[str, Any], words: str) -> None:
    """The error names the invalid setting, and no frame of ours shows the given key."""
    with pytest.raises(ConfigurationError, match=words) as caught:
        kind(**{"api_key": GIVEN, **settings})
    assert not [name for name in names(caught.value, but=__file__) if GIVEN in name]


@pytest.mark.parametrize("kind", [WebsetsClient, AsyncWebsetsClient])
def test_missing_certificates(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error for a missing certificate file does not show the key."""
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/certificates.pem")
    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE") as caught:
        kind(GIVEN)
    assert not [name for name in names(caught.value, but=__file__) if GIVEN in name]


@pytest.mark.parametrize("target", ["https://elsewhere.example/v0/x", "https://api.exa.ai/websets/v0/y", "/v0/y"])
@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_redirects(kind: Any, target: str) -> None:
    """A given client that follows redirects does not send the key to another host either."""
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(307, headers={"location": target})

    transport = httpx.MockTransport(handler)

    def cancel() -> None:
        with httpx.Client(transport=transport, follow_redirects=True) as http:
            WebsetsClient(http_client=http).websets.cancel("x")

    async def cancel_async() -> None:
        async with httpx.AsyncClient(transport=transport, follow_redirects=True) as http:
            await AsyncWebsetsClient(http_client=http).websets.cancel("x")

    act = cancel if kind == "sync" else partial(anyio.run, cancel_async, backend=kind)
    with pytest.raises(APIStatusError, match="redirects are not followed") as caught:
        act()
    assert seen == ["https://api.exa.ai/websets/v0/websets/x/cancel"]
    assert KEY not in shown(caught.value)


def test_the_command_line(websets_emulator: Emulator, caplog: pytest.LogCaptureFixture) -> None:
    """No command prints or logs the key, not even with --debug and all loggers at DEBUG."""
    caplog.set_level(1)
    caplog.set_level(1, "httpcore")
    websets_emulator.fail(reset=True, method="GET")
    for arguments in (["list"], ["get", "missing"], ["cancel", "missing"]):
        done = run(websets_emulator, "--debug", *arguments, EXA_API_KEY=KEY)
        assert KEY not in done.screen
    assert {request.headers["x-api-key"] for request in websets_emulator.requests} == {KEY}
    assert KEY not in caplog.text


def test_the_emulator(caplog: pytest.LogCaptureFixture) -> None:
    """The emulator rejects a wrong key without repeating it, and neither logs nor prints any key."""
    caplog.set_level(1)
    with Emulator(api_key=GIVEN) as emulator, httpx.Client(trust_env=False) as http:
        for key in (KEY, GIVEN):
            answered = http.get(f"{emulator.base_url}/v0/websets/y", headers={"x-api-key": key}).text
            assert not [each for each in (KEY, GIVEN) if each in answered]
        assert KEY not in f"{emulator!r} {emulator.requests}"
        assert emulator.requests[0].headers["x-api-key"] == KEY
    assert not [each for each in (KEY, GIVEN) if each in caplog.text]


def test_no_test_shows_the_key(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that prints, logs, warns of or raises the key fails, and its report masks the key."""
    pytester.makeconftest('pytest_plugins = ["support.key_guard"]')
    pytester.makepyfile(
        """
        import logging, os, sys, warnings
        import pytest
        from support.caller import KEY

        @pytest.fixture
        def coming():
            print(KEY)

        @pytest.fixture
        def leaving():
            yield
            print(KEY)

        def test_silent(): print("nothing")
        def test_output(): print("the key is", KEY)
        def test_errors(): sys.stderr.write(KEY)
        def test_descriptor(): os.write(2, KEY.encode())
        def test_log(): logging.getLogger("x").warning("key %s", KEY)
        def test_warning(): warnings.warn(KEY)
        def test_assertion(): assert KEY == ""
        def test_skipped(): pytest.skip(KEY)
        def test_setup(coming): pass
        def test_teardown(leaving): pass

        @pytest.mark.xfail
        def test_expected(): assert KEY == ""
        """
    )
    monkeypatch.setenv("PYTHONPATH", str(TESTS))
    # In this process, pytester would make modules such as numpy unusable for later tests.
    result = pytester.runpytest_subprocess("-rA", "-W", "error", "-p", "no:cacheprovider", *WITHOUT_OTHER_PLUGINS)
    result.assert_outcomes(passed=2, failed=8, errors=2)
    result.stdout.fnmatch_lines(
        ["PASSED *::test_silent", "PASSED *::test_teardown", "ERROR *::test_setup - *", "ERROR *::test_teardown - *"]
    )
    assert KEY not in result.stdout.str() + result.stderr.str()
    assert result.stdout.str().count("shows the key in: ") >= 10


def test_a_proxy_password_that_is_not_text(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable with bytes that are not UTF-8, even of a proxy for other URLs, does not replace the error."""
    monkeypatch.setenv("FTP_PROXY", "ftp://user:p\udcffss@proxy.example")

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(APIConnectionError, match="refused"):
        call(lambda client: client.websets.cancel("x", max_retries=0), handler=refuse)
