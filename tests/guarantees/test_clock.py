"""Changing or freezing the time of day, as test tools do, does not affect waits and deadlines."""

from __future__ import annotations

import subprocess
import sys

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA, create, get
from support.fault_server import Do, FaultServer, answer
from support.internals import clock_module
from support.user_programs import finished, written

# Like tools that freeze time, replace these functions in every module that has imported them.
_SET_CLOCK = """
import datetime, functools, sys, time
Real, seconds = datetime.datetime, functools.partial(time.perf_counter)
real_time, real_monotonic = time.time, time.monotonic

class Changed(Real):
    @classmethod
    def now(cls, tz=None):
        return Real.fromtimestamp(changed_time(), tz)

def set_clock(change):
    global changed_time
    if change == "freezegun":
        from freezegun import freeze_time
        freeze_time("2026-01-01").start()
        assert type(time.time) is type(time.perf_counter) is type(set_clock)
        return
    at, shift = real_time(), {"an hour back": -3600, "an hour ahead": 3600}.get(change)
    changed_time = (lambda: at) if shift is None else (lambda: real_time() + shift)
    replaced = {id(Real): Changed, id(real_time): lambda: changed_time()}
    if change == "everything frozen":
        replaced[id(real_monotonic)] = lambda: at
    for module in {*sys.modules.values()} - {None, sys.modules["__main__"]}:
        for name, value in [*vars(module).items()]:
            if id(value) in replaced:
                setattr(module, name, replaced[id(value)])
"""
_HELPERS = """
        id, change = sys.argv[1:]
        [before] = await client.websets.active()
        rule, started = deadline(seconds=0.5), seconds()
        set_clock(change)
        assert type(time.time) is type(set_clock)

        snapshots = [snapshot async for snapshot in client.websets.watch(id, until=rule)]
        assert "its deadline of" in snapshots[-1].reason
        assert seconds() - started >= 0.4

        started = seconds()
        async with client.websets.run({"search": {"query": "tea"}}, until=deadline(seconds=0.5)) as run:
            await run.wait()
        assert "its deadline of" in run.reason
        assert seconds() - started >= 0.4

        async with client.websets.run({"search": {"query": "tea"}}) as run:
            [after] = await client.websets.active()
            assert abs(after.age - before.age) < datetime.timedelta(minutes=5)
            try:
                await client.websets.wait_until_idle(run.id, timeout=0.5)
            except TimeoutError:
                print("done")
"""


_SILENCE = """
        import threading
        set_clock(sys.argv[1])
        started = seconds()
        try:
            await client.websets.get("x", timeout=0.3, max_retries=0)
        except Exception as error:
            assert type(error).__name__ == "APITimeoutError", error
        assert seconds() - started >= 0.2
        try:
            await client.websets.get("x", timeout=60)
        except Exception as error:
            assert type(error).__name__ == "NotFoundError", error
        for thread in threading.enumerate():
            if type(thread) is threading.Timer:  # it has ended, or is about to
                thread.join(20)
                assert not thread.is_alive()
        print("done")
"""


CHANGES = [
    # An event loop does not read the time of day.
    *(("sync", change) for change in ("an hour back", "an hour ahead", "frozen")),
    *((kind, change) for kind in ("sync", "asyncio", "trio") for change in ("everything frozen", "freezegun")),
]


@pytest.mark.parametrize(("kind", "change"), CHANGES)
def test_the_time_of_day_changes(change: str, kind: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """Rules fire when they are due, waits end, and ages stay correct."""
    webset = create(http, TEA)
    code = written(_HELPERS, kind)
    assert finished(websets_emulator, _SET_CLOCK + code, webset, change) == "done\n"
    assert get(http, webset)["status"] == "idle"


_POLLS = """
        try:
            await client.websets.wait_until_idle(sys.argv[1], timeout=0.5, poll_interval=0.2)
        except TimeoutError:
            print("done")
"""


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_a_client_sleeps_between_two_polls(kind: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A wait of 0.5 s with an interval of 0.2 s polls a few times."""
    id = create(http, TEA)
    assert finished(websets_emulator, written(_POLLS, kind), id) == "done\n"
    polls = [request for request in websets_emulator.requests if request.method == "GET"]
    assert 2 <= len(polls) <= 5


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
@pytest.mark.parametrize("change", ["everything frozen", "freezegun"])
def test_a_silent_server(change: str, kind: str) -> None:
    """The timeout of a request ends it, although the timers of the event loop never fire; nothing waits for longer."""
    with FaultServer((Do.READ, Do.STALL), answer=answer({}, b"404 Not Found")) as server:
        assert finished(server, _SET_CLOCK + written(_SILENCE, kind), change) == "done\n"


def test_a_clock_imported_while_time_is_frozen() -> None:
    """A package first imported inside a frozen test does not use the frozen time."""
    code = f"""{_SET_CLOCK}
set_clock("everything frozen")
changed_time = lambda: 0.0
import {clock_module()} as clock
assert abs((clock.utc() - Real.now(datetime.UTC)).total_seconds()) < 60
first = clock.now()
while clock.now() == first:
    pass
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)


@pytest.mark.parametrize("missing", [["CLOCK_BOOTTIME"], ["CLOCK_BOOTTIME", "CLOCK_MONOTONIC"], ["clock_gettime"]])
def test_a_system_without_these_clocks(missing: list[str]) -> None:
    """Without these clocks, the best available one is used."""
    code = f"""
import time
for name in {missing!r}:
    delattr(time, name)
import {clock_module()} as clock
assert abs(clock.utc().timestamp() - time.time()) < 60
first = clock.now()
while clock.now() == first:
    pass
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)


def test_a_clock_that_the_kernel_rejects() -> None:
    """A clock that exists but does not work is not used."""
    code = f"""
import time
time.CLOCK_BOOTTIME = 12345
import {clock_module()} as clock
assert clock.now() >= 0
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
