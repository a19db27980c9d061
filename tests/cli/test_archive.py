"""`exa-websets archive`: output, verification and exit codes."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.archives import Team, files, folder, make_team, manifest
from support.command_line import Done, ended, run, settings, started
from support.emulator_calls import create
from support.paths import TESTS
from support.terminals import opened
from syrupy.assertion import SnapshotAssertion


@pytest.fixture
def team(websets_emulator: Emulator, http: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    """Return a team with at least one resource of each kind, and change to an empty directory."""
    monkeypatch.chdir(tmp_path)
    return make_team(websets_emulator, http)


# Lines for Websets that are archived concurrently are printed in any order.
ONE_BY_ONE = ("--concurrency", "1")


def archive(team: Team, *options: str) -> Done:
    return run(team.emulator, "archive", "out", *options)


def test_it_reports_its_progress_and_verifies(team: Team, snapshot: SnapshotAssertion, tmp_path: Path) -> None:
    """The output has a line for each step and a summary; `--verify` needs neither an API key nor the service."""
    done = archive(team, *ONE_BY_ONE)
    assert done.screen == snapshot
    asked = len(team.emulator.requests)
    checked = run(None, "archive", "out", "--verify", EXA_API_KEY="")
    assert checked.screen == snapshot
    assert len(team.emulator.requests) == asked
    assert [*tmp_path.iterdir()] == [tmp_path / "out"]


def test_the_same_as_json(team: Team, tmp_path: Path) -> None:
    """`--json` prints a single document with the contents of the archive and any problems."""
    done = archive(team, "--json")
    assert (done.code, done.err) == (0, "")
    assert done.json == {
        "directory": "out",
        "isComplete": True,
        "counts": manifest(tmp_path / "out")["counts"],
        "failed": {},
        "gone": [],
        "notFinal": [],
        "canceled": [],
    }
    assert archive(team, "--verify", "--json").json == {
        "directory": "out",
        "counts": done.json["counts"],
        "problems": [],
        "failed": [],
    }


def test_failures_are_reported_and_retried(team: Team, snapshot: SnapshotAssertion) -> None:
    """If part of an archive failed, both the command and `--verify` exit with 4 until another run completes it."""
    team.emulator.fail(403, path=f"/v0/websets/{team.websets[1]}/items", times=2)
    done = archive(team, *ONE_BY_ONE)
    assert done.screen == snapshot
    assert archive(team, "--verify").screen == snapshot

    done = archive(team, "--json")
    assert done.code == 4
    [failed] = done.json["failed"].values()
    assert (failed["type"], failed["status"], done.json["isComplete"]) == ("PermissionDeniedError", 403, False)
    assert (archive(team).code, archive(team, "--verify").code) == (0, 0)


def test_damage_is_reported(team: Team, snapshot: SnapshotAssertion, tmp_path: Path) -> None:
    """Each damaged or missing file is reported on its own line, and so is a missing archive; the exit code is 1."""
    archive(team)
    (folder(tmp_path / "out", team.websets[0]) / "items.jsonl").write_bytes(b"{}\n")
    (tmp_path / "out" / "team.json").unlink()
    assert archive(team, "--verify").screen == snapshot
    damaged = archive(team, "--verify", "--json")
    assert (damaged.code, len(damaged.json["problems"])) == (1, 2)
    assert run(None, "archive", "missing", "--verify").screen == snapshot


@pytest.mark.waits
def test_running_websets_are_canceled_and_reported(team: Team, snapshot: SnapshotAssertion) -> None:
    """A copy of a running Webset causes a warning; `--cancel-running` cancels it first and reports failed cancels."""
    id = create(team.http, {"search": {"query": "tea", "count": 50}})
    assert f"Warning: {id} was running, so its copy is not final" in archive(team).err

    team.emulator.fail(403, path=f"/v0/websets/{id}/cancel", times=3)
    done = archive(team, "--cancel-running", *ONE_BY_ONE)
    assert (done.code, "burning credits" in done.err) == (4, True)
    assert done.screen == snapshot
    done = archive(team, "--cancel-running", "--disable-monitors", "--json")
    assert (done.code, done.err, done.json["canceled"]) == (0, "", [{"id": id, "error": None}])


def test_ctrl_c_reports_how_to_resume(team: Team, tmp_path: Path) -> None:
    """Ctrl-C exits with 130 and keeps what was archived; running the same command again resumes the archive."""
    team.emulator.fail(stall=True, path="/v0/events")
    with started(team.emulator, "archive", "out") as process:
        until = time.monotonic() + 30
        while "events" not in team.asked():
            assert time.monotonic() < until
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        done = ended(process)
    assert done.code == 130
    assert done.err == "What was archived is kept; run the same command again to resume.\nInterrupted.\n"
    assert "manifest.json" not in files(tmp_path / "out")
    assert archive(team, "--verify").code == 1
    assert archive(team).out.startswith("0 of 3 Websets, 0 items archived\n1 of 3 Websets, 0 items archived\n")


def test_wrong_usage(websets_emulator: Any) -> None:
    """Invalid options and unusable directories are reported before any request is sent."""
    cases: list[tuple[list[str], int, str]] = [
        (["out", "--verify", "--cancel-running"], 2, "--verify can only be combined with --json"),
        ([], 2, "Missing argument 'DIR'"),
        (["/proc/nowhere/out"], 1, "No such file or directory: /proc/nowhere"),
        ([str(TESTS)], 1, "the directory exists and is not an archive: "),
    ]
    for arguments, code, words in cases:
        done = run(websets_emulator, "archive", *arguments)
        assert (done.code, done.out, websets_emulator.requests) == (code, "", [])
        assert words in done.err


def test_the_bar_in_a_terminal(team: Team) -> None:
    """A terminal shows a progress bar with the current work below it."""
    team.emulator.fail(stall=True, path=f"/v0/websets/{team.websets[0]}/items")
    with opened("pyte", settings(team.emulator.base_url), "archive", "out") as terminal:
        shown = terminal.shows("2 of 3 Websets, 5 items archived")
        terminal.type("\x03")
        left = terminal.shows("exit code 130")
    assert "━" in shown
    assert left.count("of 3 Websets") == 1
    assert "run the same command again to resume" in left
