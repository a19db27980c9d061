"""`list`, `active` and `get` print a table that fits the terminal, or tab-separated lines without a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.command_line import run, settings
from support.emulator_calls import TEA, create, monitor
from support.http_service import served
from support.recordings import recorded
from support.terminals import opened
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.amber import AmberSnapshotExtension
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex

TITLES = (
    "Makers of tea in Europe that sell it directly to small shops and restaurants, by country",
    "日本のお茶メーカーの一覧 🍵 ヨーロッパで売っている小さな店と会社の名前、国別",
    "शब्द é\N{COMBINING ACUTE ACCENT} ☕ 茶",
    "👩\N{ZERO WIDTH JOINER}👧\N{ZERO WIDTH JOINER}👦🏽🇯🇵❤\N{VARIATION SELECTOR-16} " * 9,
    None,
)
PLAIN = TITLES[:2]
TERMINALS = ["pyte", pytest.param("tmux", marks=pytest.mark.packaging)]


class SameScreens(AmberSnapshotExtension):
    """Snapshots that all terminals share."""

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        return test_location.snapshot_name.replace("pyte-", "").replace("tmux-", "")


@pytest.fixture
def websets_emulator() -> Iterator[Emulator]:
    """Yield an emulator whose clock is an hour behind, so that its Websets have an age."""
    with Emulator(start=datetime.now(UTC) - timedelta(hours=1)) as emulator:
        yield emulator


def filled(emulator: Any, http: httpx.Client, titles: tuple[str | None, ...]) -> list[str]:
    """Create Websets that are an hour old and return their ids, newest first."""
    ids: list[str] = []
    for title in titles:
        body = {
            "search": {"query": f"Makers of tea: {title}", "count": 400},
            "enrichments": [{"description": f"Who founded it? {title}"}],
        }
        ids.insert(0, create(http, body, **({"title": title} if title else {})))
    monitor(http, ids[0])
    emulator.advance(30)
    return ids


@pytest.mark.parametrize(
    ("kind", "columns", "command"),
    [
        *((("pyte", columns, command)) for columns in (20, 60) for command in ("list", "get", "active")),
        *(
            pytest.param(*row, marks=pytest.mark.packaging)
            for row in (
                *((("pyte", columns, command)) for columns in (50, 120) for command in ("list", "get")),
                *((("tmux", columns, "list")) for columns in (60, 120)),
                ("tmux", 60, "get"),
            )
        ),
    ],
)
def test_no_line_wraps(kind: str, columns: int, command: str, websets_emulator: Any, http: httpx.Client) -> None:
    """Each Webset is on a single line, even if the terminal is narrow or the titles are long."""
    ids = filled(websets_emulator, http, TITLES)
    arguments = ["get", ids[1]] if command == "get" else [command]
    with opened(kind, settings(websets_emulator.base_url), *arguments, columns=columns) as terminal:
        terminal.shows("exit code 0")
        lines = [line.rstrip() for line in terminal.look().rstrip().splitlines()]

    # Before the table of its parts, `get` prints the title, the id, the status and an empty line.
    expected = 4 + 1 + 2 if command == "get" else 1 + len(TITLES)
    assert len(lines) == expected + 1, "\n".join(lines)
    if columns >= 40:
        heading, *rows = lines[4:-1] if command == "get" else lines[:-1]
        assert heading.split()[0] == ("PART" if command == "get" else "ID")
        assert command == "get" or [row.split()[0] for row in rows] == ids


@pytest.mark.parametrize("columns", [60, 120])
@pytest.mark.parametrize("kind", TERMINALS)
def test_screens(
    kind: str, columns: int, websets_emulator: Any, http: httpx.Client, snapshot: SnapshotAssertion
) -> None:
    """A narrow terminal omits the least important columns, and truncated text ends with an ellipsis."""
    ids = filled(websets_emulator, http, PLAIN)
    run(websets_emulator, "cancel", ids[0])
    screens: dict[str, str] = {}
    for command in (["list"], ["active"], ["get", ids[0]]):
        with opened(kind, settings(websets_emulator.base_url), *command, columns=columns) as terminal:
            screens[command[0]] = terminal.shows("exit code 0")

    assert screens == snapshot(extension_class=SameScreens)


def test_pipes_get_everything(websets_emulator: Any, http: httpx.Client) -> None:
    """Without a terminal, all columns are printed in full, separated by tabs and without a header."""
    ids = filled(websets_emulator, http, PLAIN)
    listed = [line.split("\t") for line in run(websets_emulator, "list", COLUMNS="40").out.splitlines()]
    active = [line.split("\t") for line in run(websets_emulator, "active", COLUMNS="40").out.splitlines()]
    got = [line.split("\t") for line in run(websets_emulator, "get", ids[0], COLUMNS="40").out.splitlines()]

    assert [cells[0] for cells in listed] == [cells[0] for cells in active] == ids
    assert [cells[1] for cells in listed] == ["running", "running"]
    assert [cells[-1] for cells in listed] == [cells[-1] for cells in active] == [PLAIN[1], PLAIN[0]]
    assert {len(cells) for cells in listed} == {6}
    assert {len(cells) for cells in active} == {7}
    assert [cells[0] for cells in got] == ["webset", "search", "enrichment", "monitor"]
    assert {len(cells) for cells in got} == {5}
    for cells in (*listed, *active):  # a timestamp that programs can parse and sort, instead of an age
        assert 3500 < (datetime.now(UTC) - datetime.fromisoformat(cells[2])).total_seconds() < 3700


def one_page(request: httpx.Request) -> httpx.Response:
    """Return a page with one Webset, and a 403 for the next page."""
    if "cursor" in request.url.params:
        return httpx.Response(403, json={"message": "no more"})
    webset = {**recorded("websets_get_running_progress").answer, "id": "webset_1"}
    return httpx.Response(200, json={"data": [webset], "hasMore": True, "nextCursor": "next"})


def test_a_page_that_fails() -> None:
    """Websets from earlier pages are printed before the error, in a terminal as well."""
    with served(one_page) as service:
        done = run(service, "list")
        with opened("pyte", settings(service.base_url), "list") as terminal:
            lines = terminal.shows("exit code 1").splitlines()
    assert (done.code, done.out.count("\n"), done.out.split()[0]) == (1, 1, "webset_1")
    assert done.err.startswith("Error: 403 no more")
    assert [line.split()[0] for line in lines] == ["ID", "webset_1", "Error:", "exit"]


@pytest.mark.parametrize("command", ["list", "active", "rows"])
def test_limit(command: str, websets_emulator: Any, http: httpx.Client) -> None:
    """`--limit` prints only the first results and must be a positive number."""
    ids = filled(websets_emulator, http, PLAIN)
    websets_emulator.advance(60)
    arguments = ["rows", ids[0]] if command == "rows" else [command]
    every = run(websets_emulator, *arguments).out.splitlines()

    assert len(every) > 1
    assert run(websets_emulator, *arguments, "--limit", "1").out.splitlines() == every[:1]
    assert run(websets_emulator, *arguments, "--limit", "99").out.splitlines() == every
    for wrong in ("0", "-1", "x"):
        assert run(websets_emulator, *arguments, "--limit", wrong).code == 2


@pytest.mark.parametrize(
    ("limit", "pages"), [(None, ["100", "100"]), (3, ["3"]), (100, ["100"]), (101, ["100", "100"])]
)
def test_a_limit_reads_no_more(limit: int | None, pages: list[str], websets_emulator: Any, http: httpx.Client) -> None:
    """Only the pages needed to reach the limit are requested."""
    for _ in range(101):
        create(http, TEA)
    before = len(websets_emulator.requests)
    done = run(websets_emulator, "list", "--json", *(["--limit", str(limit)] if limit else []))

    sent = [httpx.QueryParams(request.query)["limit"] for request in websets_emulator.requests[before:]]
    assert sent == pages
    assert len(done.json) == (limit or 101)


def test_a_limit_of_a_status(websets_emulator: Any, http: httpx.Client) -> None:
    """The limit applies to Websets with the given status; if there are none, a message is printed to stderr."""
    idle = create(http, TEA)
    websets_emulator.advance(1000)
    create(http, TEA)
    assert run(websets_emulator, "list", "--status", "idle", "--limit", "1").out.startswith(idle)
    done = run(websets_emulator, "list", "--status", "paused")
    assert (done.code, done.out, done.err) == (0, "", "No Websets are paused.\n")


def test_no_websets(websets_emulator: Any) -> None:
    """If there are no Websets, a message is printed to stderr and nothing to stdout."""
    done = run(websets_emulator, "list")
    assert (done.code, done.out, done.err) == (0, "", "There are no Websets.\n")


def test_rows_as_csv_have_no_limit(websets_emulator: Any) -> None:
    """`--csv` always prints every item, so it cannot be combined with `--limit`."""
    done = run(websets_emulator, "rows", "x", "--csv", "--limit", "3")
    assert (done.code, websets_emulator.requests) == (2, [])
    assert "--csv cannot be combined with --json or --limit" in done.err
