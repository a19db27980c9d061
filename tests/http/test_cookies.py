"""Cookies are not kept between calls, except in an HTTP client given by the caller."""

from __future__ import annotations

import httpx
import pytest
from exa_websets import WebsetsClient
from support.answers import about
from support.caller import KEY, Caller, many
from support.fault_server import FaultServer, Received, answer
from support.internals import transport_of
from support.recordings import DOCUMENTED_CANCEL


def set_cookie(received: Received) -> bytes:
    return answer(about(received.request, DOCUMENTED_CANCEL), headers={"set-cookie": "session=1; Path=/"})


def test_a_client_sends_back_no_cookie(call: Caller) -> None:
    """A cookie set by an answer is not sent with the next call."""
    with FaultServer(answer=set_cookie) as server:
        outcomes = many(call, ["a", "b"], concurrency=1, base_url=server.base_url)
    assert [outcome.error for outcome in outcomes] == [None, None]
    assert ["cookie" in request.headers for request in server.received] == [False, False]


def test_a_client_takes_no_cookies() -> None:
    """Nobody can set cookies for all calls by mistake."""
    with WebsetsClient(KEY) as client, pytest.raises(AttributeError, match="pass an http_client of your own"):
        transport_of(client).pool.http.cookies = {"session": "1"}


def test_a_given_http_client_keeps_its_cookies() -> None:
    """A given httpx client is used as it is, including its cookies."""
    with (
        FaultServer(answer=set_cookie) as server,
        httpx.Client(cookies={"mine": "2"}) as http,
        WebsetsClient(KEY, base_url=server.base_url, http_client=http) as client,
    ):
        client.websets.cancel("a")
        client.websets.cancel("b")
    assert [request.headers.get("cookie") for request in server.received] == ["mine=2", "mine=2; session=1"]
