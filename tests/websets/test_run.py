"""`websets.run`: a block that leaves nothing running, however it ends."""

from __future__ import annotations

import asyncio
import logging
import pickle
from typing import Any

import anyio
import httpx
import pytest
from exa_websets import (
    ConcurrencyLimitError,
    InternalServerError,
    RunHandle,
    WebsetTimeoutError,
    deadline,
    found,
    is_finished,
    stalled,
)
from exa_websets.emulator import Emulator
from support.caller import Act, Caller, SteppedTime
from support.emulator_calls import TEA, get
from support.emulator_http import emulator_client
from support.endings import Block, error_of
from support.recordings import recorded

pytestmark = pytest.mark.trio

MANY = {"search": {"query": "makers of tea", "count": 50}}


def inside(call: Caller, emulator: Emulator, body: Any, use: Act, **arguments: Any) -> Any:
    """Run a job and call `use` in its block; for an asynchronous client `use` returns an awaitable or None."""

    def act(client: Any) -> Any:
        if call.kind == "sync":
            with client.websets.run(body, **arguments) as run:
                return run, use(run)

        async def act_async() -> Any:
            async with client.websets.run(body, **arguments) as run:
                result = use(run)
                return run, await result if hasattr(result, "__await__") else result

        return act_async()

    return call(act, base_url=emulator.base_url, now=emulator.now, sleep=emulator.advance)


def nothing(run: Any) -> None:
    """Leave the block at once."""


def only(http: httpx.Client) -> Any:
    [webset] = http.get("/v0/websets").json()["data"]
    return webset


def test_leaving_stops_it(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """When the block ends, the Webset is canceled and has stopped."""
    run, _ = inside(call, websets_emulator, MANY, nothing)

    assert is_finished(run.webset)
    assert run.is_new
    assert get(http, run.id)["searches"][0]["canceledReason"] == "webset_canceled"
    assert run.webset.external_id.startswith("run-")


def test_a_webset_that_is_deleted_in_the_block(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The run keeps the Webset as it was last seen."""
    run, _ = inside(call, websets_emulator, MANY, lambda run: http.delete(f"/v0/websets/{run.id}") and None)
    assert run.webset.id == run.id
    assert http.get("/v0/websets").json()["data"] == []


def test_a_deleted_webset_is_canceled_at_the_end_all_the_same(
    call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """That a poll found nothing ends the wait, and the block still sends its cancel."""

    def delete(webset: Any) -> bool:
        http.delete(f"/v0/websets/{webset.id}")
        return False

    inside(call, websets_emulator, MANY, lambda run: run.wait(), until=delete)
    assert [request.method for request in websets_emulator.requests[-2:]] == ["POST", "GET"]  # is it really gone?


def test_waiting_ends_with_the_webset(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """`wait` returns the Webset when it ends by itself, and the run has no reason."""
    run, webset = inside(call, websets_emulator, TEA, lambda run: run.wait())

    assert is_finished(webset)
    assert run.reason is None
    assert get(http, run.id)["searches"][0]["status"] == "completed"


def test_a_rule_ends_the_wait(call: Caller, websets_emulator: Emulator) -> None:
    """When the rule fires, the Webset is canceled and the run has the reason."""
    run, webset = inside(call, websets_emulator, MANY, lambda run: run.wait(), until=found(3))

    assert is_finished(webset)
    assert run.reason.endswith("3 are enough")


def test_items_and_rows_of_a_run(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """`items` yields each item once until the rule cancels, and `rows` returns all items found."""

    def use(run: Any) -> Any:
        if call.kind == "sync":
            return [item.id for item in run.items()], [row["id"] for row in run.rows()], run.reason

        async def use_async() -> Any:
            items = [item.id async for item in run.items()]
            return items, [row["id"] async for row in run.rows()], run.reason

        return use_async()

    run, (items, rows, reason) = inside(call, websets_emulator, MANY, use, until=found(3))
    listed = http.get(f"/v0/websets/{run.id}/items", params={"limit": 100}).json()["data"]
    assert sorted(items) == sorted(rows) == sorted(one["id"] for one in listed)
    assert 3 <= len(items) == len({*items}) < 50
    assert reason.endswith("3 are enough")


def test_progress_of_a_wait(call: Caller, websets_emulator: Emulator) -> None:
    """`on_poll` is called at every poll, also if nothing has changed, and including the last."""
    seen: list[Any] = []
    polls: list[int] = []

    def note(webset: Any) -> None:
        seen.append(webset)
        polls.append(len([request for request in websets_emulator.requests if request.method == "GET"]))

    _, webset = inside(call, websets_emulator, TEA, lambda run: run.wait(on_poll=note))
    assert len(seen) > 5
    assert seen[-1] is webset
    assert not any(is_finished(one) for one in seen[:-1])
    assert polls == [*range(polls[0], polls[0] + len(polls))]


@pytest.mark.parametrize("rule", [None, found(3), found(3, finish_enrichments=False)], ids=repr)
def test_watching_a_run(call: Caller, websets_emulator: Emulator, rule: Any) -> None:
    """`watch` yields snapshots under the rule of the run, which keeps the latest Webset and the reason."""
    body = MANY if rule else TEA

    def use(run: Any) -> Any:
        if call.kind == "sync":
            return [(one, run.webset, run.reason) for one in run.watch()]

        async def use_async() -> Any:
            return [(one, run.webset, run.reason) async for one in run.watch()]

        return use_async()

    run, shown = inside(call, websets_emulator, body, use, until=rule)
    assert all((one.webset, one.reason) == (webset, reason) for one, webset, reason in shown)
    assert shown[-1][0].phase == "ended"
    assert bool(run.reason) == bool(rule)
    assert is_finished(run.webset)


def test_items_with_progress(call: Caller, websets_emulator: Emulator) -> None:
    """`items` continues while enrichments finish; with `updates` each item is yielded again with its result."""
    asked = {**MANY, "enrichments": [{"description": "Who leads it?"}]}
    seen: list[Any] = []

    def use(run: Any) -> Any:
        if call.kind == "sync":
            return list(run.items(updates=True, on_snapshot=seen.append))

        async def use_async() -> Any:
            return [item async for item in run.items(updates=True, on_snapshot=seen.append)]

        return use_async()

    run, items = inside(call, websets_emulator, asked, use, until=found(3))
    last = {item.id: item for item in items}
    assert len(items) > len(last) >= 3
    assert all(item.enrichments[0].status == "completed" for item in last.values())
    assert [*dict.fromkeys(one.phase for one in seen)] == ["running", "finishing", "ended"]
    assert run.reason.endswith("3 are enough")


def test_a_run_waits_for_a_slot_until_its_rule_is_due(call: Caller) -> None:
    """A run waits for a slot until its deadline at the latest, and takes one that becomes free in time."""
    with Emulator(running_limit=1) as emulator:
        with emulator_client(emulator) as http:
            http.post("/v0/websets", json=TEA).raise_for_status()
        start = emulator.now()
        with pytest.raises(ConcurrencyLimitError):
            inside(call, emulator, MANY, nothing, until=deadline(seconds=6), wait_for_slot=600)
        assert emulator.now() - start < 6

        run, _ = inside(call, emulator, MANY, nothing, until=deadline(minutes=10), wait_for_slot=600)
        assert run.is_new


@pytest.mark.parametrize("error", [RuntimeError("mine"), KeyboardInterrupt(), SystemExit(3)], ids=repr)
def test_an_exception_stops_it(
    error: BaseException, call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """An exception in the block is raised unchanged, and nothing is running."""

    def fail(run: Any) -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        inside(call, websets_emulator, MANY, fail)

    assert caught.value is error
    assert not hasattr(error, "__notes__")
    assert only(http)["status"] == "idle"


@pytest.mark.parametrize("kind", ["asyncio", "trio"])
def test_a_canceled_task_stops_it(kind: Any, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The cancel is sent although its task is canceled."""

    def act(client: Any) -> Any:
        async def act_async() -> None:
            with anyio.CancelScope() as scope:
                async with client.websets.run(MANY):
                    scope.cancel()
                    await anyio.sleep(60)

        return act_async()

    Caller(kind)(act, base_url=websets_emulator.base_url)
    assert only(http)["status"] == "idle"


def test_a_webset_that_does_not_stop_is_reported(call: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """The id of a Webset that does not stop is in a note on the exception that ended the block, and in the log."""
    with Emulator(cancel_delay=3600) as emulator, caplog.at_level(logging.ERROR, "exa_websets"):
        ids: list[str] = []

        def fail(run: Any) -> None:
            ids.append(run.id)
            raise RuntimeError("mine")

        with pytest.raises(RuntimeError, match="mine") as caught:
            inside(call, emulator, MANY, fail)
        with pytest.raises(WebsetTimeoutError):
            inside(call, emulator, MANY, nothing)

    [note] = caught.value.__notes__
    assert note.startswith(f"{ids[0]} may still be running and burning credits")
    assert len(caplog.records) == 2
    assert ids[0] in caplog.text


def test_a_create_whose_answer_is_lost_leaves_nothing_running(
    call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """If the block is never entered, a Webset that may have been created is found by its externalId and canceled."""
    websets_emulator.fail(reset=True, after=True, method="POST", path="/v0/websets")
    websets_emulator.fail(status=500, times=15, method="GET")
    with pytest.raises(Exception, match="500"):
        inside(call, websets_emulator, MANY, nothing)
    assert only(http)["status"] == "idle"


def test_ctrl_c_during_the_create_leaves_nothing_running() -> None:
    """Ctrl-C during the create cancels the Webset, although no answer has arrived."""
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        if len(asked) == 1:
            raise KeyboardInterrupt
        return httpx.Response(404, json={"error": "not found"})

    def act(client: Any) -> None:
        with client.websets.run(MANY, external_id="tea"):
            pass

    with pytest.raises(KeyboardInterrupt):
        Caller("sync")(act, handler=handler)
    assert asked == ["/websets/v0/websets", *["/websets/v0/websets/tea/cancel"] * 3]


def test_ctrl_c_while_an_exception_stops_it(call: Caller) -> None:
    """Ctrl-C during the cancel after an exception sends it once more, then KeyboardInterrupt is raised."""
    cancels: list[str] = []
    ctrl_c = asyncio.CancelledError if call.kind == "asyncio" else KeyboardInterrupt
    error = RuntimeError("mine")

    def handler(request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/cancel"):
            return httpx.Response(201, json=recorded("websets_create_201").answer)
        cancels.append(request.url.path)
        if len(cancels) == 1:
            raise ctrl_c
        return httpx.Response(200, json=recorded("websets_cancel_idle").answer)

    def act(client: Any) -> Any:
        if call.kind == "sync":
            with client.websets.run(MANY):
                raise error

        async def act_async() -> None:
            async with client.websets.run(MANY):
                raise error

        return act_async()

    with pytest.raises(ctrl_c):
        call(act, handler=handler)
    assert len(cancels) == 2


def test_an_external_id_resumes_an_existing_webset(
    call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """A Webset with the externalId is reused; the run reports that it is not new and stops it at the end."""
    id = http.post("/v0/websets", json={**MANY, "externalId": "tea"}).json()["id"]
    run, _ = inside(call, websets_emulator, MANY, nothing, external_id="tea")
    assert (run.id, run.is_new) == (id, False)
    assert only(http)["status"] == "idle"


def test_a_run_is_handed_over(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """After `handle()` the block cancels nothing; `attach` continues with the same rule and ends the Webset."""
    rule = found(4) | deadline(hours=1) | stalled(minutes=5)
    _, handle = inside(call, websets_emulator, MANY, lambda run: run.handle(), until=rule)
    assert only(http)["status"] == "running"

    assert pickle.loads(pickle.dumps(handle)) == handle
    assert b"test-key" not in pickle.dumps(handle)
    carried = RunHandle.from_json(handle.to_json())

    def act(client: Any) -> Any:
        if call.kind == "sync":
            with client.websets.attach(carried) as run:
                run.wait()
            return run

        async def act_async() -> Any:
            async with client.websets.attach(carried) as run:
                await run.wait()
            return run

        return act_async()

    run = call(act, base_url=websets_emulator.base_url, now=websets_emulator.now, sleep=websets_emulator.advance)
    assert run.reason.endswith("4 are enough")
    assert not run.is_new
    assert get(http, handle.id)["status"] == "idle"


def test_what_cannot_be_handed_over(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A rule that contains a function is rejected by `handle()`, and the block still cancels the Webset."""

    def enough(webset: Any) -> bool:
        return False

    with pytest.raises(TypeError, match="enough is a function"):
        inside(call, websets_emulator, MANY, lambda run: run.handle(), until=found(3) | enough)
    assert only(http)["status"] == "idle"


def test_a_handle_of_another_service_is_rejected(call: Caller, websets_emulator: Emulator) -> None:
    """A handle with another base URL raises an error instead of looking for the Webset in the wrong place."""
    handle = RunHandle("webset_1", "https://api.exa.ai/websets", found(1))

    def act(client: Any) -> Any:
        if call.kind == "sync":
            with client.websets.attach(handle):
                return None

        async def act_async() -> None:
            async with client.websets.attach(handle):
                pass

        return act_async()

    with pytest.raises(ValueError, match="webset_1 runs at https"):
        call(act, base_url=websets_emulator.base_url)


def test_canceling_inside(call: Caller, websets_emulator: Emulator) -> None:
    """`cancel` stops the Webset inside the block; a Webset that was deleted inside is not canceled."""
    run, webset = inside(call, websets_emulator, MANY, lambda run: run.cancel())
    assert is_finished(webset)
    assert run.webset.status == "idle"
    inside(call, websets_emulator, MANY, lambda run: delete(websets_emulator, run.id))


def delete(emulator: Emulator, id: str) -> None:
    httpx.delete(f"{emulator.base_url}/v0/websets/{id}", headers={"x-api-key": "any"}).raise_for_status()


@pytest.mark.parametrize("helper", ["run", "attach"])
@pytest.mark.parametrize(("seconds", "limit"), [(0.05, 1), (3, 3)])
def test_the_rule_bounds_the_first_request(helper: str, seconds: float, limit: float, call: Caller) -> None:
    """A deadline also limits the create, or the first read of a handle, which has at least one second."""
    limits: list[float] = []

    def handler(request: httpx.Request) -> httpx.Response:
        limits.append(request.extensions["timeout"]["read"])
        return httpx.Response(403, json={})

    def act(client: Any) -> Any:
        rule = deadline(seconds=seconds)
        if helper == "run":
            return Block(client.websets.run(MANY, until=rule))
        return Block(client.websets.attach(RunHandle("ws", client.base_url, rule)))

    assert error_of(call, act, handler=handler)
    assert limits[0] == pytest.approx(limit, abs=0.5)


def test_the_rule_bounds_the_pauses_between_look_ups(call: Caller) -> None:
    """After a lost answer, the look-ups end before the deadline, and the Webset is canceled then."""
    time = SteppedTime()
    cancels: list[float] = []

    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/cancel"):
            cancels.append(time.now())
            return httpx.Response(200, json=recorded("websets_cancel_idle").answer)
        if request.method == "POST":
            raise httpx.ReadError("no answer")
        return httpx.Response(401, json={}) if cancels else httpx.Response(500, json={})

    act: Act = lambda client: Block(client.websets.run(MANY, until=deadline(seconds=10)))  # noqa: E731
    error = error_of(call, act, handler=handler, now=time.now, sleep=time.sleep, max_retries=0)
    assert isinstance(error, InternalServerError)
    assert 5 <= cancels[0] <= 10
