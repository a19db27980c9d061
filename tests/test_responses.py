"""Answers with a good status: what is passed on, and what is refused without losing anything."""

from __future__ import annotations

import json
import pickle
from typing import Any

import httpx
import pytest
from calling import Caller
from exa_websets import ResponseValidationError
from examples import DOCUMENTED_CANCEL, recorded


def refused(call: Caller, content: bytes, **settings: Any) -> ResponseValidationError:
    """Give the error that a create raises when the service answers with this body."""

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(201, content=content, headers={"x-request-id": "req_1"})

    with pytest.raises(ResponseValidationError) as caught:
        call(lambda client: client.websets.create({"search": {"query": "tea"}}), handler=handler, **settings)
    return caught.value


@pytest.mark.parametrize("status", [200, 201, 202, 203])
def test_every_good_status_gives_the_model(call: Caller, status: int) -> None:
    """The service answers some creates with 200 and some with 201; neither is an error."""
    webset = call(
        lambda client: client.websets.create({"search": {"query": "tea"}}),
        handler=lambda request: httpx.Response(status, json=recorded("websets_create_201").answer),
    )

    assert webset.status == "running"


def test_a_malformed_field_is_named_by_its_path(call: Caller) -> None:
    """The error leads to the field, says what came there and holds the whole body."""
    broken: dict[str, Any] = json.loads(json.dumps(DOCUMENTED_CANCEL))
    broken["searches"][0]["recall"]["expected"]["total"] = "many"
    error = refused(call, json.dumps(broken).encode())

    assert error.path == "searches[0].recall.expected.total"
    assert "expected a number, got str 'many'" in str(error)
    assert error.body == broken
    assert error.request_id == "req_1"


def test_the_id_of_a_created_webset_is_never_lost(call: Caller) -> None:
    """An answer that cannot be read still tells which Webset was made, in the words and in the body."""
    error = refused(call, b'{"id": "webset_01", "object": "webset"}')

    assert "accepted websets_create (id webset_01) with status 201" in str(error)
    assert error.body["id"] == "webset_01"
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.body, copy.path) == (error.body, error.path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"id": "webset_01", "obj', "not JSON"),
        (b"<html>maintenance</html>", "not JSON"),
        (b'{"id": NaN}', "NaN is no JSON value"),
        (b'{"id": "\xff"}', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"", "expected an object, got NoneType None"),
        (b"null", "expected an object, got NoneType None"),
        (b"[1]", "expected an object, got list [1]"),
        (b'"webset"', "expected an object, got str 'webset'"),
    ],
    ids=["truncated", "html", "nan", "utf8", "deep", "empty", "null", "list", "string"],
)
def test_a_body_that_is_no_webset_is_refused(call: Caller, content: bytes, words: str) -> None:
    """Whatever comes, it becomes one error that keeps the body."""
    error = refused(call, content)

    assert words in str(error)
    assert error.path == ""
    if content and words == "not JSON":
        assert error.body == content.decode("utf-8", "replace")


def test_a_byte_order_mark_does_no_harm(call: Caller) -> None:
    """Some proxies put one in front."""
    webset = call(
        lambda client: client.websets.get("x"),
        handler=lambda request: httpx.Response(200, content=b"\xef\xbb\xbf" + json.dumps(DOCUMENTED_CANCEL).encode()),
    )

    assert webset.id == "<string>"
