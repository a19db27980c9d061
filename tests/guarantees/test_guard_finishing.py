"""The guard while enrichments finish: whatever ends a watch after its rule has fired, nothing is left running."""

from __future__ import annotations

import re
import time
from contextlib import aclosing, closing
from functools import partial
from typing import Any

import anyio
import httpx
import pytest
from exa_websets import RunHandle, deadline, found, is_finished
from exa_websets.emulator import Emulator
from support.caller import Caller
from support.emulator_calls import create, get

BODY: Any = {"search": {"query": "makers of tea", "count": 100}, "enrichments": [{"description": "Who leads it?"}]}
MINE = ValueError("mine")

pytestmark = [pytest.mark.trio, pytest.mark.usefixtures("no_job_is_left")]

HELPERS = {
    "watch": """
async with aclosing(client.websets.watch(ID, until=found(4))) as snapshots:
    async for snapshot in snapshots:
        if snapshot.phase == "finishing":
            LEAVE
""",
    "follow": """
phases = []
async with aclosing(client.items.follow(ID, until=found(4), on_snapshot=lambda one: phases.append(one.phase))) as items:
    async for item in items:
        if phases[-1] == "finishing":
            LEAVE
""",
    "follow, the callback": """
def on_snapshot(snapshot):
    if snapshot.phase == "finishing":
        fail()

async for item in client.items.follow(ID, until=found(4), on_snapshot=on_snapshot):
    pass
""",
    "run.watch": """
async with client.websets.attach(RunHandle(ID, client.base_url, found(4))) as run:
    async with aclosing(run.watch()) as snapshots:
        async for snapshot in snapshots:
            if snapshot.phase == "finishing":
                LEAVE
""",
    "run.items": """
phases = []
async with client.websets.attach(RunHandle(ID, client.base_url, found(4))) as run:
    async with aclosing(run.items(on_snapshot=lambda one: phases.append(one.phase))) as items:
        async for item in items:
            if phases[-1] == "finishing":
                LEAVE
""",
    "run.wait": """
async with client.websets.attach(RunHandle(ID, client.base_url, found(4))) as run:
    await run.wait(on_poll=lambda webset: webset.searches[0].status == "canceled" and fail())
""",
}
# Ways to leave the loop, and the exception that is raised.
WAYS: dict[str, tuple[str, type[BaseException] | None]] = {
    "break": ("break", None),
    "an exception": ("raise MINE", ValueError),
    "Ctrl-C": ("raise KeyboardInterrupt", KeyboardInterrupt),
    "an exit": ("raise SystemExit(3)", SystemExit),
}
CANCELED_TASK = "scope.cancel(); await anyio.sleep(60)"


def fail() -> None:
    raise MINE


def perform(call: Caller, emulator: Emulator, code: str, **names: Any) -> Any:
    """Run code with a client. It is written for the asynchronous one, and may return a value."""
    text = f"async def act(client):{code}".replace("\n", "\n    ")
    if call.kind == "sync":
        text = re.sub(r"\b(async|await) ", "", text)
    names |= {"found": found, "RunHandle": RunHandle, "MINE": MINE, "fail": fail, "anyio": anyio}
    names["aclosing"] = closing if call.kind == "sync" else aclosing
    exec(text, names)
    return call(names["act"], base_url=emulator.base_url, now=emulator.now, sleep=emulator.advance)


def cancels(emulator: Emulator) -> list[str]:
    """Return the kinds of the cancels that were sent."""
    paths = [request.path for request in emulator.requests if request.path.endswith("/cancel")]
    return ["search" if "/searches/" in path else "webset" for path in paths]


def check_stopped(emulator: Emulator, http: httpx.Client, id: str) -> None:
    """Check that the enrichment was canceled, and had not finished before."""
    # An event loop that ends in the meantime causes one more cancel.
    assert [*dict.fromkeys(cancels(emulator))] == ["search", "webset"]
    webset = get(http, id)
    assert (webset["status"], webset["enrichments"][0]["status"]) == ("idle", "canceled")


LOOPS = [name for name, code in HELPERS.items() if "LEAVE" in code]
CASES = [(helper, *way) for helper in LOOPS for way in WAYS.values()]
# A callback that raises ends these.
OTHERS = [(helper, "", ValueError) for helper in HELPERS if helper not in LOOPS]


@pytest.mark.parametrize(("helper", "statement", "error"), [*CASES, *OTHERS], ids=lambda case: str(case))
def test_leaving(
    helper: str,
    statement: str,
    error: type[BaseException] | None,
    call: Caller,
    websets_emulator: Emulator,
    http: httpx.Client,
) -> None:
    """However the loop is left, the remaining enrichments are canceled."""
    id = create(http, BODY)
    code = HELPERS[helper].replace("LEAVE", statement)
    if error is None:
        perform(call, websets_emulator, code, ID=id)
    else:
        with pytest.raises((error, BaseExceptionGroup)):
            perform(call, websets_emulator, code, ID=id)
    check_stopped(websets_emulator, http, id)


@pytest.mark.parametrize("kind", ["asyncio", "trio"])
@pytest.mark.parametrize("helper", LOOPS)
def test_a_canceled_task(helper: str, kind: Any, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The cancel is sent although its task is canceled."""
    id = create(http, BODY)
    code = HELPERS[helper].replace("LEAVE", CANCELED_TASK).replace("\n", "\n    ")
    perform(Caller(kind), websets_emulator, f"\nwith anyio.CancelScope() as scope:{code}", ID=id)
    check_stopped(websets_emulator, http, id)


@pytest.mark.parametrize("kind", ["sync", "asyncio"])
def test_a_generator_that_is_not_closed(kind: Any, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A dropped generator is closed at garbage collection, which cancels the rest."""
    id = create(http, BODY)
    code = """
async for snapshot in client.websets.watch(ID, until=found(4)):
    if snapshot.phase == "finishing":
        break
while not has_stopped():
    await sleep(0.01)
"""

    def has_stopped() -> bool:
        return bool(get(http, id)["status"] == "idle")

    sleep = time.sleep if kind == "sync" else anyio.sleep
    perform(Caller(kind), websets_emulator, code, ID=id, has_stopped=has_stopped, sleep=sleep)
    check_stopped(websets_emulator, http, id)


FAULTS: dict[str, dict[str, Any]] = {
    "a rejected key": {"status": 401, "method": "GET"},
    "a page that is not JSON": {"status": 400, "method": "GET"},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_an_error_of_the_service(
    fault: dict[str, Any], call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """An error that ends the watch cancels the rest, and a note says so."""
    id = create(http, BODY)
    code = """
async for snapshot in client.websets.watch(ID, until=found(4)):
    if snapshot.phase == "finishing":
        break_service()
"""
    with pytest.raises(Exception, match=str(fault["status"])) as caught:
        perform(call, websets_emulator, code, ID=id, break_service=lambda: websets_emulator.fail(**fault, times=1))
    check_stopped(websets_emulator, http, id)
    notes = str(caught.value.__notes__)
    assert "so the Webset was canceled" in notes
    assert "no longer watched" not in notes


def test_an_error_of_the_service_in_a_run(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """An error that ends the watch of a run cancels nothing before the end of its block, and a note says so."""
    code = """
async with client.websets.run(BODY, until=found(4)) as run:
    try:
        async for snapshot in run.watch():
            if snapshot.phase == "finishing":
                break_service()
    except Exception as error:
        return run.id, error, get(run.id)["status"]
"""
    names: dict[str, Any] = {"break_service": lambda: websets_emulator.fail(401, method="GET")}
    id, error, status = perform(call, websets_emulator, code, BODY=BODY, get=partial(get, http), **names)
    assert status == "running"
    assert error.__notes__ == [f"{id} is no longer watched: it may still be running, and no rule cancels it."]
    check_stopped(websets_emulator, http, id)


def test_an_outage(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """During an outage the Webset is canceled when `finish_within` has passed."""
    id = create(http, BODY)
    code = """
async with aclosing(client.websets.watch(ID, until=found(4, finish_within=120))) as snapshots:
    async for snapshot in snapshots:
        if snapshot.phase == "finishing":
            break_service()
return snapshot
"""

    def break_service() -> None:
        websets_emulator.fail(status=503, times=10**6, method="GET")

    start = websets_emulator.now()
    last = perform(call, websets_emulator, code, ID=id, break_service=break_service)
    assert last.timed_out
    assert is_finished(last.webset)
    assert websets_emulator.now() - start < 180


def test_a_run_that_is_left_and_watched_again(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """Leaving a run's watch inside its block cancels nothing; another wait continues with the same time limit."""
    code = """
async with client.websets.run(BODY, until=found(4)) as run:
    async with aclosing(run.watch()) as snapshots:
        async for snapshot in snapshots:
            if snapshot.phase == "finishing":
                break
    assert run.reason is None
    assert not run.is_handed_over
    finish_by = run.handle().finish_by
    await run.wait()
    assert run.handle().finish_by is None
    assert run.is_handed_over
    return run, finish_by
"""
    run, finish_by = perform(call, websets_emulator, code, BODY=BODY)
    assert finish_by is not None
    assert cancels(websets_emulator) == ["search"]
    assert run.reason.endswith("4 are enough")
    assert run.webset.enrichments[0].status == "completed"


@pytest.mark.parametrize("is_late", [False, True])
def test_a_handle(is_late: bool, call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """Another process lets the enrichments finish until the same time of day, and cancels the rest then."""
    code = """
async with client.websets.run(BODY, until=found(4, finish_within=30)) as run:
    async with aclosing(run.watch()) as snapshots:
        async for snapshot in snapshots:
            if snapshot.phase == "finishing":
                return run.handle().to_json()
"""
    handle = RunHandle.from_json(perform(call, websets_emulator, code, BODY=BODY))
    assert get(http, handle.id)["status"] == "running"
    assert handle.finish_by is not None
    later = "\nasync with client.websets.attach(HANDLE) as run:\n    await run.wait()\nreturn run\n"
    if is_late:
        handle = RunHandle(handle.id, handle.base_url, handle.until, handle.finish_by.replace(year=2020))
    run = perform(call, websets_emulator, later, HANDLE=handle)
    assert is_finished(run.webset)
    assert run.webset.enrichments[0].status == ("canceled" if is_late else "completed")
    assert ("not all enrichments had finished" in run.reason) == is_late
    assert "4 are enough" in run.reason


def test_a_run_that_continues_after_its_end(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The rule applies again to a search that is started in the block after a wait."""
    code = """
async with client.websets.run({"search": {"query": "makers of tea", "count": 3}}, until=found(4)) as run:
    await run.wait()
    assert run.reason is None
    await client.searches.create(run.id, {"query": "tea", "count": 50, "behavior": "append"})
    await run.wait()
    first = run.reason
    await run.wait()
    return first, run
"""
    first, run = perform(call, websets_emulator, code)
    assert first.endswith("4 are enough")
    assert run.reason is None
    assert is_finished(run.webset)


def test_a_rule_that_fires_again(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """When the rule fires for a later search, enrichments have all of `finish_within` once more."""
    code = """
async with client.websets.run(BODY, until=found(4, finish_within=60)) as run:
    await run.wait()
    pass_time(120)
    await client.searches.create(run.id, {"query": "tea", "count": 50, "behavior": "append"})
    await run.wait()
    return run.reason, run.webset
"""
    reason, webset = perform(call, websets_emulator, code, BODY=BODY, pass_time=websets_emulator.advance)
    assert reason.endswith("4 are enough")
    assert webset.enrichments[0].status == "completed"


def test_a_deadline_of_the_run(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A deadline also applies while enrichments finish."""
    code = """
async with client.websets.run(BODY, until=RULE) as run:
    await run.wait()
    return run
"""
    run = perform(Caller("sync"), websets_emulator, code, BODY=BODY, RULE=found(4) | deadline(seconds=20))
    assert run.reason.startswith("its deadline")
    assert cancels(websets_emulator)[:2] == ["search", "webset"]
