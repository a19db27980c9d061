"""`watch`, `run` and `follow` with `--cancel-when-found` show whether enrichments are finishing or have finished."""

from __future__ import annotations

import json
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.command_line import Done, ended, run, started
from support.emulator_calls import create, get
from support.emulator_http import emulator_client

BODY = {"search": {"query": "Makers of tea", "count": 40}, "enrichments": [{"description": "Who founded it?"}]}
ENOUGH = ["--cancel-when-found", "2"]
FINISHING = "enough found, enrichments are finishing"


@pytest.fixture
def fast() -> Iterator[Emulator]:
    """Yield an emulator with a running clock, so that enrichments finish."""
    with Emulator(speed=30) as emulator:
        yield emulator


def command(emulator: Any, name: str, *options: str, **environment: str) -> tuple[Done, Any]:
    """Run a command on a Webset that has found enough items, and return the outcome and the Webset."""
    with emulator_client(emulator) as http:
        id = create(http, BODY, externalId="tea")
        emulator.advance(20)
        target = ["--query", "tea", "--external-id", "tea"] if name == "run" else [id]
        done = run(emulator, name, *target, *options, **environment)
        return done, get(http, id)


@pytest.mark.parametrize("name", ["watch", "run"])
def test_the_phase_is_shown(name: str, fast: Emulator) -> None:
    """A line says that enrichments are finishing; the last lines give the reason and what was found."""
    done, webset = command(fast, name, *ENOUGH)
    lines = done.out.splitlines()

    assert done.code == 0
    assert [FINISHING in text for text in lines[-4:]] == [True, False, False, False]
    assert "1 of 1 enrichments ended" in lines[-3]
    assert re.fullmatch(r"Canceled: \d+ items were found, 2 are enough\.", lines[-2])
    assert webset["enrichments"][0]["status"] == "completed"


def test_the_phase_in_json(fast: Emulator) -> None:
    """Each JSON document includes the phase."""
    done, _ = command(fast, "watch", *ENOUGH, "--json")
    documents = [json.loads(text) for text in done.out.splitlines()]
    assert [*dict.fromkeys(one["phase"] for one in documents)] == ["finishing", "ended"]
    assert [one["reason"] is None for one in documents] == [True] * (len(documents) - 1) + [False]


def test_the_phase_at_a_terminal(fast: Emulator) -> None:
    """The phase is shown above the progress bars and removed at the end."""
    done, _ = command(fast, "watch", *ENOUGH, FORCE_COLOR="1", NO_COLOR="1")
    assert FINISHING in done.out
    assert FINISHING not in done.out[-600:]


def test_follow_prints_the_answers(fast: Emulator) -> None:
    """With `--updates`, an item is printed again when its enrichment has a result."""
    done, _ = command(fast, "follow", *ENOUGH, "--updates")
    assert done.code == 0
    assert "0 of 1 answers" in done.out
    assert "1 of 1 answers" in done.out


@pytest.mark.parametrize("name", ["watch", "run", "follow"])
def test_the_time_runs_out(name: str, websets_emulator: Any, tmp_path: Path) -> None:
    """If enrichments do not finish in time, the Webset is canceled, found items are exported and the exit code is 3."""
    file = tmp_path / "tea.csv"
    export = ["--export", str(file)] if name == "run" else []
    done, webset = command(websets_emulator, name, *ENOUGH, "--finish-within", "0.3s", *export)

    assert done.code == 3
    assert "are enough; not all enrichments had finished by" in done.out
    assert (webset["status"], webset["enrichments"][0]["status"]) == ("idle", "canceled")
    assert file.exists() == bool(export)


@pytest.mark.waits
@pytest.mark.parametrize("name", ["watch", "follow"])
@pytest.mark.parametrize("is_refused", [False, True])
def test_ctrl_c_while_enrichments_finish(
    name: str, is_refused: bool, websets_emulator: Any, http: httpx.Client
) -> None:
    """Ctrl-C cancels the Webset and says so; if the cancel fails, it warns that the Webset may still be running."""
    id = create(http, BODY)
    websets_emulator.advance(20)
    if is_refused:
        websets_emulator.fail(403, method="POST", path="/v0/websets/*/cancel", times=9)
    with started(websets_emulator, name, id, *ENOUGH) as process:
        while not any("/searches/" in request.path for request in websets_emulator.requests):
            assert process.poll() is None
            time.sleep(0.02)
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        done = ended(process)

    assert done.code == 130
    assert "was not canceled" not in done.err
    assert ("may still be running and burning credits" in done.err) == is_refused
    assert (get(http, id)["status"] == "running") == is_refused
    if not is_refused:
        assert "so the Webset was canceled" in done.err or "was canceled, and nothing in it is running" in done.err


@pytest.mark.parametrize(
    "options",
    [
        ["--no-finish-enrichments"],
        ["--finish-within", "5m"],
        [*ENOUGH, "--finish-within", "5m", "--no-finish-enrichments"],
        [*ENOUGH, "--finish-within", "ever"],
        [*ENOUGH, "--finish-within", "0"],
    ],
)
@pytest.mark.parametrize("name", ["watch", "run", "follow"])
def test_wrong_usage(name: str, options: list[str], websets_emulator: Any) -> None:
    """Invalid usage exits with 2 before any request is sent."""
    target = ["--query", "tea"] if name == "run" else ["tea"]
    done = run(websets_emulator, name, *target, *options)
    assert done.code == 2
    assert websets_emulator.requests == []
