"""Sources of ids for `cancel_many`: blocking, bound to a thread, endless, or failing."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import httpx
import pytest
from anyio.lowlevel import checkpoint
from exa_websets.emulator import Emulator
from support.caller import Caller, many
from support.emulator_calls import TEA, create, get
from support.recordings import recorded

IDLE = recorded("websets_cancel_idle").answer


def accept(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=IDLE)


def test_a_source_that_is_bound_to_its_thread(call: Caller) -> None:
    """Ids may be read directly from a database connection that other threads cannot use."""
    with sqlite3.connect(":memory:") as database:
        database.execute("create table jobs (id text)")
        database.executemany("insert into jobs values (?)", [(f"ws_{number}",) for number in range(20)])
        outcomes = many(call, (row[0] for row in database.execute("select id from jobs")), handler=accept)
    database.close()
    assert [outcome.webset is not None for outcome in outcomes] == [True] * 20


class Text(str):
    """A string of another class, as some databases return."""

    __slots__ = ()

    def __str__(self) -> str:
        return "another text"


def test_ids_of_another_class(call: Caller) -> None:
    """Outcomes have plain strings."""
    [outcome] = many(call, [Text("ws_1")], handler=accept)
    assert (outcome.id, type(outcome.id), outcome.webset is not None) == ("ws_1", str, True)


def test_a_concurrency_above_the_number_of_ids(call: Caller) -> None:
    """A large concurrency starts no more threads or tasks than there are ids."""
    before = threading.active_count()
    seen: list[int] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(threading.active_count() - before)
        return httpx.Response(200, json=IDLE)

    assert len(many(call, ["a", "b", "c"], concurrency=10**6, handler=handler)) == 3
    assert max(seen) <= 4


def test_ids_are_read_as_they_are_needed(call: Caller) -> None:
    """An endless source is read only while there is capacity, and may raise to end the batch."""
    taken: list[int] = []

    def endless() -> Iterator[str]:
        for number in range(10**9):
            if number == 30:
                raise RuntimeError("enough")
            taken.append(number)
            yield f"ws_{number}"

    with pytest.raises(RuntimeError, match="enough") as caught:
        many(call, endless(), concurrency=2, handler=accept)
    assert len(vars(caught.value)["outcomes"]) == len(taken) == 30


def test_a_source_that_ends_the_program(call: Caller) -> None:
    """SystemExit is raised unchanged, with the outcomes so far."""

    def leaving() -> Iterator[str]:
        yield "ws_1"
        raise SystemExit(3)

    with pytest.raises(SystemExit) as caught:
        many(call, leaving(), handler=accept)
    [outcome] = vars(caught.value)["outcomes"]
    assert outcome.webset is not None or "abandoned" in str(outcome.error)


def test_an_invalid_id_that_looks_like_a_valid_one(call: Caller) -> None:
    """The invalid id 5 and the valid id "5" have separate outcomes."""
    outcomes = many(call, [5, "5", None, "6", 6], handler=accept)
    assert [(outcome.id, outcome.webset is not None) for outcome in outcomes] == [
        ("5", False),
        ("5", True),
        ("None", False),
        ("6", True),
        ("6", False),
    ]


def test_a_source_is_not_read_after_its_end(call: Caller) -> None:
    """A terminal would wait for more input after its end."""

    class Terminal(Iterator[str]):
        lines = iter(["ws_1", "ws_2", "ws_3"])
        ended = 0

        def __next__(self) -> str:
            try:
                return next(self.lines)
            except StopIteration:
                self.ended += 1
                raise

    terminal = Terminal()
    assert len(many(call, terminal, concurrency=2, handler=accept)) == 3
    assert terminal.ended == 1


def test_an_id_whose_repr_raises(call: Caller) -> None:
    """The exception of the repr is raised with the outcomes so far."""

    class Unshown:
        def __repr__(self) -> str:
            raise LookupError("not to be shown")

    with pytest.raises(LookupError, match="not to be shown") as caught:
        many(call, ["ws_1", "ws_2", Unshown(), "ws_3"], concurrency=1, handler=accept)
    outcomes = vars(caught.value)["outcomes"]
    assert [(outcome.id, outcome.webset is not None) for outcome in outcomes] == [("ws_1", True), ("ws_2", True)]


@pytest.mark.parametrize("kind", ["asyncio", "trio"])
def test_invalid_ids_do_not_block_the_event_loop(kind: Any) -> None:
    """A batch of invalid ids lets other tasks run, so that one of them can cancel it."""
    taken: list[int] = []

    def refused() -> Iterator[str]:
        for number in range(1000):
            taken.append(number)
            yield "\n" * (number + 1)

    async def act(client: Any) -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(client.websets.cancel_many, refused())
            while not taken:
                await checkpoint()
            group.cancel_scope.cancel()

    Caller(kind)(act, handler=accept)
    assert 0 < len(taken) < 1000


PROGRAM = """
import atexit, sys
from exa_websets import WebsetsClient

kind, base_url, *ids = sys.argv[1:]
client = WebsetsClient("key", base_url=base_url, timeout=1, max_retries=0)

def source():
    yield from ids
    for line in sys.stdin if kind == "blocking" else ():
        yield line.strip()

def cancel():
    try:
        outcomes = client.websets.cancel_many(source(), concurrency=2)
    except KeyboardInterrupt as interruption:
        outcomes = interruption.outcomes
    print(*(outcome.webset.status if outcome.webset else "unknown" for outcome in outcomes), flush=True)
    client.close()

atexit.register(cancel) if kind == "atexit" else cancel()
"""


@contextmanager
def program(kind: str, emulator: Emulator, ids: list[str]) -> Generator[subprocess.Popen[str]]:
    command = [sys.executable, "-W", "error", "-c", PROGRAM, kind, emulator.base_url, *ids]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_cancel_many_in_an_exit_handler(websets_emulator: Emulator, http: httpx.Client) -> None:
    """All ids are canceled in an atexit handler, where no thread can be started."""
    ids = [create(http, TEA) for _ in range(3)]
    with program("atexit", websets_emulator, ids) as process:
        out, err = process.communicate(timeout=30)
    assert (out, err) == ("idle idle idle\n", "")
    assert {get(http, id)["status"] for id in ids} == {"idle"}


def test_ctrl_c_while_a_source_blocks(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Ctrl-C ends a batch whose source is blocked, with the outcomes so far."""
    ids = [create(http, TEA) for _ in range(2)]
    with program("blocking", websets_emulator, ids) as process:
        while sum(request.path.endswith("/cancel") for request in websets_emulator.requests) < 2:
            assert process.poll() is None
        time.sleep(0.2)  # a signal just before the program reads would wait until it has read
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        assert process.stdout
        assert process.stdout.read() == "idle idle\n"


def test_a_second_ctrl_c_loses_no_outcome(websets_emulator: Emulator, http: httpx.Client) -> None:
    """After a second Ctrl-C the outcomes of the cancels in flight are unknown, and all others are reported."""
    ids = [create(http, TEA) for _ in range(3)]
    websets_emulator.fail(stall=True, times=10, path=f"/v0/websets/{ids[1]}/cancel")
    with program("list", websets_emulator, ids) as process:
        while not any(request.path.startswith(f"/v0/websets/{ids[2]}") for request in websets_emulator.requests):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        assert process.stdout
        line = process.stdout.readline()
    assert line.split()[:2] == ["idle", "unknown"]
