"""Successful responses: what is returned, and what is rejected without losing the body."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from functools import partial
from typing import Any

import httpx
import pytest
from exa_websets import Drift, ResponseValidationError, models
from support.caller import Caller
from support.openapi_document import component
from support.operations import CREATES, OPERATIONS
from support.recordings import DOCUMENTED_CANCEL, recorded
from support.sample_answers import example

# The model that each create returns.
CREATED = {
    "websets-create": "Webset",
    "websets-searches-create": "WebsetSearch",
    "websets-enrichments-create": "WebsetEnrichment",
    "imports-create": "CreateImportResponse",
    "monitors-create": "Monitor",
    "webhooks-create": "Webhook",
}


UPGRADED = f"""
import sys
import httpx
from exa_websets import ResponseValidationError, WebsetsClient

document = {{**{DOCUMENTED_CANCEL!r}, "id": "webset_1"}}
def answer(request):
    sys.modules["exa_websets_generated.models.webset_search"] = None
    return httpx.Response(201, json=document)

with httpx.Client(transport=httpx.MockTransport(answer)) as http:
    try:
        WebsetsClient("key", http_client=http).websets.create({{}})
    except ResponseValidationError as error:
        print(error.body["id"], "ModuleNotFoundError" in str(error))
"""


def test_every_create_is_listed() -> None:
    """The table above has every operation that creates something."""
    assert CREATED.keys() == set(CREATES)


def rejected(call: Caller, content: bytes, **settings: Any) -> ResponseValidationError:
    """Return the error that a create raises for an answer with this body."""

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(201, content=content, headers={"x-request-id": "req_1"})

    with pytest.raises(ResponseValidationError) as caught:
        call(lambda client: client.websets.create({"search": {"query": "tea"}}), handler=handler, **settings)
    return caught.value


@pytest.mark.parametrize("status", [200, 201, 202, 203])
@pytest.mark.parametrize(("operation", "model"), CREATED.items(), ids=CREATED)
def test_200_and_201_return_the_model(call: Caller, operation: str, model: str, status: int) -> None:
    """The service answers creates with 200 or 201, and both return the model."""
    answer = example(component(model))
    created = call(OPERATIONS[operation], handler=lambda request: httpx.Response(status, json=answer))

    assert type(created) is getattr(models, model)
    assert created.id == answer["id"]


@pytest.mark.parametrize("content", [b"", b"null", b" \r\n", b"\xef\xbb\xbfnull"], ids=repr)
def test_an_updated_enrichment_may_be_an_empty_answer(
    call: Caller, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer to an update of an enrichment is undocumented; an empty one is None, and has no drift."""
    update, drifts = OPERATIONS["websets-enrichments-update"], list[Drift]()

    assert call(update, handler=lambda _: httpx.Response(200, content=content), on_drift=drifts.append) is None
    assert drifts == []
    assert [record for record in caplog.records if record.name == "exa_websets"] == []


def test_an_updated_enrichment_may_be_returned(call: Caller) -> None:
    """The service returns the enrichment, which is parsed like any other; anything else is rejected."""
    update = OPERATIONS["websets-enrichments-update"]
    answer = recorded("enrichments_cancel_still_pending").answer
    changed = call(update, handler=lambda request: httpx.Response(200, json=answer))

    assert changed.status is models.EnrichmentStatus.PENDING
    with pytest.raises(ResponseValidationError, match="accepted websets_enrichments_update") as caught:
        call(update, handler=lambda request: httpx.Response(200, json={**answer, "title": 7}))
    assert caught.value.path == "title"


def test_the_error_of_every_create_has_the_id(call: Caller) -> None:
    """If the answer to a create cannot be parsed, the error has the id of the new object."""
    for operation in CREATED:
        with pytest.raises(ResponseValidationError, match=r"\(id made_01\) with status 201") as caught:
            call(OPERATIONS[operation], handler=lambda request: httpx.Response(201, json={"id": "made_01"}))
        assert caught.value.body == {"id": "made_01"}


def test_a_malformed_field_is_named_by_its_path(call: Caller) -> None:
    """The error has the path of the field, the unexpected value and the whole body."""
    broken: dict[str, Any] = json.loads(json.dumps(DOCUMENTED_CANCEL))
    broken["searches"][0]["recall"]["expected"]["total"] = "many"
    error = rejected(call, json.dumps(broken).encode())

    assert error.path == "searches[0].recall.expected.total"
    assert "expected a number, got str 'many'" in str(error)
    assert error.body == broken
    assert error.request_id == "req_1"


def test_the_error_of_a_create_has_the_id(call: Caller) -> None:
    """If the answer cannot be parsed, the message and the body have the id of the new Webset."""
    error = rejected(call, b'{"id": "webset_01", "object": "webset"}')

    assert "accepted websets_create (id webset_01) with status 201" in str(error)
    assert error.body["id"] == "webset_01"
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.body, copy.path) == (error.body, error.path)

    error = rejected(call, json.dumps({"id": "x" * 200}).encode())
    assert f"accepted websets_create (id {'x' * 92}... with status 201" in str(error)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"id": "webset_01", "obj', "not JSON"),
        (b"<html>maintenance</html>", "not JSON"),
        (b'{"id": NaN}', "NaN is not a JSON value"),
        (b'{"id": "\xff"}', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"", "expected an object, got NoneType None"),
        (b"null", "expected an object, got NoneType None"),
        (b"[1]", "expected an object, got list [1]"),
        (b'"webset"', "expected an object, got str 'webset'"),
    ],
    ids=["truncated", "html", "nan", "utf8", "deep", "empty", "null", "list", "string"],
)
def test_a_body_that_is_not_a_webset_is_rejected(call: Caller, content: bytes, words: str) -> None:
    """Any other body raises ResponseValidationError, which keeps the body."""
    error = rejected(call, content)

    assert words in str(error)
    assert error.path == ""
    if content and words == "not JSON":
        assert error.body == content.decode("utf-8", "replace")


def test_a_byte_order_mark_is_ignored(call: Caller) -> None:
    """A byte order mark, which some proxies add, is ignored."""
    answer = {**DOCUMENTED_CANCEL, "id": "x"}
    webset = call(
        lambda client: client.websets.get("x"),
        handler=lambda request: httpx.Response(200, content=b"\xef\xbb\xbf" + json.dumps(answer).encode()),
    )

    assert webset.id == "x"


def test_an_answer_is_kept_if_the_package_cannot_be_loaded() -> None:
    """A create is not lost if a module of the package cannot be imported, as during an upgrade."""
    done = subprocess.run([sys.executable, "-c", UPGRADED], capture_output=True, text=True, check=False)

    assert (done.stdout, done.returncode) == ("webset_1 True\n", 0), done.stderr


def test_brackets_inside_texts(call: Caller) -> None:
    """They neither count as levels nor hide a response that is nested more than 100 deep."""
    shallow = {**DOCUMENTED_CANCEL, "id": "x", "title": "{{{", "new": [1, None, True]}
    webset = call(lambda client: client.websets.get("x"), handler=lambda _: httpx.Response(200, json=shallow))
    assert webset.title == "{{{"

    def respond(body: str, _: httpx.Request) -> httpx.Response:
        return httpx.Response(200, text=body)

    def nested(levels: int, text: str) -> str:
        return json.dumps({**shallow, "title": ""})[:-1] + ', "deep": ' + "[" * levels + text + "]" * levels + "}"

    for text in ('"{"', ""):
        assert call(lambda client: client.websets.get("x"), handler=partial(respond, nested(100, text)))
        with pytest.raises(ResponseValidationError, match="nested"):
            call(lambda client: client.websets.get("x"), handler=partial(respond, nested(101, text)))
