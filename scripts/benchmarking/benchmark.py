"""Measure this package beside its alternatives, and print a table of ratios.

Rows are measured in rounds of every tool, so that both sides of a ratio meet the same noise. The exit code is 2 if
something cannot be measured, and 0 whether targets are met or not.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import evolve
from common.arguments import count

from benchmarking.peers import PeersError, prepare, versions
from benchmarking.report import Line, lines_of, table, to_json
from benchmarking.rounds import WorkerError, bench
from benchmarking.rows import Row, rows


def main() -> int:
    arguments = _parser().parse_args()
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
            machine, lines = _machine(versions(python)), _in_rounds(python, chosen, arguments.rounds)
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


def _once(chosen: list[Row]) -> list[Line]:
    """Measure in the development environment, with the peers installed there."""
    with TemporaryDirectory() as folder, bench(Path(sys.executable), Path(folder), cancels=8, pages=2) as here:
        suite = here.once()
    print("every case ran once, at a small size: the figures only show that it works", file=sys.stderr)
    return [evolve(line, target=None) for row in chosen for line in lines_of(row, suite)]


def _in_rounds(python: Path, chosen: list[Row], rounds: int) -> list[Line]:
    lines: list[Line] = []
    with TemporaryDirectory() as folder, bench(python, Path(folder)) as there:
        for number, row in enumerate(chosen, start=1):
            print(f"{number} of {len(chosen)}: {row.name}", file=sys.stderr, flush=True)
            try:
                lines += lines_of(row, there.rounds(row, rounds))
            except WorkerError as error:  # keep the other rows, which took minutes
                print(f"scripts/benchmark: {error}", file=sys.stderr)
            except KeyboardInterrupt:
                print("scripts/benchmark: interrupted; the rows measured before follow", file=sys.stderr)
                break
    return lines


def _machine(peers: dict[str, str]) -> dict[str, Any]:
    """Return a general description of the machine."""
    return {"cores": os.cpu_count(), "Python": platform.python_version(), **peers}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    parser.add_argument(
        "--only", action="append", default=[], metavar="TEXT", help="measure the rows with this in their name"
    )
    parser.add_argument("--rounds", type=count, default=7, metavar="N", help="(default: %(default)s)")
    parser.add_argument("--offline", action="store_true", help="use the peers that are already installed")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--all", action="store_true", help="also measure scripts/test, which takes minutes")
    size.add_argument("--quick", action="store_true", help="only show that each case works, without installing peers")
    return parser
