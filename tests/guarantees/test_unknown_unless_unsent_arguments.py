"""Guarantee 2 for invalid arguments: nothing is sent, looked up or canceled, and the error says so."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Any

import httpx
import pytest
from exa_websets import CancelOutcome, found, models
from support.caller import Act, Caller
from support.endings import Block, error_of, result_of
from support.one_webset import OneWebset
from support.operations import CREATES, perform

BODY = {"search": {"query": "makers of tea"}}


class Text(str):
    """A str that shows another text."""

    def __str__(self) -> str:
        return ".."


class Names(StrEnum):
    """An enumeration of ids, one of which is invalid."""

    DOTS = ".."


WRONG_TYPES: list[Any] = [None, b"ws_1", 7, ["ws_1"]]
WRONG_TEXTS = ["", ".", "..", "a\nb", "tea\x00", "\x85", "\ud800", Text(""), Names.DOTS, "x" * 60_001]
CIRCULAR: dict[str, Any] = {}
CIRCULAR["search"] = CIRCULAR
UNSERIALIZABLE: list[Any] = [
    {"search": {"query": object()}},
    {"search": {"query": float("nan")}},
    {"search": {"query": {1, 2}}},
    {"search": {"query": b"tea"}},
    {"search": {"query": "\ud800"}},
    CIRCULAR,
]
BY_NAME: dict[str, Callable[[Any, Any], Any]] = {
    "create": lambda client, name: client.websets.create({**BODY, "externalId": name}),
    "create, extra_body": lambda client, name: client.websets.create(BODY, extra_body={"externalId": name}),
    "create, model": lambda client, name: client.websets.create(models.CreateWebsetParameters(external_id=name)),
    "update": lambda client, name: client.websets.update("ws_1", {"externalId": name}),
    "get_or_create": lambda client, name: client.websets.get_or_create(name, BODY),
    "run": lambda client, name: Block(client.websets.run(BODY, external_id=name)),
    "run, in the body": lambda client, name: Block(client.websets.run({**BODY, "externalId": name})),
}
BY_ID: dict[str, Callable[[Any, Any], Any]] = {
    "get": lambda client, id: client.websets.get(id),
    "cancel": lambda client, id: client.websets.cancel(id),
    "delete": lambda client, id: client.websets.delete(id),
    "update": lambda client, id: client.websets.update(id, {"title": "Tea"}),
    "searches.create": lambda client, id: client.searches.create(id, {"query": "tea"}),
    "items.get": lambda client, id: client.items.get("ws_1", id),
    "monitor_runs.get": lambda client, id: client.monitor_runs.get(id, "run_1"),
    "cancel_and_wait": lambda client, id: client.websets.cancel_and_wait(id),
    "cancel_and_wait, monitors": lambda client, id: client.websets.cancel_and_wait(id, disable_monitors=True),
    "wait_until_idle": lambda client, id: client.websets.wait_until_idle(id),
    "wait_until_idle, cancel": lambda client, id: client.websets.wait_until_idle(id, on_timeout="cancel"),
    "watch": lambda client, id: client.websets.watch(id, until=found(1)),
    "follow": lambda client, id: client.items.follow(id),
    "cancel_on_exit": lambda client, id: Block(client.websets.cancel_on_exit(id)),
    "wait_until_completed": lambda client, id: client.imports.wait_until_completed(id),
}


def rejection(call: Caller, act: Act) -> BaseException:
    """Return the error for invalid arguments, and check that nothing was sent and that the error says so."""
    service, waits = OneWebset("ws_1"), list[float]()
    error = error_of(call, act, handler=service, verbatim=True, sleep=waits.append)
    assert error is not None
    assert (service.requests, waits) == ([], [])
    assert vars(error)["outcome_unknown"] is False, repr(error)
    assert "created all the same" not in str(getattr(error, "__notes__", ""))
    return error


@pytest.mark.parametrize("name", BY_NAME)
def test_an_invalid_external_id(call: Caller, name: str) -> None:
    """An externalId that could not be looked up or canceled is rejected before the create."""
    for text in WRONG_TEXTS:
        error = rejection(call, partial(_swapped, BY_NAME[name], text))
        assert isinstance(error, ValueError)
        assert "nothing was sent" in str(error)


@pytest.mark.parametrize("name", BY_ID)
def test_an_invalid_id(call: Caller, name: str) -> None:
    """An id that would change the path is rejected."""
    for text in WRONG_TEXTS:
        error = rejection(call, partial(_swapped, BY_ID[name], text))
        assert isinstance(error, ValueError)


@pytest.mark.parametrize("name", [*BY_ID, "get_or_create"])
def test_an_id_of_another_type(call: Caller, name: str) -> None:
    """An id that is not a str is a TypeError, because its text would name something else."""
    for value in WRONG_TYPES:
        error = rejection(call, partial(_swapped, {**BY_NAME, **BY_ID}[name], value))
        assert isinstance(error, TypeError)
        assert "an id must be a str" in str(error)


def test_a_batch_with_wrong_ids(call: Caller) -> None:
    """The outcomes of invalid ids say that nothing was sent for them."""
    service = OneWebset("tea", "running")
    ids = [*WRONG_TYPES, *WRONG_TEXTS, "tea"]
    outcomes: list[CancelOutcome] = result_of(call, lambda client: client.websets.cancel_many(ids), handler=service)
    assert service.requests == ["cancel"]
    for outcome in outcomes[:-1]:
        assert isinstance(outcome.error, TypeError | ValueError)
        assert vars(outcome.error)["outcome_unknown"] is False


@pytest.mark.parametrize("id", [Text("ws_1"), "ws_1"], ids=type)
@pytest.mark.parametrize("name", BY_ID)
def test_a_str_of_another_class_is_sent_as_its_text(call: Caller, name: str, id: str) -> None:
    """A subclass of str is sent as its value, not as what its `__str__` returns."""
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        return httpx.Response(402, json={})

    error_of(call, partial(_swapped, BY_ID[name], id), handler=handler)
    assert seen
    assert all("ws_1" in path and ".." not in path for path in seen)


def _swapped(act: Callable[[Any, Any], Any], value: Any, client: Any) -> Any:
    return act(client, value)


@pytest.mark.parametrize("operation", CREATES)
def test_a_body_that_is_not_json(call: Caller, operation: str) -> None:
    """A body that is not JSON is rejected before anything is sent."""
    for body in UNSERIALIZABLE:
        rejection(call, partial(perform, operation, body))


WITH_BODY: dict[str, Callable[[Any, Any], Any]] = {
    "get_or_create": lambda client, body: client.websets.get_or_create("tea", body),
    "run": lambda client, body: Block(client.websets.run(body, external_id="tea")),
    "run, in the body": lambda client, body: Block(client.websets.run({**body, "externalId": "tea"})),
}


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_body_that_is_not_json_starts_no_look_up(call: Caller, name: str) -> None:
    """A body that is not JSON causes neither a look-up nor a cancel."""
    for body in UNSERIALIZABLE:
        rejection(call, partial(_swapped, WITH_BODY[name], body))


@pytest.mark.parametrize(
    "options",
    [{"external_id": "tea"}, {"timeout": -1}, {"max_retries": "2"}, {"extra_headers": {"a\n": "b"}}, {"extra_body": 5}],
    ids=str,
)
@pytest.mark.parametrize("name", ["create", "get_or_create"])
def test_an_invalid_option(call: Caller, name: str, options: dict[str, Any]) -> None:
    """An invalid option is rejected, and nothing is looked up."""
    if name == "create":
        rejection(call, lambda client: client.websets.create(BODY, **options))
    else:
        rejection(call, lambda client: client.websets.get_or_create("tea", BODY, **options))
