"""Try mutants: plant each in a copy of the checkout and run tests until one fails."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from queue import SimpleQueue
from typing import Literal

from attrs import frozen
from generation.derive_sync import DerivationError

from mutating.bench import Bench, BenchError
from mutating.mutants import Mutant
from mutating.selection import Selection, Selector

Verdict = Literal["killed", "timeout", "survived", "not covered", "not run"]
_EACH_TEST = 30
"""The seconds of one test."""
START = 40.0
"""The seconds that pytest may take besides the tests, while the machine is busy."""
_SLOWER = 5
"""How much slower a test may be than when it was recorded."""
_WHOLE_FILES = 45.0
"""The seconds of the second stage."""
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


def check(bench: Bench, selector: Selector) -> None:
    """Run a few tests without a mutant.

    Raises:
        BenchError: they fail.
    """
    fastest = sorted(selector.map.seconds, key=selector.map.seconds.__getitem__)[:_CHECKED]
    if bench.run(*fastest, seconds=2 * _WHOLE_FILES, seconds_each=_EACH_TEST).outcome != "passed":
        raise BenchError(f"tests fail without a mutant:\n{bench.output()}")


def try_mutant(mutant: Mutant, bench: Bench, selector: Selector) -> Outcome:
    """Return what the tests say about a mutant."""
    start = time.monotonic()
    selection = selector.select(mutant)
    try:
        originals = bench.tree.plant(mutant)
    except DerivationError:
        return Outcome(mutant, "killed", "scripts/regenerate", seconds=time.monotonic() - start)
    try:
        verdict, test, note = _judge(selection, bench, selector)
    finally:
        bench.tree.restore(originals)
    return Outcome(mutant, verdict, test, note, time.monotonic() - start)


def _judge(selection: Selection, bench: Bench, selector: Selector) -> tuple[Verdict, str | None, str]:
    if selection.tests:
        seconds = START + _SLOWER * sum(selector.map.seconds[test] for test in selection.tests)
        answer = bench.run("-x", *selection.tests, seconds=seconds, seconds_each=_EACH_TEST)
        if answer.outcome != "passed":
            return "killed" if answer.outcome == "failed" else "timeout", answer.test, ""
    note = "" if selection.files else "no test file is named like it"
    if selection.files:
        known = sorted({f"--deselect={test.partition('[')[0]}" for test in selector.map.failed})
        answer = bench.run("-x", *selection.files, *known, seconds=_WHOLE_FILES, seconds_each=_EACH_TEST)
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
            return try_mutant(mutant, bench, selector)
        finally:
            queue.put(bench)

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
