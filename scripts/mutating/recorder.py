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

KINDS = ("sync", "asyncio")
"""The kinds of client that a test is run with. trio runs the code that asyncio runs."""
ROWS = 2
"""The number of rows of each test without a kind of client."""


class Recorder:
    """Records the lines of one process, and the outcome and time of each test."""

    def __init__(self, measured: Path, results: Path) -> None:
        self._measured = measured
        self._results = results
        self._coverage = coverage.Coverage(data_file=None, config_file=False, source=[str(measured)])
        self._coverage.start()
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._failed: set[str] = set()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep one row of each test for each kind of client, or the first rows."""
        kept: list[pytest.Item] = []
        rows: defaultdict[str, set[object]] = defaultdict(set)
        for item in items:
            seen = rows[item.nodeid.partition("[")[0]]
            callspec = getattr(item, "callspec", None)
            kind: object = callspec.params.get("call", len(seen)) if callspec else len(seen)
            if kind not in seen and (kind in KINDS or (isinstance(kind, int) and kind < ROWS)):
                seen.add(kind)
                kept.append(item)
        items[:] = kept

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._coverage.switch_context(item.nodeid)
        try:
            return (yield)
        finally:
            self._coverage.switch_context("")

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


def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start before any plugin or conftest imports the package."""
    recorder = Recorder(Path.cwd() / "overrides", Path(os.environ["MUTATE_RESULTS"]))
    early_config.pluginmanager.register(recorder, "mutation-recorder")
