"""The reports of `scripts/benchmark`: turns, ratios, targets and tables, and two reports side by side."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from attrs import evolve
from benchmarking.benchmark import main
from benchmarking.report import Line, lines_of, pair_table, spread_table, tables, to_json
from benchmarking.rounds import Measured, take_turns
from benchmarking.rows import HTTPX, OURS, SDK, Row

BESIDE = Line("cancel", "one cancel", "calls", "second", 3, 0.00055, HTTPX, 0.001, 0.55, 0.5, 0.6)
ALONE = Line("list", "all items", "calls", "byte", 3, 5 * 2.0**20)


def test_the_order_of_two() -> None:
    """Each pair of rounds measures now, before, before, now, or the reverse; a round starts with the value of now."""
    order, names = list[str](), ("now", "before")

    def measure(name: str) -> float:
        order.append(name)
        return len(order)

    rounds = [*take_turns([partial(measure, name) for name in names], 4, 60)]

    assert order == ["now", "before", "before", "now", "before", "now", "now", "before"]
    assert rounds == [[1, 2], [4, 3], [6, 5], [7, 8]]


def test_the_order_of_many() -> None:
    """In twice as many rounds as there are sides, each side is as often in each place."""
    order = list[int]()

    def measure(side: int) -> float:
        order.append(side)
        return 0

    assert len([*take_turns([partial(measure, side) for side in range(5)], 10, 60)]) == 10
    places = [order[place::5] for place in range(5)]
    assert all(sorted(place) == sorted([*range(5)] * 2) for place in places)


def test_a_round_that_started_is_finished() -> None:
    """A round that has started is completed, and no further round starts after the time is up."""
    assert [*take_turns([lambda: 1, lambda: 2], 100, -1)] == [[1, 2]]


def test_the_median_of_ratios() -> None:
    """A ratio is the median of the ratios by round, not the ratio of the medians."""
    row = Row("get", "one get", {HTTPX: 1.5, SDK: None})
    rounds = [[2.0, 1.0, 1], [3.0, 3.0, 1], [8.0, 2.0, 1], [9.0, 3.0, 1], [5.0, 10.0, 1]]
    first, second = lines_of(row, Measured((OURS, HTTPX, SDK), rounds, 0.25))

    expected = Line("get", "one get", "calls", "second", 5, 5.0, HTTPX, 3.0, 2.0, 1.0, 3.0, 1.5, 0.25)
    assert first == expected
    assert second == evolve(expected, peer=SDK, theirs=1.0, ratio=5.0, lower=3.0, upper=8.0, target=None)


@pytest.mark.parametrize(("limit", "peers"), [(None, ["tea"]), (3.0, [None, "tea"])])
def test_a_limit(limit: float | None, peers: list[str | None]) -> None:
    """A row with a limit also has a line of its own."""
    lines = lines_of(Row("get", "one get", limit=limit), Measured((OURS, "tea"), [[2.0, 1.0]], 0))
    assert [line.peer for line in lines] == peers


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        (BESIDE, ["0.55", "550 µs"]),
        (evolve(BESIDE, target=0.55), ["0.55", "550 µs"]),
        (evolve(BESIDE, target=0.5), ["**0.55** (at most 0.50)", "550 µs"]),
        (evolve(BESIDE, ours=0.0305), ["0.55", "30.5 ms"]),
        (evolve(BESIDE, ours=1.0), ["0.55", "1.00 s"]),
        (evolve(BESIDE, ours=123.0), ["0.55", "123 s"]),
        (evolve(BESIDE, ours=1.0, unit="integer"), ["0.55", "1"]),
        (ALONE, ["5.0 MiB"]),
        (evolve(ALONE, target=5 * 2.0**20), ["5.0 MiB"]),
        (evolve(ALONE, target=3 * 2.0**20), ["**5.0 MiB** (at most 3.0 MiB)"]),
    ],
)
def test_a_row_of_a_table(line: Line, cells: list[str]) -> None:
    """A result that misses its target is bold, with the target."""
    row = tables([line]).splitlines()[2]
    assert [cell.strip() for cell in row.strip("|").split("|")] == [line.name, *cells]


def test_tables() -> None:
    """Each table has a column for each side that one of its rows is compared with."""
    other = evolve(BESIDE, key="decode", name="decode", table="models", peer=SDK)
    assert tables([ALONE, BESIDE, evolve(BESIDE, peer=SDK, ratio=0.25), other]).splitlines() == [
        "| calls | httpx | exa-py | ours |",
        "| --- | --- | --- | --- |",
        "| all items |  |  | 5.0 MiB |",
        "| one cancel | 0.55 | 0.25 | 550 µs |",
        "",
        "| models | exa-py | ours |",
        "| --- | --- | --- |",
        "| decode | 0.55 | 550 µs |",
    ]


def test_the_table_of_two_trees() -> None:
    """The ratio has three decimal places, and its quartiles."""
    assert pair_table([BESIDE], "v1").splitlines() == [
        "| what | now / v1 | quartiles | rounds | now | v1 |",
        "| --- | --- | --- | --- | --- | --- |",
        "| one cancel | 0.550 | 0.500 to 0.600 | 3 | 550 µs | 1.00 ms |",
    ]


def test_two_reports() -> None:
    """Results of both reports are side by side, with their difference; others are left out."""
    later = [evolve(BESIDE, ratio=0.539), evolve(ALONE, ours=6 * 2.0**20), evolve(BESIDE, peer=SDK)]
    first, second = ([to_json(line) for line in lines] for lines in ([BESIDE, ALONE], later))
    assert spread_table(first, second).splitlines()[2:] == [
        "| one cancel | httpx | 0.55 | 0.54 | -2.0% |",
        "| all items |  | 5.0 MiB | 6.0 MiB | +20.0% |",
    ]


def test_two_saved_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`--spread` reads the reports of `--json`."""
    path = tmp_path / "report.json"
    path.write_text(json.dumps({"lines": [to_json(BESIDE)]}), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["benchmark", "--spread", str(path), str(path)])

    assert main() == 0
    assert capsys.readouterr().out.endswith("| one cancel | httpx | 0.55 | 0.55 | +0.0% |\n")
