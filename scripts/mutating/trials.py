"""Try mutants: plant each in a copy of the checkout and run tests until one fails."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from queue import SimpleQueue
from typing import Literal

from attrs import field, frozen
from generation.derive_sync import DerivationError

from mutating.bench import Bench, BenchError
from mutating.mutants import Mutant
from mutating.selection import Selection, Selector

Verdict = Literal["killed", "timeout", "survived", "not covered", "not run"]
_EACH_TEST = 30
"""The seconds of one test."""
START = 40.0
"""The seconds that pytest may take besides the tests, while the machine is busy."""
_SLOWER = 3
"""How much slower a test may be than when it was recorded."""
_WHOLE_FILES = 60.0
"""The seconds of the second stage."""
_MOST_CONTROLS = 4
"""How often a mutant is tried if the tests that notice it turn out to be unreliable."""
_CHECKED = 30
"""The number of tests that are run without a mutant at first."""


@frozen
class Outcome:
    """What became of a mutant."""

    mutant: Mutant
    verdict: Verdict
    test: str | None = None
    """The test that noticed it."""
    note: str = ""
    seconds: float = 0.0


@frozen
class Controls:
    """Which tests pass without a mutant when they run alone, as far as this was needed."""

    reliable: set[str] = field(factory=set[str])
    unreliable: set[str] = field(factory=set[str])

    def is_reliable(self, test: str, bench: Bench) -> bool:
        """Return True if a test passes alone without a mutant."""
        if test not in self.reliable | self.unreliable:
            passes = bench.run(test, seconds=_WHOLE_FILES, seconds_each=_EACH_TEST).outcome == "passed"
            (self.reliable if passes else self.unreliable).add(test)
            if not passes:
                print(f"{test} fails alone without a mutant, and is left out", file=sys.stderr)
        return test in self.reliable


def check(bench: Bench, selector: Selector) -> None:
    """Run a few tests without a mutant.

    Raises:
        BenchError: they fail.
    """
    fastest = sorted(selector.map.seconds, key=selector.map.seconds.__getitem__)[:_CHECKED]
    if bench.run(*fastest, seconds=2 * _WHOLE_FILES, seconds_each=_EACH_TEST).outcome != "passed":
        raise BenchError(f"tests fail without a mutant:\n{bench.output()}")


def try_mutant(mutant: Mutant, bench: Bench, selector: Selector, controls: Controls) -> Outcome:
    """Return what the tests say about a mutant. A test that fails alone without it says nothing."""
    start = time.monotonic()
    selection = selector.select(mutant)
    verdict: Verdict = "killed"
    test, note = None, ""
    for _ in range(_MOST_CONTROLS):
        try:
            originals = bench.tree.plant(mutant)
        except DerivationError:
            test = "scripts/regenerate"
            break
        try:
            verdict, test, note = _judge(selection, bench, selector, controls.unreliable)
        finally:
            bench.tree.restore(originals)
        if test is None or controls.is_reliable(test, bench):
            break
    else:
        verdict, test, note = "survived", None, "only tests noticed it that fail without it too"
    return Outcome(mutant, verdict, test, note, time.monotonic() - start)


def _judge(
    selection: Selection, bench: Bench, selector: Selector, unreliable: set[str]
) -> tuple[Verdict, str | None, str]:
    if tests := [test for test in selection.tests if test not in unreliable]:
        seconds = START + _SLOWER * sum(selector.map.seconds[test] for test in tests)
        answer = bench.run("-x", *tests, seconds=seconds, seconds_each=_EACH_TEST)
        if answer.outcome != "passed":
            return "killed" if answer.outcome == "failed" else "timeout", answer.test, ""
    note = "" if selection.files else "no test file is named like it"
    known = {test.partition("[")[0] for test in selector.map.failed} | unreliable
    left_out = [f"--deselect={test}" for test in sorted(known)]
    ends = time.monotonic() + _WHOLE_FILES
    for selected in filter(None, (selection.functions, selection.files)):
        if (seconds := ends - time.monotonic()) < 0:
            break
        answer = bench.run("-x", *selected, *left_out, seconds=seconds, seconds_each=_EACH_TEST)
        if answer.outcome in ("failed", "hung"):
            return "killed" if answer.outcome == "failed" else "timeout", answer.test, ""
        note = "not all tests were run in time" if answer.outcome == "late" else ""
    return "survived" if selection.is_covered else "not covered", None, note


def try_all(
    mutants: list[Mutant],
    selector: Selector,
    queue: SimpleQueue[Bench],
    jobs: int,
    *,
    ends: float,
    report: Callable[[Outcome], None],
) -> None:
    """Try mutants, several at once, and report each outcome. None starts after `ends` on the monotonic clock.

    Raises:
        BenchError: the tests fail without a mutant.
    """

    def try_one(mutant: Mutant) -> Outcome:
        if time.monotonic() > ends:
            return Outcome(mutant, "not run")
        bench = queue.get()
        try:
            return try_mutant(mutant, bench, selector, controls)
        finally:
            queue.put(bench)

    controls = Controls()
    bench = queue.get()
    check(bench, selector)
    queue.put(bench)
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for tried in as_completed([pool.submit(try_one, mutant) for mutant in mutants]):
                report(tried.result())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
