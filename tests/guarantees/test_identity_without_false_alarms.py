"""Guarantee 3: an answer about the requested object is accepted, however the service writes its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from exa_websets import ResponseMismatchError, ResponseValidationError
from support.answers import segments_of
from support.caller import Act, Caller
from support.endings import Block, ending_of, result_of
from support.internals import KnownIds
from support.recordings import DOCUMENTED_CANCEL, RECORDED, Exchange

BODY = {"search": {"query": "makers of tea"}}
WEBSET: dict[str, Any] = {**DOCUMENTED_CANCEL, "searches": [], "enrichments": [], "monitors": []}


def webset(id: str, external_id: str | None = None, status: str = "idle") -> dict[str, Any]:
    return {**WEBSET, "id": id, "externalId": external_id, "status": status}


SPELLINGS = [
    ("tea", "tea"),
    ("tea", None),
    ("Tea", "tea"),
    ("tea", "TEA"),
    ("straße", "STRASSE"),
    ("caf\u00e9", "cafe\u0301"),
    ("cafe\u0301", "caf\u00e9"),
    ("  tea  ", "tea"),
    ("tea", " tea\t"),
    ("a/b", "a/b"),
    ("a b", "a b"),
    ("ä", "ä"),
    ("100%", "100%"),
    ("%2e%2e", "%2e%2e"),
    ("a+b", "a+b"),
    ("a?b#c", "a?b#c"),
    ("...", "..."),
    ("cancel", "cancel"),
    ("websets", "websets"),
    ("日本", "日本"),
    ("me", "me"),
    ("preview", "preview"),
    ("0", "0"),
    ("webset_01k9", "webset_01k9"),
]
BELIEVED: dict[str, Callable[[Any, str], Any]] = {
    "get": lambda client, name: client.websets.get(name),
    "cancel": lambda client, name: client.websets.cancel(name),
    "delete": lambda client, name: client.websets.delete(name),
    "update": lambda client, name: client.websets.update(name, {"title": "Tea"}),
    "cancel_and_wait": lambda client, name: client.websets.cancel_and_wait(name),
    "wait_until_idle": lambda client, name: client.websets.wait_until_idle(name),
    "watch": lambda client, name: client.websets.watch(name),
    "create": lambda client, name: client.websets.create({**BODY, "externalId": name}),
    "get_or_create": lambda client, name: client.websets.get_or_create(name, BODY),
    "run": lambda client, name: Block(client.websets.run(BODY, external_id=name), lambda run: run.cancel()),
}


@pytest.mark.parametrize("name", BELIEVED)
def test_spellings_of_an_external_id(call: Caller, name: str) -> None:
    """The service may return an externalId as null, in another case, normalized or trimmed."""
    for asked, echoed in SPELLINGS:
        seen: list[httpx.Request] = []

        def handler(request: httpx.Request, echoed: str | None = echoed, seen: Any = seen) -> httpx.Response:
            seen.append(request)
            return httpx.Response(200, json=webset("webset_02", echoed))

        error = error_of_named(call, name, asked, handler)
        assert error is None, (asked, echoed, error)
        assert len(seen) <= (4 if name == "run" else 1)


@pytest.mark.parametrize(
    ("asked", "id", "external_id", "is_believed"),
    [
        ("webset_1", "webset_1", "anything", True),
        ("webset_1", "webset_2", None, False),
        ("webset_1", "webset_2", "tea", False),
        ("webset_1", "webset_2", "webset_1", True),
        ("tea", "webset_2", "coffee", False),
        ("tea", "webset_2", "teas", False),
        ("tea", "webset_2", "", False),
        ("tea", "tea", None, True),
        ("tea", "webset_2", None, True),
        ("tea-2", "tea", None, True),  # an id without a prefix
        ("a/b", "webset_2", "a%2Fb", False),
        ("TEA", "webset_2", "tee", False),
    ],
)
def test_ids_and_external_ids(call: Caller, asked: str, id: str, external_id: str | None, is_believed: bool) -> None:
    """An id must be equal; an externalId must be equivalent."""

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=webset(id, external_id))

    for name in ("get", "cancel", "cancel_and_wait", "watch"):
        error = error_of_named(call, name, asked, handler)
        assert (error is None) is is_believed, (name, error)
        assert is_believed or isinstance(error, ResponseMismatchError)


def error_of_named(call: Caller, name: str, asked: str, handler: Any) -> BaseException | None:
    """Return the exception of a call that names a Webset."""
    _, error = ending_of(call, lambda client: BELIEVED[name](client, asked), handler=handler, verbatim=True)
    return error


def test_an_update_that_changes_the_external_id(call: Caller) -> None:
    """The answer may have the new externalId or still the old one."""
    for echoed in ("coffee", "COFFEE", "tea", None):

        def handler(request: httpx.Request, echoed: str | None = echoed) -> httpx.Response:
            return httpx.Response(200, json=webset("webset_1", echoed))

        act: Act = lambda client: client.websets.update("tea", {"externalId": "coffee"})  # noqa: E731
        assert result_of(call, act, handler=handler, verbatim=True).external_id == echoed


@pytest.mark.parametrize("exchange", [one for one in RECORDED if one.status < 300], ids=lambda one: one.name)
def test_recorded_answers(call: Caller, exchange: Exchange) -> None:
    """No recorded answer is rejected."""
    assert replayed(call, [exchange]) == [exchange.answer]


def test_all_recorded_answers_with_one_client(call: Caller) -> None:
    """None is rejected after the client has seen the ids in all others."""
    exchanges = [one for one in RECORDED if one.status < 300] * 2
    assert replayed(call, exchanges) == [one.answer for one in exchanges]


def replayed(call: Caller, exchanges: list[Exchange]) -> list[Any]:
    """Return what the raw layer parses from recorded answers."""
    answers = iter(exchanges)

    def handler(request: httpx.Request) -> httpx.Response:
        exchange = next(answers)
        return httpx.Response(exchange.status, json=exchange.answer)

    def replay(client: Any) -> Any:
        http = client.raw.get_httpx_client()
        return [http.request(one.method, one.path, json=one.request).json() for one in exchanges]

    async def replay_async(client: Any) -> Any:
        http = client.raw.get_async_httpx_client()
        return [(await http.request(one.method, one.path, json=one.request)).json() for one in exchanges]

    read: list[Any] = result_of(call, replay if call.kind == "sync" else replay_async, handler=handler, verbatim=True)
    return read


ITEM = next(one for one in RECORDED if one.name == "items_list_with_enrichments").answer["data"][0]


@pytest.mark.parametrize(
    ("seen", "asked", "parent", "is_believed"),
    [
        ("webset_1", "webset_1", "webset_1", True),
        ("webset_1", "webset_1", "webset_2", False),
        ("webset_1", "tea", "webset_1", True),
        ("webset_2", "tea", "webset_1", True),
        ("webset 1", "webset 1", "webset_2", False),
        ("webset_2", "webset_1", "webset_2", True),  # the requested name might be an externalId
    ],
)
def test_the_webset_of_an_item(call: Caller, seen: str, asked: str, parent: str, is_believed: bool) -> None:
    """A `websetId` is compared only if the client has seen the requested name as an id."""

    def handler(request: httpx.Request) -> httpx.Response:
        is_item = len(segments_of(request)) == 4
        return httpx.Response(200, json={**ITEM, "id": "item_1", "websetId": parent} if is_item else webset(seen))

    def act(client: Any) -> Any:
        client.websets.get(seen)
        return client.items.get(asked, "item_1")

    async def act_async(client: Any) -> Any:
        await client.websets.get(seen)
        return await client.items.get(asked, "item_1")

    _, error = ending_of(call, act if call.kind == "sync" else act_async, handler=handler, verbatim=True)
    assert isinstance(error, ResponseMismatchError) is not is_believed


def test_another_kind_of_object_with_the_same_id(call: Caller) -> None:
    """Having seen the id of an event does not make an equal externalId a Webset's id."""

    def handler(request: httpx.Request) -> httpx.Response:
        is_item = len(segments_of(request)) == 4
        return httpx.Response(200, json={**ITEM, "id": "item_1", "websetId": "webset_1"} if is_item else {"id": "tea"})

    def act(client: Any) -> Any:
        client.raw.get_httpx_client().request("GET", "/v0/events/tea")
        return client.items.get("tea", "item_1")

    async def act_async(client: Any) -> Any:
        await client.raw.get_async_httpx_client().request("GET", "/v0/events/tea")
        return await client.items.get("tea", "item_1")

    result_of(call, act if call.kind == "sync" else act_async, handler=handler, verbatim=True)


def test_an_item_with_the_external_id_of_a_webset(call: Caller) -> None:
    """Having seen the id of an item does not make an equal externalId a Webset's id."""

    def handler(request: httpx.Request) -> httpx.Response:
        is_item = len(segments_of(request)) == 4
        item = {**ITEM, "id": "tea", "websetId": "webset_1"}
        return httpx.Response(200, json=item if is_item else webset("webset_1", None))

    def act(client: Any) -> Any:
        client.items.get("webset_1", "tea")
        return client.websets.get("tea")

    async def act_async(client: Any) -> Any:
        await client.items.get("webset_1", "tea")
        return await client.websets.get("tea")

    found = result_of(call, act if call.kind == "sync" else act_async, handler=handler, verbatim=True)
    assert found.id == "webset_1"


@pytest.mark.parametrize(("method", "path"), [("GET", "/v0/teams/me"), ("POST", "/v0/websets/preview")])
def test_paths_without_an_id(call: Caller, method: str, path: str) -> None:
    """The last part of these paths is not an id, so any id is accepted."""

    def act(client: Any) -> Any:
        return client.raw.get_httpx_client().request(method, path).json()

    async def act_async(client: Any) -> Any:
        return (await client.raw.get_async_httpx_client().request(method, path)).json()

    answer = {"id": "team_1", "externalId": "tea"}

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=answer)

    do: Act = act if call.kind == "sync" else act_async
    assert result_of(call, do, handler=handler, verbatim=True) == answer


@pytest.mark.parametrize(
    ("parent", "is_believed"), [("monitor_1", True), ("monitor_2", False), (7, True), (None, True)]
)
def test_the_monitor_of_a_run(call: Caller, parent: Any, is_believed: bool) -> None:
    """A `monitorId` is compared with the requested monitor."""

    def handler(request: httpx.Request) -> httpx.Response:
        is_run = len(segments_of(request)) == 4
        return httpx.Response(200, json={"id": "run_1", "monitorId": parent} if is_run else {"id": "monitor_1"})

    paths = ("/v0/monitors/monitor_1", "/v0/monitors/monitor_1/runs/run_1")

    def act(client: Any) -> Any:
        return [client.raw.get_httpx_client().request("GET", path).status_code for path in paths]

    async def act_async(client: Any) -> Any:
        return [(await client.raw.get_async_httpx_client().request("GET", path)).status_code for path in paths]

    _, error = ending_of(call, act if call.kind == "sync" else act_async, handler=handler, verbatim=True)
    assert error is None if is_believed else isinstance(error, ResponseMismatchError), repr(error)


@pytest.mark.parametrize("external_id", [["tea"], {"tea": 1}, 7, True], ids=repr)
def test_an_external_id_that_is_not_text(call: Caller, external_id: Any) -> None:
    """It does not make the answer one about another Webset, and is an error only where the model is parsed."""
    body = {**webset("webset_1"), "externalId": external_id}

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=body)

    _, error = ending_of(call, lambda client: client.websets.get("webset_1"), handler=handler, verbatim=True)
    assert isinstance(error, ResponseValidationError), repr(error)


@pytest.mark.parametrize("is_renamed", [True, False])
def test_a_client_does_not_keep_all_ids(is_renamed: bool) -> None:
    """The earlier ids and names are forgotten, whether there are many Websets or many names of one."""
    known = KnownIds()
    known.add("websets", "first", "tea", None)
    assert ("websets", "first") in known
    assert known.has_seen("websets", "first")
    assert known.has_seen("websets", "tea")
    assert ("websets", "tea") not in known
    assert not known.has_seen("monitors", "first")
    for number in range(KnownIds.MOST + 1):
        known.add("websets", "second" if is_renamed else f"w{number}", f"name{number}" if is_renamed else None)
    assert not known.has_seen("websets", "first")
    assert not known.has_seen("websets", "tea")
    assert known.has_seen("websets", f"{'name' if is_renamed else 'w'}{KnownIds.MOST}")
