"""The proxies of the environment carry every call, or an error names the variable that is invalid.

Each value in the tables is tried in each variable, with both clients and the command line.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import Any

import anyio
import certifi
import pytest
from exa_websets import APIConnectionError, AsyncWebsetsClient, ConfigurationError, WebsetsClient
from support.caller import KEY, Caller
from support.command_line import run
from support.fault_server import Do, FaultServer, answer
from support.proxy import Proxy
from support.recordings import DOCUMENTED_CANCEL
from support.tls import ELSEWHERE, LOOPBACK, server_context

BASE_URL = "https://elsewhere.example/websets"
CANCELED = {**DOCUMENTED_CANCEL, "id": "x"}
PASSWORD = "Pass9word"

GOOD = {
    "an address": "http://127.0.0.1:{port}",
    "a name": "http://localhost:{port}",
    "a name in capitals": "http://LOCALHOST:{port}",
    "capitals": "HTTP://127.0.0.1:{port}",
    "no scheme": "127.0.0.1:{port}",
    "a user and no scheme": "tea:Pass9word@127.0.0.1:{port}",
    "a path": "http://127.0.0.1:{port}/path?query#fragment",
    "spaces around it": "  http://127.0.0.1:{port}\n",
    "a user": "http://tea@127.0.0.1:{port}",
    "an empty user": "http://:@127.0.0.1:{port}",
    "a password with escapes": "http://tea:Pass9word%23%2F%40%FF@127.0.0.1:{port}",
    "a password with special characters": "http://tea:Pass9word !$&'()*+,;=@%é@127.0.0.1:{port}",
    "socks5": "socks5://127.0.0.1:{port}",
    "socks5h": "SOCKS5H://127.0.0.1:{port}",
}
BAD = {
    # name: the value, and a part of the error
    "socks4": ("socks4://tea:Pass9word@127.0.0.1:1", "start with http://"),
    "socks, as desktops write it": ("socks://127.0.0.1:1/", "start with http://"),
    "ftp": ("ftp://tea:Pass9word@127.0.0.1:1", "start with http://"),
    "a scheme alone": ("://", "start with http://"),
    "quotes": ("'http://tea:Pass9word@127.0.0.1:1'", "start with http://"),
    "no host": ("http://", "name a host"),
    "no host but a path": ("http:///Pass9word", "name a host"),
    "no host but a user": ("http://tea:Pass9word@", "name a host"),
    "a space in the host": ("http://127.0.0.1 Pass9word:1", "name a host"),
    "an empty label": ("http://a..example:1", "name a host"),
    "a long label": (f"http://{'a' * 64}.example:1", "name a host"),
    "a comma": ("http://127.0.0.1,Pass9word", "name a host"),
    "port 0": ("http://tea:Pass9word@127.0.0.1:0", "a port"),
    "a large port": ("http://tea:Pass9word@127.0.0.1:65536", "a port"),
    "a negative port": ("http://127.0.0.1:-1", "a port"),
    "a port that is not a number": ("http://tea:Pass9word@127.0.0.1:Pass9word", "not a URL"),
    "a # in the password": ("http://tea:Pass9word#@127.0.0.1:1", "%23 for #"),
    "a / in the password": ("http://tea:Pass9word/x@127.0.0.1:1", "%2F for /"),
    "a / after digits of the password": ("http://tea:12/Pass9word@127.0.0.1:1", "%2F for /"),
    "a # in the user": ("http://te#a:Pass9word@127.0.0.1:1", "%23 for #"),
    "a ? in the user": ("http://te?a:Pass9word@127.0.0.1:1", "%23 for #"),
    "half an IPv6 address": ("http://tea:Pass9word@[::1", "not a URL"),
    "half an address without a user": ("http://[::1", "is not a URL. Correct"),
    "no IPv6 address": ("http://tea:Pass9word@[Pass9word]:1", "not a URL"),
    "a control character": ("http://tea:Pass9word@\x7f:1", "not a URL"),
    "bytes that are not UTF-8": ("http://tea:Pass9word@\udcff:1", "not a URL"),
    "a password that is not UTF-8": ("http://tea:Pass9word\udcff@127.0.0.1:1", "not a URL"),
    "no scheme and a bad port": ("tea:Pass9word@127.0.0.1:x", "not a URL"),
    "too long": (f"http://tea:Pass9word{'a' * 70_000}@127.0.0.1:1", "not a URL"),
}
UNREADABLE = [
    "fd00::/8",
    "[::1]",
    "[::1]:443",
    "[fd00::]/8",
    "127.1:https",
    "é.example",
    "a:b:c",
    "http://[",
    "://",
    "@",
    "?x",
    "#",
    "\x01",
    "\udcff",
    "\udcff@a",
    "a" * 70_000,
    ",",
]

VARIABLES = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]


def large(client: object) -> object:
    """Send and receive a large body."""
    return client.websets.create(  # type: ignore[attr-defined]
        {"search": {"query": "makers of tea"}}, extra_body={"notes": "a" * 300_000}, timeout=10
    )


def port_of(service: FaultServer) -> int:
    return int(service.base_url.split("/")[2].partition(":")[2])


def configure_command() -> None:
    """Run a command, and raise the error that it prints."""
    done = run(None, "--base-url", BASE_URL, "get", "x")
    assert (done.code, done.out) == (2, "")
    raise ConfigurationError(" ".join(done.err.split()).removeprefix("Error: "))


SURFACES: dict[str, Callable[[], object]] = {
    "sync": lambda: WebsetsClient(KEY, base_url=BASE_URL),
    "async": lambda: AsyncWebsetsClient(KEY, base_url=BASE_URL),
    "command": configure_command,
}


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "ALL_PROXY"])
@pytest.mark.parametrize("scheme", ["http", "https", "socks5"])
def test_a_proxy_of_the_environment(call: Caller, monkeypatch: pytest.MonkeyPatch, scheme: str, variable: str) -> None:
    """A request and its answer pass through a proxy of each kind, also with TLS within TLS."""
    monkeypatch.setenv("SSL_CERT_FILE", str(ELSEWHERE))
    monkeypatch.setattr(certifi, "where", lambda: str(LOOPBACK))  # trusted for the connection to the proxy
    reply = answer({**DOCUMENTED_CANCEL, "title": "b" * 300_000})
    with FaultServer((Do.READ, reply), tls=server_context(ELSEWHERE)) as service:
        tls = server_context(LOOPBACK) if scheme == "https" else None
        with Proxy(scheme, port_of(service), tls=tls) as proxy:  # type: ignore[arg-type]
            monkeypatch.setenv(variable, proxy.url)
            created = call(large, base_url=BASE_URL)
            assert proxy.asked == ["elsewhere.example:443"]
    assert len(created.title) == 300_000
    assert len(service.received[0].body) > 300_000


@pytest.mark.parametrize("scheme", ["http", "https", "socks5"])
def test_a_service_behind_a_proxy_that_is_not_trusted(
    call: Caller, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder, scheme: Any
) -> None:
    """The call fails, and leaves no connection open."""
    monkeypatch.setattr(certifi, "where", lambda: str(LOOPBACK))  # trusted for the connection to the proxy
    with FaultServer((Do.READ, answer(CANCELED)), tls=server_context(ELSEWHERE)) as service:
        tls = server_context(LOOPBACK) if scheme == "https" else None
        with Proxy(scheme, port_of(service), tls=tls) as proxy:
            monkeypatch.setenv("ALL_PROXY", proxy.url)
            with pytest.raises(APIConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
                call(lambda client: client.websets.cancel("x"), base_url=BASE_URL, max_retries=0)
    gc.collect()
    assert [str(warning.message) for warning in recwarn if warning.category is ResourceWarning] == []


@pytest.mark.parametrize("value", GOOD)
@pytest.mark.parametrize("surface", ["sync", "asyncio", "command"])
def test_every_way_to_write_a_proxy(surface: Any, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check_that_it_is_used(surface, GOOD[value], monkeypatch)


def check_that_it_is_used(surface: Any, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Check that a call passes through the proxy that a value names."""
    monkeypatch.setenv("SSL_CERT_FILE", str(ELSEWHERE))
    scheme: Any = "socks5" if "socks" in value.lower() else "http"
    with (
        FaultServer((Do.READ, answer(CANCELED)), tls=server_context(ELSEWHERE)) as service,
        Proxy(scheme, port_of(service)) as proxy,
    ):
        monkeypatch.setenv("HTTPS_PROXY", value.format(port=proxy.url.rpartition(":")[2]))
        if surface == "command":
            assert run(None, "--base-url", BASE_URL, "get", "x").code == 0
        else:
            assert Caller(surface)(lambda client: client.websets.get("x"), base_url=BASE_URL).id == "x"
        assert proxy.asked == ["elsewhere.example:443"]


def test_a_proxy_at_an_ipv6_address(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://[::1]:1")
    with pytest.raises(APIConnectionError, match="ConnectError"):
        call(lambda client: client.websets.get("x"), base_url=BASE_URL, max_retries=0)


@pytest.mark.parametrize("value", BAD)
@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("surface", SURFACES)
def test_a_proxy_that_cannot_be_used(surface: str, variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the variable and the problem, but no part of the value."""
    proxy, words = BAD[value]
    monkeypatch.setenv(variable, proxy)
    with pytest.raises(ConfigurationError) as caught:
        SURFACES[surface]()
    message = str(caught.value)
    assert message.startswith(f"{variable} ")
    assert words in message
    assert "127.0.0.1" not in message
    assert PASSWORD not in message


@pytest.mark.parametrize("value", BAD)
def test_a_proxy_for_http_only_is_not_used(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTP_PROXY is ignored, because unencrypted requests go to loopback only."""
    monkeypatch.setenv("HTTP_PROXY", BAD[value][0])
    monkeypatch.setenv("http_proxy", BAD[value][0])
    WebsetsClient(KEY, base_url=BASE_URL).close()
    anyio.run(AsyncWebsetsClient(KEY, base_url=BASE_URL).close)


@pytest.mark.parametrize("value", BAD)
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "HTTP_PROXY"])
def test_an_error_on_this_machine(value: str, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An invalid proxy does not change the error of a connection that needs none."""
    monkeypatch.setenv(variable, BAD[value][0])
    with pytest.raises(APIConnectionError, match="ConnectError") as caught:
        Caller("sync")(lambda client: client.websets.get("x"), base_url="http://127.0.0.1:1", max_retries=0)
    assert "[redacted]" not in str(caught.value)


@pytest.mark.parametrize("surface", SURFACES)
def test_the_variable_in_lower_case_wins(surface: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lower-case variable takes precedence, and ALL_PROXY applies only without HTTPS_PROXY."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "ftp://127.0.0.1:1")
    for expected in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        with pytest.raises(ConfigurationError, match=f"^{expected} "):
            SURFACES[surface]()
        monkeypatch.delenv(expected)


@pytest.mark.parametrize("value", ["socks5://tea:Pass9word@127.0.0.1:1", "socks5h://127.0.0.1:1"])
@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("surface", SURFACES)
def test_socks_without_its_package(surface: str, variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to install for SOCKS."""
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=rf"^{variable} .*pip install 'httpx\[socks\]'"):
        SURFACES[surface]()


def test_another_proxy_without_the_package_of_socks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a SOCKS proxy needs it."""
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    WebsetsClient(KEY, base_url=BASE_URL).close()


def test_this_machine_is_reached_directly(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy is used for a loopback address, such as that of the emulator."""
    monkeypatch.setenv("SSL_CERT_FILE", str(LOOPBACK))
    for variable in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    with (
        FaultServer((Do.READ, answer(CANCELED)), tls=server_context(LOOPBACK)) as service,
        Proxy("http", port_of(service)) as proxy,
    ):
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        base_url = f"https://127.0.0.1:{port_of(service)}/websets"
        assert call(lambda client: client.websets.get("x"), base_url=base_url).id == "x"
        assert proxy.asked == []


@pytest.mark.parametrize("variable", ["NO_PROXY", "no_proxy"])
@pytest.mark.parametrize("entry", ["127.1", "127.1:{port}", "*", "all://127.1", "https://127.1:{port}"])
def test_no_proxy(call: Caller, monkeypatch: pytest.MonkeyPatch, entry: str, variable: str) -> None:
    """A host in NO_PROXY is reached directly."""
    assert asked_for_127_1(call, variable, entry, monkeypatch) == []


@pytest.mark.parametrize("entry", UNREADABLE, ids=lambda entry: ascii(entry)[:20])
@pytest.mark.parametrize("kind", ["sync", "asyncio"])
def test_an_invalid_entry_of_no_proxy(kind: Any, entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An invalid entry is skipped, and the others apply."""
    assert asked_for_127_1(Caller(kind), "NO_PROXY", f"{entry},127.1", monkeypatch) == []
    assert len(asked_for_127_1(Caller(kind), "NO_PROXY", f"other.example,{entry}", monkeypatch)) == 1


@pytest.mark.parametrize("entry", UNREADABLE, ids=lambda entry: ascii(entry)[:20])
def test_the_command_line_reads_no_proxy(entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", entry)
    check_that_it_is_used("command", GOOD["an address"], monkeypatch)


@pytest.mark.parametrize(
    ("host", "entry", "is_exempt"),
    [
        ("127.0.1", "0.1", True),  # a domain and its subdomains
        ("127.0.1", ".0.1", True),
        ("127.0.1", "7.0.1", False),
        ("0.0.0.0", "0.0.0.0", True),
        ("0.0.0.0", "0.0.0.0/8", True),
        ("sub.localhost", "localhost", False),
        ("sub.localhost", "LOCALHOST", False),
    ],
)
def test_hosts_that_no_proxy_exempts(
    call: Caller, monkeypatch: pytest.MonkeyPatch, host: str, entry: str, is_exempt: bool
) -> None:
    """A domain includes its subdomains, but an address and localhost are only themselves, as in httpx."""
    assert len(asked_for(host, call, "NO_PROXY", entry, monkeypatch)) == (not is_exempt)


def test_no_proxy_for_an_ipv6_address(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """An IPv6 address in NO_PROXY is reached directly."""
    monkeypatch.setenv("NO_PROXY", "::")
    with FaultServer((Do.READ, answer(CANCELED))) as nowhere, Proxy("http", port_of(nowhere)) as proxy:
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        with pytest.raises(APIConnectionError, match="ConnectError"):
            call(lambda client: client.websets.get("x"), base_url="https://[::]:1", max_retries=0, timeout=5)
        assert proxy.asked == []


def asked_for_127_1(call: Caller, variable: str, entries: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return asked_for("127.1", call, variable, entries, monkeypatch)


def asked_for(host: str, call: Caller, variable: str, entries: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what a proxy is asked for by a call to an unusual name of this machine, such as 127.1."""
    monkeypatch.setenv("SSL_CERT_FILE", str(LOOPBACK))
    with (
        FaultServer((Do.READ, answer(CANCELED)), tls=server_context(LOOPBACK)) as service,
        Proxy("http", port_of(service)) as proxy,
    ):
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        monkeypatch.setenv(variable, entries.format(port=port_of(service)))
        # The service is reached either way, but its certificate is for another name.
        with pytest.raises(APIConnectionError, match="certificate"):
            call(
                lambda client: client.websets.get("x"),
                base_url=f"https://{host}:{port_of(service)}/websets",
                max_retries=0,
            )
        assert service.connections == 1
        return proxy.asked
