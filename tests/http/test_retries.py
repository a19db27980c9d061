"""Which calls are retried, how often, and how long the client waits between attempts."""

from __future__ import annotations

import datetime
from email.utils import format_datetime
from typing import Any

import exa_websets
import httpx
import pytest
from attrs import define, field
from support.caller import Act, Caller, SteppedTime
from support.operations import CALLS, CANCELS, CREATES, OPERATIONS
from support.recordings import DOCUMENTED_CANCEL

CREATE: Act = lambda client: client.websets.create({"search": {"query": "tea"}})  # noqa: E731
CANCEL: Act = lambda client: client.websets.cancel("x")  # noqa: E731
GET: Act = lambda client: client.websets.get("x")  # noqa: E731
DELETE: Act = lambda client: client.websets.delete("x")  # noqa: E731

TRANSIENT = [408, 429, 500, 502, 503, 504, 520, 524, 527]
BROKEN = [
    httpx.ReadError,
    httpx.WriteError,
    httpx.RemoteProtocolError,
    httpx.ReadTimeout,
    httpx.WriteTimeout,
    httpx.DecodingError,
]
UNSENT = [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError]


@define
class Service:
    """Answers each request with the next of its answers and repeats the last one; an exception is raised."""

    answers: list[httpx.Response | type[httpx.RequestError]]
    time: SteppedTime = field(factory=SteppedTime)
    seen: int = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        answer = self.answers[min(self.seen, len(self.answers) - 1)]
        self.seen += 1
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)
        raise answer("made up", request=request)

    def serve(self, call: Caller, act: Act, **settings: Any) -> Any:
        return call(act, handler=self, now=self.time.now, sleep=self.time.sleep, **settings)


def good() -> httpx.Response:
    return httpx.Response(200, json=DOCUMENTED_CANCEL)


@pytest.mark.parametrize("act", [CANCEL, GET, DELETE], ids=["cancel", "get", "delete"])
@pytest.mark.parametrize("failure", [*TRANSIENT, *BROKEN, *UNSENT])
def test_a_transient_failure_is_retried(call: Caller, act: Act, failure: int | type[httpx.RequestError]) -> None:
    """An idempotent call is retried after a failure that may be transient."""
    service = Service([httpx.Response(failure) if isinstance(failure, int) else failure, good()])

    assert service.serve(call, act).id == "x"
    assert service.seen == 2


@pytest.mark.parametrize("act", [CANCEL, GET, CREATE], ids=["cancel", "get", "create"])
@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 409, 422, 501, 505, 519, 528])
def test_a_permanent_failure_is_not_retried(call: Caller, act: Act, status: int) -> None:
    """A permanent failure is raised at once."""
    service = Service([httpx.Response(status)])

    with pytest.raises(exa_websets.APIStatusError):
        service.serve(call, act)
    assert service.seen == 1


@pytest.mark.parametrize("failure", [*BROKEN, 408, 500, 502, 503, 504, 520])
def test_a_create_that_may_have_acted_is_sent_once(call: Caller, failure: int | type[httpx.RequestError]) -> None:
    """A create is never retried if the service may have acted, because a second Webset costs money."""
    service = Service([httpx.Response(failure) if isinstance(failure, int) else failure, good()])

    with pytest.raises(exa_websets.WebsetsError) as caught:
        service.serve(call, CREATE)
    assert caught.value.outcome_unknown
    assert service.seen == 1


@pytest.mark.parametrize("failure", [*UNSENT, 429])
def test_a_create_that_cannot_have_acted_is_retried(call: Caller, failure: int | type[httpx.RequestError]) -> None:
    """A create is retried without a connection or after a 429, when nothing was created."""
    service = Service([httpx.Response(failure) if isinstance(failure, int) else failure, good()])

    service.serve(call, CREATE)
    assert service.seen == 2


@pytest.mark.parametrize("status", [300, 307])
def test_a_redirected_create_has_created_nothing(call: Caller, status: int) -> None:
    """A redirect, which is not followed, proves that the service did not act."""
    service = Service([httpx.Response(status, headers={"location": "https://elsewhere.example"})])

    with pytest.raises(exa_websets.WebsetsError) as caught:
        service.serve(call, CREATE)
    assert not caught.value.outcome_unknown


def test_a_cancel_without_a_timeout(call: Caller) -> None:
    """A cancel may be sent without any timeout."""
    service = Service([good()])
    assert service.serve(call, lambda client: client.websets.cancel("x", timeout=httpx.Timeout(None))).id == "x"


def test_blanks_after_a_document(call: Caller) -> None:
    """A document that ends with many blanks is complete, and an answer of blanks is not."""
    document = httpx.Response(200, json={**DOCUMENTED_CANCEL, "id": "x"}).content
    service = Service([httpx.Response(200, content=part + b" " * 100) for part in (b"", document)])

    assert service.serve(call, CANCEL).id == "x"
    assert service.seen == 2


@pytest.mark.parametrize("last", [400, httpx.ConnectError])
def test_a_refusal_says_nothing_about_an_earlier_attempt(last: Any, call: Caller) -> None:
    """If the first attempt may have acted, the outcome stays unknown, whatever becomes of the next ones."""
    service = Service([httpx.ReadError, httpx.Response(last) if isinstance(last, int) else last])

    with pytest.raises(exa_websets.WebsetsError) as caught:
        service.serve(call, DELETE)
    assert caught.value.outcome_unknown


@pytest.mark.parametrize(("seconds", "least", "most"), [(20, 15, 20), (-3600, 0, 0.5)])
def test_a_retry_after_with_an_unknown_zone(seconds: float, least: float, most: float, call: Caller) -> None:
    """A time of day without a zone is in UTC, and one that has passed asks for no wait."""
    at = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    service = Service([httpx.Response(503, headers={"retry-after": format_datetime(at.replace(tzinfo=None))}), good()])

    service.serve(call, GET)
    assert least <= service.time.waits[0] <= most


def test_the_number_of_retries(call: Caller) -> None:
    """There are two retries by default and five for a cancel. `max_retries` of a client or a call changes that."""
    cases: list[tuple[Act, dict[str, Any], int]] = [
        (GET, {}, 3),
        (GET, {"max_retries": 4}, 5),
        (GET, {"max_retries": 0}, 1),
        (lambda client: client.websets.get("x", max_retries=1), {}, 2),
        (lambda client: client.with_options(max_retries=3).websets.get("x"), {}, 4),
        (CANCEL, {}, 6),
        (CANCEL, {"max_retries": 0}, 1),
        (lambda client: client.websets.cancel("x", max_retries=0), {}, 1),
    ]
    for act, settings, expected in cases:
        service = Service([httpx.Response(503)])
        with pytest.raises(exa_websets.InternalServerError) as caught:
            service.serve(call, act, **settings)
        assert service.seen == caught.value.attempts == expected


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_has_the_policy_of_its_kind(call: Caller, operation: str) -> None:
    """If the service may have acted, a create is sent once, a cancel up to six times, all else up to three times."""
    unsure, unsent = (1, 3) if operation in CREATES else (6, 6) if operation in CANCELS else (3, 3)
    for answer, attempts in ((httpx.Response(503), unsure), (httpx.ReadError, unsure), (httpx.ConnectError, unsent)):
        service = Service([answer])
        with pytest.raises(exa_websets.WebsetsError):
            service.serve(call, OPERATIONS[operation])
        assert service.seen == attempts


def test_attempts_are_counted_for_connection_errors_too(call: Caller) -> None:
    """The error of the last attempt has the number of attempts and the kind of the last failure."""
    service = Service([httpx.ConnectError])
    with pytest.raises(
        exa_websets.APIConnectionError, match=r"ConnectError: made up \[GET /v0/websets/x at api\.exa\.ai, 3 attempts\]"
    ):
        service.serve(call, GET)

    service = Service([httpx.ReadTimeout])
    with pytest.raises(exa_websets.APITimeoutError) as caught:
        service.serve(call, GET)
    assert caught.value.attempts == 3


@pytest.mark.parametrize("zone", ["GMT", "+0000", "-0000", "+0200"])
def test_retry_after_is_obeyed_in_seconds_and_as_a_date(call: Caller, zone: str) -> None:
    """Retry-After is obeyed in both its forms."""
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=40)
    there = soon.astimezone(datetime.timezone(datetime.timedelta(hours=2))) if zone == "+0200" else soon
    date = format_datetime(there)[: -len("+0000")] + zone
    service = Service(
        [
            httpx.Response(429, headers={"retry-after": "7"}),
            httpx.Response(503, headers={"retry-after": date}),
            good(),
        ]
    )
    service.serve(call, GET)

    assert service.time.waits[0] == 7
    assert 30 < service.time.waits[1] <= 40


@pytest.mark.parametrize("act", [GET, CREATE, DELETE], ids=["get", "create", "delete"])
def test_a_long_retry_after_is_raised_at_once(call: Caller, act: Act) -> None:
    """A Retry-After of more than a minute is raised at once, with the seconds to wait."""
    service = Service([httpx.Response(429, headers={"retry-after": "61"})])

    with pytest.raises(exa_websets.RateLimitError) as caught:
        service.serve(call, act)
    assert (service.seen, service.time.waits) == (1, [])
    assert (caught.value.retry_after, caught.value.attempts) == (61, 1)


@pytest.mark.parametrize("act", [GET, CREATE, DELETE], ids=["get", "create", "delete"])
def test_a_retry_after_of_a_minute_is_obeyed(call: Caller, act: Act) -> None:
    """A Retry-After of at most a minute is obeyed."""
    service = Service([httpx.Response(429, headers={"retry-after": "60"}), good()])
    service.serve(call, act)
    assert service.time.waits == [60]


def test_a_cancel_waits_five_seconds_at_most(call: Caller) -> None:
    """A cancel waits at most five seconds, whatever the Retry-After, because credits are burning."""
    service = Service([httpx.Response(429, headers={"retry-after": "3600"}), good()])

    service.serve(call, CANCEL)
    assert service.time.waits == [5]


@pytest.mark.parametrize(("seconds", "attempts"), [(6.4, 5), (6.6, 4)])
def test_no_attempt_of_a_cancel_starts_after_thirty_seconds(call: Caller, seconds: float, attempts: int) -> None:
    """If attempts are slow, the error is raised after about half a minute. Between two attempts is one second."""
    service = Service([httpx.Response(504, headers={"retry-after": "1"})])

    def slow(request: httpx.Request) -> httpx.Response:
        service.time.seconds += seconds
        return service(request)

    with pytest.raises(exa_websets.InternalServerError) as caught:
        call(CANCEL, handler=slow, now=service.time.now, sleep=service.time.sleep)
    assert service.seen == caught.value.attempts == attempts


def test_waits_grow_with_full_jitter(call: Caller) -> None:
    """Without a Retry-After the waits are drawn from a range that doubles each time."""
    service = Service([httpx.Response(500)])
    for _ in range(20):
        with pytest.raises(exa_websets.InternalServerError):
            service.serve(call, CANCEL)
    by_attempt = [service.time.waits[n::5] for n in range(5)]

    assert all(0 <= wait <= 0.25 * 2 ** (n + 1) for n, waits in enumerate(by_attempt) for wait in waits)
    assert max(by_attempt[3]) > 0.5
    assert len({wait for waits in by_attempt[:4] for wait in waits}) == 80


def test_a_retry_after_with_an_impossible_date_is_ignored(call: Caller) -> None:
    """A date that no calendar has is ignored."""
    headers = {"retry-after": "Mon, 01 Jan 2024 99999999999:00:00 GMT"}
    service = Service([httpx.Response(404, headers=headers)])

    with pytest.raises(exa_websets.NotFoundError) as caught:
        service.serve(call, GET)
    assert caught.value.retry_after is None


def test_each_attempt_is_a_line_at_debug(call: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """Each attempt is logged with its request and its result."""
    service = Service([httpx.ConnectError, httpx.Response(503), good()])
    with caplog.at_level("DEBUG", logger="exa_websets"):
        service.serve(call, GET)
    lines = [record.getMessage() for record in caplog.records if record.name == "exa_websets"]

    assert [line.partition(", retrying")[0] for line in lines] == [
        "GET /websets/v0/websets/x at api.exa.ai attempt 1: ConnectError",
        "GET /websets/v0/websets/x at api.exa.ai attempt 2: 503",
        "GET /v0/websets/x at api.exa.ai attempt 3: 200",
    ]


@pytest.mark.parametrize("operation", CANCELS)
def test_an_unreadable_cancel_says_what_may_be_running(call: Caller, operation: str) -> None:
    """If the service accepted a cancel, but its response cannot be read, the note says so."""
    what = CALLS[operation][1][-1]
    service = Service([httpx.Response(200, json={"id": what})])

    with pytest.raises(exa_websets.ResponseValidationError) as caught:
        service.serve(call, OPERATIONS[operation])
    how = "the cancel was accepted, but its response cannot be read."
    assert caught.value.__notes__ == [f"{what} may still be running and burning credits: {how}"]


@pytest.mark.parametrize("operation", CANCELS)
def test_a_failed_cancel_says_what_may_be_running(call: Caller, operation: str) -> None:
    """The error of a cancel has a note with the id of what may still be running and burning credits."""
    what = CALLS[operation][1][-1]
    service = Service([httpx.Response(503)])

    with pytest.raises(exa_websets.InternalServerError) as caught:
        service.serve(call, OPERATIONS[operation])
    assert caught.value.__notes__ == [f"{what} may still be running and burning credits: the cancel did not succeed."]
