"""Compare the performance of this package with alternatives, and print a table of ratios.

Each round measures every tool of a row, so that noise affects both sides of a ratio. The exit code is 2 if something
cannot be measured, and 0 otherwise, even if targets are missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import asdict, evolve
from common.arguments import count
from common.git_trees import RevisionError
from common.paths import ROOT

from benchmarking.pair import ROUNDS as PAIR_ROUNDS, compare, pair_table
from benchmarking.peers import PeersError, prepare, versions
from benchmarking.report import Line, lines_of, table, to_json
from benchmarking.rounds import WorkerError, bench
from benchmarking.rows import Row, rows
from benchmarking.trees import PairError

ROUNDS = 7


def main() -> int:
    arguments = _parser().parse_args()
    if arguments.against is not None:
        return _against(arguments)
    only: list[str] = arguments.only
    chosen = [row for row in rows() if all(word in f"{row.key} {row.name}" for word in only)]
    chosen = [row for row in chosen if arguments.all or not row.is_slow]
    if not chosen:
        print(f"scripts/benchmark: no row has {' and '.join(only)} in its name", file=sys.stderr)
        return 2
    try:
        if arguments.quick:
            machine, lines = _machine({}), _once(chosen)
        else:
            python = prepare(offline=arguments.offline)
            machine, lines = _machine(versions(python)), _in_rounds(python, chosen, arguments.rounds or ROUNDS)
    except (PeersError, WorkerError) as error:
        print(f"scripts/benchmark: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    if arguments.json:
        print(json.dumps({"machine": machine, "lines": [to_json(line) for line in lines]}, indent=2))
    else:
        print(f"{table(lines)}\n\n{', '.join(f'{name} {value}' for name, value in machine.items())}")
    is_whole = arguments.quick or {line.key for line in lines} == {row.key for row in chosen}
    return 0 if is_whole else 2


def _against(arguments: argparse.Namespace) -> int:
    """Compare the work tree with a revision."""
    revision: str = arguments.against
    rounds: int = arguments.rounds or PAIR_ROUNDS
    signal.signal(signal.SIGTERM, _exit)
    try:
        lines = compare(ROOT, revision, only=arguments.only, rounds=rounds, offline=arguments.offline)
    except (PairError, RevisionError, WorkerError) as error:
        print(f"scripts/benchmark: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    if arguments.json:
        print(json.dumps({"machine": _machine({}), "lines": [asdict(line) for line in lines]}, indent=2))
    else:
        print(pair_table(lines, revision))
    return 0


def _exit(signum: int, frame: object) -> None:
    """Exit on a signal, so that clients are killed and the copies of the trees are deleted."""
    sys.exit(128 + signum)


def _once(chosen: list[Row]) -> list[Line]:
    """Run every case once in the development environment, with the peers installed there."""
    with TemporaryDirectory() as folder, bench(Path(sys.executable), Path(folder), cancels=8, pages=2) as here:
        suite = here.once()
    print("every case ran once with small sizes; the figures are not meaningful", file=sys.stderr)
    return [evolve(line, target=None) for row in chosen for line in lines_of(row, suite)]


def _in_rounds(python: Path, chosen: list[Row], rounds: int) -> list[Line]:
    lines: list[Line] = []
    with TemporaryDirectory() as folder, bench(python, Path(folder)) as there:
        for number, row in enumerate(chosen, start=1):
            print(f"{number} of {len(chosen)}: {row.name}", file=sys.stderr, flush=True)
            try:
                lines += lines_of(row, there.rounds(row, rounds))
            except WorkerError as error:  # keep the other rows, which take minutes
                print(f"scripts/benchmark: {error}", file=sys.stderr)
            except KeyboardInterrupt:
                print("scripts/benchmark: interrupted; printing the completed rows", file=sys.stderr)
                break
    return lines


def _machine(peers: dict[str, str]) -> dict[str, Any]:
    """Return a general description of the machine."""
    return {"cores": os.cpu_count(), "Python": platform.python_version(), **peers}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    parser.add_argument(
        "--only", action="append", default=[], metavar="TEXT", help="only measure rows with this text in their names"
    )
    rounds = f"(default: {ROUNDS}; with --against {PAIR_ROUNDS})"
    parser.add_argument("--rounds", type=count, metavar="N", help=rounds)
    parser.add_argument("--offline", action="store_true", help="use the peers that are already installed")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--all", action="store_true", help="also measure scripts/test, which takes minutes")
    size.add_argument("--quick", action="store_true", help="only check that each case works, without installing peers")
    size.add_argument(
        "--against", metavar="REV", help="compare the work tree with a revision, without installing peers"
    )
    return parser
