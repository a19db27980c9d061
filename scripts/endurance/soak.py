"""Cancel thousands of running Websets and play hundreds of runs while a proxy injects faults.

Afterwards, each Webset is checked without faults. The exit code is 1, with a line for each violation, if
- a cancel is lost
- something that a run started is still running after its faults ended, or is not reported as running
- an exception is neither from the package nor the exception object raised by caller code
- between two parts, more sockets are open than calls can be in flight, or a socket is open at the end
- memory grows by more than 8 MB
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from common.arguments import count

from endurance.cancels import CancelTally, cancel_all
from endurance.faults import Dice
from endurance.faulty_emulator import faulty_service
from endurance.resources import Resources, use_one_heap
from endurance.run_blocks import CONCURRENCY
from endurance.runs import RunTally, run_all


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="scripts/soak", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--cancels", type=count, default=10_000, metavar="N", help="number of cancels (default: %(default)s)"
    )
    parser.add_argument("--runs", type=count, default=500, metavar="N", help="number of runs (default: %(default)s)")
    parser.add_argument(
        "--concurrency", type=count, default=8, metavar="C", help="concurrent cancels (default: %(default)s)"
    )
    parser.add_argument(
        "--kind", choices=["sync", "async"], default="sync", help="clients to use (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="seed of the faults (default: %(default)s)")
    parser.add_argument("--planted", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if not Path("/proc/self/statm").exists():
        print("scripts/soak measures sockets and memory in /proc, which this system lacks", file=sys.stderr)
        return 2
    use_one_heap()
    dice = Dice(random.Random(arguments.seed), is_planted=arguments.planted)  # noqa: S311 - faults are not secrets
    try:
        with faulty_service() as service:
            cancels = cancel_all(service, arguments.cancels, arguments.concurrency, arguments.kind, dice)
            runs = run_all(service, arguments.runs, arguments.kind, dice)
            if service.is_canceled(service.bystander):
                runs.violations.append(f"{service.bystander} was canceled without a request")
    except KeyboardInterrupt:
        return 130
    print(table(cancels, runs))
    print(f"\n{faults(cancels, runs)}")
    failures = [
        *cancels.violations,
        *runs.violations,
        # Each of the two clients keeps connections open.
        *cancels.resources.failures(2 * arguments.concurrency),
        *runs.resources.failures(2 * CONCURRENCY),
    ]
    for failure in failures:
        print(f"scripts/soak: {failure}", file=sys.stderr)
    return 1 if failures else 0


def table(cancels: CancelTally, runs: RunTally) -> str:
    """Return the results as a Markdown table."""
    both = (cancels, runs)
    rows = {
        "": ("cancels", "runs"),
        "---": ("---", "---"),
        "number": tuple(f"{one.number:,}" for one in both),
        "requests": tuple(f"{one.requests:,}" for one in both),
        "requests with a fault": tuple(f"{one.met.total():,}" for one in both),
        "verified to have stopped": (f"{cancels.stopped:,}", f"{runs.stopped:,}"),
        "never created": ("-", f"{runs.never_created:,}"),
        "reported as possibly running": tuple(
            f"{one.reported:,}, of which {one.reported_running:,} were" for one in both
        ),
        "violations": tuple(f"{len(one.violations):,}" for one in both),
        "open sockets": tuple(_sockets(one.resources) for one in both),
        "memory": tuple(_memory(one.resources) for one in both),
        "time": tuple(f"{one.seconds:.0f} s" for one in both),
    }
    return "\n".join(f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items())


def faults(cancels: CancelTally, runs: RunTally) -> str:
    """Return the number of faults by kind as a Markdown table."""
    kinds = sorted(cancels.met | runs.met)
    rows = [f"| {kind} | {cancels.met[kind]:,} | {runs.met[kind]:,} |" for kind in kinds]
    return "\n".join(["| fault | cancels | runs |", "| --- | --- | --- |", *rows])


def _sockets(used: Resources) -> str:
    return f"{used.most_sockets} at most between two parts, {used.left_sockets} left at the end"


def _memory(used: Resources) -> str:
    return f"{used.first_memory / 2**20:.1f} MB after the first part, {used.last_memory / 2**20:.1f} MB at the end"
