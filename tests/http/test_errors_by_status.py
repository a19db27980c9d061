"""The exception for each status and each kind of error body."""

from __future__ import annotations

import json
import pickle
from typing import Any

import exa_websets
import httpx
import pytest
from exa_websets import APIStatusError
from support.caller import KEY, Caller
from support.operations import OPERATIONS
from support.recordings import DOCUMENTED_CANCEL, recorded

NEST = {
    "statusCode": 404,
    "timestamp": "2025-11-26T14:20:13.344Z",
    "message": "Webset not found",
    "error": "Not Found",
    "path": "/v0/websets/x",
}
ENVELOPE = {"requestId": "e8587692db48a9c20198819c34bba9f8", "error": "No credits", "tag": "NO_MORE_CREDITS"}
TOO_MANY = "Your team has reached the maximum number of concurrent requests"


def failing(call: Caller, status: int, **answer: Any) -> APIStatusError:
    """Return the error that a get raises for this answer of the service."""

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, **answer)

    with pytest.raises(APIStatusError) as caught:
        call(lambda client: client.websets.get("x", max_retries=0), handler=handler)
    return caught.value


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (402, "PaymentRequiredError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (409, "ConflictError"),
        (418, "APIStatusError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (499, "APIStatusError"),
        (500, "InternalServerError"),
        (502, "InternalServerError"),
        (503, "InternalServerError"),
        (520, "InternalServerError"),
        (599, "InternalServerError"),
    ],
)
@pytest.mark.parametrize(
    "answer",
    [
        {"json": NEST},
        {"json": ENVELOPE},
        {"html": "<html><head><title>Bad gateway</title></head></html>"},
        {"content": b""},
        {"content": b'{"message": "cut'},
        {"json": ["not", "an", "object"]},
        {"content": b"[" * 100_000},
        {"content": b"\xff\xfe\x00"},
    ],
    ids=["nest", "envelope", "html", "empty", "truncated", "list", "deep", "bytes"],
)
def test_every_status_has_its_error_whatever_the_body(
    call: Caller, status: int, expected: str, answer: dict[str, Any]
) -> None:
    """The class of the error depends on the status alone, and no body causes another exception."""
    error = failing(call, status, **answer)

    assert type(error) is getattr(exa_websets, expected)
    assert (error.status, error.method, error.path, error.attempts) == (status, "GET", "/v0/websets/x", 1)
    assert str(status) in str(error)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_error_of_every_operation_says_where_it_happened(call: Caller, operation: str) -> None:
    """The error of every operation has the class of its status, and the method and path of the request."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(404, json=NEST)

    with pytest.raises(exa_websets.NotFoundError, match="Webset not found") as caught:
        call(OPERATIONS[operation], handler=handler)
    [request] = seen
    path = request.url.raw_path.decode().partition("?")[0]
    assert (request.method, path) == (caught.value.method, f"/websets{caught.value.path}")


def test_both_forms_of_an_error_body_give_message_request_id_and_body(call: Caller) -> None:
    """The message and the request id are read from either form, and the whole body is kept."""
    nest = failing(call, 404, json=NEST, headers={"x-request-id": "req_N6SsgoiaOQOPqsYKKiw5"})
    envelope = failing(call, 401, json=ENVELOPE)

    assert (nest.message, nest.request_id, nest.body) == ("Webset not found", "req_N6SsgoiaOQOPqsYKKiw5", NEST)
    assert (envelope.message, envelope.request_id) == ("No credits", ENVELOPE["requestId"])
    assert str(nest) == "404 Webset not found [GET /v0/websets/x at api.exa.ai, request id req_N6SsgoiaOQOPqsYKKiw5]"


def test_a_request_id_with_odd_characters(call: Caller) -> None:
    """Only characters that cannot be printed are escaped."""
    assert failing(call, 404, json={"requestId": "na\u00efve\\1\n"}).request_id == "na\u00efve\\1\\n"


def test_a_status_without_a_name(call: Caller) -> None:
    """The message says so."""
    assert failing(call, 599).message == "unregistered status (the response has no body)"


NESTED: dict[str, tuple[dict[str, Any], str]] = {
    "a detail": ({"type": "error", "code": "not_found", "detail": "No such run"}, "No such run"),
    "a message": ({"message": "No such run"}, "No such run"),
    "both": ({"message": "Not found", "detail": "No such run"}, "Not found: No such run"),
    "both alike": ({"message": "No such run", "detail": "No such run"}, "No such run"),
    "several messages": ({"message": ["No such run", "No such team"]}, "No such run; No such team"),
    "an empty message": ({"message": "", "detail": "No such run"}, "No such run"),
    "null for a message": ({"message": None, "detail": "No such run"}, "No such run"),
    "a detail that is not text": ({"message": "No such run", "detail": {"a": 1}}, "No such run"),
}


@pytest.mark.parametrize(("error", "message"), NESTED.values(), ids=NESTED)
@pytest.mark.parametrize("id", ["e8587692db48a9c20198819c34bba9f8", None])
def test_details_in_an_error_object_are_read(call: Caller, error: dict[str, Any], message: str, id: str | None) -> None:
    """The message and the request id are read if `error` is an object, and the whole body is kept."""
    body = {"error": {**error, "requestId": id}}
    found = failing(call, 404, json=body)

    assert (found.message, found.request_id, found.body) == (message, id, body)


def test_a_message_outside_of_the_error_object(call: Caller) -> None:
    """The outer message and request id take precedence over those inside the object."""
    body = {"message": "Not found", "requestId": "outer", "error": {"detail": "No such run", "requestId": "inner"}}
    found = failing(call, 404, json=body)

    assert (found.message, found.request_id) == ("Not found", "outer")


@pytest.mark.parametrize("error", [{}, {"type": "x"}, [], 7, None, {"requestId": 7}], ids=repr)
def test_an_error_object_without_a_message(call: Caller, error: Any) -> None:
    """An `error` without a message or a detail is shown as JSON."""
    found = failing(call, 404, json={"error": error})

    assert type(found) is exa_websets.NotFoundError
    assert found.message.startswith('Not Found ({"error":')
    assert found.request_id is None


def test_several_messages_are_joined(call: Caller) -> None:
    """A list of messages, as in validation errors, becomes one line."""
    error = failing(
        call, 400, json={"message": ["count must be positive", "query is too long"], "error": "Bad Request"}
    )

    assert error.message == "count must be positive; query is too long"


def test_a_rejected_key_is_an_authentication_error(call: Caller) -> None:
    """The service rejects a wrong key with 400, which is an AuthenticationError nevertheless."""
    exchange = recorded("error_400_bad_key")
    error = failing(call, exchange.status, json=exchange.answer)

    assert type(error) is exa_websets.AuthenticationError
    assert error.status == 400
    assert error.request_id == exchange.answer["requestId"]


UPGRADE = "Your team (tea) does not have access to the API. Upgrade to a Pro plan to get access."


@pytest.mark.parametrize(
    "body",
    [
        {"statusCode": 401, "message": UPGRADE, "error": "Unauthorized"},
        {"requestId": "r", "error": UPGRADE, "tag": "FORBIDDEN"},
        {"error": {"code": "plan", "detail": UPGRADE}},
        {"error": {"message": "No access", "detail": "Please upgrade your plan"}},
    ],
    ids=["nest", "envelope", "nested", "detail"],
)
def test_a_401_that_asks_to_upgrade_is_a_plan_required_error(call: Caller, body: Any) -> None:
    """A missing plan is distinguished from a wrong key, in every form of an error body."""
    error = failing(call, 401, json=body)

    assert type(error) is exa_websets.PlanRequiredError
    assert isinstance(error, exa_websets.AuthenticationError)
    assert pickle.loads(pickle.dumps(error)).message == error.message


@pytest.mark.parametrize(
    ("status", "message", "expected"),
    [
        (401, "Invalid API key", "AuthenticationError"),
        (401, "Upgrade your client", "AuthenticationError"),
        (401, "The key is planned to be removed", "AuthenticationError"),
        (403, UPGRADE, "PermissionDeniedError"),
        (402, UPGRADE, "PaymentRequiredError"),
    ],
)
def test_nothing_else_is_a_plan_required_error(call: Caller, status: int, message: str, expected: str) -> None:
    """Only a 401 whose message mentions both an upgrade and a plan is a PlanRequiredError."""
    assert type(failing(call, status, json={"message": message})) is getattr(exa_websets, expected)


def test_a_full_team_is_a_concurrency_limit_error(call: Caller) -> None:
    """A 403 that mentions concurrency is distinguished from a missing permission."""
    error = failing(call, 403, json={**NEST, "statusCode": 403, "message": TOO_MANY, "error": "Forbidden"})

    assert type(error) is exa_websets.ConcurrencyLimitError
    assert isinstance(error, exa_websets.PermissionDeniedError)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            {"html": "<html><title> 502 Bad\n Gateway </title>"},
            "Bad Gateway (the response is an HTML page: 502 Bad Gateway)",
        ),
        ({"html": "<!doctype html>"}, "Bad Gateway (the response is an HTML page)"),
        ({"content": b""}, "Bad Gateway (the response has no body)"),
        ({"text": "upstream  gone"}, "Bad Gateway (upstream gone)"),
    ],
)
def test_a_body_that_is_not_json_is_described(call: Caller, answer: dict[str, Any], message: str) -> None:
    """The message has the status, and says whether the body was a page or empty."""
    error = failing(call, 502, **answer)

    assert error.message == message
    assert error.body is None


@pytest.mark.parametrize(("value", "seconds"), [("2", 2.0), ("86400", 86400.0), ("soon", None), (None, None)])
def test_the_error_has_retry_after(call: Caller, value: str | None, seconds: float | None) -> None:
    """The error has the seconds to wait; an invalid header is ignored."""
    headers = {} if value is None else {"retry-after": value}
    error = failing(call, 429, headers=headers)

    assert type(error) is exa_websets.RateLimitError
    assert error.retry_after == seconds


@pytest.mark.parametrize("status", [300, 307, 399])
def test_a_redirect_is_not_followed_and_names_its_host(call: Caller, status: int) -> None:
    """A redirect is an error that names the target host, so that the key is never sent to another host."""
    hosts: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        return httpx.Response(status, headers={"location": "https://elsewhere.example/v0/websets/x"})

    with pytest.raises(APIStatusError, match=r"redirects to elsewhere\.example") as caught:
        call(lambda client: client.websets.get("x"), handler=handler)
    assert hosts == ["api.exa.ai"]
    assert caught.value.status == status


@pytest.mark.parametrize(
    ("location", "shown"),
    [("https://[elsewhere", "https://[elsewhere"), ("/v0/websets/y", "/v0/websets/y"), (None, "nowhere")],
)
def test_a_redirect_to_no_host(call: Caller, location: str | None, shown: str) -> None:
    """The error of a redirect whose target has no host shows the target."""
    error = failing(call, 300, headers={"location": location} if location else {})
    assert f"the service redirects to {shown};" in error.message


@pytest.mark.parametrize(
    "error",
    [
        exa_websets.ConfigurationError("no key"),
        exa_websets.APITimeoutError("slow", method="GET", path="/x", attempts=3),
        exa_websets.RateLimitError(
            "slow down", status=429, method="GET", path="/x", attempts=3, request_id="r", body={"a": 1}, retry_after=2
        ),
        exa_websets.ResponseValidationError("bad", path="searches[0]", body={"id": "webset_1"}),
        exa_websets.WebsetTimeoutError("late", webset=None),
        exa_websets.PagingError("again"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_survive_a_pickle(error: exa_websets.WebsetsError) -> None:
    """An unpickled error has all its attributes and notes."""
    error.add_note("a note")
    copy = pickle.loads(pickle.dumps(error))

    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert copy.__dict__ == error.__dict__
    assert type(error).__module__ == "exa_websets"


def test_no_error_holds_the_key(call: Caller) -> None:
    """Neither the message nor the pickle of an error contains the key, even after a connection error of httpx."""

    def handler(request: httpx.Request) -> httpx.Response:
        assert request.headers["x-api-key"] == KEY
        raise httpx.ReadError("gone", request=request)

    with pytest.raises(exa_websets.APIConnectionError) as caught:
        call(lambda client: client.websets.get("x", max_retries=0), handler=handler)
    assert KEY.encode() not in pickle.dumps(caught.value)
    cause = caught.value.__cause__
    assert isinstance(cause, httpx.ReadError)
    assert "x-api-key" not in cause.request.headers
    assert cause.__traceback__ is None  # its frames have the headers of the request
    assert caught.value.__context__ is None


@pytest.mark.parametrize("content", [json.dumps(DOCUMENTED_CANCEL), "<p>"], ids=["a Webset", "a page"])
def test_the_first_status_that_is_not_success(call: Caller, content: str) -> None:
    """An answer with status 300 is an error, whatever its body is, and is not retried; one with 299 is a success."""
    statuses: list[int] = []

    def handler(request: httpx.Request) -> httpx.Response:
        statuses.append(300 if statuses else 299)
        return httpx.Response(statuses[-1], content=content if len(statuses) > 1 else json.dumps(DOCUMENTED_CANCEL))

    assert call(lambda client: client.websets.cancel("x"), handler=handler).id == "x"
    with pytest.raises(APIStatusError) as caught:
        call(lambda client: client.websets.cancel("x"), handler=handler)
    assert (caught.value.status, caught.value.outcome_unknown, statuses) == (300, False, [299, 300])


def test_a_long_text_is_truncated(call: Caller) -> None:
    """A request id has at most 100 characters and a message at most 500; the body is kept whole."""
    for length, shown in ((100, "r" * 100), (101, f"{'r' * 97}...")):
        assert failing(call, 404, json={"requestId": "r" * length}).request_id == shown
    for length, shown in ((500, "m" * 500), (501, f"{'m' * 497}...")):
        error = failing(call, 404, json={"message": "m" * length})
        assert (error.message, error.body) == (shown, {"message": "m" * length})


PHRASES = {
    412: "Precondition Failed",
    413: "Payload Too Large",
    414: "URI Too Long",
    415: "Unsupported Media Type",
    416: "Range Not Satisfiable",
    417: "Expectation Failed",
    421: "Misdirected Request",
    422: "Unprocessable Entity",
    423: "Locked",
}


@pytest.mark.parametrize("status", PHRASES)
def test_the_phrase_of_a_status(call: Caller, status: int) -> None:
    """Without a body, the message is the phrase of the status, which is the same on every Python."""
    assert failing(call, status).message == f"{PHRASES[status]} (the response has no body)"


@pytest.mark.parametrize(("depth", "is_kept"), [(101, True), (102, False)])
def test_a_deep_body_is_not_kept(call: Caller, depth: int, is_kept: bool) -> None:
    """The error of a body that is nested more than 100 levels below its root, and could not be copied, has no body."""
    error = failing(call, 404, content=b"[" * depth + b"]" * depth)
    assert (error.body is not None) is is_kept
    assert pickle.loads(pickle.dumps(error)).body == error.body
