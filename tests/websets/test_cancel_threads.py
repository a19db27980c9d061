"""The threads of `cancel_many`: no more than needed, reused for further ids, and optional."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from support.caller import Caller, many
from support.recordings import recorded

IDLE = recorded("websets_cancel_idle").answer
SYNC = Caller("sync")
IDS = [f"ws_{number}" for number in range(40)]
SOURCES: dict[str, Callable[[], Any]] = {"list": lambda: IDS, "generator": lambda: (id for id in IDS)}


@pytest.fixture(params=SOURCES.values(), ids=[*SOURCES])
def source(request: pytest.FixtureRequest) -> Any:
    return request.param()


@contextmanager
def no_more_threads() -> Generator[None]:
    """Request more memory for each thread than can be addressed, so that none can be started."""
    before = threading.stack_size(2**47)
    try:
        with pytest.raises(RuntimeError, match="can't start new thread"):
            threading.Thread(target=print).start()
        yield
    finally:
        threading.stack_size(before)


def test_threads_are_reused(source: Any) -> None:
    """A batch starts at most `concurrency` threads, and all of them end."""
    seen = set[threading.Thread]()

    def handler(request: httpx.Request) -> httpx.Response:
        seen.add(threading.current_thread())
        return httpx.Response(200, json=IDLE)

    outcomes = many(SYNC, source, handler=handler, concurrency=3)
    assert [outcome.id for outcome in outcomes if outcome.webset] == IDS
    assert 1 <= len(seen) <= 3
    for thread in seen:
        thread.join(10)
    assert not [thread for thread in seen if thread.is_alive()]


def test_three_at_once(source: Any) -> None:
    """With a concurrency of three, three requests are in flight at the same time."""
    together = threading.Barrier(3)

    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path.split("/")[-2] in IDS[:3]:
            together.wait(10)
        return httpx.Response(200, json=IDLE)

    assert all(outcome.webset for outcome in many(SYNC, source, handler=handler, concurrency=3))


def test_where_no_thread_can_be_started(source: Any) -> None:
    """If no thread can be started, all ids are canceled in the thread of the caller."""
    seen = set[threading.Thread]()

    def handler(request: httpx.Request) -> httpx.Response:
        seen.add(threading.current_thread())
        return httpx.Response(200, json=IDLE)

    with no_more_threads():
        outcomes = many(SYNC, source, handler=handler)
    assert [outcome.id for outcome in outcomes if outcome.webset] == IDS
    assert seen == {threading.current_thread()}


def test_an_exit_in_a_thread_ends_the_batch() -> None:
    """SystemExit in a hook of the caller's client is raised with the outcomes, and nothing hangs."""

    def handler(request: httpx.Request) -> httpx.Response:
        if "ws_0" in request.url.path:
            raise SystemExit(3)
        return httpx.Response(200, json=IDLE)

    for concurrency in (1, 2):
        with pytest.raises(SystemExit) as caught:
            many(SYNC, IDS[:2], handler=handler, concurrency=concurrency)

        outcomes = vars(caught.value)["outcomes"]
        assert outcomes[0].id == "ws_0"
        assert "may still be running" in str(outcomes[0].error)
