"""`scripts/benchmark` at its smallest size: each case runs once, with the peers that are installed here."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from benchmarking.codecs import codec
from benchmarking.documents import document
from benchmarking.rows import HTTPX, JSON, LIBRARY, LIMIT, OURS, PYDANTIC
from exa_websets import find_drift
from exa_websets.models import Event, UnknownEvent
from support.paths import ROOT

pytestmark = pytest.mark.packaging


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", str(ROOT / "scripts"), "benchmarking.benchmark", *arguments]
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
    calls |= {f"{what}/{how}/32" for how in ("sync", "async") for what in ("many", "late")}

    assert measured >= {(key, HTTPX) for key in calls}
    assert measured >= {(f"late/{how}/32", LIMIT) for how in ("sync", "async")}
    assert measured >= {("command/cancel ID", LIBRARY), ("command/--help", LIBRARY)}
    assert measured >= {(f"{what}/{size}", JSON) for what in ("read", "write") for size in ("small", "events")}
    assert measured >= {(f"{what}/{size}", PYDANTIC) for what in ("decode", "encode") for size in ("small", "events")}
    assert all(line["ours"] > 0 for line in quick)
    assert all(line["ratio"] > 0 for line in quick if line["peer"])


def test_what_goes_over_the_wire(quick: list[Any]) -> None:
    """One hundred cancels use a single connection, as with plain httpx."""
    [line] = [line for line in quick if line["key"] == "connections" and line["peer"] == HTTPX]
    assert (line["ours"], line["theirs"]) == (1, 1)


def test_latency(quick: list[Any]) -> None:
    """Each of 8 cancels takes at least 50 ms, and the limit for 32 at once is 8/32 of that."""
    lines = [line for line in quick if line["peer"] == LIMIT]
    assert {line["theirs"] for line in lines} == {8 / 32 * 0.05}
    assert all(line["ours"] >= 0.05 for line in lines)


@pytest.mark.parametrize(("size", "least", "most"), [("small", 0.9, 1.1), ("typical", 24, 26), ("large", 750, 850)])
def test_the_documents(size: str, least: float, most: float) -> None:
    """Each document has the size in kB that its row states, and our models cover all of it."""
    data = document(size)
    model = codec("decode", OURS, size)()

    assert least < len(json.dumps(data)) / 1000 < most
    assert [drift.path for drift in find_drift(model)] == []


def test_the_events() -> None:
    """The document has 1,000 events of ten types, all of them known."""
    events: list[Event] = codec("decode", OURS, "events")().data
    assert len(events) == 1000
    assert len({event.type_ for event in events}) == 10
    assert not any(isinstance(event, UnknownEvent) for event in events)


@pytest.mark.parametrize("tool", [OURS, JSON, PYDANTIC])
def test_bytes(tool: str) -> None:
    """A tool writes all fields that it read."""
    assert json.loads(codec("write", tool, "small")()).keys() >= document("small").keys()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["--only", "tea"], "no row has tea in its name"),
        (["--spread", "tea.json", "tea.json"], "tea.json is not a report of --json"),
    ],
)
def test_what_cannot_be_reported(arguments: list[str], error: str) -> None:
    """The exit code is 2, with one line, before anything is installed or measured."""
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"scripts/benchmark: {error}\n"
