"""Rounds of measurements, in which tools take turns, so that noise affects all of them."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import frozen
from common.paths import SCRIPTS

from benchmarking.place import VARIABLE
from benchmarking.rows import Row

VALUES = 3
MIN_TIME = 0.05
LONG_ROUNDS = 3
pyperf: Any = importlib.import_module("pyperf")  # pyperf has no type hints


class WorkerError(Exception):
    """A case cannot be measured."""


@frozen
class Bench:
    """Runs pyperf workers with an interpreter and keeps their results in a folder."""

    python: Path
    folder: Path
    environment: dict[str, str]

    def once(self) -> Any:
        """Measure all cases that can be measured here once, in a single process."""
        output = self.folder / "once.json"
        self._work("--loops=1", "--values=1", "--warmups=0", f"--output={output}")
        return pyperf.BenchmarkSuite.load(str(output))

    def rounds(self, row: Row, rounds: int) -> Any:
        """Measure a row: every tool once in each round, in alternating order."""
        output = self.folder / f"{row.key.replace('/', '-')}.json"
        loops = {tool: 1 if row.is_process else self._calibrate(row, tool) for tool in row.tools}
        count = 1 if row.is_slow else min(rounds, LONG_ROUNDS) if row.is_long else rounds
        how = ("--values=1", "--warmups=0") if row.is_process else (f"--values={VALUES}", "--warmups=1")
        for number in range(count):
            for tool in row.tools if number % 2 == 0 else reversed(row.tools):
                self._work(f"--loops={loops[tool]}", *how, f"--append={output}", "--case", row.key, tool)
        return pyperf.BenchmarkSuite.load(str(output))

    def _calibrate(self, row: Row, tool: str) -> int:
        """Return the number of loops for one value."""
        output = self.folder / "calibration.json"
        how = ("--calibrate-loops", f"--min-time={MIN_TIME}", "--values=1", "--warmups=1")
        self._work(*how, f"--output={output}", "--case", row.key, tool)
        [run] = pyperf.Benchmark.load(str(output)).get_runs()
        output.unlink()
        loops: int = run.get_metadata()["calibrate_loops"]
        return loops

    def _work(self, *arguments: str) -> None:
        command = [str(self.python), str(SCRIPTS), "benchmarking.worker", "--worker", *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            words = (done.stderr or done.stdout).strip().splitlines() or ["no output"]
            case = " ".join(arguments[-2:]) if "--case" in arguments else "a case"
            raise WorkerError(f"{case} cannot be measured: {words[-1]}")


@contextmanager
def bench(python: Path, folder: Path, **sizes: int) -> Generator[Bench]:
    """Start the server and yield a bench."""
    command = [str(python), str(SCRIPTS), "benchmarking.server"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        place = {"server": json.loads(server.stdout.readline() or "{}"), "python": sys.executable, **sizes}
        if not place["server"]:
            raise WorkerError("the server does not start")
        with server.stdin:  # the server exits when it is closed
            loopback = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
            yield Bench(python, folder, {**os.environ, **loopback, VARIABLE: json.dumps(place)})
