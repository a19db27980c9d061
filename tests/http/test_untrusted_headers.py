"""Headers, keys and base URLs with untrusted text are sent as they are, or rejected."""

from __future__ import annotations

import string
from typing import Any

import pytest
from exa_websets import ConfigurationError, WebsetsClient
from hypothesis import example, given, settings, strategies as st
from support.caller import KEY, Caller
from support.untrusted_text import HOSTILE, LONG, Rejecting, lower_headers, sent, unsent

TOKEN = f"{string.ascii_letters}{string.digits}!#$%&'*+-.^_`|~"
NAMES = st.text(TOKEN, min_size=1, max_size=8) | HOSTILE
VALUES = st.text(string.printable, max_size=8) | HOSTILE | st.text(TOKEN, max_size=8).map(str.encode) | st.binary()


def is_a_header(name: str, value: str | bytes) -> bool:
    text = value if isinstance(value, str) else value.decode("latin-1")
    visible = all(" " <= character <= "~" or character == "\t" for character in text)
    return bool(name) and set(name) <= set(TOKEN) and visible and text == text.strip(" \t")


def cancel(client: WebsetsClient, where: str, headers: dict[str, Any]) -> None:
    view = client.with_options(headers=headers) if where == "view" else client
    view.websets.cancel("x", extra_headers=headers if where == "call" else {})


@pytest.mark.parametrize("where", ["client", "view", "call"])
@settings(max_examples=60)
@given(name=NAMES.map("x-".__add__), value=VALUES)
@example(name="x-a", value="b\r\nx-c: d")
@example(name="x-a: b\r\nx-c", value="d")
@example(name="x-a", value=b"b\r\n\r\nGET /v0/websets HTTP/1.1\r\n")
@example(name="x-a", value=" b")
@example(name="x-a", value=LONG)
def test_a_header_cannot_add_another(where: str, name: str, value: Any) -> None:
    """A header arrives unchanged and alone, or is rejected before anything is sent."""
    given: dict[str, Any] = {"headers": {name: value}} if where == "client" else {}
    if not is_a_header(name, value):
        with pytest.raises(ConfigurationError, match="headers cannot be sent"), unsent(**given) as client:
            cancel(client, where, {name: value})
        return
    with sent() as (client, plain):
        cancel(client, where, {})
    with sent(**given) as (client, requests):
        cancel(client, where, {name: value})
    raw = value.encode() if isinstance(value, str) else value
    expected = [*lower_headers(plain[0]), (name.lower().encode(), raw)]
    assert sorted(lower_headers(requests[0])) == sorted(expected)


@pytest.mark.parametrize("header", ["Content-Length", "content-length", "Transfer-Encoding"])
@pytest.mark.parametrize("value", ["5", "chunked"])
def test_headers_cannot_set_the_length_of_the_body(call: Caller, header: str, value: str) -> None:
    """A second length header, which could turn a part of the body into another request, is rejected."""
    service = Rejecting()
    with pytest.raises(ConfigurationError, match="headers cannot be sent"):
        call(lambda client: client.websets.create({}, extra_headers={header: value}), handler=service.refuse)
    assert service.seen == []


def test_no_header_replaces_the_key() -> None:
    """The key of a request is that of the client, once, whatever headers are given."""
    with sent(headers={"X-Api-Key": "other"}) as (client, requests):
        client.websets.cancel("x", extra_headers={"x-api-KEY": "another"})
    assert requests[0].headers.get_list("x-api-key") == [KEY]


@settings(max_examples=60)
@given(rest=HOSTILE)
@example(rest="@evil.example")
@example(rest="\\@evil.example")
@example(rest="../../..")
@example(rest=LONG)
def test_a_base_url_leads_to_its_own_host(rest: str) -> None:
    """Calls go to the host of the base URL, whatever follows it, or no client can be created."""
    base_url = f"https://api.example/{rest}"
    try:
        with unsent(base_url=base_url):
            pass
    except ConfigurationError:
        return
    with sent(base_url=base_url) as (client, requests):
        client.websets.cancel("x")
    url = requests[0].url
    assert (url.scheme, url.netloc, url.query) == ("https", b"api.example", b"")
    assert url.raw_path.endswith(b"/v0/websets/x/cancel")
    assert url.raw_path.decode("ascii").isprintable()


@pytest.mark.parametrize(
    "url", [7, b"https://api.example", "https://\ud800/", "https://api.example/\ud800", "https://xn--"]
)
def test_an_unparsable_base_url_is_rejected(url: Any) -> None:
    """A base URL that httpx cannot parse is rejected like any other invalid one."""
    with pytest.raises(ConfigurationError, match="base URL"):
        WebsetsClient(KEY, base_url=url)


@settings(max_examples=60)
@given(key=HOSTILE | st.text(string.printable, max_size=8) | st.integers() | st.binary())
def test_a_key_is_sent_unchanged_or_rejected(key: Any) -> None:
    """A key is sent without surrounding blanks, or no client can be created."""
    if not isinstance(key, str) or not key.strip() or not set(key.strip()) <= {*TOKEN, *string.punctuation, " "}:
        with pytest.raises(ConfigurationError):
            WebsetsClient(key)
        return
    with sent(api_key=key) as (client, requests):
        client.websets.cancel("x")
    assert [value for name, value in lower_headers(requests[0]) if name == b"x-api-key"] == [key.strip().encode()]
