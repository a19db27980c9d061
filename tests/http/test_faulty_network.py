"""Faults on a real socket lead to the promised retry or error, and nothing is created twice."""

from __future__ import annotations

from typing import Any

import pytest
from exa_websets import (
    APIConnectionError,
    APITimeoutError,
    ConflictError,
    InternalServerError,
    RateLimitError,
    ResponseValidationError,
    UnprocessableEntityError,
)
from support.caller import Act, Caller

pytestmark = pytest.mark.trio

BODY = {"search": {"query": "makers of tea"}}


def use(call: Caller, emulator: Any, act: Act, **settings: Any) -> Any:
    return call(act, base_url=emulator.base_url, now=emulator.now, sleep=emulator.advance, **settings)


@pytest.fixture
def webset_id(websets_emulator: Any) -> str:
    """A running Webset in the emulator, made with its first request."""
    webset = use(Caller("sync"), websets_emulator, lambda client: client.websets.create(BODY))
    id: str = webset.id
    return id


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429},
        {"status": 429, "retry_after": 3},
        {"status": 500},
        {"status": 502, "body": "<html><title>Bad gateway</title></html>", "content_type": "text/html"},
        {"status": 520},
        {"reset": True},
        {"reset": True, "after": True},
        {"truncate": True},
    ],
    ids=str,
)
def test_a_cancel_gets_through(call: Caller, websets_emulator: Any, webset_id: str, fault: dict[str, Any]) -> None:
    """A cancel that meets a fault twice is sent a third time, and the Webset is stopped."""
    websets_emulator.fail(**fault, times=2)
    webset = use(call, websets_emulator, lambda client: client.websets.cancel(webset_id))

    assert webset.status == "idle"
    assert [request.method for request in websets_emulator.requests[1:]] == ["POST"] * 3


def test_a_stalled_answer_is_given_up_and_asked_again(call: Caller, websets_emulator: Any, webset_id: str) -> None:
    """An answer that never comes ends with the read timeout, and the next attempt succeeds."""
    websets_emulator.fail(stall=True)
    webset = use(call, websets_emulator, lambda client: client.websets.cancel(webset_id, timeout=0.3))
    assert webset.status == "idle"

    websets_emulator.fail(stall=True, times=2)
    with pytest.raises(APITimeoutError) as caught:
        use(call, websets_emulator, lambda client: client.websets.get(webset_id, timeout=0.2, max_retries=1))
    assert caught.value.attempts == 2


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"reset": True}, APIConnectionError),
        ({"reset": True, "after": True}, APIConnectionError),
        ({"truncate": True, "after": True}, APIConnectionError),
        ({"status": 500, "after": True}, InternalServerError),
        ({"status": 502, "body": "", "content_type": "text/html"}, InternalServerError),
    ],
    ids=str,
)
def test_a_create_with_an_unknown_outcome_is_not_sent_again(
    call: Caller, websets_emulator: Any, fault: dict[str, Any], error: type[Exception]
) -> None:
    """Where the service may have acted, there is one request and at most one Webset."""
    websets_emulator.fail(**fault)
    with pytest.raises(error):
        use(call, websets_emulator, lambda client: client.websets.create(BODY))

    assert len(websets_emulator.requests) == 1
    page = use(call, websets_emulator, lambda client: client.websets.list())
    assert len(page.data) == (1 if fault.get("after") else 0)


def test_a_create_that_was_turned_away_is_sent_again(call: Caller, websets_emulator: Any) -> None:
    """A 429 created nothing: the create is repeated after the time that was asked for."""
    websets_emulator.fail(status=429, retry_after=5)
    before = websets_emulator.now()
    webset = use(call, websets_emulator, lambda client: client.websets.create(BODY))

    assert webset.status == "running"
    assert websets_emulator.now() - before == pytest.approx(5)
    assert len(websets_emulator.requests) == 2


def test_json_cut_short_keeps_what_came(call: Caller, websets_emulator: Any) -> None:
    """An answer of a good status whose JSON breaks off says that the service accepted the call."""
    websets_emulator.fail(malformed=True, after=True)
    with pytest.raises(ResponseValidationError, match="accepted websets_create") as caught:
        use(call, websets_emulator, lambda client: client.websets.create(BODY))

    assert isinstance(caught.value.body, str)
    assert '"id":' in caught.value.body.replace(" ", "")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"status": 409}, ConflictError),
        ({"status": 422}, UnprocessableEntityError),
        ({"status": 429, "retry_after": 300}, RateLimitError),
    ],
    ids=str,
)
def test_what_will_not_change_is_raised_at_once(
    call: Caller, websets_emulator: Any, webset_id: str, fault: dict[str, Any], error: type[Exception]
) -> None:
    """One request, one error."""
    websets_emulator.fail(**fault)
    with pytest.raises(error):
        use(call, websets_emulator, lambda client: client.websets.get(webset_id))
    assert [request.method for request in websets_emulator.requests[1:]] == ["GET"]


def test_strange_ids_find_their_webset(call: Caller, websets_emulator: Any) -> None:
    """An externalId with a slash, a space and Unicode arrives quoted and is found."""
    use(call, websets_emulator, lambda client: client.websets.create({**BODY, "externalId": "a/b ü"}))
    webset = use(call, websets_emulator, lambda client: client.websets.cancel("a/b ü"))

    assert (webset.external_id, webset.status) == ("a/b ü", "idle")
    assert websets_emulator.requests[-1].path == "/v0/websets/a%2Fb%20%C3%BC/cancel"


def test_one_connection_serves_many_calls(call: Caller, websets_emulator: Any, webset_id: str) -> None:
    """Calls one after the other share a connection, and a view of the client shares it too."""

    def two_calls(client: Any) -> Any:
        if call.kind == "sync":
            return [client.websets.get(webset_id), client.with_options(timeout=5).websets.get(webset_id)]

        async def get_twice() -> list[Any]:
            return [await client.websets.get(webset_id), await client.with_options(timeout=5).websets.get(webset_id)]

        return get_twice()

    first, second = use(call, websets_emulator, two_calls)
    assert first == second
    assert len({request.connection for request in websets_emulator.requests[1:]}) == 1
