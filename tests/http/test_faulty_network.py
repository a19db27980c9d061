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
    """A running Webset in the emulator, created by its first request."""
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
    """A cancel that fails twice is sent a third time, and the Webset is stopped."""
    websets_emulator.fail(**fault, times=2)
    webset = use(call, websets_emulator, lambda client: client.websets.cancel(webset_id))

    assert webset.status == "idle"
    assert [request.method for request in websets_emulator.requests[1:]] == ["POST"] * 3


def test_a_stalled_answer_is_retried(call: Caller, websets_emulator: Any, webset_id: str) -> None:
    """A stalled answer ends with the read timeout, and the next attempt succeeds."""
    websets_emulator.fail(stall=True)
    webset = use(call, websets_emulator, lambda client: client.websets.cancel(webset_id, timeout=0.3))
    assert webset.status == "idle"

    websets_emulator.fail(stall=True, times=2)
    with pytest.raises(APITimeoutError) as caught:
        use(call, websets_emulator, lambda client: client.websets.get(webset_id, timeout=0.2, max_retries=1))
    assert caught.value.attempts == 2
    assert ", 2 attempts]" in str(caught.value)


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
    """If the service may have acted there is one request, and at most one Webset."""
    websets_emulator.fail(**fault)
    with pytest.raises(error):
        use(call, websets_emulator, lambda client: client.websets.create(BODY))

    assert len(websets_emulator.requests) == 1
    page = use(call, websets_emulator, lambda client: client.websets.list())
    assert len(page.data) == (1 if fault.get("after") else 0)


def test_a_create_that_was_rejected_is_retried(call: Caller, websets_emulator: Any) -> None:
    """After a 429, which creates nothing, the create is retried when the Retry-After has passed."""
    websets_emulator.fail(status=429, retry_after=5)
    before = websets_emulator.now()
    webset = use(call, websets_emulator, lambda client: client.websets.create(BODY))

    assert webset.status == "running"
    assert websets_emulator.now() - before == pytest.approx(5)
    assert len(websets_emulator.requests) == 2


def test_truncated_json_is_kept(call: Caller, websets_emulator: Any) -> None:
    """If the JSON of a successful answer is truncated, the error says that the service accepted the call."""
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
def test_permanent_errors_are_raised_at_once(
    call: Caller, websets_emulator: Any, webset_id: str, fault: dict[str, Any], error: type[Exception]
) -> None:
    """A permanent error is raised after one request."""
    websets_emulator.fail(**fault)
    with pytest.raises(error):
        use(call, websets_emulator, lambda client: client.websets.get(webset_id))
    assert [request.method for request in websets_emulator.requests[1:]] == ["GET"]


def test_unusual_ids(call: Caller, websets_emulator: Any) -> None:
    """An externalId with a slash, a space and Unicode is quoted and finds its Webset."""
    use(call, websets_emulator, lambda client: client.websets.create({**BODY, "externalId": "a/b ü"}))
    webset = use(call, websets_emulator, lambda client: client.websets.cancel("a/b ü"))

    assert (webset.external_id, webset.status) == ("a/b ü", "idle")
    assert websets_emulator.requests[-1].path == "/v0/websets/a%2Fb%20%C3%BC/cancel"


def test_one_connection_serves_many_calls(call: Caller, websets_emulator: Any, webset_id: str) -> None:
    """Consecutive calls share a connection, also with a view of the client."""

    def two_calls(client: Any) -> Any:
        if call.kind == "sync":
            return [client.websets.get(webset_id), client.with_options(timeout=5).websets.get(webset_id)]

        async def get_twice() -> list[Any]:
            return [await client.websets.get(webset_id), await client.with_options(timeout=5).websets.get(webset_id)]

        return get_twice()

    first, second = use(call, websets_emulator, two_calls)
    assert first == second
    assert len({request.connection for request in websets_emulator.requests[1:]}) == 1
