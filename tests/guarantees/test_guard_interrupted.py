"""The guard: whatever interrupts a helper that has to cancel, the Webset is canceled and has stopped."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import signal
import sys
import threading
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from contextlib import suppress
from typing import Any

import anyio
import httpx
import pytest
import trio
from exa_websets import AsyncWebsetsClient, WebsetsError
from support.caller import KEY, Caller
from support.guarded import BLOCKS, HELPERS, program
from support.internals import function_of, has_registered_jobs
from support.paid_webset import BODY, PaidWebset
from support.user_programs import eventually

Job = Callable[[], Coroutine[Any, Any, None]]
Scope = Callable[[Job], Coroutine[Any, Any, None]]

pytestmark = pytest.mark.usefixtures("no_job_is_left")


async def forever(client: Any) -> None:
    await anyio.sleep_forever()


@pytest.mark.parametrize("times", [1, 2, 3, 50])
@pytest.mark.parametrize("helper", [*HELPERS, "create"])
def test_any_number_of_task_cancels(helper: str, times: int) -> None:
    """`task.cancel()`, even at every step of the loop during the cancel, abandons nothing."""
    service = PaidWebset()
    entered = asyncio.Event()

    async def inside(client: Any) -> None:
        entered.set()
        await anyio.sleep_forever()

    operation = "create" if helper == "create" else "cancel"
    moment = entered.is_set if helper in BLOCKS else lambda: operation in service.received
    act = program("run" if helper == "create" else helper, "asyncio", inside)

    async def interrupt(client: Any) -> None:
        task = asyncio.ensure_future(act(client))
        while not moment():
            await asyncio.sleep(0)
        for _ in range(times):
            task.cancel()
            await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await task

    Caller("asyncio")(interrupt, handler=service.slow, verbatim=True)
    assert "cancel" in service.answered
    assert not service.runs


def press_ctrl_c() -> None:
    """Interrupt the main thread while another thread waits for an answer."""
    time.sleep(0.05)  # until it waits
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    time.sleep(0.05)


@pytest.mark.parametrize(
    ("faults", "note"), [([press_ctrl_c], "and nothing in it is running"), ([press_ctrl_c, 403], "403")]
)
def test_ctrl_c_during_the_cancel_of_a_rule(faults: list[Any], note: str) -> None:
    """A note on the KeyboardInterrupt says how the cancel ended."""
    service = PaidWebset(faults={"cancel": faults}, cancels_needed=len(faults))
    with pytest.raises(KeyboardInterrupt) as caught:
        Caller("sync")(program("fired rule", "sync"), handler=service.handler, verbatim=True)
    assert note in str(caught.value.__notes__)
    assert service.runs is (note == "403")


async def wait_for(job: Job) -> None:
    await asyncio.wait_for(job(), 0.02)


async def nested_timeouts(job: Job) -> None:
    async with asyncio.timeout(0.02), asyncio.timeout(0.021), asyncio.timeout(0.022):
        await job()


async def failing_sibling(job: Job) -> None:
    async def fail() -> None:
        await asyncio.sleep(0.02)
        raise KeyError("sibling")

    async with asyncio.TaskGroup() as group:
        group.create_task(job())
        group.create_task(fail())


async def failing_sibling_within_a_timeout(job: Job) -> None:
    async with asyncio.timeout(0.0205):
        await failing_sibling(job)


async def end_of_the_main_task(job: Job) -> None:
    task = asyncio.ensure_future(job())
    await asyncio.sleep(0.02)
    assert not task.done()


async def stopped_loop(job: Job) -> None:
    await end_of_the_main_task(job)
    asyncio.get_running_loop().stop()
    await asyncio.sleep(1)


async def all_tasks_canceled_twice(job: Job) -> None:
    task = asyncio.ensure_future(job())
    await asyncio.sleep(0.02)
    for _ in range(2):
        for other in asyncio.all_tasks() - {asyncio.current_task()}:
            other.cancel()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    await task


async def moved_on(job: Job) -> None:
    with anyio.move_on_after(0.02):
        await job()


async def nested_scopes(job: Job) -> None:
    with anyio.fail_after(0.02), anyio.move_on_after(0.021), anyio.CancelScope():
        await job()


async def canceled_group(job: Job) -> None:
    async with anyio.create_task_group() as group:
        group.start_soon(job)
        await anyio.sleep(0.02)
        group.cancel_scope.cancel()


async def failing_sibling_of_a_group(job: Job) -> None:
    async with anyio.create_task_group() as group:
        group.start_soon(job)
        await anyio.sleep(0.02)
        raise KeyError("sibling")


ASYNCIO: dict[Scope, type[BaseException] | None] = {
    wait_for: TimeoutError,
    nested_timeouts: TimeoutError,
    failing_sibling: ExceptionGroup,
    failing_sibling_within_a_timeout: BaseException,
    end_of_the_main_task: None,
    stopped_loop: RuntimeError,
    all_tasks_canceled_twice: asyncio.CancelledError,
}
BOTH: dict[Scope, type[BaseException] | None] = {
    moved_on: None,
    nested_scopes: TimeoutError,
    canceled_group: None,
    failing_sibling_of_a_group: ExceptionGroup,
}
SCOPES = [
    *(("asyncio", *row) for row in (ASYNCIO | BOTH).items()),
    *(("trio", *row) for row in BOTH.items()),
]


@pytest.mark.parametrize("helper", ["run", "cancel_on_exit"])
@pytest.mark.parametrize(
    ("kind", "scope", "expected"), [pytest.param(*row, id=f"{row[0]}-{row[1].__name__}") for row in SCOPES]
)
def test_a_scope_that_ends_first(kind: str, scope: Scope, expected: type[BaseException] | None, helper: str) -> None:
    """Whatever cancels a task from outside, its Webset is canceled and the exception of the scope is raised."""
    service = PaidWebset()
    act = program(helper, kind, forever)

    async def job() -> None:
        http = httpx.AsyncClient(transport=httpx.MockTransport(service.slow))
        async with http, AsyncWebsetsClient(KEY, http_client=http) as client:
            await act(client)

    caught: BaseException | None = None
    try:
        if kind == "asyncio":
            asyncio.run(scope(job))
        else:
            trio.run(scope, job)
    except BaseException as error:
        caught = error
    assert isinstance(caught, expected or type(None)), repr(caught)
    assert "cancel" in service.answered
    assert not service.runs


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # trio warns about such a generator
@pytest.mark.parametrize("kind", ["asyncio", "trio"])
def test_a_generator_that_is_left_by_break(kind: Any) -> None:
    """A block inside an asynchronous generator ends when the generator is collected."""
    service = PaidWebset()

    async def leave(client: Any) -> None:
        async def generate() -> AsyncGenerator[None]:
            async with client.websets.run(BODY):
                yield None

        async for _ in generate():
            break
        gc.collect()
        with anyio.fail_after(20):
            while service.runs:
                await anyio.sleep(0.001)
            while has_registered_jobs():
                await anyio.sleep(0.001)

    Caller(kind)(leave, handler=service.slow, verbatim=True)


# Interruptions of synchronous code


SIGNALS = {signal.SIGINT: KeyboardInterrupt, signal.SIGALRM: TimeoutError}
"""Ctrl-C, and the alarm of test tools."""


class Signals:
    """Signal handlers that raise in the main thread while it is inside the block of this object."""

    def __init__(self) -> None:
        self.is_inside = False
        self.left = threading.Event()

    def __enter__(self) -> None:
        self.is_inside = True

    def __exit__(self, *_: object) -> None:
        self.is_inside = False

    def handle(self, number: int, _: Any) -> None:
        if self.is_inside:
            raise SIGNALS[signal.Signals(number)]

    def send(self, number: signal.Signals) -> None:
        """Interrupt the main thread while it waits for its last cancel."""
        main = threading.main_thread().ident or 0
        eventually(lambda: self.left.is_set() or function_of(main) == "run_to_end")
        self.left.wait(0.01)  # it has only just started to wait
        signal.pthread_kill(main, number)
        self.left.wait(0.02)


@pytest.fixture
def signals() -> Iterator[Signals]:
    """Install the handlers during a test."""
    signals = Signals()
    before = {number: signal.signal(number, signals.handle) for number in SIGNALS}
    yield signals
    for number, handler in before.items():
        signal.signal(number, handler)


def no_guard_is_running() -> bool:
    return not any(thread.name == "guard" for thread in threading.enumerate())


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("helper", HELPERS)
def test_signals_to_the_main_thread(helper: str, number: signal.Signals, times: int, signals: Signals) -> None:
    """The cancel survives two signals.

    After the third the exception is raised, and the cancel continues in the background.
    """
    service = PaidWebset()

    def interrupt() -> None:
        for _ in range(times):
            signals.send(number)
        if times > 2:
            signals.left.wait(20)

    service.faults["cancel"] = [interrupt, lambda: None]
    with pytest.raises(SIGNALS[number]), signals:
        Caller("sync")(program(helper, "sync"), handler=service.handler)
    assert service.runs == (times > 2)
    signals.left.set()
    eventually(lambda: not service.runs)
    eventually(no_guard_is_running)


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("helper", BLOCKS)
def test_an_exception_set_from_another_thread(helper: str, times: int) -> None:
    """A thread that is made to exit in its block, and again during the cancel, completes the cancel and exits."""
    if times > 1 and sys.gettrace() is not None:
        pytest.skip("CPython 3.11 can hang if an exception is set in a traced thread that waits")
    service, raised = PaidWebset(), list[BaseException]()
    entered, has_ended, is_over = threading.Event(), threading.Event(), threading.Event()

    def set_exit() -> None:
        thread = ctypes.c_ulong(worker.ident or 0)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(SystemExit))

    def inside(client: Any) -> None:
        entered.set()
        while True:
            pass

    def work() -> None:
        try:
            Caller("sync")(program(helper, "sync", inside), handler=service.handler)
        except BaseException as error:
            raised.append(error)
        while not is_over.is_set():  # keep the id of this thread from being reused
            with suppress(SystemExit):
                has_ended.set()
                is_over.wait()

    def set_exit_again() -> None:
        for _ in range(times - 1):
            set_exit()
            time.sleep(0.01)

    service.faults["cancel"] = [set_exit_again, lambda: None]
    worker = threading.Thread(target=work)
    worker.start()
    assert entered.wait(20)
    set_exit()
    assert has_ended.wait(20)
    eventually(no_guard_is_running)
    is_over.set()
    worker.join(20)
    assert [type(error) for error in raised] == [SystemExit]
    assert not service.runs


@pytest.mark.parametrize("in_main_thread", [True, False])
@pytest.mark.parametrize("helper", ["run", "cancel_on_exit"])
def test_the_edge_of_the_recursion_limit(helper: str, in_main_thread: bool) -> None:
    """A block entered with too little stack for its end is canceled once its exception is handled."""
    service = PaidWebset(runs=helper != "run")
    depths = dict[int, str]()

    def act(client: Any) -> None:
        use = program(helper, "sync", lambda _: entered.append(True))

        def descend(left: int) -> None:
            if left:
                descend(left - 1)
            else:
                use(client)

        for depth in range(sys.getrecursionlimit() - 10, 0, -1):
            entered = list[bool]()
            try:
                descend(depth)
            except (RecursionError, WebsetsError) as error:
                depths[depth] = type(error).__name__
            else:
                depths[depth] = "fits"
            if entered or "create" in service.received:
                eventually(lambda: not service.runs)
            if depths[depth] == "fits":
                return
            service.runs, service.received = helper != "run", []

    def work() -> None:
        Caller("sync")(act, handler=service.handler)

    if in_main_thread:
        work()
    else:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert [*depths.values()][-1] == "fits"
    assert len(depths) > 5
