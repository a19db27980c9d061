"""Guarantee 3: an answer about another object than the requested one is rejected."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets import CancelOutcome, ResponseMismatchError, ResponseValidationError, RunHandle, deadline
from exa_websets_generated.api.websets import websets_cancel, websets_get
from support.answers import segments_of
from support.archives import Account
from support.caller import Act, Caller, SteppedTime
from support.endings import Block, ending_of, error_of, result_of
from support.operations import CALLS, CANCELS, OPERATIONS
from support.recordings import DOCUMENTED_CANCEL

BODY = {"search": {"query": "makers of tea"}}
WEBSET: dict[str, Any] = {**DOCUMENTED_CANCEL, "searches": [], "enrichments": [], "monitors": []}
NAMED = [
    operation
    for operation, (method, path, _) in CALLS.items()
    if path and not method.endswith((".list", ".create")) and operation != "teams-me-get"
]


def webset(id: str, external_id: str | None = None, status: str = "idle") -> dict[str, Any]:
    return {**WEBSET, "id": id, "externalId": external_id, "status": status}


class Wrong:
    """A service that answers some requests about another object.

    Args:
        right: Returns the right answer to a request.
        times: The number of requests, other than creates, with a wrong answer; None for all.
        other: The wrong answer.
    """

    def __init__(
        self, right: Callable[[httpx.Request], dict[str, Any]], times: int | None, other: dict[str, Any]
    ) -> None:
        self.right = right
        self.left = times
        self.other = other
        self.requests: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(f"{request.method} {'/'.join(segments_of(request))}")
        if self.requests[-1] == "POST websets" or self.left == 0:
            return httpx.Response(200, json=self.right(request))
        self.left = None if self.left is None else self.left - 1
        return httpx.Response(200, json=self.other)


@pytest.mark.parametrize("operation", NAMED)
def test_every_operation_that_names_an_object(call: Caller, operation: str) -> None:
    """One wrong answer is retried; if all are wrong, the call fails after its attempts."""
    asked = CALLS[operation][1][-1]
    # The second answer has the right id, but is not a complete object.
    once = Wrong(lambda _: {"id": asked}, 1, {"id": "other", "externalId": "other"})
    error = error_of(call, OPERATIONS[operation], handler=once, verbatim=True)
    assert isinstance(error, ResponseValidationError), repr(error)
    assert len(once.requests) == 2

    always = Wrong(lambda _: {"id": asked}, None, {"id": "other", "externalId": "other"})
    error = error_of(call, OPERATIONS[operation], handler=always, verbatim=True)
    assert isinstance(error, ResponseMismatchError), repr(error)
    assert "'other'" in str(error)
    assert error.outcome_unknown is (not operation.endswith("-get"))
    assert error.attempts == len(always.requests) == (6 if operation in CANCELS else 3)


def test_a_list_that_is_answered_with_an_object(call: Caller) -> None:
    """The answer belongs to another call, so the list is requested again."""
    answers: list[dict[str, Any]] = [webset("ws_1"), {"data": [], "hasMore": False, "nextCursor": None}]

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=answers.pop(0))

    assert result_of(call, lambda client: client.websets.list(), handler=handler, verbatim=True).data == []
    assert answers == []


# --- Helpers ---

HELPERS: dict[str, Act] = {
    "cancel": lambda client: client.websets.cancel("ws_1"),
    "cancel_and_wait": lambda client: client.websets.cancel_and_wait("ws_1"),
    "cancel_and_wait, monitors": lambda client: client.websets.cancel_and_wait("ws_1", disable_monitors=True),
    "wait_until_idle": lambda client: client.websets.wait_until_idle("ws_1"),
    "wait_until_idle, cancel": lambda client: client.websets.wait_until_idle("ws_1", on_timeout="cancel"),
    "watch": lambda client: client.websets.watch("ws_1"),
    "watch, with a deadline": lambda client: client.websets.watch("ws_1", until=deadline(minutes=5)),
    "cancel_on_exit": lambda client: Block(client.websets.cancel_on_exit("ws_1")),
}


@pytest.mark.parametrize("helper", HELPERS)
def test_a_helper_that_gets_one_wrong_answer(call: Caller, helper: str) -> None:
    """The helper retries, and ends with the right Webset."""
    service = Wrong(lambda _: webset("ws_1"), 1, webset("ws_2"))
    result = result_of(call, HELPERS[helper], handler=service, verbatim=True)
    last = result[-1].webset if helper.startswith("watch") else result
    assert helper == "cancel_on_exit" or last.id == "ws_1"
    assert service.left == 0
    assert {request.split("/")[1] for request in service.requests} == {"ws_1"}


@pytest.mark.parametrize("helper", HELPERS)
def test_a_helper_that_gets_wrong_answers_only(call: Caller, helper: str) -> None:
    """The helper fails after the attempts of one or two calls, without further waiting."""
    service, time = Wrong(lambda _: {}, None, webset("ws_2")), SteppedTime()
    error = error_of(call, HELPERS[helper], handler=service, verbatim=True, now=time.now, sleep=time.sleep)
    assert isinstance(error, ResponseMismatchError), repr(error)
    assert len(service.requests) <= 9
    assert time.seconds < 30


def test_a_batch(call: Caller) -> None:
    """The outcome of each id is about that id, or an error."""

    def handler(request: httpx.Request) -> httpx.Response:
        id = segments_of(request)[-1]
        return httpx.Response(200, json=webset("ws_0" if id.endswith("3") else id))

    ids = [f"ws_{number}" for number in range(10)]
    outcomes: list[CancelOutcome] = result_of(
        call, lambda client: client.websets.cancel_many(ids), handler=handler, verbatim=True
    )
    assert [type(outcome.error) for outcome in outcomes if outcome.webset is None] == [ResponseMismatchError]
    assert [outcome.webset.id for outcome in outcomes if outcome.webset] == [id for id in ids if id != "ws_3"]


def test_an_archive(call: Caller, tmp_path: Path) -> None:
    """A Webset whose answers are about another one is listed as failed, and the others are archived."""
    account = Account({"ws_1": 1, "ws_2": 1})

    def handler(request: httpx.Request) -> httpx.Response:
        response = account(request)
        if segments_of(request) == ["websets", "ws_1"]:
            return httpx.Response(200, json={**json.loads(response.content), "id": "ws_2"})
        return response

    archive = result_of(call, lambda client: client.archive(tmp_path / "archive"), handler=handler, verbatim=True)
    assert "ws_1" in str(archive.failed)
    assert "ws_2" not in [*archive.failed]
    assert (tmp_path / "archive" / "websets" / "ws_2").is_dir()


# --- A run ---


def running(request: httpx.Request) -> dict[str, Any]:
    return webset("ws_1", None, "idle" if request.url.path.endswith("/cancel") else "running")


@pytest.mark.parametrize("times", [1, 2, 3, 5, None])
def test_a_run_cancels_what_it_created(call: Caller, times: int | None) -> None:
    """Every request of a run names the Webset that it created, and its id never changes."""
    service, ids = Wrong(running, times, webset("ws_2")), list[str]()

    def act(client: Any) -> Any:
        def inside(run: Any) -> Any:
            ids.append(run.id)
            runs.append(run)
            return run.wait()

        return Block(client.websets.run(BODY, until=deadline(seconds=60)), inside)

    runs: list[Any] = []
    error = error_of(call, act, handler=service, verbatim=True)
    [run] = runs
    assert run.id == ids[0] == "ws_1"
    assert run.webset.id == "ws_1"
    assert service.requests[0] == "POST websets"
    assert {request.split("/")[1] for request in service.requests[1:]} == {"ws_1"}
    assert "POST websets/ws_1" in service.requests
    assert isinstance(error, ResponseMismatchError) is (times is None or times > 2), repr(error)
    if times is None:
        assert "ws_1 may still be running" in str(getattr(error, "__notes__", ""))
        assert len(service.requests) == 1 + 3 + 6


def test_a_handle_has_an_id(call: Caller) -> None:
    """The name in a handle is an id, whatever it looks like, so a Webset with another id is rejected."""
    service = Wrong(lambda _: {}, None, webset("ws_2"))

    def act(client: Any) -> Any:
        return Block(client.websets.attach(RunHandle("tea", client.base_url, deadline(seconds=60))))

    assert isinstance(error_of(call, act, handler=service, verbatim=True), ResponseMismatchError)


def test_items_of_a_run(call: Caller) -> None:
    """Items are requested by the id of the run, and its watch rejects answers about others."""
    service = Wrong(running, None, webset("ws_2"))
    act: Act = lambda client: Block(client.websets.run(BODY), lambda run: run.items())  # noqa: E731
    assert isinstance(error_of(call, act, handler=service, verbatim=True), ResponseMismatchError)
    assert {request.split("/")[1] for request in service.requests[1:]} == {"ws_1"}


@pytest.mark.parametrize("helper", ["run", "get_or_create", "create"])
def test_a_create_that_is_answered_about_another_one(call: Caller, helper: str) -> None:
    """`run` looks the Webset up by its externalId; the error of a plain create says that it may exist."""
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(f"{request.method} {'/'.join(segments_of(request))}")
        return httpx.Response(200, json=webset("ws_2", "coffee") if len(seen) == 1 else webset("ws_1", "tea"))

    acts: dict[str, Act] = {
        "run": lambda client: Block(client.websets.run(BODY, external_id="tea"), lambda run: run.webset),
        "get_or_create": lambda client: client.websets.get_or_create("tea", BODY),
        "create": lambda client: client.websets.create({**BODY, "externalId": "tea"}),
    }
    result, error = ending_of(call, acts[helper], handler=handler, verbatim=True)
    if helper == "create":
        assert isinstance(error, ResponseMismatchError)
        assert error.outcome_unknown
        assert "Look with get('tea')" in str(error.__notes__)
        assert seen == ["POST websets"]
    else:
        assert (result.id if helper == "run" else result[0].id) == "ws_1"
        assert seen[:2] == ["POST websets", "GET websets/tea"]
        assert seen[2:] == (["POST websets/ws_1"] if helper == "run" else [])


def test_ids_stay_known_when_more_are_seen(call: Caller) -> None:
    """The parent of an answer is compared with the path, also if another Webset was read in the meantime."""

    def handler(request: httpx.Request) -> httpx.Response:
        *parents, id = segments_of(request)
        return httpx.Response(200, json={"id": id, "websetId": "ws_2"} if len(parents) > 1 else webset(id))

    acts: list[Act] = [
        lambda client: client.websets.get("ws_1"),
        lambda client: client.websets.get("ws_2"),
        lambda client: client.items.get("ws_1", "item_1"),
    ]

    def act(client: Any) -> Any:
        if call.kind == "sync":
            return [each(client) for each in acts]

        async def act_async() -> list[Any]:
            return [await each(client) for each in acts]

        return act_async()

    error = error_of(call, act, handler=handler, verbatim=True)
    assert isinstance(error, ResponseMismatchError), repr(error)
    assert "'ws_2'" in str(error)


# --- The raw layer ---


@pytest.mark.parametrize("module", [websets_get, websets_cancel])
def test_the_raw_layer(call: Caller, module: Any) -> None:
    """Answers of the raw layer are checked too."""
    send = module.sync_detailed if call.kind == "sync" else module.asyncio_detailed
    act: Act = lambda client: send("ws_1", client=client.raw)  # noqa: E731
    once = Wrong(lambda _: webset("ws_1"), 1, webset("ws_2"))
    assert result_of(call, act, handler=once, verbatim=True).parsed.id == "ws_1"
    error = error_of(call, act, handler=Wrong(lambda _: {}, None, webset("ws_2" * 100)), verbatim=True)
    assert isinstance(error, ResponseMismatchError)
    assert error.outcome_unknown is (module is websets_cancel)
    assert len(str(error)) < 300
