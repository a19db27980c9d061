"""`exa-websets run`: what it creates, what it prints, and that nothing keeps running once it exits."""

from __future__ import annotations

import json
import re
import signal
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from exa_websets.emulator import Emulator
from support.command_line import Done, ended, run, settings, started
from support.emulator_calls import create, monitor
from support.emulator_http import emulator_client
from support.internals import cli_app, cli_yaml_module
from support.terminals import opened
from syrupy.assertion import SnapshotAssertion

MANY = {"search": {"query": "Makers of tea in Europe", "count": 40}, "enrichments": [{"description": "Who leads it?"}]}
YAML = """
search:
  query: Makers of tea in Europe
  count: 40
enrichments: [{description: Who leads it?}]
"""
OPTIONS = ["--query", "Makers of tea in Europe", "--count", "40", "--enrich", "Who leads it?"]
SOON = ["--cancel-after", "0.1s"]


def only(http: httpx.Client) -> Any:
    [webset] = http.get("/v0/websets").json()["data"]
    return webset


def sent(emulator: Any) -> Any:
    """Return the body of the last create request, without its externalId."""
    bodies = [json.loads(one.body) for one in emulator.requests if (one.method, one.path) == ("POST", "/v0/websets")]
    return {key: value for key, value in bodies[-1].items() if key != "externalId"}


def typed(emulator: Any, text: str, *arguments: str) -> Done:
    """Run a command with the given text as its standard input."""
    result = CliRunner().invoke(
        cli_app(), arguments, input=text, env=settings(emulator.base_url), prog_name="exa-websets"
    )
    return Done(result.exit_code, result.stdout, result.stderr)


def test_files_options_and_standard_input_say_the_same(websets_emulator: Any, tmp_path: Path) -> None:
    """JSON files, YAML files, standard input and options all create the same Webset."""
    Path(tmp_path, "tea.json").write_text(json.dumps(MANY))
    Path(tmp_path, "tea.yml").write_text(YAML)
    for arguments in ([str(tmp_path / "tea.json")], [str(tmp_path / "tea.yml")], OPTIONS):
        assert run(websets_emulator, "run", *arguments, *SOON).code == 0
        assert sent(websets_emulator) == MANY
    for text in (json.dumps(MANY), YAML):
        assert typed(websets_emulator, text, "run", "-", *SOON).code == 0
        assert sent(websets_emulator) == MANY


def test_yaml_is_read_as_json_has_it(websets_emulator: Any, tmp_path: Path) -> None:
    """Dates and keys in YAML are read as strings."""
    file = tmp_path / "tea.yaml"
    file.write_text("search: {query: tea}\nexternalId: 2026-11-24\nmetadata: {2026: 'yes', until: 2026-12-01}\n")

    assert run(websets_emulator, "run", str(file), *SOON).code == 0
    assert sent(websets_emulator)["metadata"] == {"2026": "yes", "until": "2026-12-01"}
    assert run(websets_emulator, "get", "2026-11-24").code == 0


def test_an_invalid_body_is_reported_with_its_line(
    websets_emulator: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An invalid body exits with 2 and a one-line error that gives its location; nothing is sent."""
    monkeypatch.chdir(tmp_path)
    bodies = {
        "list.yaml": ("- search", "list.yaml, line 1: not a mapping; the body of a Webset must be one"),
        "empty.yml": ("", "empty.yml, line 1: not a mapping"),
        "broken.yaml": ("search:\n  query: x\n count: [", "broken.yaml, line 3, column 2: not valid YAML: "),
        "twice.yaml": ("search: {}\nsearch: {}", "twice.yaml, line 2, column 1: not valid YAML: found duplicate key"),
        "binary.yaml": ("search: !!binary dGVh", "binary.yaml: cannot be converted to JSON: "),
        "number.yaml": ("externalId: 5", "number.yaml: externalId must be a string; put it in quotes"),
        "broken.json": ('{"search": {"query": }}', "broken.json, line 1, column 22: not valid JSON: "),
        "nan.json": ('{"search": NaN}', "nan.json: cannot be converted to JSON: "),
        "latin.json": ("\udce9", "latin.json is not valid UTF-8: "),
        "tea.toml": ("search = 1", "'tea.toml' does not end in .json, .yaml or .yml"),
        "missing.yaml": (None, "No such file or directory: missing.yaml"),
    }
    for name, (text, words) in bodies.items():
        if text is not None:
            Path(name).write_text(text, "utf-8", errors="surrogateescape")
        done = run(websets_emulator, "run", name)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        assert done.err.startswith(f"Error: {words}")
    assert websets_emulator.requests == []


def test_wrong_usage(websets_emulator: Any, tmp_path: Path) -> None:
    """Missing or conflicting input, or a missing export directory, exits with 2 before anything is created."""
    nowhere = str(tmp_path / "missing" / "tea.csv")
    for arguments in (
        [],
        ["tea.json", "--query", "tea"],
        ["tea.json", "--count", "3"],
        ["--count", "3"],
        ["--query", "tea", "--export", nowhere],
        ["--query", "tea", "--export", "tea.xlsx"],
        ["--query", "tea", "--wait-for-slot", "ever"],
    ):
        assert run(websets_emulator, "run", *arguments).code == 2
    assert websets_emulator.requests == []


def test_yaml_without_its_parser(websets_emulator: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the YAML parser is not installed, a one-line error says what to install."""
    file = tmp_path / "tea.yaml"
    file.write_text(YAML)
    monkeypatch.delitem(sys.modules, cli_yaml_module())
    monkeypatch.setitem(sys.modules, "ruamel.yaml", None)
    done = run(websets_emulator, "run", str(file))

    assert (done.code, done.out) == (2, "")
    assert done.err == "Error: YAML needs ruamel-yaml: pip install 'exa-websets[cli]'\n"


def test_a_rule_ends_it_and_what_was_found_is_kept(
    websets_emulator: Any, http: httpx.Client, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    """The first line has the id, and the last lines give the cancel reason and the exported file."""
    file = tmp_path / "tea.csv"
    done = run(websets_emulator, "run", *OPTIONS, "--cancel-when-stalled", "0.1s", "--export", str(file))

    shown = re.sub(r"moved for \d+ s", "moved for some time", done.screen).replace(str(tmp_path), "folder")
    assert shown == snapshot
    assert only(http)["status"] == "idle"
    assert file.read_text("utf-8") == "id,url,name,type,Who leads it?\n"


def test_it_ends_with_the_webset() -> None:
    """`--json` prints a document for each change; enabled monitors are reported even if the Webset is not canceled."""
    with Emulator(speed=400) as emulator, emulator_client(emulator) as http:
        id = create(http, {"search": {"query": "Makers of tea", "count": 3}}, externalId="tea")
        made = monitor(http, id)["id"]
        done = run(emulator, "run", "--query", "Makers of tea", "--external-id", "tea", "--json")
    snapshots = [json.loads(text) for text in done.out.splitlines()]

    assert (done.code, done.err.count("\n")) == (0, 1)
    assert done.err.startswith(f"Warning: {id} will be restarted by {made}; ")
    assert {(one["isNew"], one["reason"]) for one in snapshots} == {(False, None)}
    assert snapshots[-1]["webset"]["searches"][0]["status"] == "completed"


def test_an_existing_external_id_is_resumed(websets_emulator: Any, http: httpx.Client) -> None:
    """Repeating the command resumes the existing Webset; a conflicting externalId in the body is rejected."""
    id = create(http, MANY, externalId="tea")
    done = run(websets_emulator, "run", *OPTIONS, "--external-id", "tea", *SOON)

    assert done.out.startswith(f"{id} already exists; Ctrl-C cancels it.\n")
    assert only(http)["status"] == "idle"
    assert typed(websets_emulator, json.dumps({**MANY, "externalId": "x"}), "run", "-", "--external-id", "y").code == 2


@pytest.mark.parametrize(("wait", "code"), [([], 1), (["--wait-for-slot", "0.6s"], 0)], ids=["at once", "waits"])
def test_a_run_waits_for_a_free_slot(wait: list[str], code: int, websets_emulator: Any, http: httpx.Client) -> None:
    """If the team is at its limit, `--wait-for-slot` retries the create; without it the command fails immediately."""
    full = {"statusCode": 403, "message": "Your team has reached the maximum number of concurrent requests"}
    websets_emulator.fail(403, body=full, method="POST", path="/v0/websets")
    done = run(websets_emulator, "run", *OPTIONS, "--cancel-when-stalled", "0.1s", "--json", *wait)

    assert done.code == code
    assert [one["searches"][0]["status"] for one in http.get("/v0/websets").json()["data"]] == ["canceled"] * (not code)
    assert [json.loads(text)["isNew"] for text in done.out.splitlines()[-1:]] == [True] * (not code)


def test_a_full_team() -> None:
    """If no slot becomes free in time, the error of the API is printed and nothing is created."""
    with Emulator(running_limit=1) as emulator, emulator_client(emulator) as http:
        id = create(http, MANY)
        asked = len(emulator.requests)
        done = run(emulator, "run", *OPTIONS, "--wait-for-slot", "0.6s")
        assert len(emulator.requests) - asked > 1
        assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
        assert only(http)["id"] == id


@pytest.mark.waits
def test_an_error_of_the_api_stops_it(websets_emulator: Any, http: httpx.Client) -> None:
    """A Webset that can no longer be watched is canceled; if that fails, its id is reported."""
    websets_emulator.fail(401, method="GET")
    done = run(websets_emulator, "run", *OPTIONS)
    id = only(http)["id"]
    assert (done.code, only(http)["status"]) == (1, "idle")
    assert done.err.startswith("Error: 401 ")
    assert done.err.endswith(f"  {id} was canceled, and nothing in it is running.\n")

    websets_emulator.fail(401, method="GET")
    websets_emulator.fail(401, method="POST", path="*/cancel", times=3)
    done = run(websets_emulator, "run", *OPTIONS)
    newest = http.get("/v0/websets").json()["data"][0]["id"]
    assert (done.code, done.err.count("nothing in it is running")) == (1, 0)
    assert f"{newest} may still be running and burning credits" in done.err


def test_ctrl_c_cancels_and_is_reported(websets_emulator: Any, http: httpx.Client, snapshot: SnapshotAssertion) -> None:
    """Ctrl-C cancels the Webset, waits until it has stopped and explains how to keep what was found."""
    with started(websets_emulator, "run", *OPTIONS, "--export", "tea.csv") as process:
        assert process.stdout
        assert process.stdout.readline().endswith(" is running; Ctrl-C cancels it.\n")
        assert process.stdout.readline().startswith("running  0 of 40 found")
        process.send_signal(signal.SIGINT)
        done = ended(process)

    assert done.code == 130
    assert done.screen == snapshot
    assert only(http)["status"] == "idle"


def test_sigterm_during_the_create(websets_emulator: Any, http: httpx.Client) -> None:
    """SIGTERM cancels the Webset as well, by its externalId if the create has not received a response."""
    websets_emulator.fail(stall=True, after=True, method="POST", path="/v0/websets")
    with started(websets_emulator, "run", *OPTIONS, "--external-id", "tea") as process:
        while not http.get("/v0/websets").json()["data"]:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        done = ended(process)

    assert (done.code, done.out) == (143, "")
    assert done.err == (
        "Canceling tea and waiting until it has stopped.\ntea was canceled, and nothing in it is running.\n"
    )
    assert only(http)["status"] == "idle"


def test_repeated_ctrl_c_gives_up_and_reports_what_may_be_running(websets_emulator: Any, http: httpx.Client) -> None:
    """The cancel survives a few interrupts; after that the command exits and warns that the Webset may be running."""
    websets_emulator.fail(stall=True, method="POST", path="*/cancel", times=9)
    with started(websets_emulator, "run", *OPTIONS) as process:
        assert process.stderr
        while len(websets_emulator.requests) < 2:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        assert process.stderr.readline().endswith(" and waiting until it has stopped.\n")
        while not any(one.path.endswith("/cancel") for one in websets_emulator.requests):
            assert process.poll() is None
            time.sleep(0.01)
        sent = 0
        while process.poll() is None and sent < 20:
            process.send_signal(signal.SIGINT)
            sent += 1
            time.sleep(0.3)
        done = ended(process)

    assert sent > 2
    assert done.code in (130, -signal.SIGINT)
    assert done.err.startswith(f"{only(http)['id']} may still be running and burning credits")
    assert "nothing in it is running" not in done.err


def test_bars_at_a_terminal(websets_emulator: Any, http: httpx.Client, snapshot: SnapshotAssertion) -> None:
    """A terminal shows the same progress bars as `watch`, and Ctrl-C cancels the Webset."""
    with opened("pyte", settings(websets_emulator.base_url), "run", *OPTIONS) as terminal:
        terminal.shows("0 of 40 found")
        websets_emulator.advance(20)
        moved = terminal.shows("5 of 40 found")
        terminal.type("\x03")
        left = terminal.shows("exit code")

    assert {"moved": moved, "left": left} == snapshot
    assert only(http)["status"] == "idle"
