"""Comparison of the package with a revision: the two trees take turns, each with its own worker and processes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from attrs import evolve

from benchmarking.place import MeasurementError
from benchmarking.report import Line, lines_of
from benchmarking.rounds import Side, bench
from benchmarking.rows import OURS, Effort, rows
from benchmarking.trees import two_trees

# Workers with the same code differ by 1 to 2 % for their whole lifetime; several pairs average that out.
CALLS = Effort(360, workers=12, seconds=15)
PROCESSES = Effort(40, seconds=40)
KEYS = {
    "import/warm": PROCESSES,
    "first/warm": PROCESSES,
    "cancel/sync/plain": CALLS,
    "cancel/async/plain": CALLS,
    "decode/typical": evolve(CALLS, rounds=120),
    "encode/typical": evolve(CALLS, rounds=120),
}


def compare(root: Path, revision: str, *, only: Sequence[str], rounds: int | None, offline: bool) -> list[Line]:
    """Compare the work tree with a revision, row by row.

    Raises:
        MeasurementError: No row is chosen, or a tree cannot be measured.
        RevisionError: git is missing, or the revision is unknown.
    """
    chosen = [row for row in rows() if row.key in KEYS and row.has(only)]
    if not chosen:
        raise MeasurementError(f"no row has {' and '.join(only)} in its name")
    lines: list[Line] = []
    with two_trees(root, revision, offline=offline) as trees, bench() as here:
        sides = [Side(home.name, home, OURS) for home in trees]
        for number, row in enumerate(chosen, start=1):
            print(f"{number} of {len(chosen)}: {row.name}", file=sys.stderr, flush=True)
            effort = KEYS[row.key].of(rounds)
            lines += lines_of(evolve(row, peers={}), here.measure(row, sides, effort))
    return lines
