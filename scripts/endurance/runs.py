"""Runs with injected faults, and the conditions that each Webset has to satisfy afterwards."""

from __future__ import annotations

import time
from collections import Counter

from attrs import define, evolve, field

from endurance.clients import CallersCode, Kind, LeftoverLog, leftover_log, says_left, says_stopped
from endurance.fault_proxy import Plan
from endurance.faults import LATE, Dice, Stage
from endurance.faulty_emulator import FaultyService
from endurance.resources import Resources, sockets
from endurance.run_blocks import BODIES, Ended, Job, Perform, running

PART = 250
# The maximum number of faults for each kind of request of a run; the guarantee covers two in total.
MOST_FAULTS = 2
RATE = 0.3
# The share of runs whose cancels always fail.
ENDLESS_RATE = 0.04
_STAGES: tuple[Stage, ...] = ("create", "find", "look", "items", "cancel")


@define
class RunTally:
    """The results of all runs."""

    number: int = 0
    requests: int = 0
    met: Counter[str] = field(factory=Counter[str])
    stopped: int = 0
    never_created: int = 0
    reported: int = 0
    """Runs that are reported as possibly running."""
    reported_running: int = 0
    """Reported runs that were running, because no cancel could succeed."""
    violations: list[str] = field(factory=list[str])
    resources: Resources = field(factory=Resources)
    seconds: float = 0.0


def run_all(service: FaultyService, number: int, kind: Kind, dice: Dice) -> RunTally:
    """Play runs in parts, and check their Websets after each part."""
    tally, code, start = RunTally(number), CallersCode(), time.monotonic()
    tally.resources.first_sockets = sockets()
    jobs = [_job(number, dice) for number in range(number)]
    with leftover_log() as log, running(kind, service.base_url, code) as perform:
        for first in range(0, number, PART):
            _run_part(tally, service, perform, log, jobs[first : first + PART])
            code.forget()
            tally.resources.end_part()
    tally.resources.end()
    tally.seconds = time.monotonic() - start
    return tally


def _job(number: int, dice: Dice) -> Job:
    is_given, hotter = (number + number // len(BODIES)) % 2 == 1, evolve(dice, rate=RATE)
    faults: dict[Stage, list[str]] = {}
    for stage in _STAGES:
        faults[stage] = [fault.key for fault in hotter.draw(stage, is_given=is_given, most=MOST_FAULTS)]
    is_endless = dice.random.random() < ENDLESS_RATE and not dice.is_planted
    plan = Plan(faults, dice.endless(is_given=is_given).key if is_endless else None)
    return Job(f"run-{number}", BODIES[number % len(BODIES)], is_given, plan)


def _run_part(tally: RunTally, service: FaultyService, perform: Perform, log: LeftoverLog, jobs: list[Job]) -> None:
    service.plan({job.name: job.plan for job in jobs})
    ended = perform(sorted(jobs, key=lambda job: job.plan.endless is None))
    time.sleep(LATE)  # a late create may still arrive
    played = service.plan({})
    tally.requests += played.requests
    tally.met += played.met
    for one in ended:
        name = one.job.name
        is_running = service.is_running(name)
        names = [name] if is_running is None else [name, service.id_of(name)]
        if wrong := find_error(one, names, log.messages, is_running=is_running):
            tally.violations.append(wrong)
        tally.stopped += is_running is False
        tally.never_created += is_running is None
        if is_reported(names, one.texts):
            tally.reported += 1
            tally.reported_running += bool(is_running)
        if is_running:
            service.stop(name)
    if missing := len(jobs) - len(ended):
        tally.violations.append(f"{missing} runs did not end")
    log.messages.clear()


def is_reported(names: list[str], texts: list[str]) -> bool:
    """Return True if texts say that the Webset with these names may be running, and not that it has stopped."""
    has_stopped = any(says_stopped(name, texts) for name in names)
    return not has_stopped and any(says_left(name, texts) for name in names)


def find_error(one: Ended, names: list[str], logged: list[str], *, is_running: bool | None) -> str | None:
    """Return the violation of a run that has ended, or None.

    Args:
        names: The id and the externalId of its Webset.
        logged: The messages that the package has logged.
        is_running: Whether something is running, or None if the Webset does not exist.
    """
    what = f"run ({one.job.body}): {', '.join(names)}"
    if one.bare:
        return f"{what} {one.bare}"
    if is_running is None:
        return f"{what} was never created, but the block ended normally" if one.is_normal else None
    if not is_running:
        return None
    if one.job.plan.endless is None:
        return f"{what} is still running after its faults ended; {one.end}"
    if not is_reported(names, one.texts):
        return f"{what} is running, but the exception does not report it; {one.end}"
    return None if is_reported(names, logged) else f"{what} is running, but the log does not report it; {one.end}"
