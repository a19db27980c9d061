"""Cancel thousands of running Websets while every fifth attempt meets a fault, and check each of them afterwards.

The exit code is 1 if a cancel is lost, if more sockets than concurrent cancels are open between parts, if a socket is
open at the end, or if memory grows by more than 8 MB after the first part.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import stat
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import anyio
import httpx
from anyio.from_thread import start_blocking_portal
from attrs import define, field
from common.arguments import count
from exa_websets import AsyncWebsetsClient, CancelOutcome, WebsetsClient, WebsetsError

from endurance.faulty_emulator import Fault, Plan, draw, emulator

Kind = Literal["sync", "async"]
Cancel = Callable[[list[str]], list[CancelOutcome]]

PART = 500
TIMEOUT = httpx.Timeout(5, read=0.3)
LONGEST_GROWTH = 8 * 2**20
BODY = {"search": {"query": "makers of tea", "count": 1}}


@define
class Tally:
    """The results of all cancels, and the resources they used."""

    cancels: int = 0
    attempts: int = 0
    met: Counter[str] = field(factory=Counter[str])
    """The faults that attempts met, by kind."""
    canceled: int = 0
    unknown: int = 0
    lost: list[str] = field(factory=list[str])
    """Why each lost cancel counts as lost."""
    most_sockets: int = 0
    left_sockets: int = 0
    first_memory: int = 0
    last_memory: int = 0
    seconds: float = 0.0

    def failures(self, concurrency: int) -> list[str]:
        """Return why the run fails, or an empty list."""
        failures = [*self.lost]
        if self.most_sockets > concurrency:
            failures.append(f"{self.most_sockets} sockets were open after {concurrency} cancels at once")
        if self.left_sockets > 0:
            failures.append(f"{self.left_sockets} sockets were left open")
        if (grown := self.last_memory - self.first_memory) > LONGEST_GROWTH:
            failures.append(f"memory grew by {grown / 2**20:.1f} MB")
        return failures

    def table(self) -> str:
        """Return the results as a Markdown table."""
        met = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.met.items()))
        rows = {
            "cancels": f"{self.cancels:,}",
            "attempts": f"{self.attempts:,}",
            "that met a fault": f"{self.met.total():,} ({met})",
            "canceled": f"{self.canceled:,}",
            "reported as unknown": f"{self.unknown:,}",
            "lost": f"{len(self.lost):,}",
            "open sockets": f"{self.most_sockets} at most between two parts, {self.left_sockets} left at the end",
            "memory": f"{self.first_memory / 2**20:.1f} MB after the first part, "
            f"{self.last_memory / 2**20:.1f} MB at the end",
            "time": f"{self.seconds:.0f} s",
        }
        return "\n".join(["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows.items())])


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/soak", description=__doc__)
    parser.add_argument("--cancels", type=count, default=10_000, metavar="N", help="how many (default: %(default)s)")
    parser.add_argument(
        "--concurrency", type=count, default=8, metavar="C", help="how many at once (default: %(default)s)"
    )
    parser.add_argument("--kind", choices=["sync", "async"], default="sync", help="the client (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the random faults (default: %(default)s)")
    arguments = parser.parse_args()
    if not Path("/proc/self/statm").exists():
        print("scripts/soak measures sockets and memory in /proc, which this system does not have", file=sys.stderr)
        return 2
    try:
        dice = random.Random(arguments.seed)  # noqa: S311 - faults are not secrets
        tally = soak(arguments.cancels, arguments.concurrency, arguments.kind, dice)
    except KeyboardInterrupt:
        return 130
    print(tally.table())
    failures = tally.failures(arguments.concurrency)
    for failure in failures:
        print(f"scripts/soak: {failure}", file=sys.stderr)
    return 1 if failures else 0


def soak(cancels: int, concurrency: int, kind: Kind, dice: random.Random) -> Tally:
    """Cancel running Websets, a part at a time, and check each of them afterwards."""
    tally = Tally(cancels)
    start = time.monotonic()
    with (
        emulator() as (base_url, plan),
        httpx.Client(base_url=base_url, headers={"x-api-key": "any"}, trust_env=False) as http,
    ):
        http.get("/v0/websets")
        before = sockets()
        with canceling(kind, base_url, concurrency) as cancel:
            idle = sockets()
            size = max(1, min(PART, cancels // 4))
            for first in range(0, cancels, size):
                _cancel_part(tally, http, plan, cancel, [draw(dice) for _ in range(min(size, cancels - first))])
                tally.most_sockets = max(tally.most_sockets, sockets() - idle)
                tally.last_memory = memory()
                tally.first_memory = tally.first_memory or tally.last_memory
        tally.left_sockets = sockets() - before
    tally.seconds = time.monotonic() - start
    return tally


def _cancel_part(tally: Tally, http: httpx.Client, plan: Plan, cancel: Cancel, draws: list[list[Fault]]) -> None:
    faults = {_create(http): drawn for drawn in draws}
    plan(faults)
    outcomes = {outcome.id: outcome for outcome in cancel([*faults])}
    attempts = plan({})
    tally.attempts += attempts.total()
    for id, drawn in faults.items():
        tally.met.update(fault.kind for fault in drawn[: attempts[id]])
        outcome = outcomes.get(id)
        wrong = find_error(id, outcome, http.get(f"/v0/websets/{id}").raise_for_status().json()["status"])
        if wrong is not None:
            tally.lost.append(wrong)
        elif outcome and outcome.webset:
            tally.canceled += 1
        else:
            tally.unknown += 1


@contextmanager
def canceling(kind: Kind, base_url: str, concurrency: int) -> Generator[Cancel]:
    """Yield a function that cancels half of some Websets with `cancel_many`, and the others one by one."""
    if kind == "sync":
        with (
            WebsetsClient("any", base_url=base_url, timeout=TIMEOUT) as client,
            ThreadPoolExecutor(concurrency) as threads,
        ):

            def one(id: str) -> CancelOutcome:
                try:
                    return CancelOutcome(id, client.websets.cancel(id), None)
                except Exception as error:
                    return CancelOutcome(id, None, error)

            def cancel(ids: list[str]) -> list[CancelOutcome]:
                many, single = ids[::2], ids[1::2]
                return [*client.websets.cancel_many(many, concurrency=concurrency), *threads.map(one, single)]

            yield cancel
        return

    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(
            AsyncWebsetsClient("any", base_url=base_url, timeout=TIMEOUT)
        ) as async_client,
    ):

        async def cancel_async(ids: list[str]) -> list[CancelOutcome]:
            many, single = ids[::2], ids[1::2]
            outcomes = await async_client.websets.cancel_many(many, concurrency=concurrency)
            limiter = anyio.CapacityLimiter(concurrency)

            async def one(id: str) -> None:
                async with limiter:
                    try:
                        outcomes.append(CancelOutcome(id, await async_client.websets.cancel(id), None))
                    except Exception as error:
                        outcomes.append(CancelOutcome(id, None, error))

            async with anyio.create_task_group() as group:
                for id in single:
                    group.start_soon(one, id)
            return outcomes

        yield lambda ids: portal.call(cancel_async, ids)


def find_error(id: str, outcome: CancelOutcome | None, status: str) -> str | None:
    """Return why a cancel is lost: there is no outcome, or it contradicts the service. Return None if it is right."""
    if outcome is None:
        return f"{id} has no outcome and is {status}"
    if outcome.webset is not None:
        is_right = outcome.webset.id == id and outcome.webset.status == status == "idle"
        return None if is_right else f"{id} is reported as canceled and is {status}"
    notes: list[str] = getattr(outcome.error, "__notes__", [])
    is_noted = isinstance(outcome.error, WebsetsError) and any(f"{id} may still be running" in note for note in notes)
    return None if is_noted else f"{id} ended with {outcome.error!r}, which does not note that it may be running"


def sockets() -> int:
    """Return the number of open sockets of this process."""
    count = 0
    for name in os.listdir("/proc/self/fd"):
        try:
            count += stat.S_ISSOCK(os.stat(f"/proc/self/fd/{name}").st_mode)
        except FileNotFoundError:
            continue  # the listing itself
    return count


def memory() -> int:
    """Return the memory of this process in bytes."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _create(http: httpx.Client) -> str:
    id: str = http.post("/v0/websets", json=BODY).raise_for_status().json()["id"]
    return id
