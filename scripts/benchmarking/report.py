"""The report: medians, spreads, and ratios by round, from pyperf measurements."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from typing import Any

from attrs import asdict, frozen

from benchmarking.rows import OURS, Row


@frozen
class Measured:
    """The median of all values, and the median distance from it, in the unit of the row."""

    median: float
    spread: float
    text: str


@frozen
class Line:
    """Our result, alone or compared with one tool."""

    key: str
    name: str
    unit: str
    ours: Measured
    peer: str | None = None
    theirs: Measured | None = None
    ratio: float | None = None
    """The median of the ratios of all rounds."""
    lowest: float | None = None
    highest: float | None = None
    target: float | None = None
    """The highest acceptable ratio or, without a peer, the highest acceptable median."""

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None if there is none."""
        reached = self.ours.median if self.peer is None else self.ratio
        return None if self.target is None or reached is None else reached <= self.target


def lines_of(row: Row, suite: Any) -> list[Line]:
    """Return the lines of a row: our result if the row has a limit or no peers, then one for each measured peer."""
    benchmarks = {benchmark.get_name(): benchmark for benchmark in suite}
    if f"{row.key} {OURS}" not in benchmarks:
        return []
    own = benchmarks[f"{row.key} {OURS}"]
    ours = _measured(own)
    lines = [Line(row.key, row.name, row.unit, ours, target=row.limit)] if row.limit or not row.peers else []
    for peer, target in row.peers.items():
        if (benchmark := benchmarks.get(f"{row.key} {peer}")) is not None:
            ratios = [one / other for one, other in zip(_by_round(own), _by_round(benchmark), strict=True)]
            middle, low, high = statistics.median(ratios), min(ratios), max(ratios)
            theirs = _measured(benchmark)
            lines.append(Line(row.key, row.name, row.unit, ours, peer, theirs, middle, low, high, target))
    return lines


def table(lines: Iterable[Line]) -> str:
    """Return lines as a Markdown table, ratios first."""
    heads = ("case", "compared with", "ratio", "range of rounds", "target", "met", "ours", "theirs")
    rows = [heads, ("---",) * len(heads), *(_cells(line) for line in lines)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def to_json(line: Line) -> dict[str, Any]:
    """Return a line as JSON data."""
    return {**asdict(line), "met": line.is_met}


def _measured(benchmark: Any) -> Measured:
    values = benchmark.get_values()
    median = statistics.median(values)
    spread = statistics.median(abs(value - median) for value in values)
    return Measured(median, spread, _text(benchmark, median, spread))


def _text(benchmark: Any, median: float, spread: float) -> str:
    if benchmark.get_unit() == "integer":
        return f"{median:.0f}"
    share = f" ± {spread / median:.0%}" if len(benchmark.get_values()) > 1 else ""
    return f"{benchmark.format_value(median)}{share}"


def _by_round(benchmark: Any) -> list[float]:
    return [statistics.median(run.values) for run in benchmark.get_runs()]


def _cells(line: Line) -> tuple[str, ...]:
    reached = line.ours.median if line.peer is None else line.ratio
    met = ""
    if line.target is not None and reached is not None:
        met = "yes" if line.is_met else f"no, {reached / line.target - 1:.0%} over"
    if line.theirs is None or line.ratio is None:
        limit = (
            ""
            if line.target is None
            else f"{line.target / 2**20:.0f} MiB"
            if line.unit == "byte"
            else f"{line.target:g} s"
        )
        return line.name, "", "", "", limit, met, line.ours.text, ""
    ratio, rounds = f"{line.ratio:.2f}", f"{line.lowest:.2f} to {line.highest:.2f}"
    limit = "" if line.target is None else f"{line.target:.2f}"
    return line.name, line.peer or "", ratio, rounds, limit, met, line.ours.text, line.theirs.text
