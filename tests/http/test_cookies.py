"""Cookies are not kept between calls, except in an HTTP client of the caller."""

from __future__ import annotations

import httpx
from exa_websets import WebsetsClient
from support.answers import about
from support.caller import KEY, Caller, many
from support.fault_server import FaultServer, Received, answer
from support.recordings import DOCUMENTED_CANCEL


def set_cookie(received: Received) -> bytes:
    return answer(about(received.request, DOCUMENTED_CANCEL), headers={"set-cookie": "session=1; Path=/"})


def test_a_client_sends_back_no_cookie(call: Caller) -> None:
    """What an answer sets does not come along with the next call."""
    with FaultServer(answer=set_cookie) as server:
        outcomes = many(call, ["a", "b"], concurrency=1, base_url=server.base_url)
    assert [outcome.error for outcome in outcomes] == [None, None]
    assert ["cookie" in request.headers for request in server.received] == [False, False]


def test_the_cookies_of_an_http_client_of_ones_own_stay() -> None:
    """A caller's own client is used with its own settings, and its cookies are one of them."""
    with (
        FaultServer(answer=set_cookie) as server,
        httpx.Client(cookies={"mine": "2"}) as http,
        WebsetsClient(KEY, base_url=server.base_url, http_client=http) as client,
    ):
        client.websets.cancel("a")
        client.websets.cancel("b")
    assert [request.headers.get("cookie") for request in server.received] == ["mine=2", "mine=2; session=1"]
