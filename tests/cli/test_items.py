"""`exa-websets rows` and `exa-websets follow`: items as rows, and items as they are found."""

from __future__ import annotations

import csv
import io
import json
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from exa_websets.emulator import Emulator
from support.command_line import ended, run, settings, started
from support.emulator_calls import create, get
from support.emulator_http import emulator_client
from support.internals import cli_app
from support.terminals import opened
from syrupy.assertion import SnapshotAssertion

BODY = {
    "search": {"query": "Makers of tea", "count": 3},
    "enrichments": [
        {"description": "Who founded it, and what did they do before they went into tea?"},
        {"description": "=How many people work there?", "format": "number"},
    ],
}
MANY = {"search": {"query": "Makers of tea", "count": 50}}


@pytest.fixture
def id(websets_emulator: Any, http: httpx.Client) -> str:
    """Create a finished Webset with three items and return its id."""
    made = create(http, BODY)
    websets_emulator.advance(600)
    return made


def test_a_pipe_gets_json_lines(websets_emulator: Any, id: str) -> None:
    """Without a terminal, each row is a JSON document with the columns of an export, as with `--json`."""
    done = run(websets_emulator, "rows", id)
    rows = [json.loads(text) for text in done.out.splitlines()]

    assert (done.code, done.err, len(rows)) == (0, "", 3)
    assert [*rows[0]][:4] == ["id", "url", "name", "type"]
    assert [*rows[0].items()][-1] == ("=How many people work there?", 42)
    assert run(websets_emulator, "rows", id, "--json") == done


def test_csv_is_that_of_an_export(websets_emulator: Any, http: httpx.Client, id: str, tmp_path: Path) -> None:
    """`--csv` prints exactly what `items export` writes, with the header and formula escaping, even for no items."""
    for each in (id, create(http, BODY)):
        file = tmp_path / f"{each}.csv"
        assert run(websets_emulator, "items", "export", each, str(file)).code == 0
        done = CliRunner().invoke(cli_app(), ["rows", each, "--csv"], env=settings(websets_emulator.base_url))
        assert (done.exit_code, done.stdout_bytes) == (0, file.read_bytes())
        assert next(csv.reader(io.StringIO(done.stdout)))[-1] == "'=How many people work there?"


def test_a_terminal_gets_a_table(websets_emulator: Any, id: str, snapshot: SnapshotAssertion) -> None:
    """A terminal shows a table that is truncated to fit its width."""
    with opened("pyte", settings(websets_emulator.base_url), "rows", id) as terminal:
        assert terminal.shows("exit code") == snapshot


def test_wrong_usage(websets_emulator: Any) -> None:
    """Two output formats exit with 2; an unknown Webset exits with 1 and a one-line error."""
    assert run(websets_emulator, "rows", "x", "--csv", "--json").code == 2
    for arguments in (["rows", "x"], ["rows", "x", "--csv"], ["follow", "x"]):
        done = run(websets_emulator, *arguments)
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith("Error: 404 ")


def test_a_line_an_item(websets_emulator: Any, id: str, snapshot: SnapshotAssertion) -> None:
    """Each item is on one line with its name and URL; `--updates` adds the number of enrichment results."""
    assert run(websets_emulator, "follow", id).screen == snapshot
    assert run(websets_emulator, "follow", id, "--updates").screen == snapshot


def test_items_come_as_they_are_found() -> None:
    """`--json` prints each complete item once, until the Webset finishes."""
    with Emulator(speed=100) as emulator, emulator_client(emulator) as http:
        id = create(http, {"search": {"query": "Makers of tea", "count": 3}})
        done = run(emulator, "follow", id, "--json")
        listed = http.get(f"/v0/websets/{id}/items").json()["data"]
    items = [json.loads(text) for text in done.out.splitlines()]

    assert (done.code, done.err) == (0, "")
    assert sorted(item["id"] for item in items) == sorted(item["id"] for item in listed)
    assert {item["properties"]["type"] for item in items} == {"company"}


def test_a_rule_ends_the_command_with_its_reason(websets_emulator: Any, http: httpx.Client) -> None:
    """When a rule fires, the Webset is canceled; with `--json` the reason is printed to stderr, not among the items."""
    id = create(http, MANY)
    websets_emulator.advance(20)
    done = run(websets_emulator, "follow", id, "--cancel-when-found", "2", "--no-finish-enrichments", "--json")

    assert done.code == 0
    assert done.err == f"Canceled: {len(done.out.splitlines())} items were found, 2 are enough.\n"
    assert get(http, id)["status"] == "idle"


def test_ctrl_c_cancels_nothing_and_is_reported(websets_emulator: Any, http: httpx.Client) -> None:
    """An interrupted command exits with 130 and explains how to cancel; the Webset keeps running."""
    id = create(http, MANY)
    websets_emulator.advance(20)
    with started(websets_emulator, "follow", id, "--json") as process:
        assert process.stdout
        assert json.loads(process.stdout.readline())["websetId"] == id
        process.send_signal(signal.SIGINT)
        done = ended(process)

    assert done.code == 130
    assert done.err == (
        f"{id} was not canceled: interrupting `follow` only ends the command.\n"
        f"To cancel it: exa-websets cancel {id}\n"
        "Interrupted.\n"
    )
    assert get(http, id)["status"] == "running"
