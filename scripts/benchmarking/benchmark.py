"""Compare the performance of this package with alternatives, and print tables of ratios.

Each round measures every side of a row, so that noise affects both sides of a ratio. The exit code is 2 if something
cannot be measured, and 0 otherwise, even if targets are missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from attrs import evolve
from common.arguments import count
from common.git_trees import RevisionError
from common.paths import ROOT

from benchmarking.codecs import MODULES
from benchmarking.pair import compare
from benchmarking.peers import prepare, versions
from benchmarking.place import Home, MeasurementError, clean_environment
from benchmarking.report import Line, lines_of, pair_table, spread_table, tables, to_json
from benchmarking.rounds import Bench, Side, bench
from benchmarking.rows import AIOHTTP, HTTPX, HTTPX2, ONCE, OURS, POOLED, SDK, Row, rows


def main() -> int:
    arguments = _parser().parse_args()
    signal.signal(signal.SIGTERM, _exit)
    try:
        return _spread(*arguments.spread) if arguments.spread else _measure(arguments)
    except (MeasurementError, RevisionError) as error:
        print(f"scripts/benchmark: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _measure(arguments: argparse.Namespace) -> int:
    """Measure rows, and print a report."""
    revision: str | None = arguments.against
    chosen = [row for row in rows() if row.has(arguments.only)]
    if not chosen:
        raise MeasurementError(f"no row has {' and '.join(arguments.only)} in its name")
    homes = None if arguments.quick or revision else prepare(offline=arguments.offline)
    started, is_whole = time.monotonic(), True
    if revision:
        lines = compare(ROOT, revision, only=arguments.only, rounds=arguments.rounds, offline=arguments.offline)
    elif homes is None:
        lines = _once(chosen)
    else:
        lines, is_whole = _in_rounds(homes, chosen, arguments.rounds)
    seconds = round(time.monotonic() - started)
    peers = versions(homes[0].python) if homes else {}
    machine = {"cores": os.cpu_count(), "Python": platform.python_version(), **peers}
    if arguments.json:
        report = {"machine": machine, "seconds": seconds, "lines": [to_json(line) for line in lines]}
        print(json.dumps(report, indent=2))
    else:
        print(pair_table(lines, revision) if revision else tables(lines))
        share = max((line.server_share for line in lines if line.key.startswith("cancel/")), default=0)
        print(f"\n{', '.join(f'{name} {value}' for name, value in machine.items())}")
        print(f"measured in {seconds // 60} min {seconds % 60} s", end="")
        print(f"; single cancels kept the server busy for at most {share:.0%} of the time" if share else "")
    return 0 if is_whole else 2


def _once(chosen: list[Row]) -> list[Line]:
    """Run every case once in the development environment, with the peers installed there."""
    home = Home("this environment", ROOT, clean_environment())
    lines: list[Line] = []
    with bench(cancels=8, pages=2) as here:
        for row in chosen:
            sides = [Side(tool, home, tool) for tool in row.tools if _is_installed(tool)]
            if row.is_quick and _is_supported(row, here):
                lines += [evolve(line, target=None) for line in lines_of(row, here.measure(row, sides, ONCE))]
    print("every case ran once with small sizes; the figures are not meaningful", file=sys.stderr)
    return lines


def _in_rounds(homes: tuple[Home, Home], chosen: list[Row], rounds: int | None) -> tuple[list[Line], bool]:
    """Return the lines of the rows, and whether all were measured."""
    lines, missing = list[Line](), len(chosen)
    with bench(homes[0].python) as there:
        for number, row in enumerate(chosen, start=1):
            print(f"{number} of {len(chosen)}: {row.name}", file=sys.stderr, flush=True)
            sides = [Side(tool, homes[row.family == "command"], tool) for tool in row.tools]
            try:
                lines += lines_of(row, there.measure(row, sides, row.effort.of(rounds)))
                missing -= 1
            except MeasurementError as error:  # keep the other rows, which take minutes
                print(f"scripts/benchmark: {row.name}: {error}", file=sys.stderr)
            except KeyboardInterrupt:
                print("scripts/benchmark: interrupted; printing the completed rows", file=sys.stderr)
                break
    return lines, not missing


def _spread(first: Path, second: Path) -> int:
    """Print the results of two saved reports side by side."""
    reports: list[Any] = []
    for path in (first, second):
        try:
            reports.append(json.loads(path.read_text(encoding="utf-8"))["lines"])
        except (OSError, ValueError, KeyError, TypeError):
            raise MeasurementError(f"{path} is not a report of --json") from None
    print(spread_table(*reports))
    return 0


def _is_installed(tool: str) -> bool:
    modules = {**MODULES, HTTPX: "httpx", HTTPX2: "httpx2", AIOHTTP: "aiohttp", SDK: "exa_py", POOLED: "exa_py"}
    return tool == OURS or find_spec(modules.get(tool, "json").partition(".")[0]) is not None


def _is_supported(row: Row, here: Bench) -> bool:
    has_wire = not row.key.endswith("tls") or "tls" in here.place.server
    return has_wire and (row.unit != "byte" or Path("/proc/self/clear_refs").exists())


def _exit(signum: int, frame: object) -> None:
    """Exit on a signal, so that workers are killed and the copies of the trees are deleted."""
    sys.exit(128 + signum)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument(
        "--only", action="append", default=[], metavar="TEXT", help="only measure rows with this text in their names"
    )
    parser.add_argument("--rounds", type=count, metavar="N", help="rounds of every row (default: 3 to 360, by row)")
    parser.add_argument("--offline", action="store_true", help="use the peers that are already installed")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--quick", action="store_true", help="only check that each case works, without installing peers")
    kind.add_argument(
        "--against", metavar="REV", help="compare the work tree with a revision, without installing peers"
    )
    kind.add_argument(
        "--spread", nargs=2, type=Path, metavar=("FIRST", "SECOND"), help="compare two reports saved with --json"
    )
    return parser
