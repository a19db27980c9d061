"""Comparison of the package with a revision: alternating blocks of calls, and alternating new processes."""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from attrs import field, frozen
from common.paths import SCRIPTS

from benchmarking.documents import document
from benchmarking.place import VARIABLE, Place
from benchmarking.rounds import bench
from benchmarking.trees import PairError, Tree, Trees, last_line, two_trees

T = TypeVar("T")
Pairs: TypeAlias = dict[str, list[tuple[float, float]]]
"""The seconds in the work tree and in the other tree, by the key of a case."""

CALLS = {"cancel/sync": "one cancel, sync", "cancel/async": "one cancel, async", "get/sync": "one get, sync"}
PROCESSES = {"import": "new process: import WebsetsClient", "first": "new process: import and first cancel"}
ROUNDS = 240
BLOCK = 25
WARM_UP = 100
# Processes with the same code differ by 1 to 2 % for their whole lifetime; several pairs average that out.
CLIENT_PAIRS = 12
SECONDS = 95.0
"""The time after which no more pairs of clients start, with the default number of rounds."""
ROUND_SECONDS = 0.14
"""The average time limit for a round of calls; an idle machine needs half of it."""
ROUNDS_PER_PROCESS_ROUND = 12
PROCESS_ROUND_SECONDS = 1.75
START_SECONDS = 30.0
FRESH = """
from time import perf_counter_ns
start = perf_counter_ns()
from exa_websets import WebsetsClient
imported = perf_counter_ns()
client = WebsetsClient("any", base_url={base_url!r})
client.websets.cancel({id!r})
canceled = perf_counter_ns()
client.close()
print([imported - start, canceled - start])
"""


@frozen
class Comparison:
    """The time of a case divided by its time in the other tree: the median of all pairs, and the quartiles."""

    key: str
    name: str
    pairs: int
    ratio: float
    lower: float
    upper: float
    now: float
    """The median in seconds."""
    before: float


def compare(root: Path, revision: str, *, only: Sequence[str], rounds: int, offline: bool) -> list[Comparison]:
    """Compare the work tree with a revision, case by case.

    Raises:
        PairError: No case is chosen, or a tree cannot be measured.
        RevisionError: git is missing, or the revision is unknown.
    """
    names = CALLS | PROCESSES
    chosen = [key for key, name in names.items() if all(word in f"{key} {name}" for word in only)]
    if not chosen:
        raise PairError(f"no row has {' and '.join(only)} in its name")
    end = time.monotonic() + SECONDS * max(1, rounds / ROUNDS)
    found: Pairs = {}
    with two_trees(root, revision, offline=offline) as trees, bench(Path(sys.executable), trees[0].folder) as here:
        base_url = Place(**json.loads(here.environment[VARIABLE])).over("plain").base_url
        if any(key in PROCESSES for key in chosen):
            found |= _compare_processes(trees, base_url, math.ceil(rounds / ROUNDS_PER_PROCESS_ROUND))
        if calls := [key for key in chosen if key in CALLS]:
            found |= compare_calls(trees, base_url, calls, rounds, end)
    return [summarize(key, names[key], found[key]) for key in chosen]


def summarize(key: str, name: str, pairs: Sequence[tuple[float, float]]) -> Comparison:
    """Return the median and the quartiles of the ratios of pairs, and the median times."""
    lower, ratio, upper = statistics.quantiles((now / before for now, before in pairs), n=4, method="inclusive")
    now, before = (statistics.median(times) for times in zip(*pairs, strict=True))
    return Comparison(key, name, len(pairs), ratio, lower, upper, now, before)


def pair_table(comparisons: Iterable[Comparison], revision: str) -> str:
    """Return a Markdown table of comparisons."""
    heads = ("what", f"now / {revision}", "quartiles", "pairs", "now", revision)
    rows = [heads, ("---",) * len(heads), *(_cells(one) for one in comparisons)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def in_turns(one: Callable[[], T], other: Callable[[], T], rounds: int, seconds: float) -> Iterator[tuple[T, T]]:
    """Yield pairs of measurements in the order one, other, other, one, so that drift cancels out.

    Each round has two pairs; no more rounds start after `seconds`.
    """
    end = time.monotonic() + seconds
    for _ in range(rounds):
        yield one(), other()
        later = other()
        yield one(), later
        if time.monotonic() > end:
            return


@frozen
class Client:
    """A process that makes calls with the client of one tree, and that is killed after `seconds`."""

    tree: Tree
    process: subprocess.Popen[str]
    seconds: float
    started: float = field(factory=time.monotonic)

    def block(self, key: str, count: int = BLOCK) -> float:
        """Make a block of calls and return the median time in seconds.

        Raises:
            PairError: The process has ended.
        """
        assert self.process.stdin is not None
        with suppress(OSError):  # it has ended; reading its output explains why
            os.write(self.process.stdin.fileno(), f"{json.dumps([key, count])}\n".encode())
        times: list[int] = self._answer()
        return statistics.median(times) / 1e9

    def check(self) -> None:
        """Wait until the process has imported the package of its tree.

        Raises:
            PairError: The process has ended, or it imported another package.
        """
        home: str = self._answer()
        if not Path(home).is_relative_to(self.tree.folder):
            raise PairError(f"{self.tree.name} does not have the package exa_websets: {home} was imported")

    def _answer(self) -> Any:
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        if line := self.process.stdout.readline():
            return json.loads(line)
        if time.monotonic() - self.started > self.seconds:
            raise PairError(f"the client of {self.tree.name} was killed after {self.seconds:.0f} s")
        raise PairError(f"the client of {self.tree.name} ended: {last_line(self.process.stderr.read())}")


@contextmanager
def start_client(tree: Tree, base_url: str, seconds: float) -> Generator[Client]:
    """Start the client of a tree, and kill it at the end of the block.

    Raises:
        PairError: The client does not start.
    """
    with subprocess.Popen(
        [sys.executable, str(SCRIPTS), "benchmarking.pair_client", base_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=tree.environment,
        cwd=tree.folder,
    ) as process:
        client = Client(tree, process, seconds)  # starts the clock before the timer, which may fire at once
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        try:
            client.check()
            yield client
        finally:
            timer.cancel()
            process.kill()


def compare_calls(trees: Trees, base_url: str, keys: Sequence[str], rounds: int, end: float) -> Pairs:
    """Compare calls with several pairs of clients; the two trees take turns in going first.

    Raises:
        PairError: A client does not start, or ends early.
    """
    found: Pairs = {key: [] for key in keys}
    count, share = min(rounds, CLIENT_PAIRS), math.ceil(rounds / CLIENT_PAIRS)
    seconds = share * ROUND_SECONDS
    limit = START_SECONDS + 2 * seconds * len(keys)
    for number in range(count):
        if number and time.monotonic() > end:
            break
        print(f"calls, {number + 1} of {count} pairs of clients", file=sys.stderr, flush=True)
        turn = 1 if number % 2 == 0 else -1
        with ExitStack() as stack:
            first, second = (stack.enter_context(start_client(tree, base_url, limit)) for tree in trees[::turn])
            for key in keys:
                for client in (first, second):
                    client.block(key, WARM_UP)
                pairs = in_turns(partial(first.block, key), partial(second.block, key), share, seconds)
                found[key] += [(now, before) for now, before in (pair[::turn] for pair in pairs)]
    return found


def _compare_processes(trees: Trees, base_url: str, rounds: int) -> Pairs:
    print("new processes", file=sys.stderr, flush=True)
    now, before = (partial(time_process, tree, base_url) for tree in trees)
    for measure in (now, before):
        measure()  # compiles the tree
    pairs = [*in_turns(now, before, rounds, rounds * PROCESS_ROUND_SECONDS)]
    return {key: [(one[index], other[index]) for one, other in pairs] for index, key in enumerate(PROCESSES)}


def time_process(tree: Tree, base_url: str) -> tuple[float, float]:
    """Start a process, and return the seconds until it has imported the client and until it has canceled.

    Raises:
        PairError: The process failed.
    """
    code = FRESH.format(base_url=base_url, id=document("small")["id"])
    command = [sys.executable, "-c", code]
    try:
        done = subprocess.run(
            command,
            env=tree.environment,
            cwd=tree.folder,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PairError(f"a process of {tree.name} did not end within {START_SECONDS:.0f} s") from None
    if done.returncode:
        raise PairError(f"a process of {tree.name} failed: {last_line(done.stderr)}")
    imported, canceled = json.loads(done.stdout)
    return imported / 1e9, canceled / 1e9


def _cells(one: Comparison) -> tuple[str, ...]:
    quartiles = f"{one.lower:.3f} to {one.upper:.3f}"
    times = (
        f"{seconds * 1e3:.3f} ms" if seconds < 0.01 else f"{seconds * 1e3:.0f} ms" for seconds in (one.now, one.before)
    )
    return one.name, f"{one.ratio:.3f}", quartiles, str(one.pairs), *times
