"""The report: medians of ratios by round, as Markdown tables and as JSON, and the difference of two reports."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from typing import Any

from attrs import asdict, evolve, frozen

from benchmarking.rounds import Measured
from benchmarking.rows import Row

MIB = 2**20


@frozen
class Line:
    """Our result, alone or compared with one side."""

    key: str
    name: str
    table: str
    unit: str
    rounds: int
    ours: float
    """The median of all rounds, in the unit of the row."""
    peer: str | None = None
    theirs: float | None = None
    ratio: float | None = None
    """The median of the ratios of all rounds, and their quartiles."""
    lower: float | None = None
    upper: float | None = None
    target: float | None = None
    """The highest acceptable ratio or, without a peer, the highest acceptable median."""
    server_share: float = 0.0
    """The share of the time in which the server was busy."""

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None if there is none."""
        reached = self.ours if self.peer is None else self.ratio
        return None if self.target is None or reached is None else reached <= self.target


def lines_of(row: Row, measured: Measured) -> list[Line]:
    """Return the lines of a row: our result if the row has a limit, then one for each other side."""
    own, *others = zip(*measured.rounds, strict=True)
    ours, count = statistics.median(own), len(own)
    alone = Line(row.key, row.name, row.table, row.unit, count, ours, server_share=measured.server_share)
    lines = [] if row.limit is None and others else [evolve(alone, target=row.limit)]
    for peer, values in zip(measured.sides[1:], others, strict=True):
        ratios = [one / other for one, other in zip(own, values, strict=True)]
        lower, ratio, upper = statistics.quantiles(ratios * (2 if count == 1 else 1), n=4, method="inclusive")
        theirs, target = statistics.median(values), row.peers.get(peer)
        line = evolve(alone, peer=peer, theirs=theirs, ratio=ratio, lower=lower, upper=upper, target=target)
        lines.append(line)
    return lines


def tables(lines: Sequence[Line]) -> str:
    """Return lines as Markdown tables, with a column for each side that we are compared with."""
    return "\n\n".join(
        _table(name, [line for line in lines if line.table == name])
        for name in dict.fromkeys(line.table for line in lines)
    )


def pair_table(lines: Iterable[Line], revision: str) -> str:
    """Return a Markdown table of the comparison with a revision."""
    rows: list[tuple[str, ...]] = [("what", f"now / {revision}", "quartiles", "rounds", "now", revision)]
    for line in lines:
        quartiles = f"{line.lower:.3f} to {line.upper:.3f}"
        values = (_text(value or 0, line.unit) for value in (line.ours, line.theirs))
        rows.append((line.name, f"{line.ratio:.3f}", quartiles, str(line.rounds), *values))
    return _markdown(rows)


def spread_table(first: Iterable[Any], second: Iterable[Any]) -> str:
    """Return a Markdown table of the results that two reports have in common, and their differences."""
    later = {(line["key"], line["peer"]): _result(line) for line in second}
    rows: list[tuple[str, ...]] = [("what", "compared with", "first", "second", "difference")]
    for line in first:
        if (other := later.get((line["key"], line["peer"]))) is not None:
            one, unit = _result(line), "" if line["peer"] else line["unit"]
            results = (_text(value, unit) for value in (one, other))
            rows.append((line["name"], line["peer"] or "", *results, f"{other / one - 1:+.1%}"))
    return _markdown(rows)


def to_json(line: Line) -> dict[str, Any]:
    """Return a line as JSON data."""
    return {**asdict(line), "met": line.is_met}


def _table(name: str, lines: Sequence[Line]) -> str:
    peers = [*dict.fromkeys(line.peer for line in lines if line.peer)]
    rows = [(name, *peers, "ours")]
    for key in dict.fromkeys(line.key for line in lines):
        found = {line.peer: line for line in lines if line.key == key}
        one = next(iter(found.values()))
        ours = _cell(found[None]) if None in found else _text(one.ours, one.unit)
        rows.append((one.name, *(_cell(found[peer]) if peer in found else "" for peer in peers), ours))
    return _markdown(rows)


def _cell(line: Line) -> str:
    """Return a result, in bold with its target if it misses that."""
    value, unit = (line.ours, line.unit) if line.ratio is None else (line.ratio, "")
    text = _text(value, unit)
    return f"**{text}** (at most {_text(line.target, unit)})" if line.target and not line.is_met else text


def _result(line: Any) -> float:
    result: float = line["ratio"] if line["peer"] else line["ours"]
    return result


def _text(value: float, unit: str) -> str:
    """Return a value with its unit, or a ratio if that is empty."""
    match unit:
        case "byte":
            return f"{value / MIB:.1f} MiB"
        case "second":
            scale, name = (1, "s") if value >= 1 else (1e3, "ms") if value >= 1e-3 else (1e6, "µs")
            return f"{value * scale:#.3g} {name}".replace(". ", " ")
        case "integer":
            return f"{value:.0f}"
        case _:
            return f"{value:.2f}"


def _markdown(rows: Sequence[tuple[str, ...]]) -> str:
    head, *others = rows
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ("---",) * len(head), *others))
