"""`scripts/benchmark` at its smallest size: each case runs, and the tools of a row alternate."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from benchmarking.codecs import decode
from benchmarking.documents import document
from benchmarking.report import Line, Measured, lines_of, table
from benchmarking.rounds import WorkerError, bench
from benchmarking.rows import HTTPX, JSON, OURS, Row
from exa_websets import find_drift
from exa_websets.models import Event, UnknownEvent
from support.paths import ROOT

pytestmark = pytest.mark.packaging

SCRIPTS = ROOT / "scripts"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", str(SCRIPTS), "benchmarking.benchmark", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def quick() -> list[Any]:
    """Run every case with the installed peers, and return the lines."""
    done = run("--quick", "--json")
    assert (done.returncode, done.stderr.splitlines()[1:]) == (0, [])
    lines: list[Any] = json.loads(done.stdout)["lines"]
    return lines


def test_each_kind_of_case_works(quick: list[Any]) -> None:
    """Cases that need no peer are measured, and each call is measured with httpx too."""
    measured = {(line["key"], line["peer"]) for line in quick}
    calls = {"import/warm", "first/warm", "cancel/sync/plain", "cancel/async/plain", "list/time"}
    calls |= {f"many/{how}/{concurrency}" for how in ("sync", "async") for concurrency in (1, 32)}

    assert measured >= {(key, HTTPX) for key in calls}
    assert measured >= {(f"{what}/{size}", JSON) for what in ("decode", "encode") for size in ("small", "events")}
    assert ("emulator", None) in measured
    assert all(line["ours"]["median"] > 0 for line in quick)
    assert all(line["ratio"] > 0 for line in quick if line["peer"])


def test_what_goes_over_the_wire(quick: list[Any]) -> None:
    """One hundred cancels use a single connection, as with plain httpx."""
    [line] = [line for line in quick if line["key"] == "wire/connections" and line["peer"] == HTTPX]
    assert (line["ours"]["text"], line["theirs"]["text"], line["ratio"]) == ("1", "1", 1.0)


@pytest.mark.parametrize(("size", "least", "most"), [("small", 0.9, 1.1), ("typical", 24, 26), ("large", 750, 850)])
def test_the_documents(size: str, least: float, most: float) -> None:
    """Each document has the size in kB that its row states, and our models cover all of it."""
    data = document(size)
    model = decode(OURS, size)()

    assert least < len(json.dumps(data)) / 1000 < most
    assert [drift.path for drift in find_drift(model)] == []


def test_the_events() -> None:
    """The document has 1,000 events of ten types, all of them known."""
    events: list[Event] = decode(OURS, "events")().data
    assert len(events) == 1000
    assert len({event.type_ for event in events}) == 10
    assert not any(isinstance(event, UnknownEvent) for event in events)


def test_tools_take_turns(tmp_path: Path) -> None:
    """Each round measures every tool once, and the order alternates between rounds."""
    row = Row("encode/small", "encode", {JSON: None})
    with bench(Path(sys.executable), tmp_path, cancels=1, pages=1) as here:
        suite = here.rounds(row, 2)
    begun = {
        benchmark.get_name(): [str(date) for run in benchmark.get_runs() for date in [run.get_metadata()["date"]]]
        for benchmark in suite
    }
    ours, theirs = begun[f"encode/small {OURS}"], begun[f"encode/small {JSON}"]

    assert ours[0] <= theirs[0] <= theirs[1] <= ours[1]
    assert [line.peer for line in lines_of(row, suite)] == [JSON]


OWN, OTHER = Measured(0.55, 0.0, "550 ms"), Measured(1.0, 0.0, "1.00 sec")
BESIDE = Line("cancel", "one cancel", "second", OWN, HTTPX, OTHER, 0.55, 0.5, 0.6)
ALONE = Line("regenerate", "regenerate", "second", OWN)


@pytest.mark.parametrize(
    ("line", "at_most", "met"),
    [
        (BESIDE, "", ""),
        (evolve(BESIDE, target=0.55), "0.55", "yes"),
        (evolve(BESIDE, target=0.5), "0.50", "no, 10% over"),
        (ALONE, "", ""),
        (evolve(ALONE, target=10.0), "10 s", "yes"),
        (evolve(ALONE, target=0.5), "0.5 s", "no, 10% over"),
        (evolve(ALONE, unit="byte", target=30 * 2.0**20), "30 MiB", "yes"),
    ],
)
def test_targets(line: Line, at_most: str, met: str) -> None:
    """A row shows its target, whether it was met, and by how much it was missed."""
    cells = [cell.strip() for cell in table([line]).splitlines()[2].strip("|").split("|")]
    assert cells[4:6] == [at_most, met]


def test_a_row_that_is_none() -> None:
    """A filter that matches no row exits with 2 and one line, before anything is installed."""
    done = run("--only", "tea")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "scripts/benchmark: no row has tea in its name\n"


def test_a_case_that_fails(tmp_path: Path) -> None:
    """The error quotes the last line that the worker printed."""
    row = Row("decode/tea", "decode", {JSON: None})
    with bench(Path(sys.executable), tmp_path) as here, pytest.raises(WorkerError) as caught:
        here.rounds(row, 1)
    assert str(caught.value) == f"decode/tea {OURS} cannot be measured: there is no such case"
