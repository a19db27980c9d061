"""Every operation on the wire: both clients send the same request."""

from __future__ import annotations

import datetime
import json
from functools import partial
from typing import Any

import httpx
import pytest
from exa_websets import UnprocessableEntityError
from support.caller import KEY, Act, Caller
from support.json_paths import python_name
from support.openapi_document import component, document, followed, references
from support.operations import CALLS, OPERATIONS, perform
from support.request_bodies import BODIES
from syrupy.assertion import SnapshotAssertion


def on_the_wire(call: Caller, act: Act, emulator: Any) -> dict[str, Any]:
    """Make a call that is rejected; return the request as the server received it, without the key and the port."""
    emulator.fail(status=422)
    with pytest.raises(UnprocessableEntityError):
        call(act, base_url=emulator.base_url)
    seen = emulator.requests[-1]
    headers = {name.lower(): value for name, value in dict(seen.headers).items()}
    assert headers.pop("x-api-key") == KEY
    assert headers.pop("host").startswith("127.0.0.1:")
    return {
        "method": seen.method,
        "path": seen.path,
        "query": seen.query,
        "headers": dict(sorted(headers.items())),
        "body": json.loads(seen.body) if seen.body else None,
    }


@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_each_operation_sends(operation: str, websets_emulator: Any, snapshot: SnapshotAssertion) -> None:
    """Method, path, query, headers and body of each operation match the snapshot, for either client."""
    seen = [on_the_wire(Caller(kind), OPERATIONS[operation], websets_emulator) for kind in ("sync", "asyncio", "trio")]

    assert seen[0] == seen[1] == seen[2]
    assert seen[0] == snapshot


@pytest.mark.parametrize("operation", BODIES)
def test_a_model_and_a_plain_dictionary_send_the_same(call: Caller, operation: str, websets_emulator: Any) -> None:
    """A body may be a model or a dictionary."""
    sent = [
        on_the_wire(call, partial(perform, operation, body), websets_emulator)["body"] for body in BODIES[operation]
    ]

    assert sent[0] == sent[1] == BODIES[operation][0]


def test_every_parameter_is_tested() -> None:
    """These tests send every query and header parameter and every field of every body."""
    ids = {described["operationId"] for item in document()["paths"].values() for described in item.values()}
    missing = sorted(ids - CALLS.keys())
    assert not missing, (
        f"tests/support/operations.py has no call of {', '.join(missing)}; add it, and a body if it has one"
    )
    for item in document()["paths"].values():
        for described in item.values():
            operation, parameters = described["operationId"], [followed(one) for one in described.get("parameters", [])]
            named = {python_name(one["name"]) for one in parameters if one["in"] != "path"}
            assert set(CALLS[operation][2]) == named
            assert (operation in BODIES) is ("requestBody" in described)
            for model in references(described.get("requestBody", {})):
                assert set(BODIES[operation][0]) == set(component(model)["properties"])


@pytest.mark.parametrize("operation", [operation for operation, (_, ids, _) in CALLS.items() if ids])
def test_no_operation_accepts_an_invalid_id(call: Caller, operation: str) -> None:
    """An empty id, dots or control characters in any path parameter raise an error, and nothing is sent."""
    ids = CALLS[operation][1]
    for bad in ("", ".", "..", "a\nb"):
        for path in [(*ids[:place], bad, *ids[place + 1 :]) for place in range(len(ids))]:
            act = partial(perform, operation, {}, path=path)
            with pytest.raises(ValueError, match="cannot be an id; nothing was sent"):
                call(act, handler=lambda request: httpx.Response(500))


@pytest.mark.parametrize("name", ["created_before", "created_after"])
@pytest.mark.parametrize("method", ["list", "list_all"])
def test_a_time_without_a_zone_is_rejected(call: Caller, method: str, name: str) -> None:
    """A datetime without a time zone is ambiguous, so nothing is sent."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"data": [], "hasMore": False, "nextCursor": None})

    moment = {name: datetime.datetime(2026, 11, 24)}
    run = call if method == "list" else call.collect
    with pytest.raises(ValueError, match="has no time zone; nothing was sent"):
        run(lambda client: getattr(client.events, method)(**moment), handler=handler)
    assert seen == []
