"""Guarantee 8: the key and the password of a proxy are never shown, even if a server echoes them."""

from __future__ import annotations

import html
import io
import json
import logging
import pickle
import traceback
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from exa_websets import (
    APIStatusError,
    AsyncWebsetsClient,
    CancelOutcome,
    ConfigurationError,
    PagingError,
    WebsetsClient,
    WebsetsError,
    log_drift,
)
from rich import inspect
from rich.console import Console
from support.caller import Act, Caller
from support.command_line import run
from support.fault_server import Do, FaultServer
from support.internals import transport_of
from support.recordings import DOCUMENTED_CANCEL

SECRET = "6f1c2b7a-51d3&4e08/9a4c+8d20=Key"
PASSWORD = "pass&word/7"
REDACTED = "[redacted]"


def basic(text: str) -> str:
    return b64encode(text.encode()).decode()


SPELLINGS: dict[str, str] = {
    "raw": SECRET,
    "URL-encoded": quote(SECRET, safe=""),
    "URL-encoded, with slashes": quote(SECRET),
    "lower case": SECRET.lower(),
    "JSON": json.dumps(SECRET).replace("/", "\\/").replace("&", "\\u0026").strip('"'),
    "HTML": html.escape(SECRET),
    "Base64": basic(SECRET),
    "Basic, key as user": basic(f"{SECRET}:"),
    "Basic, key as password": basic(f":{SECRET}"),
    "Basic, with a user": basic(f"tea:{SECRET}"),
    "Basic, with a short user": basic(f"t:{SECRET}"),
}

Echo = Callable[[str], httpx.Response]
ECHOES: dict[str, Echo] = {
    "message": lambda text: httpx.Response(400, json={"message": f"bad x-api-key {text}!"}),
    "messages": lambda text: httpx.Response(422, json={"message": ["no", text]}),
    "error": lambda text: httpx.Response(500, json={"error": text}),
    "nested value": lambda text: httpx.Response(409, json={"message": "no", "request": [{"headers": {"key": text}}]}),
    "name of a field": lambda text: httpx.Response(403, json={"message": "no", "headers": {text: 1}}),
    "list": lambda text: httpx.Response(404, json=[text]),
    "text as JSON": lambda text: httpx.Response(404, json=text),
    "request id of the body": lambda text: httpx.Response(401, json={"message": "no", "requestId": text}),
    "message that is cut": lambda text: httpx.Response(400, json={"message": "x" * 480 + text}),
    "title of a page": lambda text: httpx.Response(403, html=f"<html><title>{text}</title></html>"),
    "plain text": lambda text: httpx.Response(503, text=f"refused: {text}"),
    "plain text that is cut": lambda text: httpx.Response(503, text=f"{'x' * 180} {text}"),
    "header x-request-id": lambda text: httpx.Response(400, json={}, headers={"x-request-id": text}),
    "header x-request-id that is cut": lambda text: httpx.Response(400, headers={"x-request-id": "x" * 80 + text}),
    "header location": lambda text: httpx.Response(307, headers={"location": f"https://a.example/?key={text}"}),
    "host of the location": lambda text: httpx.Response(307, headers={"location": f"https://{text}.example/"}),
    "header retry-after": lambda text: httpx.Response(429, headers={"retry-after": text}),
    "status": lambda text: httpx.Response(200, json={**DOCUMENTED_CANCEL, "searches": text}),
    "value that is cut": lambda text: httpx.Response(200, json={**DOCUMENTED_CANCEL, "searches": "x" * 30 + text}),
    "name in metadata": lambda text: httpx.Response(200, json={"id": "webset_1", "metadata": {text: 1}}),
    "request as the id": lambda text: httpx.Response(200, json={"id": f"GET /\r\nx-api-key: {text}"}),
    "accepted, not JSON": lambda text: httpx.Response(200, text=text),
    "accepted, with a request id": lambda text: httpx.Response(200, json={}, headers={"x-request-id": text}),
}
ACTS: dict[str, Act] = {
    "get": lambda client: client.websets.get("tea"),
    "create": lambda client: client.websets.create({"search": {"query": "makers of tea"}}),
    "cancel": lambda client: client.websets.cancel("tea"),
}


def missing(request: httpx.Request) -> httpx.Response:
    return httpx.Response(404, json={"message": "no"})


def exposed(error: BaseException) -> str:
    """Return everything that an error shows: its text, its attributes and its pickle."""
    attributes = {**vars(error), "args": error.args}
    texts = [repr(error), repr(attributes), json.dumps(attributes, default=str), pickle.dumps(error).decode("latin-1")]
    return "\n".join([*traceback.format_exception(error), *texts])


def check(text: str, *secrets: str) -> None:
    """Fail if a text contains a secret, whole or in part."""
    for secret in secrets or SPELLINGS.values():
        assert secret not in text
        assert f"{secret[:9]}..." not in text


@pytest.fixture
def our_log(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Return the log of this package, without that of httpx."""
    caplog.set_level(logging.DEBUG, "exa_websets")
    return lambda: "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("exa_websets"))


@pytest.mark.parametrize(("kind", "act"), [*(("sync", act) for act in ACTS), ("asyncio", "get"), ("asyncio", "cancel")])
@pytest.mark.parametrize("echo", ECHOES)
def test_a_server_that_echoes_the_key(kind: Any, echo: str, act: str, our_log: Callable[[], str]) -> None:
    """The key is in no part of the error and in no log, however the server encodes it."""
    for spelling in SPELLINGS.values():

        def repeat(request: httpx.Request, text: str = spelling) -> httpx.Response:
            return ECHOES[echo](text)

        with pytest.raises(WebsetsError) as caught:
            Caller(kind)(ACTS[act], api_key=SECRET, handler=repeat)
        check(exposed(caught.value))
    check(our_log())


@pytest.mark.parametrize("reader", ["list_all", "cancel_all", "archive"])
def test_a_cursor_that_contains_the_key(call: Caller, reader: str, tmp_path: Path) -> None:
    """The error of a list that repeats its cursor quotes the cursor without the key."""

    def list_all(client: Any) -> Any:
        return client.websets.list_all()

    def cancel_all(client: Any) -> Any:
        return client.websets.cancel_all(everything=True)

    def archive(client: Any) -> Any:
        return client.archive(tmp_path / "archive")

    def endless(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"data": [], "hasMore": True, "nextCursor": f"next {SECRET}"})

    acts = {"list_all": list_all, "cancel_all": cancel_all, "archive": archive}
    do = call.collect if reader == "list_all" else call
    try:
        result: Any = do(acts[reader], api_key=SECRET, handler=endless)
        shown = repr(result.failed)
    except PagingError as error:
        shown = exposed(error)
    assert f"next {REDACTED}" in shown
    check(shown)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_key_is_redacted(spelling: str) -> None:
    """Messages and bodies show where the key was."""
    with pytest.raises(APIStatusError) as caught:
        Caller("sync")(ACTS["get"], api_key=SECRET, handler=lambda request: ECHOES["message"](SPELLINGS[spelling]))
    assert REDACTED in caught.value.message
    assert REDACTED in caught.value.body["message"]


@pytest.mark.parametrize("kind", ["sync", "asyncio"])
@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError,
        httpx.DecodingError,
        httpx.LocalProtocolError,
        httpx.ProxyError,
        httpx.ReadError,
        httpx.ReadTimeout,
        httpx.RemoteProtocolError,
        httpx.UnsupportedProtocol,
    ],
)
def test_errors_of_connections(kind: Any, error: type[Exception], our_log: Callable[[], str]) -> None:
    """A connection error that quotes received bytes does not show the key."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise error(f"illegal status line: bytearray(b'{SECRET} {basic(SECRET)}') {SECRET[:20]}...")

    for act in ACTS.values():
        with pytest.raises(WebsetsError) as caught:
            Caller(kind)(act, api_key=SECRET, handler=fail)
        assert REDACTED in str(caught.value)
        # With a given client, its own error may be the cause.
        caught.value.__cause__ = caught.value.__context__ = None
        check(exposed(caught.value))
    check(our_log())


@pytest.mark.parametrize("garbage", [b"%s\r\n\r\n", b"HTTP/1.1 200 OK\r\n%s\r\n\r\n", b"HTTP/1.1 200 %s\r\n\r\n{"])
def test_garbage_on_a_socket(garbage: bytes, our_log: Callable[[], str]) -> None:
    """On a real connection, an answer that is not HTTP is quoted without the key."""
    script = (Do.READ, garbage % SECRET.encode(), Do.CLOSE)
    with FaultServer(script, times=None) as server, pytest.raises(WebsetsError) as caught:
        Caller("sync")(ACTS["get"], api_key=SECRET, base_url=server.base_url, max_retries=0)
    check(exposed(caught.value))
    check(our_log())


def test_drift_is_logged_without_the_key(our_log: Callable[[], str]) -> None:
    """A new field may have the key as its name or its value."""
    answer = {**DOCUMENTED_CANCEL, SECRET: 1, "echo": [SPELLINGS["Base64"]], "status": SECRET}
    settings: Any = {"api_key": SECRET, "on_drift": log_drift}
    Caller("sync")(ACTS["get"], handler=lambda request: httpx.Response(200, json=answer), **settings)
    assert our_log().count(REDACTED) >= 3
    check(our_log())


@pytest.mark.parametrize("debug", [[], ["--debug"]], ids=["plain", "debug"])
@pytest.mark.parametrize("echo", ["message", "nested value", "title of a page", "header x-request-id", "status"])
def test_the_command_line(echo: str, debug: list[str]) -> None:
    """No command prints the key, not even in a traceback or as JSON."""
    response = ECHOES[echo](f"{SECRET} {basic(f'{SECRET}:')}")
    lines = [f"HTTP/1.1 {response.status_code} x", *(f"{name}: {value}" for name, value in response.headers.items())]
    answer = "\r\n".join([*lines, "", ""]).encode() + response.content
    with FaultServer(answer=answer) as server:
        # A status that is not a number is retried, which takes seconds.
        more = (["list"], ["cancel", "tea", "--json"], ["active"], ["rows", "tea"]) if echo != "status" else ()
        for command in (["get", "tea"], *more):
            done = run(server, *debug, *command, EXA_API_KEY=SECRET)
            assert done.code
            check(done.out + done.err)
            assert REDACTED in done.err or echo in ("nested value", "status")


@pytest.mark.parametrize("encode", [b64encode, urlsafe_b64encode])
@pytest.mark.parametrize("before", ["", "a", "ab"])
def test_both_alphabets_of_base64(encode: Callable[[bytes], bytes], before: str) -> None:
    """The key is redacted in Base64 and in the Base64 of URLs, wherever in the encoded text it is."""
    key = "~~?~~~0123456789~~~?"
    text = encode(f"{before}{key}".encode()).decode()
    assert {*text} & {*"+/-_"}
    with pytest.raises(APIStatusError) as caught:
        Caller("sync")(ACTS["get"], api_key=key, handler=lambda request: ECHOES["message"](text))
    left, _, right = caught.value.message.removeprefix("bad x-api-key ").removesuffix("!").partition(REDACTED)
    # Only characters that also depend on the text around the key are left.
    assert left == text[: -(-len(before) * 8 // 6)]
    assert text.endswith(right)
    assert len(right.rstrip("=")) <= 1


@pytest.mark.parametrize("status", [200, 201])
def test_ids_are_never_altered(status: int) -> None:
    """An id is shown even if it contains the key, because the user needs it for a cancel; so is the requested path."""
    body = {"id": f"webset_{'k' * 20}", "status": "k" * 20}
    with pytest.raises(WebsetsError) as caught:
        Caller("sync")(ACTS["create"], api_key="k" * 20, handler=lambda request: httpx.Response(status, json=body))
    error: Any = caught.value
    assert body["id"] in str(error)
    assert error.body == {"id": body["id"], "status": REDACTED}

    with pytest.raises(APIStatusError) as refused:
        Caller("sync")(lambda client: client.websets.get(SECRET), api_key=SECRET, handler=missing)
    assert refused.value.path == f"/v0/websets/{quote(SECRET, safe='')}"


@pytest.mark.parametrize(("length", "is_redacted"), [(15, False), (16, True)])
def test_the_shortest_key_that_is_redacted(length: int, is_redacted: bool) -> None:
    """A key of 16 characters is redacted, also where it is truncated, but not where hardly anything is left of it."""
    key = "0123456789abcdef"[:length]

    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError(f"{key}, {key[:-1]}..., {key[:-2]}..., {key[:7]}..., {key[:6]}...")

    with pytest.raises(WebsetsError) as caught:
        Caller("sync")(ACTS["get"], api_key=key, handler=fail, max_retries=0)
    parts = [REDACTED] * 4 if is_redacted else [key, key[:-1], key[:-2], key[:7]]
    shown = "{}, {}..., {}..., {}...".format(*parts)
    assert f"{shown}, {key[:6]}..." in str(caught.value)


def test_a_short_key_is_redacted_as_a_whole_header_only() -> None:
    """The key "test" is also a word, so it is redacted only if it is a whole header value."""
    answer = httpx.Response(400, json={"message": "a test"}, headers={"x-request-id": "test"})
    with pytest.raises(APIStatusError) as caught:
        Caller("sync")(ACTS["get"], api_key="test", handler=lambda request: answer)
    assert (caught.value.message, caught.value.body) == ("a test", {"message": "a test"})
    assert caught.value.request_id == REDACTED


PROXY_SCRIPTS: dict[str, bytes] = {
    "reason": b"HTTP/1.1 407 Denied %s\r\nContent-Length: 0\r\n\r\n",
    "status line": b"Proxy-Authorization: Basic %s\r\n\r\n",
    "header": b"HTTP/1.1 200 OK\r\nBasic %s\r\n\r\n",
}
PADDED = basic(f"teas:{PASSWORD}")
PROXY_SECRETS = (PASSWORD, quote(PASSWORD, safe=""), PADDED, PADDED.rstrip("="))


@pytest.mark.parametrize("kind", ["sync", "asyncio"])
@pytest.mark.parametrize("script", PROXY_SCRIPTS)
def test_a_proxy_that_echoes_its_password(
    kind: Any, script: str, monkeypatch: pytest.MonkeyPatch, our_log: Callable[[], str]
) -> None:
    """Neither the error nor a log shows the password, raw, encoded or in Basic form."""
    text = " ".join(PROXY_SECRETS).encode()
    with FaultServer((Do.READ, PROXY_SCRIPTS[script] % text, Do.CLOSE), times=None) as proxy:
        address = httpx.URL(proxy.base_url).netloc.decode()
        monkeypatch.setenv("HTTPS_PROXY", f"http://teas:{quote(PASSWORD, safe='')}@{address}")
        with pytest.raises(WebsetsError) as caught:
            Caller(kind)(ACTS["get"], api_key=SECRET, base_url="https://api.invalid/websets", max_retries=0)
        assert run(None, "--base-url", "https://api.invalid/websets", "--debug", "get", "tea").code == 1
    assert REDACTED in str(caught.value)
    check(exposed(caught.value), *PROXY_SECRETS)
    check(our_log(), *PROXY_SECRETS)


@pytest.mark.parametrize("kind", [WebsetsClient, AsyncWebsetsClient])
@pytest.mark.parametrize(
    "proxy",
    [
        "socks4://tea:{}@127.0.0.1:1",
        "ftp://tea:{}@127.0.0.1:1",
        "http://tea:{}#@127.0.0.1:1",
        "http://tea:{}/x@127.0.0.1:1",
        "http://tea:{}@127.0.0.1:{}",
        "http://tea:{}@[::1",
        "http://tea:{}@\x7f:1",
        "tea:{}@127.0.0.1:x",
        "http://127.0.0.1:{}",
    ],
)
def test_a_proxy_that_cannot_be_used(kind: Any, proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says that the proxy is invalid, without its password, wherever in the URL that is."""
    password = "Pass9word"
    monkeypatch.setenv("HTTPS_PROXY", proxy.format(password, password))
    with pytest.raises(ConfigurationError, match=r"^HTTPS_PROXY ") as caught:
        kind(SECRET)
    check(exposed(caught.value), password)
    done = run(None, "--base-url", "https://api.invalid", "--debug", "get", "tea")
    assert done.code == 2
    check(done.out + done.err, password)


@pytest.mark.parametrize("kind", [WebsetsClient, AsyncWebsetsClient])
@pytest.mark.parametrize(
    "url",
    [
        "https://tea:{}@api.example",
        "ftp://tea:{}@api.example",
        "https://tea:{}#@api.example",
        "https://tea:{}/x@api.example",
        "https://tea:12/{}@api.example",
        "https://tea:{0}@api.example:{0}",
        "tea:{}@api.example",
        "http://tea:{}@\x7f",
    ],
)
def test_a_base_url_with_a_password(kind: Any, url: str) -> None:
    """A base URL with a password is rejected, and the error does not show it."""
    password = "Pass9word"
    with pytest.raises(ConfigurationError, match="base URL") as caught:
        kind(SECRET, base_url=url.format(password))
    check(exposed(caught.value), password)


def test_rich_inspect() -> None:
    """No attribute of any reachable object shows the key to `rich.inspect`."""
    screen = io.StringIO()
    console = Console(file=screen, width=400)
    one: Any
    with WebsetsClient(SECRET, base_url="http://127.0.0.1:1", max_retries=0) as client:
        with pytest.raises(WebsetsError) as caught:
            client.websets.get("tea")
        view, transport = client.with_options(timeout=1), transport_of(client)
        resources = [client.websets, client.items, client.imports, client.searches, client.raw]
        parts = [transport, transport.config, transport.config.api_key, transport.config.redact, transport.pool]
        for one in (client, view, *resources, *parts, transport.pool.http, CancelOutcome("tea", None, caught.value)):
            inspect(one, console=console, all=True, private=True, docs=False)
            console.print(vars(one) if hasattr(one, "__dict__") else one)
    inspect(caught.value, console=console, all=True, private=True)
    assert len(screen.getvalue()) > 10_000
    check(screen.getvalue())
