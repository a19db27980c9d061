"""Every helper that stops something, with one and with two faults at every request: nothing is left running.

The service is simulated in process and in virtual time. A schedule says what goes wrong at which request; one that
fails is in the message, and `play(scenario, kind, schedule)` replays it.
"""

from __future__ import annotations

import asyncio
import inspect
import itertools
import random
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

import pytest
from attrs import field, frozen
from exa_websets import Archive, RunHandle, WebsetsError, deadline, found
from support.caller import Caller
from support.internals import stop_jobs
from support.simulated_service import FAULTS, Fault, HookError, SimulatedService

Kind: TypeAlias = Literal["sync", "asyncio"]
Schedule: TypeAlias = Mapping[int, Fault]

BASE_URL = "https://api.test"
BODY = {"search": {"query": "makers of tea", "count": 5}}
SEED = 20261129
# A rule fires after this time; for the sampled pairs later, so that there are more polls.
SHORT, LONG = 3.0, 20.0
SAMPLED_PAIRS = 30
MOST_REQUESTS = 5
OF_DIFFERENT_EFFECT = {
    "no connection",
    "request lost",
    "answer lost",
    "answer too slow",
    "429 for half a minute",
    "500 after it acted",
    "401",
    "a page of a proxy",
    "fields missing",
    "another Webset",
    "interrupted before",
    "interrupted after",
    "hook raises before",
    "hook raises after",
}

INTERRUPTIONS = (KeyboardInterrupt, asyncio.CancelledError)

pytestmark = pytest.mark.filterwarnings("ignore::exa_websets.EnabledMonitorsWarning")


@pytest.fixture(autouse=True)
def _archives(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # pyright: ignore[reportUnusedFunction]
    """Write archives to a folder that is removed."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@frozen
class Scenario:
    """A way in which a user stops Websets."""

    name: str
    act: Callable[[Any, Kind, float], Any]
    """Called with a client, its kind, and the seconds until a rule stops the Webset."""
    websets: int = 1
    """The number of Websets that are running at its start."""
    is_guarded: bool = True
    """Whether it stops its Webset even if it is interrupted."""
    max_seconds: float = 200.0
    """The maximum virtual time with two faults."""
    is_batch: bool = False
    most_requests: int = MOST_REQUESTS
    """The number of requests at which every pair of faults is tried."""
    gives_up: bool = False
    """Whether it ends at once if the service rejects its cancel."""
    has_deadline: bool = False
    """Whether a rule stops the Webset."""
    enriches_for: float | None = None
    """The seconds that an enrichment takes after its rule, which lets it finish, has canceled the search."""
    monitors: Mapping[str, str] = field(factory=dict[str, str])

    def __str__(self) -> str:
        return self.name


def block(kind: Kind, manager: Any, inside: Callable[[Any], Any]) -> Any:
    """Run a function inside a context manager of either kind."""
    if kind == "sync":
        with manager as entered:
            return inside(entered)

    async def main() -> Any:
        async with manager as entered:
            result = inside(entered)
            return await result if inspect.isawaitable(result) else result

    return main()


def read(kind: Kind, iterator: Any) -> Any:
    """Read an iterator of either kind to its end."""
    if kind == "sync":
        return list(iterator)

    async def main() -> Any:
        return [one async for one in iterator]

    return main()


def fail(_: object) -> None:
    raise ValueError("in the block")


def run(client: Any, seconds: float) -> Any:
    return client.websets.run(BODY, until=deadline(seconds=seconds), external_id="job")


def archive(client: Any, kind: Kind, seconds: float) -> Any:
    return client.archive(Path(tempfile.mkdtemp()) / "archive", cancel_running=True)


def run_and_wait(client: Any, kind: Kind, seconds: float) -> Any:
    return block(kind, run(client, seconds), lambda job: job.wait())


def run_and_read(client: Any, kind: Kind, seconds: float) -> Any:
    return block(kind, run(client, seconds), lambda job: read(kind, job.items()))


def run_and_fail(client: Any, kind: Kind, seconds: float) -> Any:
    return block(kind, run(client, seconds), fail)


def run_and_leave(client: Any, kind: Kind, seconds: float) -> Any:
    return block(kind, run(client, seconds), lambda job: None)


def attach_and_wait(client: Any, kind: Kind, seconds: float) -> Any:
    handle = RunHandle("webset_1", BASE_URL, deadline(seconds=seconds))
    return block(kind, client.websets.attach(handle), lambda job: job.wait())


def rule_of(seconds: float) -> Any:
    """Return a rule that fires after some seconds, and lets enrichments finish for some seconds."""
    return found(max(1, int(seconds / 20)), finish_within=seconds)


def finish_run(client: Any, kind: Kind, seconds: float) -> Any:
    job = client.websets.run(BODY, until=rule_of(seconds), external_id="job")
    return block(kind, job, lambda job: job.wait())


def finish_items(client: Any, kind: Kind, seconds: float) -> Any:
    job = client.websets.run(BODY, until=rule_of(seconds), external_id="job")
    return block(kind, job, lambda job: read(kind, job.items(updates=True)))


def finish_attached(client: Any, kind: Kind, seconds: float) -> Any:
    handle = RunHandle("webset_1", BASE_URL, found(1), datetime.now(UTC) + timedelta(seconds=seconds))
    return block(kind, client.websets.attach(handle), lambda job: read(kind, job.watch()))


def finish_watch(client: Any, kind: Kind, seconds: float) -> Any:
    return read(kind, client.websets.watch("webset_1", until=rule_of(seconds)))


def finish_follow(client: Any, kind: Kind, seconds: float) -> Any:
    return read(kind, client.items.follow("webset_1", until=rule_of(seconds)))


def leave_block(client: Any, kind: Kind, seconds: float) -> Any:
    return block(kind, client.websets.cancel_on_exit("webset_1"), lambda _: None)


def fail_in_block(client: Any, kind: Kind, seconds: float) -> Any:
    return block(kind, client.websets.cancel_on_exit("webset_1"), fail)


def watch(client: Any, kind: Kind, seconds: float) -> Any:
    return read(kind, client.websets.watch("webset_1", until=deadline(seconds=seconds)))


def wait_until_idle(client: Any, kind: Kind, seconds: float) -> Any:
    return client.websets.wait_until_idle("webset_1", timeout=30, on_timeout="cancel")


def cancel_and_wait(client: Any, kind: Kind, seconds: float) -> Any:
    return client.websets.cancel_and_wait("webset_1", disable_monitors=True)


def cancel_many(client: Any, kind: Kind, seconds: float) -> Any:
    return client.websets.cancel_many(["webset_1", "webset_2", "webset_3"], concurrency=1)


def cancel_all(client: Any, kind: Kind, seconds: float) -> Any:
    return client.websets.cancel_all(everything=True, concurrency=1)


SCENARIOS = (
    Scenario("run", run_and_wait, 0, has_deadline=True),
    Scenario("run, items", run_and_read, 0, has_deadline=True),
    Scenario("run, the block raises", run_and_fail, 0),
    Scenario("run, left at once", run_and_leave, 0),
    Scenario("attach", attach_and_wait, has_deadline=True),
    Scenario("cancel_on_exit", leave_block, gives_up=True),
    Scenario("cancel_on_exit, the block raises", fail_in_block, gives_up=True),
    Scenario("watch", watch, is_guarded=False, has_deadline=True),
    Scenario("run, enrichments finish", finish_run, 0, enriches_for=20.0, max_seconds=300.0),
    Scenario("run, enrichments take too long", finish_run, 0, enriches_for=1e6, max_seconds=300.0),
    Scenario("run, items, enrichments finish", finish_items, 0, enriches_for=20.0, max_seconds=300.0),
    Scenario("attach, enrichments take too long", finish_attached, enriches_for=1e6, max_seconds=300.0),
    Scenario("watch, enrichments finish", finish_watch, is_guarded=False, enriches_for=20.0, max_seconds=300.0),
    Scenario("watch, enrichments take too long", finish_watch, is_guarded=False, enriches_for=1e6, max_seconds=300.0),
    Scenario("follow, enrichments take too long", finish_follow, is_guarded=False, enriches_for=1e6, max_seconds=300.0),
    Scenario("wait_until_idle", wait_until_idle, is_guarded=False),
    Scenario("cancel_and_wait", cancel_and_wait, is_guarded=False, monitors={"monitor_1": "webset_1"}),
    Scenario("cancel_many", cancel_many, 3, is_guarded=False, is_batch=True),
    Scenario("cancel_all", cancel_all, 3, is_guarded=False, is_batch=True),
    Scenario("archive", archive, 2, is_guarded=False, is_batch=True, most_requests=4, max_seconds=400.0),
)


@frozen
class Played:
    """The result of a scenario."""

    service: SimulatedService
    result: Any
    error: BaseException | None


def play(scenario: Scenario, kind: Kind, schedule: Schedule, seconds: float = SHORT) -> Played:
    """Run a scenario with faults at some of its requests."""
    service = SimulatedService(schedule, kind, enriches_for=scenario.enriches_for)
    for number in range(scenario.websets):
        service.add(f"webset_{number + 1}")
    service.monitors.update(scenario.monitors)
    result, error = None, None
    try:
        result = Caller(kind)(
            lambda client: scenario.act(client, kind, seconds),
            handler=service.handle,
            verbatim=True,
            now=service.time.now,
            sleep=service.time.sleep,
            base_url=BASE_URL,
        )
    except BaseException as raised:
        error = raised
    service.settle()
    return Played(service, result, error)


def check(scenario: Scenario, kind: Kind, schedule: Schedule, seconds: float = SHORT) -> None:
    """Play a schedule, and check what has to hold for all of them."""
    played = play(scenario, kind, schedule, seconds)
    service, error = played.service, played.error
    what = f"{scenario}, {kind}, { ({number: str(fault) for number, fault in schedule.items()}) }: {error!r}"
    assert is_expected(error, schedule), what
    left = [id for id, is_running in service.running.items() if is_running]
    if left:
        assert may_leave(scenario, schedule, service), f"{what} left {left} running"
        said = [
            str(error),
            *getattr(error, "__notes__", ()),
            *map(str, getattr(error, "outcomes", None) or failures(played.result)),
        ]
        for id in left if not isinstance(error, INTERRUPTIONS) else ():
            assert any(id in text or "outcomes" in text for text in said) or has_no_list(played), f"{what}: {said}"
    assert service.time.seconds <= scenario.max_seconds, f"{what} took {service.time.seconds:.1f} s"
    if scenario.has_deadline and service.running and not any(fault.is_interruption for fault in schedule.values()):
        assert min(service.cancels_sent, default=0) <= seconds + 10, f"{what} canceled at {service.cancels_sent}"
    stop_jobs()
    if scenario.is_guarded and not left and kind == "sync":
        assert not any(service.running.values()), f"{what} is not stopped at exit"


def failures(result: Any) -> list[Any]:
    """Return the outcomes of a batch or an archive that are errors."""
    canceled = getattr(result, "canceled", result)
    found = cast("list[Any]", canceled) if isinstance(canceled, list | tuple) else []
    return [one for one in found if getattr(one, "error", None) is not None]


def has_no_list(played: Played) -> bool:
    """Return True if an archive could not list the Websets, so that it knows no ids."""
    archive = played.result or getattr(played.error, "archive", None)
    return isinstance(archive, Archive) and not archive.canceled


def is_expected(error: BaseException | None, schedule: Schedule) -> bool:
    """Return True for exceptions that a user can expect: our errors and those of the user's own code."""
    own = [fault for fault in schedule.values() if fault.is_of_user or fault.is_interruption]
    if error is None or isinstance(error, WebsetsError):
        return True
    if isinstance(error, ValueError):
        return str(error) == "in the block"
    return bool(own) and isinstance(error, (HookError, MemoryError, OSError, *INTERRUPTIONS))


def may_leave(scenario: Scenario, schedule: Schedule, service: SimulatedService) -> bool:
    """Return True if a Webset may be left running, with an error that says so.

    What interrupts or rejects a plain cancel, or ends a watch before its rule fires, is left to the caller.
    """
    if service.first_search_cancel is not None and min(schedule) >= service.first_search_cancel:
        return False
    if scenario.is_guarded:
        return scenario.gives_up and any(fault.is_definite for fault in schedule.values())
    return any(fault.is_interruption or fault.is_of_user or fault.is_definite for fault in schedule.values())


def faults_of(scenario: Scenario, kind: Kind) -> list[Fault]:
    """Return the faults that can happen. A worker of a batch is canceled only together with its task."""
    return [fault for fault in FAULTS if not (fault.is_interruption and scenario.is_batch and kind == "asyncio")]


@pytest.mark.parametrize(
    ("kind", "is_sample"),
    [
        pytest.param("sync", True, id="sync-some"),
        pytest.param("sync", False, id="sync-others", marks=pytest.mark.packaging),
        pytest.param("asyncio", False, id="asyncio", marks=pytest.mark.packaging),
    ],
)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_one_fault(scenario: Scenario, kind: Kind, is_sample: bool) -> None:
    """One fault at any request; on asyncio, and for faults with the same effect as another one, at every second one.

    The sample has faults of different effect. In a long scenario, each of them happens at some of the requests, which
    are not the same as for the fault before.
    """
    count = len(play(scenario, kind, {}).service.requests)
    assert count > 0
    for at, fault in enumerate(faults_of(scenario, kind)):
        # Both clients share every decision, and faults of the same effect take turns.
        is_full = kind == "sync" and str(fault) in OF_DIFFERENT_EFFECT
        sample = range(at % (step := 1 + count // 6), count, step) if is_full else ()
        every = range(count) if is_full else range(at % 2, count, 2)
        for number in sample if is_sample else [number for number in every if number not in sample]:
            check(scenario, kind, {number: fault})


@pytest.mark.packaging
@pytest.mark.parametrize("kind", ["sync", "asyncio"])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_some_pairs_of_faults(scenario: Scenario, kind: Kind) -> None:
    """A sample of all pairs of faults."""
    choice = random.Random(f"{SEED} {scenario} {kind}")
    count = len(play(scenario, kind, {}, LONG).service.requests) + 2
    for _ in range(SAMPLED_PAIRS):
        first, second = choice.sample(range(count), 2)
        one, other = choice.choices(faults_of(scenario, kind), k=2)
        check(scenario, kind, {first: one, second: other}, LONG)


@pytest.mark.packaging
@pytest.mark.parametrize("kind", ["sync", "asyncio"])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_every_tenth_pair_of_faults(scenario: Scenario, kind: Kind) -> None:
    """Two faults of different effect at two requests of a short scenario: every tenth pair, or thirtieth on asyncio."""
    most = scenario.most_requests - bool(scenario.enriches_for)  # these have three times as many requests
    count = min(len(play(scenario, kind, {}).service.requests) + 2, most)
    faults = [fault for fault in faults_of(scenario, kind) if str(fault) in OF_DIFFERENT_EFFECT]
    requests = itertools.combinations(range(count), 2)
    pairs = itertools.product(requests, itertools.product(faults, repeat=2))
    # All pairs take minutes. Both clients share every decision, and asyncio costs more time.
    for (first, second), (one, other) in itertools.islice(pairs, None, None, 10 if kind == "sync" else 30):
        check(scenario, kind, {first: one, second: other})
