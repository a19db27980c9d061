"""The settings of a client, from arguments and the environment, and the errors for invalid ones."""

from __future__ import annotations

import json
import os
import pickle
import traceback
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets import APIConnectionError, AsyncWebsetsClient, ConfigurationError, WebsetsClient
from support.caller import KEY, Caller
from support.internals import configure, transport_of
from support.paths import DATA
from support.recordings import DOCUMENTED_CANCEL
from support.webhook_receiver import receiver

LOOPBACK = DATA / "tls" / "loopback.pem"
CLIENTS = [WebsetsClient, AsyncWebsetsClient]


def answer(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=DOCUMENTED_CANCEL)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("key", [None, "", "  \n"])
def test_a_missing_key_says_how_to_set_it(client: type[WebsetsClient], key: str | None) -> None:
    """Without a key no client can be created, and the error names both ways to set one."""
    with pytest.raises(ConfigurationError) as caught:
        client(key)
    assert 'export EXA_API_KEY="your key"' in str(caught.value)
    assert 'WebsetsClient(api_key="your key")' in str(caught.value)


def test_key_and_base_url_come_from_the_environment(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """EXA_API_KEY and EXA_WEBSETS_BASE_URL are used unless an argument is given."""
    seen: list[tuple[str, str]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append((str(request.url), request.headers["x-api-key"]))
        return answer(request)

    monkeypatch.setenv("EXA_API_KEY", "key-of-environment\n")
    monkeypatch.setenv("EXA_WEBSETS_BASE_URL", "https://proxy.example/websets/")
    call(lambda client: client.websets.get("x"), handler=handler, api_key=None)
    call(lambda client: client.websets.get("x"), handler=handler, base_url="http://127.0.0.1:9/websets")
    assert seen == [
        ("https://proxy.example/websets/v0/websets/x", "key-of-environment"),
        ("http://127.0.0.1:9/websets/v0/websets/x", KEY),
    ]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"base_url": "http://api.exa.ai/websets"}, "unencrypted"),
        ({"base_url": "http://192.168.0.7/websets"}, "unencrypted"),
        ({"base_url": "http://localhost.example/websets"}, "unencrypted"),
        ({"base_url": "api.exa.ai/websets"}, "https://"),
        ({"base_url": "ftp://api.exa.ai"}, "The base URL 'ftp://api.exa.ai' must start with https://"),
        ({"base_url": "https://"}, "host"),
        ({"base_url": "https://[::1"}, r"The base URL 'https://\[::1' is not a URL: \w"),
        ({"base_url": "https://127.0.0.1:0"}, "The base URL 'https://127.0.0.1:0' has a port outside the range"),
        ({"base_url": "http://127.0.0.1:65536"}, "a port outside the range 1 to 65535"),
        ({"base_url": "http://localhost:99999"}, "a port outside the range 1 to 65535"),
        ({"base_url": "https://user:secret@api.exa.ai"}, "no user"),
        ({"base_url": "https://api.exa.ai/websets?x=1"}, "no user, query"),
        ({"api_key": "ключ"}, "characters"),
        ({"api_key": "one\ntwo"}, "characters"),
        ({"api_key": ""}, "no API key"),
        ({"base_url": ""}, "https://"),
        ({"base_url": "https://api.exa.ai/websets?"}, "no user"),
        ({"max_retries": -1}, "0 or more"),
        ({"max_retries": "2"}, "0 or more"),
        ({"timeout": 0}, "positive"),
        ({"timeout": -1}, "positive"),
        ({"timeout": float("nan")}, "positive"),
        ({"timeout": float("inf")}, "positive"),
        ({"timeout": "5"}, "positive"),
        ({"timeout": (5,)}, "positive"),
        ({"timeout": Decimal("NaN")}, "positive"),
        ({"timeout": 1e6}, "below 1,000,000 or"),
        ({"timeout": httpx.Timeout(None, pool=1e6)}, "below 1,000,000 or"),
        ({"timeout": httpx.Timeout(5, write=-1)}, "positive"),
        ({"headers": {"x-a": "ü—"}}, "headers cannot be sent"),
        ({"headers": {"x-a": None}}, "headers cannot be sent"),
        ({"headers": {7: "a"}}, "headers cannot be sent"),
    ],
)
@pytest.mark.parametrize("client", CLIENTS)
def test_invalid_settings_are_rejected_at_once(client: Any, settings: dict[str, Any], words: str) -> None:
    """An invalid setting raises an error when the client is created, and a secret value is never repeated."""
    with pytest.raises(ConfigurationError, match=words) as caught:
        client(**{"api_key": KEY, **settings})
    assert KEY not in str(caught.value)
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True).stack
    ours = [frame for frame in frames if "overrides" in frame.filename]
    assert not [frame for frame in ours if KEY in str(frame.locals)]
    assert "secret" not in str(caught.value)
    assert "ключ" not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "localhost", "[::1]"])
def test_plain_http_is_allowed_to_loopback(host: str) -> None:
    """The emulator and other servers on this machine can be reached without TLS."""
    with WebsetsClient(KEY, base_url=f"http://{host}:8788/websets") as client:
        assert repr(client) == f"WebsetsClient(base_url='http://{host}:8788/websets')"


def test_an_http_client_of_the_wrong_type_is_rejected() -> None:
    """An httpx.Client for the asynchronous client raises an error at once."""
    http: Any = httpx.Client()
    with http, pytest.raises(ConfigurationError, match=r"httpx\.AsyncClient"):
        AsyncWebsetsClient(KEY, http_client=http)


class RetryTransport(httpx.HTTPTransport):
    """A transport with the same name as that of httpx-retries."""


class LoggedRetryTransport(RetryTransport):
    """A user's subclass of that transport."""


@pytest.mark.parametrize("kind", [RetryTransport, LoggedRetryTransport])
def test_an_http_client_that_retries_is_rejected(kind: type[httpx.HTTPTransport]) -> None:
    """Two layers of retries would multiply, so the error asks for a plain client."""
    for client in (httpx.Client(transport=kind()), httpx.Client(mounts={"https://": kind()})):
        with client as http, pytest.raises(ConfigurationError, match="plain client"):
            WebsetsClient(KEY, http_client=http)


@pytest.mark.parametrize(
    ("path", "settings", "options", "connect", "read"),
    [
        ("/v0/websets/x", {}, {}, 5, 60),
        ("/v0/websets/x/cancel", {}, {}, 5, 10),
        ("/v0/websets/x/searches/y/cancel", {}, {}, 5, 10),
        ("/v0/websets/x/cancel", {"timeout": 90}, {}, 90, 90),
        ("/v0/websets/x", {"timeout": 999_999}, {}, 999_999, 999_999),
        ("/v0/websets/x/cancel", {}, {"timeout": httpx.Timeout(None)}, None, None),
        ("/v0/websets/x", {"timeout": 90}, {"timeout": 7}, 7, 7),
    ],
)
def test_the_timeouts_of_our_own_connections(
    path: str, settings: dict[str, Any], options: Any, connect: float | None, read: float | None
) -> None:
    """By default a call has 5 s to connect and 60 s to read, a cancel 10 s. A given timeout replaces both."""
    with WebsetsClient(KEY, **settings) as client:
        transport = transport_of(client)
        request = transport.build({"method": "POST", "url": path}, options, creates=False)
        timeout = request.arguments.get("timeout", transport.pool.http.timeout)
    assert (timeout.connect, timeout.read) == (connect, read)


def test_a_given_http_client_keeps_its_timeout(call: Caller) -> None:
    """A given httpx client keeps its own timeout, unless a call sets another one."""
    seen: list[float] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"]["read"])
        return answer(request)

    call(lambda client: client.websets.cancel("x"), handler=handler)
    call(lambda client: client.websets.cancel("x", timeout=7), handler=handler)
    call(lambda client: client.with_options(timeout=3).websets.cancel("x"), handler=handler)
    assert seen == [httpx.Client().timeout.read, 7, 3]


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY"])
def test_loopback_is_reached_without_a_proxy(
    call: Caller, websets_emulator: Any, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """The emulator is reached directly, and no key is sent to a proxy, whatever the environment says."""
    monkeypatch.setenv(variable, "http://127.0.0.1:1")

    assert call(lambda client: client.websets.list(), base_url=websets_emulator.base_url).data == []


def test_certificates_of_the_environment_apply_to_loopback(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """SSL_CERT_FILE applies to services on this machine as to any other."""
    monkeypatch.setenv("SSL_CERT_FILE", str(LOOPBACK))
    with receiver(certificate=LOOPBACK) as service:
        service.body = json.dumps({**DOCUMENTED_CANCEL, "id": "x"}).encode()
        assert call(lambda client: client.websets.cancel("x"), base_url=service.url).status == "idle"


def test_renewed_certificates_apply_to_the_next_client(
    call: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A new client reads the certificate file again."""
    bundle = tmp_path / "authorities.pem"
    bundle.write_bytes((DATA / "tls" / "elsewhere.example.pem").read_bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    with receiver(certificate=LOOPBACK) as service:
        service.body = json.dumps({**DOCUMENTED_CANCEL, "id": "x"}).encode()
        with pytest.raises(APIConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
            call(lambda client: client.websets.cancel("x"), base_url=service.url, max_retries=0)
        bundle.write_bytes(LOOPBACK.read_bytes())
        os.utime(bundle, (0, 0))
        assert call(lambda client: client.websets.cancel("x"), base_url=service.url).status == "idle"


def test_a_header_is_sent_once_whatever_its_case(call: Caller) -> None:
    """Headers of a view or a call replace those of the client, ignoring case."""
    seen: list[list[str]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get_list("x-team"))
        return answer(request)

    settings: Any = {"handler": handler, "headers": {"X-Team": "a"}}
    call(lambda client: client.with_options(headers={"x-team": "b"}).websets.get("x"), **settings)
    call(lambda client: client.websets.get("x", extra_headers={"x-TEAM": "c"}), **settings)
    assert seen == [["b"], ["c"]]


@pytest.mark.parametrize("options", [{"max_retries": -1}, {"max_retries": "3"}, {"timeout": -1}], ids=str)
def test_an_invalid_option_of_a_call_is_rejected(call: Caller, options: dict[str, Any]) -> None:
    """Options of a call are validated like those of a client, before anything is sent."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answer(request)

    with pytest.raises(ConfigurationError):
        call(lambda client: client.websets.cancel("x", **options), handler=handler)
    assert seen == []


def test_headers_and_options_of_a_call_are_sent(call: Caller) -> None:
    """Headers of the client, the view and the call are sent, and so are extra query parameters and body fields."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answer(request)

    call(
        lambda client: client.with_options(headers={"x-b": "2"}).websets.create(
            {"search": {"query": "tea"}},
            extra_headers={"x-exa-websets-priority": "high"},
            extra_query={"debug": "1", "tag": ["a", "b"]},
            extra_body={"experiment": True},
        ),
        handler=handler,
        headers={"x-a": "1"},
    )
    request = seen[0]
    assert (request.headers["x-a"], request.headers["x-b"]) == ("1", "2")
    assert request.headers["x-exa-websets-priority"] == "high"
    assert request.url.query == b"debug=1&tag=a&tag=b"
    assert request.content == b'{"search":{"query":"tea"},"experiment":true}'


def test_a_configuration_pickles_with_the_key_only_if_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pickle contains the key if it was given, but not if it came from the environment."""
    monkeypatch.setenv("EXA_API_KEY", "key-of-environment")
    from_environment = pickle.dumps(configure(timeout=7, headers={"x-a": "1"}))
    given = pickle.dumps(configure(KEY))

    assert b"key-of-environment" not in from_environment
    monkeypatch.setenv("EXA_API_KEY", "key-over-there")
    assert pickle.loads(from_environment).api_key.reveal() == "key-over-there"
    assert pickle.loads(from_environment).timeout == httpx.Timeout(7)
    assert pickle.loads(given).api_key.reveal() == KEY
    assert pickle.loads(given) == configure(KEY) != configure(f"{KEY}2")


def test_no_repr_shows_the_key() -> None:
    """The repr of clients, configurations and views shows neither the key nor values of headers."""
    with WebsetsClient(KEY, headers={"authorization": "Bearer abc"}) as client:
        config = configure(KEY, headers={"authorization": "Bearer abc"})
        shown = f"{client!r} {client.with_options(timeout=1)!r} {config!r} {client.raw!r} {client.websets!r}"
    assert KEY not in shown
    assert "Bearer abc" not in shown
    assert "headers=<authorization>" in repr(config)
    assert "headers=<none>" in repr(configure(KEY))


def test_a_view_of_a_used_client_has_its_own_settings(call: Caller) -> None:
    """A resource that was used before `with_options` does not keep its settings in the view."""
    seen: list[float] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"]["read"])
        return answer(request)

    def act(client: Any) -> Any:
        assert client.websets is client.websets  # it is created once
        return client.with_options(timeout=3).websets.get("x")

    call(act, handler=handler, timeout=9)
    assert seen == [3]


@pytest.mark.parametrize(
    "options", [{}, {"timeout": 3}, {"max_retries": 0}, {"headers": {"x-b": "2"}}], ids=lambda options: str(*options)
)
def test_a_view_keeps_the_settings_that_it_does_not_change(options: dict[str, Any]) -> None:
    """`with_options` changes only what it is given, and adds to the headers."""
    with WebsetsClient(KEY, timeout=9, max_retries=5, headers={"x-a": "1"}) as client:
        config = transport_of(client.with_options(**options)).config
    assert config.timeout == httpx.Timeout(options.get("timeout", 9))
    assert config.max_retries == options.get("max_retries", 5)
    assert config.headers == {"x-a": "1", **options.get("headers", {})}
