"""A copy of the checkout with a process that runs tests in it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Literal, NamedTuple

from common.paths import SCRIPTS

from mutating.tree import Tree

_OPTIONS = ("-q", "--no-header", "--tb=short", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist")
_CHOSEN = ("-m", "not packaging")  # with the rows on trio
_WARNINGS = ("-W", "ignore::pytest.PytestAssertRewriteWarning")  # the worker has imported what plugins rewrite


class BenchError(Exception):
    """Tests cannot be run in a copy of the checkout."""


class Answer(NamedTuple):
    """The outcome of one run of pytest."""

    outcome: Literal["passed", "failed", "hung", "late"]
    """`hung` if one test ran into its timeout, and `late` if all tests together did."""
    test: str | None
    """The test that was running at the end."""


class Bench:
    """A copy of the checkout with a process that runs tests in it."""

    def __init__(self, checkout: Path, folder: Path) -> None:
        self.tree = Tree(checkout, folder)
        self.results = folder / "results"
        """The folder for the results of the recorder."""
        self.results.mkdir()
        self._temporary = folder / "tmp"
        self._worker = subprocess.Popen(
            [sys.executable, str(SCRIPTS), "mutating.worker"],
            cwd=self.tree.root,
            env={**self.tree.environment(), "MUTATE_RESULTS": str(self.results)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, seconds: float, seconds_each: int) -> Answer:
        """Run pytest for at most some seconds, and each test for at most some seconds.

        Raises:
            BenchError: the process has ended.
        """
        options = [*_OPTIONS, *_CHOSEN, *_WARNINGS, f"--timeout={seconds_each}", f"--basetemp={self._temporary}"]
        assert self._worker.stdin is not None
        assert self._worker.stdout is not None
        try:
            self._worker.stdin.write(json.dumps({"arguments": [*options, *arguments], "seconds": seconds}) + "\n")
            self._worker.stdin.flush()
            line = self._worker.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise BenchError("the process that runs the tests has ended")
        return Answer(**json.loads(line))

    def output(self) -> str:
        """Return the end of what the last run printed."""
        return (self.tree.scratch / "output").read_text(encoding="utf-8", errors="replace")[-3000:]

    def close(self) -> None:
        """End the process and the tests that it runs."""
        self._worker.terminate()
        self._worker.communicate()


@contextmanager
def benches(checkout: Path, folder: Path, number: int) -> Generator[SimpleQueue[Bench]]:
    """Prepare some benches; take one from the queue to use it, and put it back."""
    opened: list[Bench] = []
    queue: SimpleQueue[Bench] = SimpleQueue()
    try:
        for index in range(number):
            place = folder / f"job-{index}"
            place.mkdir()
            opened.append(Bench(checkout, place))
            queue.put(opened[-1])
        yield queue
    finally:
        for bench in opened:
            bench.close()
