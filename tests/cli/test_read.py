"""`exa-websets get`, `list`, `drift` and `items export`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from support.command_line import run
from support.emulator_calls import TEA, create, monitor
from support.sample_answers import full_webset
from syrupy.assertion import SnapshotAssertion

BODY = {
    "title": "Makers of tea",
    "search": {"query": "Makers of tea in Europe", "count": 5},
    "enrichments": [{"description": "Who founded it?", "format": "text"}],
}


def test_get_shows_all_parts(websets_emulator: Any, http: httpx.Client, snapshot: SnapshotAssertion) -> None:
    """The output has a line for the Webset and one for each of its searches, enrichments and monitors."""
    id = create(http, BODY)
    monitor(http, id)
    websets_emulator.advance(8)

    assert run(websets_emulator, "get", id).screen == snapshot


def test_get_as_json(websets_emulator: Any, http: httpx.Client) -> None:
    """`--json` prints the complete response."""
    id = create(http, BODY)
    done = run(websets_emulator, "get", id, "--json")

    assert (done.code, done.err) == (0, "")
    assert done.json["id"] == id
    assert done.json["searches"][0]["query"] == "Makers of tea in Europe"


def test_list(websets_emulator: Any, http: httpx.Client, snapshot: SnapshotAssertion) -> None:
    """Websets from all pages are listed, newest first; `--status` filters them."""
    first = create(http, BODY)
    websets_emulator.advance(100)
    more = [create(http, TEA) for _ in range(101)]

    lines = run(websets_emulator, "list").out.splitlines()
    assert [text.split()[0] for text in lines] == [*reversed(more), first]
    assert run(websets_emulator, "list", "--status", "idle").screen == snapshot
    listed = run(websets_emulator, "list", "--status", "running", "--json").json
    assert {webset["id"] for webset in listed} == {*more}
    assert run(websets_emulator, "list", "--status", "paused", "--json").json == []


def test_a_title_cannot_steer_the_terminal(websets_emulator: Any, http: httpx.Client) -> None:
    """A title is shown on one line, with control characters replaced."""
    create(http, TEA, title="a\x1b[31mb\nc [bold]d[/] :tea:")

    assert run(websets_emulator, "list").out.endswith("\ta\N{REPLACEMENT CHARACTER}[31mb c [bold]d[/] :tea:\n")


def test_drift_of_nothing(websets_emulator: Any, http: httpx.Client) -> None:
    """A response of the emulator has no drift."""
    id = create(http, BODY)
    websets_emulator.advance(100)

    assert run(websets_emulator, "drift", id).out == "This package knows everything in this Webset.\n"


def test_drift(websets_emulator: Any, snapshot: SnapshotAssertion) -> None:
    """Each unknown field or value is reported on its own line."""
    answer = full_webset()
    answer["status"] = "archived"
    answer["budget"] = {"credits": 7}
    answer["searches"][0]["count"] = 2.5
    websets_emulator.fail(200, body=answer)

    assert run(websets_emulator, "drift", answer["id"]).screen == snapshot


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_items_are_exported(websets_emulator: Any, http: httpx.Client, tmp_path: Path, suffix: str) -> None:
    """`items export` writes the items found so far and prints how many there are."""
    id = create(http, BODY)
    websets_emulator.advance(100)
    file = tmp_path / f"tea.{suffix}"

    assert run(websets_emulator, "items", "export", id, str(file)).out == f"Items written to {file}: 5\n"
    assert len(file.read_text("utf-8").splitlines()) == (6 if suffix == "csv" else 5)
    assert run(websets_emulator, "items", "export", id, str(tmp_path / "none" / "tea.csv")).code == 1
    assert run(websets_emulator, "items", "export", id, "tea.xlsx").code == 2
    assert run(websets_emulator, "items", "export", "missing", str(file)).code == 1


def test_list_asks_for_a_hundred_at_a_time(websets_emulator: Any) -> None:
    """`list` requests 100 Websets per page."""
    assert run(websets_emulator, "list").code == 0
    assert [request.query for request in websets_emulator.requests] == ["limit=100"]
