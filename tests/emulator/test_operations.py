"""Every operation of the emulator validates its requests."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_http import emulator_client
from support.openapi_document import document
from support.request_bodies import BODIES

OPERATIONS = {
    operation["operationId"]: (method.upper(), re.sub(r"{\w+}", "x", path))
    for path, methods in document()["paths"].items()
    for method, operation in methods.items()
}


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    """A client of one emulator for all tests, because a rejected request changes nothing."""
    with Emulator() as emulator, emulator_client(emulator) as client:
        yield client


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_needs_a_key(operation: str, http: httpx.Client) -> None:
    """A request without a key is a 401."""
    method, path = OPERATIONS[operation]
    request = http.build_request(method, path)
    del request.headers["x-api-key"]
    assert http.send(request).status_code == 401


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_rejects_unknown_query_keys(operation: str, http: httpx.Client) -> None:
    """An unknown query key is a 400 that names the key."""
    method, path = OPERATIONS[operation]
    body = BODIES[operation][0] if operation in BODIES else None
    answer = http.request(method, path, params={"offset": "3"}, json=body)

    assert answer.status_code != 404, f"overrides/exa_websets/emulator/_api has no route for {operation}; add it there"
    assert (answer.status_code, answer.json()["message"]) == (400, "Unrecognized key(s) in object: 'offset'")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"tea"'])
@pytest.mark.parametrize("operation", BODIES)
def test_an_operation_rejects_a_body_that_is_not_an_object(operation: str, body: bytes, http: httpx.Client) -> None:
    """A body that is not a JSON object is a 400."""
    method, path = OPERATIONS[operation]
    assert http.request(method, path, content=body).status_code == 400
