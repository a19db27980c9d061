"""The client of one tree: reads commands from standard input, makes calls, and prints their times."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import exa_websets

from benchmarking.documents import document


def main() -> None:
    """Serve the parent process, which passes the address of the server as an argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # on Ctrl-C the parent ends this process
    serve_parent(sys.argv[1])


def serve_parent(base_url: str) -> None:
    """Make the requested blocks of calls until standard input ends."""
    id: str = document("small")["id"]
    with exa_websets.WebsetsClient("any", base_url=base_url) as blocking, asyncio.Runner() as runner:
        tasks = exa_websets.AsyncWebsetsClient("any", base_url=base_url)
        blocks: dict[str, Callable[[int], list[int]]] = {
            "cancel/sync": lambda count: _time(blocking.websets.cancel, id, count),
            "get/sync": lambda count: _time(blocking.websets.get, id, count),
            "cancel/async": lambda count: runner.run(_time_async(tasks.websets.cancel, id, count)),
        }
        print(json.dumps(str(Path(exa_websets.__file__).resolve())), flush=True)
        for line in sys.stdin:
            key, count = json.loads(line)
            print(json.dumps(blocks[key](count)), flush=True)
        runner.run(tasks.close())


def _time(call: Callable[[str], object], id: str, count: int) -> list[int]:
    times: list[int] = []
    for _ in range(count):
        start = time.perf_counter_ns()
        call(id)
        times.append(time.perf_counter_ns() - start)
    return times


async def _time_async(call: Callable[[str], Awaitable[object]], id: str, count: int) -> list[int]:
    times: list[int] = []
    for _ in range(count):
        start = time.perf_counter_ns()
        await call(id)
        times.append(time.perf_counter_ns() - start)
    return times
