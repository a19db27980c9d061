"""An emulator in another process, and the random faults that it plays."""

from __future__ import annotations

import multiprocessing
import random
import signal
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from attrs import frozen


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
