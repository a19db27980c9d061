"""`get_or_create` creates one Webset for an externalId, even if responses are lost."""

from __future__ import annotations

import random
from typing import Any

import httpx
import pytest
from exa_websets import (
    APIConnectionError,
    AuthenticationError,
    ConcurrencyLimitError,
    ConflictError,
    InternalServerError,
    PaymentRequiredError,
    RateLimitError,
    models,
)
from exa_websets.emulator import Emulator
from support.caller import Act, Caller, SteppedTime
from support.emulator_calls import TEA, create
from support.emulator_http import emulator_client
from support.recordings import DOCUMENTED_CANCEL

FAULTS: list[dict[str, Any]] = [
    {"reset": True},
    {"reset": True, "after": True},
    {"truncate": True, "after": True},
    {"malformed": True, "after": True},
    {"status": 500},
    {"status": 503, "after": True},
    {"status": 520, "after": True},
]


def use(call: Caller, emulator: Emulator, act: Act) -> Any:
    return call(act, base_url=emulator.base_url, now=emulator.now, sleep=emulator.advance)


def once(external_id: str = "tea", body: Any = None, **options: Any) -> Act:
    return lambda client: client.websets.get_or_create(external_id, body or TEA, **options)


def named(http: httpx.Client, external_id: str = "tea") -> list[str]:
    """Return the ids of all Websets with an externalId."""
    data = http.get("/v0/websets", params={"limit": 100}).json()["data"]
    return [webset["id"] for webset in data if webset["externalId"] == external_id]


def methods(emulator: Emulator) -> list[str]:
    return [request.method for request in emulator.requests]


def test_it_creates_and_then_gets(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The first call creates the Webset, with either kind of body; further calls return it."""
    body = models.CreateWebsetParameters(search=models.WebsetSearchInput(query="makers of tea", count=1))
    webset, is_new = use(call, websets_emulator, once(body=body))
    again, is_new_again = use(call, websets_emulator, once())

    assert (is_new, is_new_again) == (True, False)
    assert again.id == webset.id
    assert named(http) == [webset.id]
    assert methods(websets_emulator)[:3] == ["POST", "POST", "GET"]


def test_a_lost_answer_is_looked_up(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """If the answer is lost or unreadable, the externalId is looked up before anything is created again."""
    for number, fault in enumerate(FAULTS):
        websets_emulator.fail(**fault, times=2, method="POST")
        before = len(websets_emulator.requests)
        webset, is_new = use(call, websets_emulator, once(f"tea {number}"))

        assert is_new, fault
        sent = methods(websets_emulator)[before:]
        posts = [index for index, method in enumerate(sent) if method == "POST"]
        assert all(sent[index + 1] == "GET" for index in posts[:-1]), fault
        assert named(http, f"tea {number}") == [webset.id], fault


def test_nothing_is_created_while_the_outcome_is_unknown(
    call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """A failing look-up is repeated; after six rounds the error says that the Webset may have been created."""
    websets_emulator.fail(reset=True, after=True, method="POST")
    websets_emulator.fail(status=500, times=99, method="GET")
    with pytest.raises(InternalServerError) as caught:
        use(call, websets_emulator, once())

    assert methods(websets_emulator).count("POST") == 1
    assert caught.value.outcome_unknown
    assert caught.value.__notes__ == ["A Webset with the externalId 'tea' may have been created all the same."]


def test_the_pauses_between_two_rounds(call: Caller) -> None:
    """They grow from half a second to eight, so that a service which is down for some seconds is waited for."""
    time = SteppedTime()

    def handler(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            raise httpx.ReadError("no answer")
        return httpx.Response(503)

    with pytest.raises(InternalServerError):
        call(once(max_retries=0), handler=handler, now=time.now, sleep=time.sleep)
    assert time.waits == [0.5, 1, 2, 4, 8]


def test_a_rejected_look_up_keeps_the_outcome_unknown(call: Caller, websets_emulator: Emulator) -> None:
    """The error of a look-up that is rejected still says that the Webset may have been created."""
    websets_emulator.fail(reset=True, after=True, method="POST")
    websets_emulator.fail(status=401, method="GET")
    with pytest.raises(AuthenticationError) as caught:
        use(call, websets_emulator, once())
    assert caught.value.outcome_unknown


def test_without_a_connection_nothing_was_created(call: Caller) -> None:
    """If no connection can be opened, nothing was created."""
    with pytest.raises(APIConnectionError) as caught:
        call(once(), base_url="http://127.0.0.1:1/websets")
    assert not caught.value.outcome_unknown


@pytest.mark.parametrize("kind", [PaymentRequiredError, AuthenticationError])
def test_a_rejected_create_ends_it_at_once(call: Caller, websets_emulator: Emulator, kind: type[Exception]) -> None:
    """Missing credits and a wrong key raise after one request, without waiting for a slot."""
    websets_emulator.fail(status=402 if kind is PaymentRequiredError else 401, method="POST")
    with pytest.raises(kind):
        use(call, websets_emulator, once(wait_for_slot=600))
    assert methods(websets_emulator) == ["POST"]


def test_a_conflict_about_something_else(call: Caller, websets_emulator: Emulator) -> None:
    """A 409 is raised unchanged if no Webset has the externalId."""
    websets_emulator.fail(status=409, times=9, method="POST")
    with pytest.raises(ConflictError):
        use(call, websets_emulator, once())
    assert methods(websets_emulator) == ["POST", "GET"]


def test_another_external_id_in_the_body_is_rejected(call: Caller, websets_emulator: Emulator) -> None:
    """A body with a different externalId is ambiguous."""
    with pytest.raises(ValueError, match="'coffee', not 'tea'"):
        use(call, websets_emulator, once(body={**TEA, "externalId": "coffee"}))
    assert websets_emulator.requests == []


@pytest.mark.parametrize("message", [None, "Too many concurrent Websets", "5 Websets are already running"])
def test_it_waits_for_a_slot(call: Caller, message: str | None) -> None:
    """While the team is at its limit, the create is retried every ten seconds until a Webset has ended."""
    with Emulator(running_limit=1) as emulator:
        with emulator_client(emulator) as http:
            create(http, TEA)
        if message:  # in a 429, not in the 403 of the emulator
            said = {"error": message, "tag": "RATE_LIMIT_EXCEEDED", "requestId": "x"}
            emulator.fail(status=429, body=said, times=9, method="POST")
        start = emulator.now()
        webset, is_new = use(call, emulator, once(wait_for_slot=600))

    assert is_new
    assert webset.status == "running"
    assert 10 <= emulator.now() - start <= 120


def test_without_a_slot_in_time(call: Caller) -> None:
    """If no slot becomes free in time, the error of the service is raised; without `wait_for_slot` at once."""
    with Emulator(running_limit=1) as emulator:
        with emulator_client(emulator) as http:
            create(http, {"search": {"query": "makers of tea", "count": 500}})
        for seconds, tries in ((0, 1), (35, 4)):
            before = len(emulator.requests)
            with pytest.raises(ConcurrencyLimitError):
                use(call, emulator, once(wait_for_slot=seconds))
            assert len(emulator.requests) - before == tries


def test_a_plain_rate_limit_is_not_waited_for(call: Caller, websets_emulator: Emulator) -> None:
    """A 429 that is not about running Websets is only retried as usual."""
    websets_emulator.fail(status=429, times=99, method="POST")
    with pytest.raises(RateLimitError):
        use(call, websets_emulator, once(wait_for_slot=600))
    assert len(websets_emulator.requests) == 3


def test_never_two_with_one_external_id(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """With a fault in every fifth answer of thirty creates, one Webset exists for each externalId."""
    chance = random.Random(4)
    for number in range(30):
        for _ in range(chance.choice([0, 0, 0, 1, 2])):
            websets_emulator.fail(**chance.choice(FAULTS), method=chance.choice(["POST", "POST", "GET"]))
        webset, _ = use(call, websets_emulator, once(f"tea {number}"))
        assert webset.external_id == f"tea {number}"
    data = http.get("/v0/websets", params={"limit": 100}).json()["data"]
    assert sorted(webset["externalId"] for webset in data) == sorted(f"tea {number}" for number in range(30))


def test_extra_parts_are_those_of_the_create(call: Caller) -> None:
    """`extra_query` and `extra_body` apply to the create; `extra_headers` also to the look-up."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if request.method == "POST":
            return httpx.Response(409, json={"message": "externalId exists"})
        return httpx.Response(200, json={**DOCUMENTED_CANCEL, "externalId": "tea"})

    extra: dict[str, Any] = {"extra_query": {"a": "1"}, "extra_body": {"b": 2}, "extra_headers": {"x-c": "3"}}
    call(once(**extra), handler=handler)
    created, looked_up = seen
    assert (created.url.query, b'"b":2' in created.content) == (b"a=1", True)
    assert (looked_up.url.query, looked_up.content) == (b"", b"")
    assert [request.headers["x-c"] for request in seen] == ["3", "3"]
