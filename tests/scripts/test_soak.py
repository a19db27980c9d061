"""`scripts/soak` at a hundredth of its size: it finds nothing lost or growing, and would detect it."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve
from endurance import soak
from endurance.faulty_emulator import FAULTS, draw
from exa_websets import CancelOutcome, WebsetsError
from exa_websets.models import Webset
from support.paths import ROOT
from support.recordings import recorded

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="sockets and memory are read in /proc")

SOAK = [sys.executable, "-W", "error", str(ROOT / "scripts"), "endurance.soak"]
IDLE = Webset.from_dict(recorded("websets_cancel_idle").answer)
GOOD = soak.Tally(cancels=10, attempts=12, canceled=10, most_sockets=8, first_memory=60 * 2**20, last_memory=61 * 2**20)


def test_it_shows_that_no_cancel_is_lost() -> None:
    """Among faults of each kind every cancel has a true outcome, and no socket and no memory is left behind."""
    command = [*SOAK, "--cancels", "60"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    rows = dict(line.strip("| ").split(" | ", 1) for line in done.stdout.splitlines()[2:])

    assert (done.returncode, done.stderr) == (0, "")
    assert (rows["cancels"], rows["lost"]) == ("60", "0")
    assert int(rows["canceled"]) + int(rows["reported as unknown"]) == 60
    assert int(rows["canceled"]) > 45
    assert int(rows["attempts"]) > 64
    assert rows["open sockets"].endswith(", 0 left at the end")


def test_nor_is_one_with_the_asynchronous_client() -> None:
    """The same holds without blocking."""
    tally = soak.soak(30, 8, "async", random.Random(2))

    assert tally.failures(8) == []
    assert tally.canceled + tally.unknown == 30
    assert tally.met.total() > 2


def test_every_fifth_attempt_meets_a_fault() -> None:
    """The dice hit one attempt of five, with each of the faults, and never more than a cancel has attempts."""
    dice = random.Random(1)
    draws = [draw(dice) for _ in range(10_000)]
    faults = [fault for drawn in draws for fault in drawn]

    assert 0.19 < len(faults) / (len(faults) + len(draws)) < 0.21
    assert all(fault in faults for fault in FAULTS)
    assert max(map(len, draws)) <= 6


def failed(note: str) -> WebsetsError:
    error = WebsetsError("no answer")
    error.add_note(note)
    return error


TOLD = failed(f"{IDLE.id} may still be running and burning credits: the cancel did not succeed.")


@pytest.mark.parametrize(
    ("outcome", "status", "wrong"),
    [
        (CancelOutcome(IDLE.id, IDLE, None), "idle", None),
        (CancelOutcome(IDLE.id, None, TOLD), "idle", None),
        (CancelOutcome(IDLE.id, None, TOLD), "running", None),
        (None, "running", "has no outcome and is running"),
        (CancelOutcome(IDLE.id, IDLE, None), "running", "is reported as canceled and is running"),
        (CancelOutcome(IDLE.id, evolve(IDLE, id="another"), None), "idle", "is reported as canceled"),
        (CancelOutcome(IDLE.id, None, WebsetsError("no answer")), "running", "does not note that it may be running"),
        (CancelOutcome(IDLE.id, None, OSError("bare")), "idle", "does not note that it may be running"),
    ],
)
def test_what_counts_as_lost(outcome: CancelOutcome | None, status: str, wrong: str | None) -> None:
    """No outcome, or one that is not what the service shows; an error that says what may be is not lost."""
    found = soak.find_error(IDLE.id, outcome, status)
    assert found is None if wrong is None else wrong in str(found)


@pytest.mark.parametrize(
    ("tally", "failure"),
    [
        (GOOD, None),
        (evolve(GOOD, lost=["webset_x has no outcome and is running"]), "webset_x has no outcome"),
        (evolve(GOOD, most_sockets=9), "9 sockets were open after 8 cancels at once"),
        (evolve(GOOD, left_sockets=1), "1 sockets were left open"),
        (evolve(GOOD, last_memory=69 * 2**20), "memory grew by 9.0 MB"),
    ],
)
def test_what_makes_it_fail(tally: soak.Tally, failure: str | None) -> None:
    """A single lost cancel, a socket too many and memory that grows are failures."""
    failures = tally.failures(8)
    assert failures == [] if failure is None else failure in failures[0]


def test_sockets_are_counted() -> None:
    """The count rises with each socket that is open, and falls when it is closed."""
    before = soak.sockets()
    with socket.socket(), socket.socket():
        assert soak.sockets() == before + 2
    assert soak.sockets() == before


def test_memory_is_measured() -> None:
    """What is held counts in bytes."""
    before = soak.memory()
    held = bytearray(64 * 2**20)
    assert soak.memory() - before > len(held) * 0.9


def test_a_number_that_is_none() -> None:
    """Bad arguments are a line and the exit code 2."""
    done = subprocess.run([*SOAK, "--cancels", "0"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].endswith("'0' is not a number of at least 1")
