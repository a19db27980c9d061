"""Options that every command accepts before or after its name."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.command_line import ended, run, started
from support.emulator_calls import create
from support.internals import cli_commands

BODY = {"search": {"query": "Makers of tea", "count": 2}, "externalId": "tea", "title": "Makers of tea"}
# The arguments of each command, and whether it prints JSON Lines.
COMMANDS: dict[str, tuple[list[str], bool]] = {
    "active": (["active"], False),
    "archive": (["archive", "out"], False),
    "cancel": (["cancel", "tea"], False),
    "drift": (["drift", "tea"], False),
    "export": (["items", "export", "tea", "tea.csv"], False),
    "follow": (["follow", "tea"], True),
    "get": (["get", "tea"], False),
    "list": (["list"], False),
    "rows": (["rows", "tea"], True),
    "run": (["run", "--query", "tea", "--count", "1", "--cancel-after", "0.1s"], True),
    "watch": (["watch", "tea"], True),
}
POSITIONS = ["before", "after"]


def placed(option: list[str], position: str, arguments: list[str]) -> list[str]:
    """Return the arguments with the option before or after them."""
    return [*option, *arguments] if position == "before" else [*arguments, *option]


@pytest.fixture(autouse=True)
def _ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, websets_emulator: Any, http: httpx.Client) -> None:  # pyright: ignore[reportUnusedFunction]
    """Create a finished Webset with two items."""
    monkeypatch.chdir(tmp_path)
    create(http, BODY)
    websets_emulator.advance(1000)


def test_the_table_has_every_command() -> None:
    """The table covers every command except `emulate`, which runs until it is stopped and has its own test."""
    assert {*COMMANDS} == {*cli_commands()} - {"emulate"}


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("command", COMMANDS)
def test_json(command: str, position: str, websets_emulator: Any) -> None:
    """Every command prints only JSON."""
    arguments, has_lines = COMMANDS[command]
    done = run(websets_emulator, *placed(["--json"], position, arguments))

    assert (done.code, done.err) == (0, "")
    documents = done.out.splitlines() if has_lines else [done.out]
    assert documents
    for document in documents:
        json.loads(document)


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("command", COMMANDS)
def test_debug(command: str, position: str, websets_emulator: Any) -> None:
    """Every command prints the traceback when an error occurs."""
    websets_emulator.fail(403, times=1000)
    done = run(websets_emulator, *placed(["--debug"], position, COMMANDS[command][0]))
    assert done.err.startswith("Traceback") or command == "archive"


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("command", COMMANDS)
def test_base_url(command: str, position: str, websets_emulator: Any) -> None:
    """`--base-url` overrides the environment for every command."""
    done = run(None, *placed(["--base-url", websets_emulator.base_url], position, COMMANDS[command][0]))
    assert done.code == 0


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("command", COMMANDS)
def test_api_key_file(command: str, position: str, websets_emulator: Any) -> None:
    """Every command sends the key from the file, stripped of whitespace, instead of the one in the environment."""
    Path("key").write_text(" from-a-file \n")
    before = len(websets_emulator.requests)
    done = run(websets_emulator, *placed(["--api-key-file", "key"], position, COMMANDS[command][0]), EXA_API_KEY="")
    assert done.code == 0
    assert {each.headers["x-api-key"] for each in websets_emulator.requests[before:]} == {"from-a-file"}


def test_the_last_one_wins(websets_emulator: Any) -> None:
    """An option after the command name overrides the same option before it."""
    url = websets_emulator.base_url
    assert run(None, "--base-url", "http://127.0.0.1:1/x", "list", "--base-url", url).code == 0
    assert run(None, "--base-url", url, "list", "--base-url", "http://127.0.0.1:1/x").code == 1


def test_between_the_names_of_commands(websets_emulator: Any) -> None:
    """The options are also accepted after the name of a command group."""
    assert run(websets_emulator, "items", "--json", "export", "tea", "tea.csv").json == {"file": "tea.csv", "items": 2}


def test_the_address_of_the_emulator_as_json() -> None:
    """`emulate --json` prints its URL and an API key, then serves requests."""
    with started(None, "emulate", "--port", "0", "--json") as process:
        assert process.stdout
        printed = json.loads(process.stdout.readline())
        headers = {"x-api-key": printed["apiKey"]}
        assert httpx.get(f"{printed['baseUrl']}/v0/websets", headers=headers, trust_env=False).status_code == 200
        process.terminate()
        ended(process)


def test_the_key_can_be_read_from_a_pipe(websets_emulator: Any) -> None:
    """The key file may be a pipe, such as the shell's `<(pass show exa)`."""
    os.mkfifo("pipe")
    writer = threading.Thread(target=Path("pipe").write_text, args=("from-a-pipe\n",), daemon=True)
    writer.start()
    assert run(websets_emulator, "list", "--api-key-file", "pipe", EXA_API_KEY="").code == 0
    writer.join(10)
    assert websets_emulator.requests[-1].headers["x-api-key"] == "from-a-pipe"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "--api-key-file: No such file or directory: key"),
        (b"", "--api-key-file: key is empty; it must contain the API key"),
        (b" \n", "--api-key-file: key is empty; it must contain the API key"),
        (b"secret-" * 1000, "--api-key-file: key is larger than 4096 bytes; it must contain nothing but the API key"),
        (b"secret-1\nsecret-2\n", "The API key has characters that no HTTP header may have; was it copied whole?"),
        (b"secret-\xff", "The API key has characters that no HTTP header may have; was it copied whole?"),
    ],
)
def test_a_file_without_a_usable_key(content: bytes | None, words: str, websets_emulator: Any) -> None:
    """The error message names the file but never shows its contents, and nothing is sent."""
    if content is not None:
        Path("key").write_bytes(content)
    before = len(websets_emulator.requests)
    done = run(websets_emulator, "list", "--api-key-file", "key")
    assert (done.code, done.out, done.err) == (2, "", f"Error: {words}\n")
    assert len(websets_emulator.requests) == before
