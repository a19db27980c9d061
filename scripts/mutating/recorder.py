"""A pytest plugin that runs a few rows of each test and records which lines of `overrides` each test runs.

`pytest -p mutating.recorder`; the environment names the folder for the results, one file for each process.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest

ROWS = {"sync": 12, "asyncio": 4, "trio": 0}
"""The most rows of a test for each kind of client. trio runs the code that asyncio runs."""
OTHER_ROWS = 12
"""The most rows of a test without a kind of client."""
LONG = 3.0
"""After this many seconds, no more rows of a test are run."""


class Recorder:
    """Records the lines of one process, and the outcome and time of each test."""

    def __init__(self, measured: Path, results: Path) -> None:
        self._measured = measured
        self._results = results
        self._coverage = coverage.Coverage(data_file=None, config_file=False, source=[str(measured)])
        self._coverage.start()
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._seconds_of_rows: defaultdict[tuple[str, object], float] = defaultdict(float)
        self._failed: set[str] = set()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep the first rows of each test for each kind of client."""
        kept: list[pytest.Item] = []
        rows: defaultdict[tuple[str, object], int] = defaultdict(int)
        for item in items:
            test = _test_and_kind(item)
            rows[test] += 1
            if rows[test] <= ROWS.get(str(test[1]), OTHER_ROWS):
                kept.append(item)
        items[:] = kept

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        """Leave out further rows of a long test."""
        return True if self._seconds_of_rows[_test_and_kind(item)] > LONG else None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, object, object]:
        self._coverage.switch_context(item.nodeid)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, object, object]:
        try:
            return (yield)
        finally:
            self._coverage.switch_context("")
            self._seconds_of_rows[_test_and_kind(item)] += self._seconds[item.nodeid]

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._failed.add(report.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[report.nodeid] += report.duration
        if report.failed:
            self._failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        """Write what this process recorded."""
        self._coverage.stop()
        data = self._coverage.get_data()
        lines = {
            Path(file).relative_to(self._measured).as_posix(): data.contexts_by_lineno(file)
            for file in data.measured_files()
        }
        document = {"lines": lines, "seconds": self._seconds, "failed": sorted(self._failed)}
        (self._results / f"{os.getpid()}.json").write_text(json.dumps(document), encoding="utf-8")


def _test_and_kind(item: pytest.Item) -> tuple[str, object]:
    """Return the name of a test without its row, and the kind of client that it is run with."""
    callspec = getattr(item, "callspec", None)
    return item.nodeid.partition("[")[0], callspec.params.get("call") if callspec else None


def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start before any plugin or conftest imports the package."""
    recorder = Recorder(Path.cwd() / "overrides", Path(os.environ["MUTATE_RESULTS"]))
    early_config.pluginmanager.register(recorder, "mutation-recorder")
