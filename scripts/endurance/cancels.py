"""Cancels of running Websets with injected faults, and the definition of a lost cancel."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Literal

import anyio
from anyio.from_thread import start_blocking_portal
from attrs import define, field, frozen
from exa_websets import CancelOutcome, WebsetsError

from endurance.clients import (
    CallersCode,
    Kind,
    async_clients,
    leftover_log,
    says_left,
    says_stopped,
    sync_clients,
    texts_of,
)
from endurance.fault_proxy import Plan
from endurance.faults import Dice
from endurance.faulty_emulator import FaultyService
from endurance.resources import Resources, sockets

Method = Literal["cancel", "cancel_many", "cancel_and_wait"]

PART = 500
METHODS: tuple[Method, ...] = ("cancel", "cancel_many", "cancel_and_wait")
WAIT: dict[str, Any] = {"poll_interval": 0.05}


@frozen
class Target:
    """A running Webset to cancel."""

    id: str
    method: Method
    is_given: bool
    """Whether to use the client with a given httpx client."""


Cancel = Callable[[list[Target]], list[CancelOutcome]]


@define
class CancelTally:
    """The results of all cancels."""

    number: int = 0
    requests: int = 0
    met: Counter[str] = field(factory=Counter[str])
    """The number of faults by kind."""
    stopped: int = 0
    reported: int = 0
    """Cancels with an error or outcome that says that the Webset may still be running."""
    reported_running: int = 0
    """Reported Websets that were running."""
    violations: list[str] = field(factory=list[str])
    """A message for each lost cancel."""
    resources: Resources = field(factory=Resources)
    seconds: float = 0.0


def cancel_all(service: FaultyService, number: int, concurrency: int, kind: Kind, dice: Dice) -> CancelTally:
    """Cancel running Websets in parts, and check them after each part."""
    tally, code, start = CancelTally(number), CallersCode(), time.monotonic()
    tally.resources.first_sockets = sockets()
    kinds = itertools.cycle(itertools.product(METHODS, (False, True)))
    size = max(1, min(PART, number // 4))
    with leftover_log(), canceling(kind, service.base_url, concurrency, code) as cancel:
        for first in range(0, number, size):
            pairs = itertools.islice(kinds, min(size, number - first))
            _cancel_part(tally, service, cancel, code, dice, pairs)
            tally.resources.end_part()
    tally.resources.end()
    tally.seconds = time.monotonic() - start
    return tally


def _cancel_part(
    tally: CancelTally,
    service: FaultyService,
    cancel: Cancel,
    code: CallersCode,
    dice: Dice,
    kinds: Iterable[tuple[Method, bool]],
) -> None:
    targets = [Target(service.create(), method, is_given) for method, is_given in kinds]
    service.plan({target.id: _plan(target, dice) for target in targets})
    outcomes = {outcome.id: outcome for outcome in cancel(targets)}
    played = service.plan({})
    tally.requests += played.requests
    tally.met += played.met
    for target in targets:
        is_running, outcome = bool(service.is_running(target.id)), outcomes.get(target.id)
        if wrong := find_error(target, outcome, code, is_running=is_running):
            tally.violations.append(wrong)
        elif outcome and (outcome.is_finished or says_stopped(target.id, texts_of(outcome.error))):
            tally.stopped += 1
        else:
            tally.reported += 1
            tally.reported_running += is_running
        if is_running:
            service.stop(target.id)
    code.forget()


def _plan(target: Target, dice: Dice) -> Plan:
    draw = dice.draw("cancel", is_given=target.is_given)
    looks = dice.draw("look", is_given=target.is_given) if target.method == "cancel_and_wait" else []
    return Plan({"cancel": [fault.key for fault in draw], "look": [fault.key for fault in looks]})


def find_error(target: Target, outcome: CancelOutcome | None, code: CallersCode, *, is_running: bool) -> str | None:
    """Return the violation if a cancel has no outcome or one that contradicts the service, or None."""
    id, state = target.id, "running" if is_running else "idle"
    if outcome is None:
        return f"{target.method}: {id} has no outcome and is {state}"
    error, webset = outcome.error, outcome.webset
    if error is None and webset is not None:
        if webset.id != id:
            return f"{target.method}: the outcome of {id} is about {webset.id}"
        # A service may accept a cancel and stop the work later; only cancel_and_wait waits for that.
        admits = not outcome.is_finished and target.method != "cancel_and_wait"
        return None if admits or not is_running else f"{target.method}: {id} is reported as canceled but is running"
    if error is None or not (isinstance(error, WebsetsError) or code.has_raised(error)):
        return f"{target.method}: {id} ended with the bare {error!r} and is {state}"
    texts = texts_of(error)
    is_said_to_stop = says_stopped(id, texts)
    is_right = not is_running if is_said_to_stop else says_left(id, texts)
    if is_right:
        return None
    what = "says that it has stopped" if is_said_to_stop else "does not say that it may be running"
    return f"{target.method}: {id} ended with {error!r}, which {what}, and is {state}"


@contextmanager
def canceling(kind: Kind, base_url: str, concurrency: int, code: CallersCode) -> Generator[Cancel]:
    """Yield a function that cancels Websets with their methods and clients."""
    if kind == "sync":
        with sync_clients(base_url, code) as clients, ThreadPoolExecutor(concurrency) as threads:

            def one(target: Target) -> CancelOutcome:
                websets = clients[target.is_given].websets
                try:
                    if target.method == "cancel":
                        return CancelOutcome(target.id, websets.cancel(target.id), None)
                    return CancelOutcome(target.id, websets.cancel_and_wait(target.id, **WAIT), None)
                except Exception as error:
                    return CancelOutcome(target.id, None, error)

            def cancel(targets: list[Target]) -> list[CancelOutcome]:
                outcomes: list[CancelOutcome] = []
                for client, ids in zip(clients, _batches(targets), strict=True):
                    outcomes += client.websets.cancel_many(ids, concurrency=concurrency)
                return [*outcomes, *threads.map(one, _single(targets))]

            yield cancel
        return

    with start_blocking_portal() as portal, async_clients(base_url, code, portal) as async_clients_:

        async def cancel_async(targets: list[Target]) -> list[CancelOutcome]:
            outcomes: list[CancelOutcome] = []
            for client, ids in zip(async_clients_, _batches(targets), strict=True):
                outcomes += await client.websets.cancel_many(ids, concurrency=concurrency)
            limiter = anyio.CapacityLimiter(concurrency)

            async def one(target: Target) -> None:
                websets = async_clients_[target.is_given].websets
                async with limiter:
                    try:
                        if target.method == "cancel":
                            webset = await websets.cancel(target.id)
                        else:
                            webset = await websets.cancel_and_wait(target.id, **WAIT)
                        outcomes.append(CancelOutcome(target.id, webset, None))
                    except Exception as error:
                        outcomes.append(CancelOutcome(target.id, None, error))

            async with anyio.create_task_group() as group:
                for target in _single(targets):
                    group.start_soon(one, target)
            return outcomes

        yield lambda targets: portal.call(cancel_async, targets)


def _batches(targets: list[Target]) -> list[list[str]]:
    """Return the ids for `cancel_many` of the two clients."""
    many = [target for target in targets if target.method == "cancel_many"]
    return [[target.id for target in many if target.is_given is is_given] for is_given in (False, True)]


def _single(targets: list[Target]) -> list[Target]:
    return [target for target in targets if target.method != "cancel_many"]
