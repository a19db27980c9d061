"""Try mutants: plant each in a copy of the checkout and run tests until one fails."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Literal, NamedTuple

from attrs import frozen
from common.paths import SCRIPTS
from generation.derive_sync import DerivationError

from mutating.coverage_map import OPTIONS, RecordingError
from mutating.mutants import Mutant
from mutating.selection import Selection, Selector
from mutating.tree import Tree

Verdict = Literal["killed", "timeout", "survived", "not covered", "not run"]
_EACH_TEST = "--timeout=30"
_ONE_BY_ONE = ("-x", "-p", "no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning", _EACH_TEST)
START = 40.0
"""The seconds that pytest may take besides the tests, while the machine is busy."""
_SLOWER = 5
"""How much slower a test may be than when it was recorded."""
_WHOLE_FILES = 90.0
"""The seconds of the second stage."""


@frozen
class Outcome:
    """What became of a mutant."""

    mutant: Mutant
    verdict: Verdict
    test: str | None = None
    """The test that noticed it."""
    note: str = ""
    seconds: float = 0.0


class Answer(NamedTuple):
    """The outcome of one run of pytest."""

    outcome: Literal["passed", "failed", "hung", "late"]
    test: str | None


class Bench:
    """A copy of the checkout with a process that runs tests in it."""

    def __init__(self, selector: Selector, folder: Path) -> None:
        self._selector = selector
        self._tree = Tree(selector.root, folder)
        self._temporary = folder / "tmp"
        self._worker = subprocess.Popen(
            [sys.executable, str(SCRIPTS), "mutating.worker"],
            cwd=self._tree.root,
            env=self._tree.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """End the process."""
        self._worker.kill()
        self._worker.communicate()

    def check(self) -> None:
        """Run a few tests without a mutant.

        Raises:
            RecordingError: they fail.
        """
        fastest = sorted(self._selector.map.seconds, key=self._selector.map.seconds.__getitem__)[:30]
        answer = self._run([*fastest], 2 * _WHOLE_FILES)
        if answer.outcome != "passed":
            output = (self._tree.scratch / "output").read_text(encoding="utf-8", errors="replace")
            raise RecordingError(f"tests fail without a mutant:\n{output[-2000:]}")

    def try_mutant(self, mutant: Mutant) -> Outcome:
        """Return what the tests say about a mutant."""
        start = time.monotonic()
        selection = self._selector.select(mutant)
        try:
            originals = self._tree.plant(mutant)
        except DerivationError:
            return Outcome(mutant, "killed", "scripts/regenerate", seconds=time.monotonic() - start)
        try:
            verdict, test, note = self._judge(selection)
        finally:
            self._tree.restore(originals)
        return Outcome(mutant, verdict, test, note, time.monotonic() - start)

    def _judge(self, selection: Selection) -> tuple[Verdict, str | None, str]:
        if selection.tests:
            seconds = START + _SLOWER * sum(self._selector.map.seconds[test] for test in selection.tests)
            answer = self._run([*selection.tests], seconds)
            if answer.outcome != "passed":
                return "killed" if answer.outcome == "failed" else "timeout", answer.test, ""
        note = "" if selection.files else "no test file is named like it"
        if selection.files:
            known = [f"--deselect={test.partition('[')[0]}" for test in self._selector.map.failed]
            answer = self._run([*selection.files, *known], _WHOLE_FILES)
            if answer.outcome in ("failed", "hung"):
                return "killed" if answer.outcome == "failed" else "timeout", answer.test, ""
            note = "not all tests were run in time" if answer.outcome == "late" else ""
        return "survived" if selection.is_covered else "not covered", None, note

    def _run(self, tests: list[str], seconds: float) -> Answer:
        arguments = [*OPTIONS, *_ONE_BY_ONE, f"--basetemp={self._temporary}", *tests]
        assert self._worker.stdin is not None
        assert self._worker.stdout is not None
        try:
            self._worker.stdin.write(json.dumps({"arguments": arguments, "seconds": seconds}) + "\n")
            self._worker.stdin.flush()
            line = self._worker.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise RecordingError("the process that runs the tests has ended")
        return Answer(**json.loads(line))


def try_all(
    mutants: list[Mutant],
    selector: Selector,
    folder: Path,
    *,
    jobs: int,
    ends: float,
    report: Callable[[Outcome], None],
) -> None:
    """Try mutants, several at once, and report each outcome. None starts after `ends` on the monotonic clock.

    Raises:
        RecordingError: the tests fail without a mutant.
    """
    with _benches(selector, folder, jobs) as benches, ThreadPoolExecutor(jobs) as pool:

        def try_one(mutant: Mutant) -> Outcome:
            if time.monotonic() > ends:
                return Outcome(mutant, "not run")
            bench = benches.get()
            try:
                return bench.try_mutant(mutant)
            finally:
                benches.put(bench)

        try:
            for outcome in pool.map(try_one, mutants):
                report(outcome)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def _benches(selector: Selector, folder: Path, jobs: int) -> Generator[SimpleQueue[Bench]]:
    opened: list[Bench] = []
    queue: SimpleQueue[Bench] = SimpleQueue()
    try:
        for number in range(jobs):
            place = folder / f"job-{number}"
            place.mkdir()
            opened.append(Bench(selector, place))
            queue.put(opened[-1])
        opened[0].check()
        yield queue
    finally:
        for bench in opened:
            bench.close()
