"""The proxies of the environment carry every call, over connections that keep its deadline."""

from __future__ import annotations

import certifi
import pytest
from support.caller import Caller
from support.fault_server import Do, FaultServer, answer
from support.proxy import Proxy
from support.recordings import DOCUMENTED_CANCEL
from support.tls import ELSEWHERE, LOOPBACK, server_context

CANCELED = {**DOCUMENTED_CANCEL, "id": "x"}


def large(client: object) -> object:
    """Send and receive more than one piece."""
    return client.websets.create(  # type: ignore[attr-defined]
        {"search": {"query": "makers of tea"}}, extra_body={"notes": "a" * 300_000}, timeout=10
    )


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "ALL_PROXY"])
@pytest.mark.parametrize("scheme", ["http", "https", "socks5"])
def test_a_proxy_of_the_environment(call: Caller, monkeypatch: pytest.MonkeyPatch, scheme: str, variable: str) -> None:
    """A request and its answer pass through a proxy of each kind, also where TLS runs within TLS."""
    monkeypatch.setenv("SSL_CERT_FILE", str(ELSEWHERE))
    monkeypatch.setattr(certifi, "where", lambda: str(LOOPBACK))  # whom a client trusts to be a proxy
    reply = answer({**DOCUMENTED_CANCEL, "title": "b" * 300_000})
    with FaultServer((Do.READ, reply), tls=server_context(ELSEWHERE)) as service:
        port = int(service.base_url.split("/")[2].partition(":")[2])
        with Proxy(scheme, port, tls=server_context(LOOPBACK) if scheme == "https" else None) as proxy:  # type: ignore[arg-type]
            monkeypatch.setenv(variable, proxy.url)
            created = call(large, base_url="https://elsewhere.example/websets")
            assert proxy.asked == ["elsewhere.example:443"]
    assert len(created.title) == 300_000
    assert len(service.received[0].body) > 300_000


def test_no_proxy(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that NO_PROXY names is reached directly."""
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(LOOPBACK))
    with FaultServer((Do.READ, answer(CANCELED))) as service:
        base_url = service.base_url.replace("127.0.0.1", "localhost")
        assert call(lambda client: client.websets.cancel("x"), base_url=base_url).status == "idle"
