"""Real signals during `follow` and `archive`: no item is lost, and nothing keeps running by accident."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets import verify_archive
from exa_websets.emulator import Emulator
from support.archives import Team, files, make_team
from support.caller import Caller
from support.command_line import ended, started
from support.emulator_calls import create, get
from support.emulator_http import emulator_client
from support.user_programs import comes, has_asked, program, written

KINDS = ["sync", "asyncio", "trio"]
MANY = {"search": {"query": "makers of tea", "count": 150}}
FOLLOWS = """
async for item in client.items.follow(sys.argv[1], until=found(int(sys.argv[2]))):
    print(item.id, flush=True)
"""
GUARDED = """
async with client.websets.cancel_on_exit(sys.argv[1]):
    async for item in client.items.follow(sys.argv[1]):
        print(item.id, flush=True)
"""
TAKES = """
shown = lambda progress: print(progress.part, flush=True)
await client.archive(sys.argv[1], concurrency=int(sys.argv[2]), on_progress=shown)
"""


@pytest.fixture(scope="module")
def team() -> Any:
    """A team in which nothing runs, with at least one record of each kind."""
    with Emulator() as emulator, emulator_client(emulator) as http:
        yield make_team(emulator, http)


@pytest.fixture(scope="module")
def undisturbed(team: Team, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of an archive from a run without interruptions."""
    path = tmp_path_factory.mktemp("undisturbed")
    team.archive(Caller("sync"), path)
    assert "manifest.json" in named(path)
    return files(path)


def items_of(http: httpx.Client, id: str) -> list[str]:
    return [item["id"] for item in http.get(f"/v0/websets/{id}/items", params={"limit": 100}).json()["data"]]


def named(directory: Path) -> dict[str, bytes]:
    """Return the names of the files that are not hidden."""
    return {name: content for name, content in files(directory).items() if not Path(name).name.startswith(".")}


@pytest.mark.parametrize("kind", KINDS)
def test_ctrl_c_while_a_follow_waits(kind: str, websets_emulator: Any, http: httpx.Client) -> None:
    """Items found so far were yielded once, and the surrounding block stops the Webset."""
    id = create(http, MANY)
    websets_emulator.advance(60)
    there = items_of(http, id)
    with program(websets_emulator, written(GUARDED, kind), id) as process:
        assert process.stdout
        printed = [process.stdout.readline().strip() for _ in there]
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=30)

    assert (printed, out) == (there, "")
    assert errors.endswith("KeyboardInterrupt\n")
    assert get(http, id)["status"] == "idle"


@pytest.mark.parametrize("kind", KINDS)
def test_ctrl_c_while_a_follow_reads_a_page(kind: str, websets_emulator: Any, http: httpx.Client) -> None:
    """Items yielded so far are complete and unique, and the Webset keeps running, because no rule has fired."""
    id = create(http, MANY)
    websets_emulator.advance(400)
    there = items_of(http, id)
    websets_emulator.fail(latency=0.001, path="*/items")
    websets_emulator.fail(stall=True, path="*/items")
    with program(websets_emulator, written(FOLLOWS, kind), id, "1000") as process:
        comes(process, lambda: has_asked(websets_emulator, "GET", "*/items", 3))
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=30)

    assert out.split() == there
    assert errors.endswith("KeyboardInterrupt\n")
    assert (len(there), get(http, id)["status"]) == (100, "running")


@pytest.mark.parametrize("kind", KINDS)
def test_ctrl_c_while_a_rule_cancels(kind: str, websets_emulator: Any, http: httpx.Client) -> None:
    """The interrupted cancel is sent once more, so the Webset stops."""
    id = create(http, MANY)
    websets_emulator.advance(60)
    websets_emulator.fail(stall=True, path="*/cancel")
    with program(websets_emulator, written(FOLLOWS, kind), id, "3") as process:
        comes(process, lambda: has_asked(websets_emulator, "POST", "*/cancel"))
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)

    assert get(http, id)["status"] == "idle"
    assert "KeyboardInterrupt" in errors
    assert f"{id} was canceled, and nothing in it is running." in errors


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_signal_to_the_command_follow(number: int, code: int, websets_emulator: Any, http: httpx.Client) -> None:
    """Each item is a whole line, once, and Ctrl-C reports that the Webset keeps running."""
    id = create(http, MANY)
    websets_emulator.advance(60)
    there = items_of(http, id)
    with started(websets_emulator, "follow", id, "--json") as process:
        assert process.stdout
        printed = [json.loads(process.stdout.readline())["id"] for _ in there]
        process.send_signal(number)
        done = ended(process)

    assert (printed, done.out, done.code) == (there, "", code)
    assert get(http, id)["status"] == "running"
    assert (f"{id} was not canceled: interrupting `follow` only ends" in done.err) == (code == 130)


def test_ctrl_c_while_the_command_follow_cancels(websets_emulator: Any, http: httpx.Client) -> None:
    """If a rule has fired the Webset stops, and the command says so."""
    id = create(http, MANY)
    websets_emulator.advance(60)
    websets_emulator.fail(stall=True, path="*/cancel")
    with started(websets_emulator, "follow", id, "--cancel-when-found", "3") as process:
        comes(process, lambda: has_asked(websets_emulator, "POST", "*/cancel"))
        process.send_signal(signal.SIGINT)
        done = ended(process)

    assert done.code == 130
    assert f"{id} was canceled, and nothing in it is running.\n" in done.err
    assert get(http, id)["status"] == "idle"


@pytest.mark.parametrize(
    ("moment", "kind"), [("waiting", "sync"), *(("page", kind) for kind in KINDS), *(("file", kind) for kind in KINDS)]
)
def test_ctrl_c_during_an_archive(
    moment: str, kind: str, team: Team, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    """Only complete files have their final names, and a resumed run completes the archive as if undisturbed."""
    out, since, last = tmp_path / "out", len(team.emulator.requests), team.websets[0]
    stalls = {"waiting": f"/v0/websets/{last}", "page": f"/v0/websets/{last}/items"}
    if moment in stalls:
        team.emulator.fail(stall=True, path=stalls[moment])
    concurrency = "3" if moment in stalls else "1"
    with program(team.emulator, written(TAKES, kind), str(out), concurrency) as process:
        if moment in stalls:
            comes(process, lambda: stalls[moment][4:] in team.asked(since))
            comes(process, lambda: (out / "websets" / team.websets[2] / "webset.json").exists())
        else:
            assert process.stdout
            while process.stdout.readline().strip() != last:  # its page is there, and its files are being written
                pass
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)

    assert errors.endswith("KeyboardInterrupt\n")
    assert named(out).items() <= undisturbed.items()
    assert {*files(out)} - {*named(out)} == {".archive.jsonl"}
    assert any(name.startswith(f"websets/{team.websets[2]}/") for name in named(out))
    team.archive(Caller("sync"), out)
    assert files(out) == undisturbed


def test_sigterm_to_the_command_archive(team: Team, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    """After SIGTERM every file is complete, and the same command resumes."""
    since, path = len(team.emulator.requests), f"/v0/websets/{team.websets[0]}/items"
    team.emulator.fail(stall=True, path=path)
    with started(team.emulator, "archive", str(tmp_path / "out")) as process:
        comes(process, lambda: path[4:] in team.asked(since))
        process.send_signal(signal.SIGTERM)
        assert ended(process).code == -signal.SIGTERM
    assert named(tmp_path / "out").items() <= undisturbed.items()
    with started(team.emulator, "archive", str(tmp_path / "out")) as process:
        assert ended(process).code == 0
    assert files(tmp_path / "out") == undisturbed
    assert verify_archive(tmp_path / "out").problems == ()


def test_ctrl_c_before_all_is_canceled(websets_emulator: Any, http: httpx.Client, tmp_path: Path) -> None:
    """Ctrl-C during `--cancel-running` does not abandon the cancel in flight."""
    id = create(http, MANY)
    websets_emulator.fail(latency=0.5, path="*/cancel")
    with started(websets_emulator, "archive", str(tmp_path / "out"), "--cancel-running") as process:
        comes(process, lambda: has_asked(websets_emulator, "POST", "*/cancel"))
        process.send_signal(signal.SIGINT)
        done = ended(process)
    assert done.code == 130
    assert f"{id} was canceled, and nothing in it is running.\n" in done.err
    assert "may still be running" not in done.err
    assert get(http, id)["status"] == "idle"
