"""`AsyncWebsetsClient.archive` in a canceled task: its thread ends first, and the error says what may be running."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import httpx
import pytest
from exa_websets import ArchiveProgress, AsyncWebsetsClient
from support.archives import Account
from support.caller import KEY
from support.internals import run_blocking

ACCOUNT = Account({"webset_1": 3})
BACKENDS = pytest.mark.parametrize("backend", ["asyncio", "trio"])


def client_of(handler: Callable[[httpx.Request], Any]) -> AsyncWebsetsClient:
    """Return a client whose requests a function answers."""
    return AsyncWebsetsClient(KEY, http_client=httpx.AsyncClient(transport=httpx.MockTransport(handler)))


def threads() -> list[str]:
    """Return the names of the threads that run blocking work for an asynchronous client."""
    return [thread.name for thread in threading.enumerate() if thread.name == "blocking"]


@BACKENDS
def test_a_task_that_is_already_canceled(backend: str, tmp_path: Path) -> None:
    """A task that is already canceled ends at once and leaves no thread behind."""

    async def main() -> None:
        with anyio.fail_after(10), anyio.CancelScope() as scope:
            scope.cancel()
            await client_of(ACCOUNT).archive(tmp_path)
        assert scope.cancelled_caught

    anyio.run(main, backend=backend)
    assert threads() == []


@BACKENDS
def test_all_threads_of_the_pool_are_busy(backend: str, tmp_path: Path) -> None:
    """An archive does not wait for a free thread in anyio's pool."""

    async def main() -> None:
        busy = threading.Event()
        pool = anyio.to_thread.current_default_thread_limiter()
        async with anyio.create_task_group() as group:
            for _ in range(int(pool.total_tokens)):
                group.start_soon(anyio.to_thread.run_sync, partial(busy.wait, None))
            try:
                with anyio.fail_after(10):
                    await client_of(ACCOUNT).archive(tmp_path / "copy")
            finally:
                busy.set()

    anyio.run(main, backend=backend)
    assert (tmp_path / "copy" / "manifest.json").exists()


def test_a_second_cancel_waits_for_the_thread_too() -> None:
    """A task that is canceled several times still ends only when its thread has ended."""
    begun, ended = threading.Event(), threading.Event()

    def work(*_: Any) -> None:
        begun.set()
        time.sleep(0.3)
        ended.set()

    async def main() -> None:
        task = asyncio.create_task(run_blocking(None, None, work, bool))
        while not begun.is_set():
            await asyncio.sleep(0.01)
        for _ in range(3):
            task.cancel()
            await asyncio.sleep(0.02)
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended.is_set()

    asyncio.run(main())


@BACKENDS
@pytest.mark.parametrize("is_interrupted", [False, True])
def test_calls_in_flight_at_the_end(is_interrupted: bool, backend: str) -> None:
    """When the work has ended, or its callback interrupts it, its calls in flight are canceled."""
    canceled: list[bool] = []

    async def never_ends(_: Any) -> None:
        try:
            await anyio.sleep_forever()
        finally:
            canceled.append(True)

    async def a_moment(_: Any) -> None:
        await anyio.sleep(0.01)

    def work(calls: Any) -> str:
        calls.start("key", never_ends)
        calls.make(a_moment)  # wait until it has started
        calls.report("progress")
        return "done"

    def report(_: object) -> None:
        if is_interrupted:
            raise KeyboardInterrupt

    async def main() -> None:
        with anyio.fail_after(10) as scope:
            try:
                assert await run_blocking(None, report, work, bool) == "done"
            except KeyboardInterrupt:
                assert is_interrupted
            assert not scope.cancel_called

    anyio.run(main, backend=backend)
    assert canceled == [True]


@BACKENDS
def test_calls_after_an_interruption(backend: str) -> None:
    """Each later call of the work raises the interruption too, so that the work cannot continue without noticing."""
    raised: list[BaseException] = []

    async def never_ends(_: Any) -> None:
        await anyio.sleep_forever()

    def work(calls: Any) -> None:
        for call in (calls.make, calls.make, calls.make, partial(calls.start, "key")):
            try:
                call(never_ends)
            except BaseException as error:
                raised.append(error)

    async def main() -> None:
        with anyio.move_on_after(0.05) as scope:
            await run_blocking(None, None, work, bool)
        assert scope.cancelled_caught

    anyio.run(main, backend=backend)
    assert raised == raised[:1] * 4


@BACKENDS
@pytest.mark.parametrize("error", [ZeroDivisionError, SystemExit, KeyboardInterrupt])
def test_a_callback_that_raises(backend: str, error: type[BaseException], tmp_path: Path) -> None:
    """`on_progress` is called in the task, and its exception is raised there unchanged."""
    mine = error("mine")
    caught: list[BaseException] = []

    def on_progress(_: ArchiveProgress) -> None:
        if backend == "asyncio":
            assert asyncio.current_task()
        raise mine

    async def main() -> None:
        try:
            await client_of(ACCOUNT).archive(tmp_path, on_progress=on_progress)
        except BaseException as raised:
            caught.append(raised)

    anyio.run(main, backend=backend)
    assert caught == [mine]
    assert threads() == []


@pytest.mark.waits
@BACKENDS
def test_it_says_what_may_still_be_running(backend: str, tmp_path: Path) -> None:
    """A Webset whose cancel has failed is named, and one whose turn had not come; the one in between has stopped."""
    ids, cancels, notes = ["webset_0", "webset_1", "webset_2"], list[str](), list[str]()

    async def main() -> None:
        with anyio.CancelScope() as scope:

            def on_request(request: httpx.Request) -> httpx.Response | None:
                *_, id, last = request.url.path.split("/")
                if last != "cancel":
                    return None
                cancels.append(id)
                if cancels.count("webset_1") == 2:  # all were sent once before any is waited for
                    scope.cancel()
                return httpx.Response(403) if id == "webset_0" else None

            account = Account(dict.fromkeys(ids, 1), running={*ids}, on_request=on_request)
            try:
                await client_of(account).archive(tmp_path, cancel_running=True)
            except BaseException as canceled:
                notes.extend(canceled.__notes__)
                raise
        assert scope.cancelled_caught

    anyio.run(main, backend=backend)
    assert "These Websets may still be running and burning credits: webset_0, webset_2" in notes
