"""`exa-websets active` and `cancel --all-running`: the running Websets of a team, optionally filtered by metadata."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.command_line import run
from support.emulator_calls import TEA, create, get, monitor
from syrupy.assertion import SnapshotAssertion

MANY = {"search": {"query": "makers of tea", "count": 50}}


@pytest.fixture
def websets_emulator() -> Iterator[Emulator]:
    """Yield an emulator whose clock is an hour behind, so that its Websets have an age."""
    with Emulator(start=datetime.now(UTC) - timedelta(hours=1)) as emulator:
        yield emulator


def test_what_runs_is_shown(websets_emulator: Any, http: httpx.Client, snapshot: SnapshotAssertion) -> None:
    """Each running Webset is on one line, newest first, with its age, progress, monitors and title."""
    create(http, TEA)
    websets_emulator.advance(120)
    older = create(http, MANY, title="Makers of\ttea")
    monitor(http, older)
    websets_emulator.advance(60)
    create(http, MANY)

    assert run(websets_emulator, "active").screen == snapshot


def test_the_same_as_json(websets_emulator: Any, http: httpx.Client) -> None:
    """`--json` prints one document that lists each Webset with its progress."""
    id = create(http, MANY)
    made = monitor(http, id)["id"]
    [one] = run(websets_emulator, "active", "--json").json

    assert (one["id"], one["webset"]["id"], one["monitors"]) == (id, id, [made])
    assert 3500 < one["ageSeconds"] < 3700
    progress = one["webset"]["searches"][0]["progress"]
    assert (one["found"], one["analyzed"]) == (progress["found"], progress["analyzed"])


def test_nothing_runs(websets_emulator: Any) -> None:
    """If nothing is running, a message is printed to stderr and nothing to stdout; `--json` prints an empty list."""
    done = run(websets_emulator, "active")
    assert (done.code, done.out, done.err) == (0, "", "Nothing is running.\n")
    assert run(websets_emulator, "active", "--json").json == []


def test_metadata_chooses(websets_emulator: Any, http: httpx.Client) -> None:
    """A Webset must match every `--metadata` pair; values may contain an equals sign."""
    ours = create(http, MANY, metadata={"team": "tea", "query": "a=b"})
    create(http, MANY, metadata={"team": "tea"})
    done = run(websets_emulator, "active", "--metadata", "team=tea", "--metadata", "query=a=b", "--json")

    assert [one["id"] for one in done.json] == [ours]
    assert run(websets_emulator, "active", "--metadata", "team=coffee").err == "Nothing is running.\n"


def test_a_cancel_of_what_has_some_metadata(websets_emulator: Any, http: httpx.Client) -> None:
    """`cancel --all-running --metadata` cancels only the matching Websets, and a dry run lists only those."""
    ours = create(http, MANY, metadata={"team": "tea"})
    other = create(http, MANY, metadata={"team": "coffee"})
    every = ["cancel", "--all-running", "--metadata", "team=tea", "--json"]

    assert [one["id"] for one in run(websets_emulator, *every, "--dry-run").json] == [ours]
    assert get(http, ours)["status"] == "running"
    assert [one["id"] for one in run(websets_emulator, *every, "--yes").json] == [ours]
    assert (get(http, ours)["status"], get(http, other)["status"]) == ("idle", "running")


def test_wrong_usage(websets_emulator: Any) -> None:
    """A malformed pair, or metadata together with Webset ids, exits with 2 before any request is sent."""
    for arguments in (
        ["active", "--metadata", "team"],
        ["active", "--metadata", "=tea"],
        ["cancel", "--all-running", "--yes", "--metadata", "team"],
        ["cancel", "webset_1", "--metadata", "team=tea"],
    ):
        assert run(websets_emulator, *arguments).code == 2
    assert websets_emulator.requests == []
