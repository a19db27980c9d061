"""Change the package in small ways and report which changes no test notices.

Each mutant is planted in a copy of the checkout. The tests that run the changed line are run there until one fails: a
few rows of each test first, then all rows, then the whole files. Which test runs which line is recorded once for each
state of the sources and tests, which takes some minutes. The exit code is 1 if a mutant survived.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from common.arguments import count
from common.paths import ROOT

from mutating import coverage_map, equivalents, report
from mutating.bench import BenchError, benches
from mutating.finding import files_of, mutants_of
from mutating.selection import Selector
from mutating.trials import Outcome, try_all


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    options = _parser().parse_args(arguments)
    if not hasattr(os, "fork"):
        print("scripts/mutate runs tests in forks, which this system lacks", file=sys.stderr)
        return 2
    try:
        paths = files_of(root, options.paths)
        entries = equivalents.read(options.equivalent)
    except (OSError, ValueError) as error:
        print(f"scripts/mutate: {error}", file=sys.stderr)
        return 2
    everything = [mutant for path in paths for mutant in mutants_of(root, path)]
    stale = equivalents.unused(everything, entries, paths)
    dice = random.Random(options.seed)  # noqa: S311 - a sample is not a secret
    sample = sorted(
        dice.sample(everything, min(options.sample, len(everything))), key=lambda one: (one.path, one.span.start)
    )
    counted, equivalent = equivalents.split(sample, entries)
    # If time runs out, what was tried is still a fair sample.
    dice.shuffle(counted)
    outcomes: list[Outcome] = []

    def note(outcome: Outcome) -> None:
        outcomes.append(outcome)
        number = f"[{len(outcomes)}/{len(counted)}]"
        print(
            f"{number} {outcome.verdict:11} {outcome.seconds:5.1f} s  {report.describe(outcome.mutant)}",
            file=sys.stderr,
        )

    try:
        with (
            tempfile.TemporaryDirectory(prefix="mutate-", ignore_cleanup_errors=True) as folder,
            benches(root, Path(folder), options.jobs) as queue,
        ):
            selector = Selector(root, coverage_map.load(root, paths, queue, options.jobs))
            ends = time.monotonic() + options.minutes * 60
            try_all(counted, selector, queue, options.jobs, ends=ends, report=note)
    except BenchError as error:
        print(f"scripts/mutate: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("scripts/mutate: interrupted", file=sys.stderr)
        if not outcomes:
            return 130
    outcomes.sort(key=lambda one: (one.mutant.path, one.mutant.span.start))
    if options.json:
        print(json.dumps(report.as_json(outcomes, equivalent, stale), indent=2, ensure_ascii=False))
    else:
        print(f"{len(sample)} of {len(everything)} mutants, seed {options.seed}\n")
        print(report.table(outcomes))
        _print_list("Survived", report.survivors(outcomes))
        _print_list("Not counted", [f"{report.describe(one)}: {entry.reason}" for one, entry in equivalent.items()])
        _print_list("Entries that match no mutant", [f"{one.file}  {one.change}  in  {one.line}" for one in stale])
    return 1 if report.survivors(outcomes) or stale else 0


def _print_list(title: str, lines: list[str]) -> None:
    if lines:
        print(f"\n{title}:")
        print("\n".join(f"  {line}" for line in lines))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/mutate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files or folders to change (default: the core)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="seed of the sample (default: %(default)s)")
    parser.add_argument(
        "--sample", type=count, default=100, metavar="N", help="number of mutants (default: %(default)s)"
    )
    parser.add_argument(
        "--minutes", type=float, default=15, metavar="M", help="start no mutant after this time (default: %(default)s)"
    )
    parser.add_argument("--jobs", type=count, default=2, metavar="J", help="mutants at once (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print a JSON document")
    parser.add_argument("--equivalent", type=Path, default=equivalents.FILE, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
