"""Random faults, an emulator in another process that plays them, and clients that cancel."""

from __future__ import annotations

import multiprocessing
import random
import signal
from collections import Counter
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, Literal

import anyio
import httpx
from anyio.from_thread import start_blocking_portal
from attrs import frozen
from exa_websets import AsyncWebsetsClient, CancelOutcome, WebsetsClient

Kind = Literal["sync", "async"]
Cancel = Callable[[list[str]], list[CancelOutcome]]


@frozen
class Fault:
    """A fault in place of a response, with the arguments of `Emulator.fail`."""

    kind: str
    how: dict[str, Any]


Plan = Callable[[dict[str, list[Fault]]], Counter[str]]
"""Plans faults for the cancels of Websets, and returns the attempts for each since the last call."""

# With `after`, the Webset is canceled nevertheless.
FAULTS = [
    Fault("status", {"status": 429}),
    Fault("status", {"status": 500}),
    Fault("status", {"status": 503, "after": True}),
    Fault("status", {"status": 520, "body": "<html>", "content_type": "text/html"}),
    Fault("reset before", {"reset": True}),
    Fault("reset after", {"reset": True, "after": True}),
    Fault("cut off", {"truncate": True}),
    Fault("cut off", {"truncate": True, "after": True}),
    Fault("half a JSON", {"malformed": True, "after": True}),
    Fault("stall", {"stall": True}),
    Fault("stall", {"stall": True, "after": True}),
]
RATE = 0.2
MOST_ATTEMPTS = 6
TIMEOUT = httpx.Timeout(5, read=0.3)


def draw(dice: random.Random) -> list[Fault]:
    """Return random faults for the attempts of one cancel; the attempt after the last one succeeds."""
    faults: list[Fault] = []
    while len(faults) < MOST_ATTEMPTS and dice.random() < RATE:
        faults.append(dice.choice(FAULTS))
    return faults


@contextmanager
def emulator() -> Generator[tuple[str, Plan]]:
    """Run an emulator in another process; yield its base URL and a function that plans faults for it."""
    spawn = multiprocessing.get_context("spawn")
    ours, its = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(its,), daemon=True)
    process.start()
    its.close()

    def plan(faults: dict[str, list[Fault]]) -> Counter[str]:
        ours.send({id: [fault.how for fault in planned] for id, planned in faults.items()})
        arrived: Counter[str] = ours.recv()
        return arrived

    with ours:
        try:
            yield ours.recv(), plan
        finally:
            ours.close()
            process.join()
            process.close()


def _serve(pipe: Connection) -> None:
    from exa_websets.emulator import Emulator  # only the other process needs the memory for it

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the parent, which closes the pipe
    with Emulator() as emulator:
        pipe.send(emulator.base_url)
        seen = 0
        try:
            while True:
                for id, planned in pipe.recv().items():
                    for how in planned:
                        emulator.fail(**how, method="POST", path=f"/v0/websets/{id}/cancel")
                requests = emulator.requests
                cancels = (request.path.split("/") for request in requests[seen:] if request.path.endswith("/cancel"))
                pipe.send(Counter(parts[-2] for parts in cancels))
                seen = len(requests)
        except EOFError:
            return


@contextmanager
def canceling(kind: Kind, base_url: str, concurrency: int) -> Generator[Cancel]:
    """Yield a function that cancels half of some Websets with `cancel_many`, and the others one by one."""
    if kind == "sync":
        with (
            WebsetsClient("any", base_url=base_url, timeout=TIMEOUT) as client,
            ThreadPoolExecutor(concurrency) as threads,
        ):

            def one(id: str) -> CancelOutcome:
                try:
                    return CancelOutcome(id, client.websets.cancel(id), None)
                except Exception as error:
                    return CancelOutcome(id, None, error)

            def cancel(ids: list[str]) -> list[CancelOutcome]:
                many, single = ids[::2], ids[1::2]
                return [*client.websets.cancel_many(many, concurrency=concurrency), *threads.map(one, single)]

            yield cancel
        return

    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(
            AsyncWebsetsClient("any", base_url=base_url, timeout=TIMEOUT)
        ) as async_client,
    ):

        async def cancel_async(ids: list[str]) -> list[CancelOutcome]:
            many, single = ids[::2], ids[1::2]
            outcomes = await async_client.websets.cancel_many(many, concurrency=concurrency)
            limiter = anyio.CapacityLimiter(concurrency)

            async def one(id: str) -> None:
                async with limiter:
                    try:
                        outcomes.append(CancelOutcome(id, await async_client.websets.cancel(id), None))
                    except Exception as error:
                        outcomes.append(CancelOutcome(id, None, error))

            async with anyio.create_task_group() as group:
                for id in single:
                    group.start_soon(one, id)
            return outcomes

        yield lambda ids: portal.call(cancel_async, ids)
