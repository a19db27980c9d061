"""Which tests run which lines, recorded once for each state of the sources and tests."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from attrs import frozen

from mutating import recorder
from mutating.tree import Tree

OPTIONS = ("-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--no-header", "--tb=no", "--timeout=60")
_HASHED = ("overrides", "generated", "tests")
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


class RecordingError(Exception):
    """The tests could not be run."""


def load(checkout: Path, jobs: int) -> CoverageMap:
    """Return the map of a checkout, and record it first if its sources or tests have changed.

    Raises:
        RecordingError: pytest cannot run the tests.
    """
    file = checkout / _CACHE / f"coverage-{_hash(checkout)}.json"
    if not file.exists():
        with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
            parts = _record(checkout, Path(folder), jobs)
        file.parent.mkdir(parents=True, exist_ok=True)
        for old in file.parent.glob("coverage-*.json"):
            old.unlink()
        file.write_text(json.dumps(parts), encoding="utf-8")
    return _join(json.loads(file.read_text(encoding="utf-8")))


def _record(checkout: Path, folder: Path, jobs: int) -> list[Any]:
    print("recording which tests run which lines (once for each state of the sources)", file=sys.stderr)
    tree = Tree(checkout, folder)
    results = folder / "results"
    results.mkdir()
    environment = {
        **tree.environment(),
        recorder.MEASURED: str(tree.root / "overrides"),
        recorder.RESULTS: str(results),
    }
    command = [sys.executable, "-m", "pytest", *OPTIONS, "-p", "mutating.recorder", f"--basetemp={folder / 'tmp'}"]
    command += ["--ignore=tests/scripts", *(("-n", str(jobs), "--dist=loadfile") if jobs > 1 else ())]
    done = subprocess.run(command, cwd=tree.root, env=environment, capture_output=True, text=True, check=False)
    parts = [json.loads(part.read_text(encoding="utf-8")) for part in sorted(results.iterdir())]
    if done.returncode not in (0, 1) or not any(part["seconds"] for part in parts):
        raise RecordingError(f"pytest cannot run the tests:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return parts


def _join(parts: list[Any]) -> CoverageMap:
    failed = {test for part in parts for test in part["failed"]}
    lines: defaultdict[str, defaultdict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for part in parts:
        for path, tests_by_line in part["lines"].items():
            for line, tests in tests_by_line.items():
                lines[f"overrides/{path}"][int(line)].update({*tests} - failed - {""})
    return CoverageMap(
        {path: {line: frozenset(tests) for line, tests in found.items()} for path, found in lines.items()},
        {test: seconds for part in parts for test, seconds in part["seconds"].items() if test not in failed},
        tuple(sorted(failed)),
    )


def _hash(checkout: Path) -> str:
    """Return a hash of everything that decides which tests run which lines."""
    files = [checkout / "pyproject.toml", Path(recorder.__file__)]
    for folder in _HASHED:
        files += sorted(file for file in (checkout / folder).rglob("*") if file.is_file() and file.suffix != ".pyc")
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
