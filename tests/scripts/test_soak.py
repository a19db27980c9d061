"""`scripts/soak` at a hundredth of its size finds no violations, except those that are planted."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve
from endurance import resources
from endurance.cancels import Target, cancel_all, find_error as find_lost
from endurance.clients import CallersCode
from endurance.fault_proxy import Plan
from endurance.faults import ENDLESS, FAULTS, PLANTED, Dice
from endurance.faulty_emulator import faulty_service
from endurance.run_blocks import Ended, Job, judge
from endurance.runs import find_error, run_all
from exa_websets import CancelOutcome, WebsetsError
from exa_websets.models import Webset
from support.paths import ROOT
from support.recordings import recorded

pytestmark = [
    pytest.mark.packaging,
    pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="sockets and memory are read in /proc"),
]

SOAK = [sys.executable, "-W", "error", str(ROOT / "scripts"), "endurance.soak"]
IDLE = Webset.from_dict(recorded("websets_cancel_idle").answer)
RUNNING = evolve(IDLE, status="running")
GOOD = resources.Resources(most_sockets=8, first_memory=60 * 2**20, last_memory=61 * 2**20)
LEFT = f"{IDLE.id} may still be running and burning credits: the cancel did not succeed."
STOPPED = f"{IDLE.id} was canceled, and nothing in it is running."


def test_it_shows_that_nothing_is_lost() -> None:
    """With all kinds of faults, every cancel has a correct outcome, every run stops, and no socket stays open."""
    command = [*SOAK, "--cancels", "60", "--runs", "8", "--seed", "3"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line.strip("| ").split(" | ") for line in done.stdout.splitlines()[2:] if line]
    rows = {name: cells for name, *cells in lines}

    assert (done.returncode, done.stderr) == (0, "")
    assert rows["number"] == ["60", "8"]
    assert rows["violations"] == ["0", "0"]
    cancels, runs = rows["verified to have stopped"]
    assert int(cancels) + int(rows["reported as possibly running"][0].split(",")[0]) == 60
    assert int(cancels) > 40
    assert int(runs) > 4
    assert int(rows["requests"][0]) > 64
    assert all(cell.endswith(", 0 left at the end") for cell in rows["open sockets"])


def test_nor_with_the_asynchronous_clients() -> None:
    """The same is true of the asynchronous clients."""
    dice = Dice(random.Random(4))
    with faulty_service() as service:
        cancels = cancel_all(service, 30, 8, "async", dice)
        runs = run_all(service, 8, "async", dice)

    assert cancels.violations + cancels.resources.failures(16) + runs.violations + runs.resources.failures(64) == []
    assert cancels.stopped + cancels.reported == 30
    assert runs.stopped + runs.never_created + runs.reported_running == 8
    assert min(cancels.met.total(), runs.met.total()) > 2


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_cancels_that_never_arrive_are_found(kind: str) -> None:
    """A planted response that reports each Webset as stopped while it is running is detected."""
    command = [*SOAK, "--planted", "--cancels", "6", "--runs", "8", "--kind", kind]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stderr.splitlines()

    assert done.returncode == 1
    assert sum("is reported as canceled but is running" in line for line in lines) == 6
    assert sum("is still running after its faults ended" in line for line in lines) == 8
    assert all(line.startswith("scripts/soak: ") for line in lines)


@pytest.mark.parametrize("is_given", [False, True])
def test_every_fifth_request_meets_a_fault(is_given: bool) -> None:
    """One request in five meets a fault, every fault occurs, and a cancel never meets more than its attempts."""
    dice = Dice(random.Random(1))
    draws = [dice.draw("cancel", is_given=is_given) for _ in range(10_000)]
    faults = [fault for drawn in draws for fault in drawn]

    assert 0.19 < len(faults) / (len(faults) + len(draws)) < 0.21
    assert {*faults} == {fault for fault in FAULTS if "cancel" in fault.stages and is_given in fault.clients}
    assert max(map(len, draws)) <= 6
    assert len({fault.key for fault in (*FAULTS, PLANTED)}) == len(FAULTS) + 1


def failed(*notes: str) -> WebsetsError:
    error = WebsetsError("no answer")
    for note in notes:
        error.add_note(note)
    return error


def of_a_hook(code: CallersCode, *notes: str) -> Exception:
    error = KeyError("mine")
    for note in notes:
        error.add_note(note)
    code.raised[id(error)] = error
    return error


CODE = CallersCode()


@pytest.mark.parametrize(
    ("outcome", "is_running", "wrong"),
    [
        (CancelOutcome(IDLE.id, IDLE, None), False, None),
        (CancelOutcome(IDLE.id, RUNNING, None), True, None),
        (CancelOutcome(IDLE.id, None, failed(LEFT)), False, None),
        (CancelOutcome(IDLE.id, None, failed(LEFT)), True, None),
        (CancelOutcome(IDLE.id, None, failed(STOPPED)), False, None),
        (CancelOutcome(IDLE.id, None, of_a_hook(CODE, LEFT)), True, None),
        (None, True, "has no outcome and is running"),
        (CancelOutcome(IDLE.id, IDLE, None), True, "is reported as canceled but is running"),
        (CancelOutcome(IDLE.id, evolve(IDLE, id="another"), None), False, "is about another"),
        (CancelOutcome(IDLE.id, None, failed()), True, "does not say that it may be running"),
        (CancelOutcome(IDLE.id, None, failed(LEFT, STOPPED)), True, "says that it has stopped"),
        (CancelOutcome(IDLE.id, None, of_a_hook(CODE)), True, "does not say that it may be running"),
        (CancelOutcome(IDLE.id, None, OSError("bare")), False, "the bare OSError('bare')"),
    ],
)
def test_what_counts_as_lost(outcome: CancelOutcome | None, is_running: bool, wrong: str | None) -> None:
    """A cancel is lost without an outcome or with a wrong one, but not if its error says what may be running."""
    found = find_lost(Target(IDLE.id, "cancel", False), outcome, CODE, is_running=is_running)
    assert found is None if wrong is None else wrong in str(found)


def test_a_confirmed_cancel_has_stopped() -> None:
    """A Webset that `cancel_and_wait` returned is not running."""
    target, outcome = Target(IDLE.id, "cancel_and_wait", False), CancelOutcome(IDLE.id, RUNNING, None)
    assert "is reported as canceled" in str(find_lost(target, outcome, CODE, is_running=True))


JOB = Job("run-1", "raise", False, Plan({"create": []}))
ENDLESS_JOB = evolve(JOB, plan=Plan({"create": []}, ENDLESS[0].key))
RULE_JOB = evolve(JOB, body="rule raises")


@pytest.mark.parametrize(
    ("ended", "logged", "is_running", "wrong"),
    [
        (judge(JOB, None, CODE), [], False, None),
        (judge(JOB, JOB.error, CODE), [], False, None),
        (judge(JOB, failed(), CODE), [], None, None),
        (judge(JOB, of_a_hook(CODE, STOPPED), CODE), [], False, None),
        (judge(ENDLESS_JOB, failed(LEFT), CODE), [LEFT], True, None),
        (judge(JOB, KeyError("bare"), CODE), [], False, "ended with the bare KeyError('bare')"),
        (judge(JOB, of_a_hook(CODE), CODE), [], False, "which has no note"),
        (judge(RULE_JOB, RULE_JOB.error, CODE), [], False, "which has no note"),
        (judge(JOB, None, CODE), [], None, "was never created"),
        (judge(JOB, failed(LEFT), CODE), [LEFT], True, "is still running after its faults ended"),
        (judge(ENDLESS_JOB, None, CODE), [LEFT], True, "the exception does not report it"),
        (judge(ENDLESS_JOB, failed(LEFT, STOPPED), CODE), [LEFT], True, "the exception does not report it"),
        (judge(ENDLESS_JOB, failed(LEFT), CODE), [], True, "the log does not report it"),
    ],
)
def test_what_is_wrong_with_a_run(ended: Ended, logged: list[str], is_running: bool | None, wrong: str | None) -> None:
    """A run stops, or its exception and the log say that it may be running because no cancel could succeed."""
    found = find_error(ended, [JOB.name, IDLE.id], logged, is_running=is_running)
    assert found is None if wrong is None else wrong in str(found)


@pytest.mark.parametrize(
    ("used", "failure"),
    [
        (GOOD, None),
        (evolve(GOOD, most_sockets=9), "9 sockets were open between two parts, more than 8"),
        (evolve(GOOD, left_sockets=1), "1 sockets were left open"),
        (evolve(GOOD, last_memory=69 * 2**20), "memory grew by 9.0 MB"),
    ],
)
def test_what_must_not_grow(used: resources.Resources, failure: str | None) -> None:
    """An extra socket or growing memory is a failure."""
    failures = used.failures(8)
    assert failures == [] if failure is None else failure in failures[0]


def test_sockets_are_counted() -> None:
    """The count rises with each open socket, and falls when it is closed."""
    before = resources.sockets()
    with socket.socket(), socket.socket():
        assert resources.sockets() == before + 2
    assert resources.sockets() == before


def test_memory_is_measured() -> None:
    """Memory is measured in bytes."""
    before = resources.memory()
    held = bytearray(64 * 2**20)
    assert resources.memory() - before > len(held) * 0.9


@pytest.mark.parametrize("option", ["--cancels", "--runs"])
def test_a_number_that_is_none(option: str) -> None:
    """A number below 1 exits with 2 and a message."""
    done = subprocess.run([*SOAK, option, "0"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].endswith("'0' is not a positive integer")
