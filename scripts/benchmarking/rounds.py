"""Rounds of measurements, in which the sides of a row take turns, so that noise affects all of them."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TypeAlias

import httpx
from attrs import evolve, frozen
from common.paths import SCRIPTS

from benchmarking import processes
from benchmarking.place import Home, MeasurementError, Place, clean_environment
from benchmarking.rows import Effort, Row
from benchmarking.workers import start_worker

START_SECONDS = 60.0
Measure: TypeAlias = Callable[[], float]


@frozen
class Side:
    """One side of a comparison: a tool in a home."""

    name: str
    home: Home
    tool: str


@frozen
class Measured:
    """The values of a row, in rounds: one for each side, ours first."""

    sides: tuple[str, ...]
    rounds: list[list[float]]
    server_share: float
    """The share of the time in which the server was busy."""


@frozen
class Bench:
    """Measures rows, with a server."""

    place: Place

    def measure(self, row: Row, sides: Sequence[Side], effort: Effort) -> Measured:
        """Measure a row: every side once in each round.

        Raises:
            MeasurementError: A side cannot be measured.
        """
        rounds, seconds, busy, count = list[list[float]](), 0.0, 0.0, effort.workers
        share = evolve(effort, rounds=math.ceil(effort.rounds / count), seconds=effort.seconds / count)
        for number in range(count):
            turn = 1 if number % 2 == 0 else -1  # the sides take turns in starting
            with ExitStack() as stack:
                measures = self._measures(row, sides[::turn], share, stack)
                started, before = time.monotonic(), self._server_seconds()
                rounds += [values[::turn] for values in take_turns(measures, share.rounds, share.seconds)]
                busy += self._server_seconds() - before
                seconds += time.monotonic() - started
        return Measured(tuple(side.name for side in sides), rounds, busy / seconds)

    def _measures(self, row: Row, sides: Sequence[Side], effort: Effort, stack: ExitStack) -> Sequence[Measure]:
        """Return the measurement of each side, after warming up."""
        limit = START_SECONDS + 3 * effort.seconds
        if row.is_process:
            measures = [partial(processes.measure, side.home, row.key, side.tool, self.place) for side in sides]
            if effort.warm_up:
                for measure in measures:
                    measure()
            return measures
        if row.is_alone:
            return [partial(self._measure_alone, row, side, limit) for side in sides]
        homes = {side.home.name: side.home for side in sides}
        workers = {name: stack.enter_context(start_worker(home, self.place, limit)) for name, home in homes.items()}
        blocks = [partial(workers[side.home.name].block, row.key, side.tool) for side in sides]
        if row.is_block and effort.warm_up:
            for block in blocks:
                block(effort.warm_up)
        return [partial(block, effort.block) for block in blocks]

    def _measure_alone(self, row: Row, side: Side, limit: float) -> float:
        with start_worker(side.home, self.place, limit) as worker:
            return worker.block(row.key, side.tool, 0)

    def _server_seconds(self) -> float:
        """Return the CPU time of the server."""
        seconds: float = httpx.get(f"{self.place.server['plain']}/counts", trust_env=False).json()["seconds"]
        return seconds


def take_turns(measures: Sequence[Measure], rounds: int, seconds: float) -> Iterator[list[float]]:
    """Yield the values of each round; no more rounds start after `seconds`.

    Every second round is in reverse order, so that drift cancels out, and the first place rotates, so that none always
    follows the same one.
    """
    end = time.monotonic() + seconds
    count = len(measures)
    for number in range(rounds):
        first = number // 2 % count
        order = [*range(first, count), *range(first)][:: 1 if number % 2 == 0 else -1]
        found = {index: measures[index]() for index in order}
        yield [found[index] for index in range(count)]
        if time.monotonic() > end:
            return


@contextmanager
def bench(python: Path = Path(sys.executable), **sizes: int) -> Generator[Bench]:
    """Start the server with an interpreter, and yield a bench.

    Raises:
        MeasurementError: The server does not start.
    """
    command = [str(python), str(SCRIPTS), "benchmarking.server"]
    environment = clean_environment()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        with server.stdin:  # the server exits when it is closed
            addresses: dict[str, str] = json.loads(server.stdout.readline() or "{}")
            if not addresses:
                raise MeasurementError("the server does not start")
            yield Bench(Place(addresses, **sizes))
