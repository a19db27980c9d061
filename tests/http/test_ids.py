"""Ids and arguments arrive unchanged, or are rejected before anything is sent."""

from __future__ import annotations

import httpx
import pytest
from exa_websets import InternalServerError
from exa_websets_generated.api.websets import websets_get
from support.caller import Caller
from support.recordings import DOCUMENTED_CANCEL


@pytest.mark.parametrize("id", ["", ".", "..", "a\nb", "\x00", "a\x7f", "\r", "a\x85b"])
@pytest.mark.parametrize("method", ["cancel", "get", "delete", "cancel_and_wait", "wait_until_idle"])
def test_an_id_that_changes_the_path_is_rejected(call: Caller, method: str, id: str) -> None:
    """`delete("..")` would address another path, so it raises ValueError and nothing is sent."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=DOCUMENTED_CANCEL)

    with pytest.raises(ValueError, match="cannot be an id; nothing was sent"):
        call(lambda client: getattr(client.websets, method)(id), handler=handler)
    assert seen == []


@pytest.mark.parametrize("id", ["", "..", "a\nb"])
def test_a_block_rejects_an_id_before_it_is_entered(call: Caller, id: str) -> None:
    """The call that creates the context manager raises, as that of any other method."""
    body = {"search": {"query": "makers of tea"}}
    with pytest.raises(ValueError, match="cannot be an id"):
        call(lambda client: client.websets.cancel_on_exit(id))
    with pytest.raises(ValueError, match="cannot be an id"):
        call(lambda client: client.websets.run(body, external_id=id))


@pytest.mark.parametrize("id", ["", ".", "..", "a\nb"])
def test_the_raw_layer_rejects_the_same_ids(call: Caller, id: str) -> None:
    """The endpoint modules use the same check."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=DOCUMENTED_CANCEL)

    send = websets_get.sync_detailed if call.kind == "sync" else websets_get.asyncio_detailed
    with pytest.raises(ValueError, match="cannot be an id"):
        call(lambda client: send(id, client=client.raw), handler=handler)
    assert seen == []


@pytest.mark.parametrize(
    ("id", "path"),
    [
        ("webset_01k9x0s6pa4yqcvzxebhzwjd9k", "webset_01k9x0s6pa4yqcvzxebhzwjd9k"),
        ("a/b ü", "a%2Fb%20%C3%BC"),
        ("a/../b", "a%2F..%2Fb"),
        ("...", "..."),
        ("%2e%2e", "%252e%252e"),
        ("50%?x=1#y", "50%25%3Fx%3D1%23y"),
        ("日本", "%E6%97%A5%E6%9C%AC"),
    ],
)
def test_every_other_id_arrives_quoted(call: Caller, id: str, path: str) -> None:
    """Slashes, spaces, Unicode and percent signs are quoted on the wire."""
    seen: list[bytes] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path)
        return httpx.Response(200, json=DOCUMENTED_CANCEL)

    call(lambda client: client.websets.cancel(id), handler=handler)
    assert seen == [f"/websets/v0/websets/{path}/cancel".encode()]


def test_a_webset_may_be_named_cancel(call: Caller) -> None:
    """An update of a Webset whose externalId is "cancel" is not treated as a cancel."""

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503, json={})

    with pytest.raises(InternalServerError) as caught:
        call(lambda client: client.websets.update("cancel", {"title": "Tea"}, max_retries=0), handler=handler)
    assert not hasattr(caught.value, "__notes__")


@pytest.mark.parametrize("misspelt", ["external_id", "timout", "options"])
def test_an_unknown_argument_is_rejected(call: Caller, misspelt: str) -> None:
    """An unknown argument raises TypeError, and nothing is sent."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=DOCUMENTED_CANCEL)

    with pytest.raises(TypeError, match=f"{misspelt}: no such argument; nothing was sent"):
        call(lambda client: client.websets.create({}, **{misspelt: 1}), handler=handler)
    assert seen == []


@pytest.mark.parametrize(("length", "is_sent"), [(59_988, True), (59_989, False)])
def test_a_very_long_id(call: Caller, length: int, is_sent: bool) -> None:
    """A path of more than 60,000 characters, which httpx could not send, is rejected."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={**DOCUMENTED_CANCEL, "id": "x" * length})

    if is_sent:
        call(lambda client: client.websets.get("x" * length), handler=handler)
    else:
        with pytest.raises(ValueError, match=r"xx'\.\.\. is too long for a path; nothing was sent"):
            call(lambda client: client.websets.get("x" * length), handler=handler)
    assert len(seen) == is_sent


@pytest.mark.parametrize(("body", "extra", "sent"), [({}, None, b"{}"), ({}, {"externalId": 7}, b'{"externalId":7}')])
def test_a_body_that_the_service_has_to_judge(call: Caller, body: object, extra: object, sent: bytes) -> None:
    """An empty body is sent, and so is an `extra_body` of any type."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={**DOCUMENTED_CANCEL, "id": "x"})

    call(lambda client: client.websets.update("x", body, extra_body=extra), handler=handler)
    assert [request.content for request in seen] == [sent]
