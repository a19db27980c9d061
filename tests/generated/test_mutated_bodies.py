"""Broken bodies raise one typed error that is readable and keeps the body."""

from __future__ import annotations

import copy
import json
import pickle
import random
from collections.abc import Iterable, Iterator
from typing import Any

import httpx
import pytest
from attrs import frozen
from exa_websets import APIStatusError, ResponseValidationError, WebsetsClient, WebsetsError, find_drift
from support.openapi_document import comparable, component
from support.operations import OPERATIONS
from support.recordings import recorded
from support.request_bodies import ID
from support.sample_answers import example

LARGE = "x" * 2_000_000
LONG = [None] * 200_000
NOISE = b'{}[]",:0123456789.eE-+tfn \\/u\x00\xff'
WEBSET = recorded("websets_cancel_with_enrichments").answer
EVENT = {**example(component("WebsetSearchCanceledEvent")), "id": ID}
ENRICHMENT = {**recorded("enrichments_cancel_still_pending").answer, "id": "enrichment/1"}

# An operation of each kind with a valid response: a model, a union, a page, a page of a union, a body or none.
GOOD: dict[str, Any] = {
    "websets-create": WEBSET,
    "events-get": EVENT,
    "websets-items-list": recorded("items_list_with_enrichments").answer,
    "events-list": {"data": [EVENT, EVENT], "hasMore": False, "nextCursor": None},
    "websets-enrichments-update": ENRICHMENT,
}
FIELDS = {
    "websets-create": ("id", "status", "externalId", "searches", "createdAt"),
    "events-get": ("id", "type", "data", "createdAt"),
    "websets-items-list": ("data", "hasMore", "nextCursor"),
    "events-list": ("data",),
    "websets-enrichments-update": ("status", "options"),
}
# An operation, the path of the wrong field in its response (None for any field), and the response.
Case = tuple[str, str | None, bytes]


@frozen
class Api:
    """Calls operations of a client with a given response."""

    client: WebsetsClient
    answers: list[httpx.Response]

    def __call__(self, operation: str, content: bytes, status: int = 200) -> Any:
        """Return the result of the operation, or its WebsetsError; other exceptions are propagated."""
        self.answers[:] = [httpx.Response(status, content=content, headers={"x-request-id": "req_1"})]
        try:
            return OPERATIONS[operation](self.client)
        except WebsetsError as error:
            return error

    def faults(self, cases: Iterable[Case], at_least: int) -> list[str]:
        """Return what is wrong with the error for each response."""
        found = [(case, [*faults_of(self(case[0], case[2]), case[1], case[2])]) for case in cases]
        assert len(found) >= at_least
        return [f"{case[0]}, {case[1]}, {case[2][:200]!r}: {faults}" for case, faults in found if faults]


@pytest.fixture
def api() -> Iterator[Api]:
    answers: list[httpx.Response] = []
    http = httpx.Client(transport=httpx.MockTransport(lambda request: answers[0]))
    with http, WebsetsClient(api_key="key", http_client=http, max_retries=0) as client:
        yield Api(client, answers)


def faults_of(error: Any, path: str | None, content: bytes) -> Iterator[str]:
    """Yield what is wrong with an error: it must keep the body, and name the field if the body was parsed."""
    if not isinstance(error, ResponseValidationError):
        yield f"{str(error)[:200]!a} came instead"
        return
    yield from poor(error)
    text = content.decode("utf-8", "replace")
    expected = "" if error.body == text else path
    if expected is not None and (error.path[: len(expected)] != expected or (error.path and not expected)):
        yield f"the path is {error.path}"
    if error.body != text and error.body != (json.loads(text) if text.strip() else None):
        yield "the body is not what came"
    if error.request_id != "req_1" or "accepted" not in str(error):
        yield "the words or the request id are missing"


def poor(error: WebsetsError) -> Iterator[str]:
    """Yield what makes an error unreadable or impossible to pickle."""
    for shown in (str(error), repr(error)):
        if len(shown) > 1000 or shown != shown.encode(errors="replace").decode():
            yield f"{len(shown)} characters, or some that cannot be printed: {shown[:200]!a}"
    try:
        assert repr(pickle.loads(pickle.dumps(error))) == repr(error)
    except RecursionError:
        yield "it cannot be pickled"


def unusable(answer: Any, content: bytes) -> Iterator[str]:
    """Yield what prevents a decoded response from being used."""
    try:
        assert copy.deepcopy(answer) == answer == pickle.loads(pickle.dumps(answer))
        assert comparable(json.loads(json.dumps(answer.to_dict(), indent=1))) == comparable(json.loads(content))
        assert repr(answer)
        find_drift(answer)
    except RecursionError as error:
        yield f"{error}"


def with_text(document: Any, name: str, text: str) -> bytes:
    """Return a document as bytes, with a field that contains raw text, which need not be JSON."""
    return json.dumps({**document, name: "@"}).replace('"@"', text, 1).encode()


def nested(*depths: int) -> Iterator[str]:
    """Yield nested lists, nested objects, and both alternating."""
    for depth in depths:
        for opening, closing in (("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")):
            times = depth // len(closing)
            yield opening * times + "1" + closing * times


def unreadable(document: Any) -> Iterator[bytes]:
    """Yield variants of a document that are not JSON, or that cannot be passed on."""
    text = json.dumps(document)
    yield from (b"Service unavailable", b"<html>", repr(document).encode(), f"{text[:-1]},}}".encode())
    yield from (f"{text}\n{text}".encode(), b"/**/" + text.encode(), b"\0" + text.encode(), text.encode() + b"\0")
    yield from (text.encode(encoding) for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037"))
    for wrong in (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xc3"):
        yield with_text(document, "new", '"~"').replace(b"~", wrong)
    for number in ("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 5000, "0x10", "01", "+1", ".5", "1_000"):
        yield from (with_text(document, "new", number), with_text(document, "metadata", f'{{"a": [{number}]}}'))
    for value in nested(10_000, 100_000):
        yield from (value.encode(), with_text(document, "new", value))
        yield with_text(document, "metadata", f'{{"a": {value}}}')


def no_object(*, large: bool) -> Iterator[bytes]:
    """Yield JSON values that are not objects."""
    small: list[Any] = [True, 0, -1.5, "webset", "", [], [WEBSET], [[]], [["id", "x"]], "\ud800"]
    yield from (json.dumps(value).encode() for value in (*small, *([LARGE, LONG] if large else [])))


def wrong_field(operation: str, name: str) -> Iterator[Case]:
    """Yield cases with a field that is nested, repeated or unprintable, and of a wrong type."""
    document = GOOD[operation]
    repeated = (f'"good", "{name}": [7]', f'null, "{name}": "good", "{name}": 7.5')
    for text in ('{"\\ud800": "\\udfff"}', *repeated, *nested(50, 400, 900, *range(950, 1000, 10), 3000)):
        yield operation, name, with_text(document, name, text)


def hard_to_show() -> Iterator[bytes]:
    """Yield bodies that are too long or impossible to print in a message."""
    values: list[Any] = [LARGE, "\ud800", [LARGE], ["\ud800"], {"\ud800": 1}]
    fields: list[tuple[str, Any]] = [(name, value) for name in ("id", "status", "createdAt") for value in values]
    fields += [("id", LONG), ("new", LONG), (LARGE, 1)]
    yield from (json.dumps({**WEBSET, name: value, "updatedAt": None}).encode() for name, value in fields)


def test_an_unreadable_body_is_rejected_and_kept(api: Api) -> None:
    """For every operation, a body that is not JSON raises one error with the whole body as text."""
    cases = ((operation, "", content) for operation in GOOD for content in unreadable(GOOD[operation]))
    assert api.faults(cases, at_least=280) == []


def test_a_truncated_response_is_rejected(api: Api) -> None:
    """A truncated body is rejected, wherever it ends."""
    texts = {operation: json.dumps(document).encode() for operation, document in GOOD.items()}
    # For an empty response to an update of an enrichment, see test_responses.
    cases = ((name, "", text[:size]) for name, text in texts.items() for size in range("update" in name, len(text), 7))
    assert api.faults(cases, at_least=800) == []


def test_a_value_that_is_not_an_object_is_rejected(api: Api) -> None:
    """Every operation rejects JSON that is not an object, including large values."""
    cases = ((operation, "", content) for operation in GOOD for content in no_object(large=operation == "events-get"))
    assert api.faults(cases, at_least=50) == []


def test_an_invalid_field_is_rejected_with_its_path(api: Api) -> None:
    """The error names a nested, repeated or unprintable field, or keeps the whole body as text."""
    cases = (case for operation, names in FIELDS.items() for name in names for case in wrong_field(operation, name))
    assert api.faults(cases, at_least=400) == []


def test_no_message_is_endless_or_unprintable(api: Api) -> None:
    """The message truncates 2 MB and escapes lone surrogates; the body is kept whole."""
    assert api.faults((("websets-create", None, content) for content in hard_to_show()), at_least=18) == []


def test_an_error_is_short_for_any_body(api: Api) -> None:
    """An error status with such a body raises the error of the status, with a short, printable message."""
    words: list[Any] = [LARGE, "\ud800", [LARGE], ["\ud800"], {"a": LARGE}, 7, None]
    bodies = [json.dumps({name: word}).encode() for name in ("message", "requestId") for word in words]
    bodies += [with_text({"error": "x"}, "message", value) for value in nested(50, 400, 900, 970, 980)]
    bodies += [json.dumps({"error": LONG}).encode(), f"<title>{LARGE}</title>".encode(), LARGE.encode()]
    small = [content for content in (*unreadable({}), *no_object(large=False)) if len(content) < 10_000]
    cases = [(404, body) for body in bodies] + [
        (status, body) for status in (302, 400, 403, 429, 520) for body in small
    ]
    found: list[str] = []
    for status, content in cases:
        error = api("websets-create", content, status)
        if not isinstance(error, APIStatusError) or error.status != status or [*poor(error)]:
            found.append(f"{status}, {content[:60]!r}: {str(error)[:200]!a}")
    assert found == []
    assert len(cases) >= 230


def test_what_is_accepted_can_be_used(api: Api) -> None:
    """A deeply nested response is either rejected, or can be copied, pickled, printed, searched and encoded."""
    places = [("websets-create", WEBSET, name) for name in ("metadata", "new", "object")]
    places += [("events-get", {**EVENT, "type": "webset.boiled"}, name) for name in ("data", "object")]
    found: list[str] = []
    for value in nested(2, 30, 60, 150, 250, 300, 350, 480, 500, 900, 950, 980, 1000, 3000, 9000):
        for operation, document, name in places:
            content = with_text(document, name, f'{{"a": {value}}}')
            answer = api(operation, content)
            is_refused = isinstance(answer, ResponseValidationError) and value.count("]") + value.count("}") > 60
            faults = faults_of(answer, "", content) if is_refused else unusable(answer, content)
            found += [f"{name}, {len(value)} characters: {fault}" for fault in faults]
    assert found == []


def test_a_damaged_response_is_rejected_or_decoded_correctly(api: Api) -> None:
    """Each of 1,000 responses with changed, missing or extra bytes is rejected, or decoded like any JSON."""
    chosen = random.Random(7)
    operations = [operation for operation in GOOD if "event" not in operation]  # an unknown event keeps any instant
    found: list[str] = []
    taken = 0
    for _ in range(1000):
        operation = chosen.choice(operations)
        content = bytearray(json.dumps(GOOD[operation]).encode())
        for _ in range(chosen.randint(1, 3)):
            at = chosen.randrange(len(content))
            content[at : at + chosen.randint(0, 2)] = bytes(chosen.choices(NOISE, k=chosen.randint(0, 2)))
        if operation == "websets-enrichments-update" and b'"id": "enrichment/1"' not in content:
            continue  # the id of the enrichment is damaged
        answer = api(operation, bytes(content))
        if isinstance(answer, WebsetsError):
            found += [f"{bytes(content)!r}: {fault}" for fault in faults_of(answer, None, bytes(content))]
        elif comparable(answer.to_dict()) != comparable(json.loads(content)):
            found.append(f"{bytes(content)!r} is taken for something else")
        taken += not isinstance(answer, WebsetsError)
    assert found == []
    assert 100 < taken < 700
