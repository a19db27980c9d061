"""Which tests run which lines, recorded once for each state of the sources and tests."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from attrs import frozen

from mutating import recorder
from mutating.bench import Bench, BenchError

_FILES_AT_ONCE = 5
"""The test files that one process runs. If it hangs, its files are run one by one."""
_SECONDS = 300.0
_EACH_TEST = 30
_ELSEWHERE = ("scripts",)
"""The folders of tests that are about something else than the package."""
_EMULATOR = "emulator"
"""The tests of the emulator are recorded only if it is mutated: they are slow."""
_HASHED = ("overrides", "generated", "tests/support", "tests/data")
_CACHE = "build/mutation"


@frozen
class CoverageMap:
    """The tests of each line, and how long each test takes."""

    lines: dict[str, dict[int, frozenset[str]]]
    """By path in the checkout and line number."""
    seconds: dict[str, float]
    """By test that passed."""
    failed: tuple[str, ...]
    """The tests that fail without a mutant, because a copy of the checkout is not a checkout."""

    def tests_of(self, path: str, first: int, last: int) -> frozenset[str]:
        """Return the tests that run one of some lines."""
        lines = self.lines.get(path, {})
        return frozenset(test for line in range(first, last + 1) for test in lines.get(line, ()))


def load(checkout: Path, paths: list[str], queue: SimpleQueue[Bench], jobs: int) -> CoverageMap:
    """Return the map for some files of a checkout, and record it first if the sources or tests have changed.

    Raises:
        BenchError: no tests can be run.
    """
    is_of_emulator = any(_EMULATOR in Path(path).parts for path in paths)
    kind = "all" if is_of_emulator else "core"
    tests = _test_files(checkout, _ELSEWHERE if is_of_emulator else (*_ELSEWHERE, _EMULATOR))
    file = checkout / _CACHE / f"coverage-{kind}-{_hash(checkout, tests)}.json"
    if not file.exists():
        print("recording which tests run which lines (once for each state of the sources)", file=sys.stderr)
        parts = _record([test.relative_to(checkout).as_posix() for test in tests], queue, jobs)
        file.parent.mkdir(parents=True, exist_ok=True)
        for old in file.parent.glob(f"coverage-{kind}-*.json"):
            old.unlink()
        file.write_text(json.dumps(_compact(parts)), encoding="utf-8")
    return _parse(json.loads(file.read_text(encoding="utf-8")))


def _test_files(checkout: Path, left_out: tuple[str, ...]) -> list[Path]:
    tests = checkout / "tests"
    return [file for file in sorted(tests.rglob("test_*.py")) if file.relative_to(tests).parts[0] not in left_out]


def _record(files: list[str], queue: SimpleQueue[Bench], jobs: int) -> list[Any]:
    groups = [files[index : index + _FILES_AT_ONCE] for index in range(0, len(files), _FILES_AT_ONCE)]

    def record(group: list[str]) -> list[Any]:
        bench = queue.get()
        try:
            return [*_record_group(bench, group)]
        finally:
            queue.put(bench)

    with ThreadPoolExecutor(jobs) as pool:
        parts = [part for found in pool.map(record, groups) for part in found]
    if not any(part["seconds"] for part in parts):
        bench = queue.get()
        raise BenchError(f"no tests can be run:\n{bench.output()}")
    return parts


def _record_group(bench: Bench, group: list[str]) -> Generator[Any]:
    """Yield what the recorder found out about some test files, each of which may hang."""
    options = ("-p", "mutating.recorder", "--continue-on-collection-errors")
    answer = bench.run(*options, *group, seconds=_SECONDS, seconds_each=_EACH_TEST)
    results = [*bench.results.iterdir()]
    if results:
        for result in results:
            yield json.loads(result.read_text(encoding="utf-8"))
            result.unlink()
    elif len(group) > 1:
        for file in group:
            yield from _record_group(bench, [file])
    else:
        print(f"{group[0]} is left out: {answer.outcome} in {answer.test}", file=sys.stderr)
        yield {"lines": {}, "seconds": {}, "failed": group}


def _compact(parts: list[Any]) -> dict[str, Any]:
    """Return a document of everything that was recorded, with numbers in place of the tests that passed."""
    failed = sorted({test for part in parts for test in part["failed"]})
    seconds = {test: time for part in parts for test, time in part["seconds"].items() if test not in failed}
    numbers = {test: number for number, test in enumerate(seconds)}
    lines: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for part in parts:
        for path, tests_by_line in part["lines"].items():
            for line, tests in tests_by_line.items():
                lines[f"overrides/{path}"][line] += (numbers[test] for test in tests if test in numbers)
    return {"seconds": seconds, "failed": failed, "lines": lines}


def _parse(document: dict[str, Any]) -> CoverageMap:
    tests = [*document["seconds"]]
    lines = {
        path: {int(line): frozenset(tests[number] for number in numbers) for line, numbers in found.items()}
        for path, found in document["lines"].items()
    }
    return CoverageMap(lines, document["seconds"], tuple(document["failed"]))


def _hash(checkout: Path, tests: list[Path]) -> str:
    """Return a hash of everything that decides which tests run which lines."""
    files = [
        checkout / "pyproject.toml",
        Path(recorder.__file__),
        *tests,
        *sorted(checkout.glob("tests/**/conftest.py")),
    ]
    for folder in _HASHED:
        files += sorted(file for file in (checkout / folder).rglob("*") if file.is_file() and file.suffix != ".pyc")
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
