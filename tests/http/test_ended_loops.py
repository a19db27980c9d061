"""A client outlives the event loops in which it is used, and leaves no connection that warns at collection."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from exa_websets import AsyncWebsetsClient
from exa_websets.emulator import Emulator
from support.caller import KEY
from support.command_line import as_installed
from support.user_programs import finished

_PROGRAM = """
import asyncio, gc, sys, unittest
import anyio
from exa_websets import AsyncWebsetsClient, NotFoundError

async def use():
    async def get():
        try:
            await client.with_options(timeout=10).websets.get("x")
        except NotFoundError:
            pass
    async with anyio.create_task_group() as group:
        for _ in range(12):  # more than one pool of connections has
            group.start_soon(get)

async def give_up():
    with anyio.move_on_after(0):
        await use()
    await use()

async def leave_a_watch_open():
    client.watches = client.websets.watch((await client.websets.create({"search": {"query": "tea"}})).id)
    await anext(client.watches)

def in_a_runner(main):
    with asyncio.Runner() as runner:
        runner.run(main())
        runner.run(main())

def in_a_test(main):
    class Test(unittest.IsolatedAsyncioTestCase):
        async def test(self):
            asyncio.get_running_loop().slow_callback_duration = 60  # such a test logs slower ones
            await main()
    result = unittest.TestResult()
    Test("test").run(result)
    assert result.wasSuccessful(), result.errors + result.failures

RUN = {
    "asyncio.run": lambda main: asyncio.run(main()),
    "anyio on asyncio": anyio.run,
    "trio": lambda main: anyio.run(main, backend="trio"),
    "runner": in_a_runner,
    "unittest": in_a_test,
}
how = sys.argv[1]

async def close():
    await use()
    await client.close()

for main in use, give_up, leave_a_watch_open:
    client = AsyncWebsetsClient()
    for _ in range(3):
        RUN[how](main)
        gc.collect()
    RUN["trio" if how == "trio" else "asyncio.run"](close)
    del client
    gc.collect()
    print(main.__name__)
"""


@pytest.mark.parametrize(
    "how",
    [
        "asyncio.run",
        "trio",
        "unittest",
        *(pytest.param(how, marks=pytest.mark.packaging) for how in ("anyio on asyncio", "runner")),
    ],
)
def test_an_ended_loop(how: str, websets_emulator: Emulator) -> None:
    assert finished(websets_emulator, as_installed(_PROGRAM, how), how).split() == [
        "use",
        "give_up",
        "leave_a_watch_open",
    ]


def run_without_cleaning_up(use: Callable[[], Awaitable[None]]) -> None:
    """Close a loop without finalizing its generators, as some frameworks do."""
    loop = asyncio.new_event_loop()
    loop.run_until_complete(use())
    loop.close()


RUN: dict[str, Callable[[Callable[[], Awaitable[None]]], None]] = {
    "asyncio": anyio.run,
    "asyncio without cleaning up": run_without_cleaning_up,
    "trio": partial(anyio.run, backend="trio"),
}


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.parametrize("how", RUN)
def test_a_client_does_not_keep_ended_loops(how: str, websets_emulator: Emulator) -> None:
    """A long-lived client does not need more memory with every loop that it was used in."""
    loops: list[weakref.ref[Any]] = []

    async def use(client: AsyncWebsetsClient) -> None:
        loops.append(weakref.ref(anyio.lowlevel.current_token().native_token))
        await client.websets.active()

    client = AsyncWebsetsClient(KEY, base_url=websets_emulator.base_url)
    for _ in range(3):
        RUN[how](partial(use, client))
    gc.collect()
    assert [loop() for loop in loops[:-1]] == [None, None]
    anyio.run(client.close, backend="trio" if how == "trio" else "asyncio")
    del client
    gc.collect()
