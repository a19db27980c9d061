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
from support.caller import Act, Caller
from support.emulator_calls import TEA, create
from support.emulator_http import emulator_client

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
    """Give the ids of all Websets of an externalId."""
    data = http.get("/v0/websets", params={"limit": 100}).json()["data"]
    return [webset["id"] for webset in data if webset["externalId"] == external_id]


def methods(emulator: Emulator) -> list[str]:
    return [request.method for request in emulator.requests]


def test_it_creates_and_then_gets(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The first call makes the Webset, with a body of either kind; the next ones find it."""
    body = models.CreateWebsetParameters(search=models.WebsetSearchInput(query="makers of tea", count=1))
    webset, is_new = use(call, websets_emulator, once(body=body))
    again, is_new_again = use(call, websets_emulator, once())

    assert (is_new, is_new_again) == (True, False)
    assert again.id == webset.id
    assert named(http) == [webset.id]
    assert methods(websets_emulator)[:3] == ["POST", "POST", "GET"]


def test_a_lost_answer_is_looked_up(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """After an answer that never came or cannot be read it is looked before anything is created again."""
    for number, fault in enumerate(FAULTS):
        websets_emulator.fail(**fault, times=2, method="POST")
        before = len(websets_emulator.requests)
        webset, is_new = use(call, websets_emulator, once(f"tea {number}"))

        assert is_new, fault
        sent = methods(websets_emulator)[before:]
        posts = [index for index, method in enumerate(sent) if method == "POST"]
        assert all(sent[index + 1] == "GET" for index in posts[:-1]), fault
        assert named(http, f"tea {number}") == [webset.id], fault


def test_as_long_as_it_is_in_doubt_nothing_is_created(
    call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """Where the look fails too it is looked again; after six rounds the error says that it may have been created."""
    websets_emulator.fail(reset=True, after=True, method="POST")
    websets_emulator.fail(status=500, times=99, method="GET")
    with pytest.raises(InternalServerError) as caught:
        use(call, websets_emulator, once())

    assert methods(websets_emulator).count("POST") == 1
    assert caught.value.outcome_unknown
    assert caught.value.__notes__ == ["A Webset with the externalId 'tea' may have been created all the same."]


def test_a_refused_look_says_so_too(call: Caller, websets_emulator: Emulator) -> None:
    """What ends the looks for good does not hide that there may be a Webset."""
    websets_emulator.fail(reset=True, after=True, method="POST")
    websets_emulator.fail(status=401, method="GET")
    with pytest.raises(AuthenticationError) as caught:
        use(call, websets_emulator, once())
    assert caught.value.outcome_unknown


def test_without_a_connection_there_is_no_doubt(call: Caller) -> None:
    """Nothing was sent, so nothing can have been created."""
    with pytest.raises(APIConnectionError) as caught:
        call(once(), base_url="http://127.0.0.1:1/websets")
    assert not caught.value.outcome_unknown


@pytest.mark.parametrize("kind", [PaymentRequiredError, AuthenticationError])
def test_a_refusal_ends_it_at_once(call: Caller, websets_emulator: Emulator, kind: type[Exception]) -> None:
    """Without credits or with a wrong key there is one request, and no wait for a slot."""
    websets_emulator.fail(status=402 if kind is PaymentRequiredError else 401, method="POST")
    with pytest.raises(kind):
        use(call, websets_emulator, once(wait_for_slot=600))
    assert methods(websets_emulator) == ["POST"]


def test_a_conflict_about_something_else(call: Caller, websets_emulator: Emulator) -> None:
    """A 409 without a Webset of that externalId is raised as it is."""
    websets_emulator.fail(status=409, times=9, method="POST")
    with pytest.raises(ConflictError):
        use(call, websets_emulator, once())
    assert methods(websets_emulator) == ["POST", "GET"]


def test_another_external_id_in_the_body_is_refused(call: Caller, websets_emulator: Emulator) -> None:
    """Nobody can tell which of the two is meant."""
    with pytest.raises(ValueError, match="'coffee', not 'tea'"):
        use(call, websets_emulator, once(body={**TEA, "externalId": "coffee"}))
    assert websets_emulator.requests == []


@pytest.mark.parametrize("limit", ["403", "429"])
def test_it_waits_for_a_slot(call: Caller, limit: str) -> None:
    """While the team is at its limit it is tried every ten seconds, until one of its Websets has ended."""
    with Emulator(running_limit=1) as emulator:
        with emulator_client(emulator) as http:
            create(http, TEA)
        if limit == "429":
            said = {"error": "Too many concurrent Websets", "tag": "RATE_LIMIT_EXCEEDED", "requestId": "x"}
            emulator.fail(status=429, body=said, times=9, method="POST")
        start = emulator.now()
        webset, is_new = use(call, emulator, once(wait_for_slot=600))

    assert is_new
    assert webset.status == "running"
    assert 10 <= emulator.now() - start <= 120


def test_without_a_slot_in_time(call: Caller) -> None:
    """The refusal of the service is raised when the time is up, and at once without a wait."""
    with Emulator(running_limit=1) as emulator:
        with emulator_client(emulator) as http:
            create(http, {"search": {"query": "makers of tea", "count": 500}})
        for seconds, tries in ((0, 1), (35, 4)):
            before = len(emulator.requests)
            with pytest.raises(ConcurrencyLimitError):
                use(call, emulator, once(wait_for_slot=seconds))
            assert len(emulator.requests) - before == tries


def test_a_plain_rate_limit_is_no_slot(call: Caller, websets_emulator: Emulator) -> None:
    """A 429 that says nothing of running Websets is not waited for beyond its retries."""
    websets_emulator.fail(status=429, times=99, method="POST")
    with pytest.raises(RateLimitError):
        use(call, websets_emulator, once(wait_for_slot=600))
    assert len(websets_emulator.requests) == 3


def test_never_two_of_one_name(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """Thirty creates with a fault in every fifth answer, before and after the service acts: one Webset for each."""
    chance = random.Random(4)
    for number in range(30):
        for _ in range(chance.choice([0, 0, 0, 1, 2])):
            websets_emulator.fail(**chance.choice(FAULTS), method=chance.choice(["POST", "POST", "GET"]))
        webset, _ = use(call, websets_emulator, once(f"tea {number}"))
        assert webset.external_id == f"tea {number}"
    data = http.get("/v0/websets", params={"limit": 100}).json()["data"]
    assert sorted(webset["externalId"] for webset in data) == sorted(f"tea {number}" for number in range(30))
