"""The command line as a program: help, versions, errors, exit codes and dependencies."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import exa_websets
import httpx
import pytest
from exa_websets_generated import models
from support.command_line import START, ended, run, settings, started


@pytest.mark.parametrize("module", ["exa_websets", "exa_websets.cli"])
def test_the_script_is_installed(module: str) -> None:
    """`exa-websets` is equivalent to `python -m exa_websets` and `python -m exa_websets.cli`."""
    [script] = entry_points(group="console_scripts", name="exa-websets")
    assert script.value == "exa_websets.cli:main"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", module, "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert re.fullmatch(rf"exa-websets {re.escape(exa_websets.__version__)}, API document of \S+\n", done.stdout)


def test_the_versions() -> None:
    """`--version` prints the version of the package and of the API document it was generated from."""
    stamp = json.loads((Path(models.__file__).parent.parent / "stamp.json").read_text())
    done = run(None, "--version")

    assert done.out == f"exa-websets {exa_websets.__version__}, API document of {stamp['document_version']}\n"


def test_the_help_lists_the_exit_codes() -> None:
    """`--help` lists every command and exit code, and is also shown if no command is given."""
    words = " ".join(run(None, "--help").out.split())

    assert re.search("Exit codes: 0 done, 1 .*, 2 .*, 3 .*, 4 .*, 130 interrupted", words)
    for command in (
        "cancel",
        "watch",
        "run",
        "follow",
        "active",
        "rows",
        "get",
        "list",
        "drift",
        "archive",
        "emulate",
        "items",
    ):
        assert f" {command} " in words
    bare = run(None)
    assert "Exit codes:" in bare.out + bare.err


@pytest.mark.parametrize(
    "command", ["cancel", "watch", "run", "follow", "active", "rows", "get", "list", "drift", "archive", "items export"]
)
def test_every_command_has_a_help(command: str) -> None:
    """The help of each command describes all of its options."""
    done = run(None, *command.split(), "--help")
    options = [text.split() for text in done.out.splitlines() if text.startswith("  -")]

    assert done.code == 0
    assert options
    assert all(len(words) > 3 for words in options)


def test_wrong_words() -> None:
    """An unknown command, option or status exits with 2; the API key cannot be passed as an option."""
    assert run(None, "cancle", "x").code == 2
    assert run(None, "get", "x", "--api-key", "secret").code == 2
    assert run(None, "list", "--status", "odd").code == 2


def test_without_a_key() -> None:
    """A missing API key exits with 2 and a one-line error that explains how to set it."""
    for key in ("", " \n"):
        done = run(None, "list", EXA_API_KEY=key)
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            "Error: There is no API key. Set the environment variable EXA_API_KEY, or pass --api-key-file FILE.\n"
        )


def test_without_a_server() -> None:
    """An unreachable host exits with 1, with one line for the error and one about the base URL."""
    done = run(None, "get", "x")

    assert (done.code, done.out, done.err.count("\n")) == (1, "", 2)
    assert done.err.startswith("Error: ConnectError: ")


def test_the_address_is_an_option_too(websets_emulator: Any) -> None:
    """`--base-url` overrides the environment; unencrypted HTTP to another host is rejected."""
    done = run(None, "--base-url", websets_emulator.base_url, "list", "--json")
    assert (done.code, done.json) == (0, [])
    done = run(None, "--base-url", "http://192.0.2.1", "list")
    assert (done.code, done.out) == (2, "")
    assert "unencrypted" in done.err


def test_errors_are_one_line_with_the_request_id(websets_emulator: Any) -> None:
    """An error line has the status, message, request and request id; an invalid response is reported the same way."""
    body = {"requestId": "req_4711", "error": "No more\ncredits", "tag": "NO_MORE_CREDITS"}
    websets_emulator.fail(402, body=body)
    done = run(websets_emulator, "list")
    assert (done.code, done.out) == (1, "")
    host = httpx.URL(websets_emulator.base_url).netloc.decode()
    assert done.err == f"Error: 402 No more credits [GET /v0/websets at {host}, request id req_4711]\n"

    websets_emulator.fail(200, body={"requestId": "req_4712"})
    done = run(websets_emulator, "get", "x")
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert done.err.endswith(", request id req_4712]\n")


def test_debug_shows_where_it_came_from(websets_emulator: Any) -> None:
    """`--debug` prints the traceback without revealing the API key."""
    done = run(websets_emulator, "--debug", "get", "missing", EXA_API_KEY="secret-4711")

    assert done.code == 1
    assert done.err.startswith("Traceback")
    host = httpx.URL(websets_emulator.base_url).netloc.decode()
    assert done.err.endswith(f"exa_websets.NotFoundError: 404 Webset not found [GET /v0/websets/missing at {host}]\n")
    assert "secret-4711" not in done.err


@pytest.mark.parametrize(
    ("module", "command", "who", "extra"),
    [
        ("click", "list", "command line", "cli"),
        ("rich", "watch x", "command line", "cli"),
        ("fastapi", "emulate", "emulator", "emulator"),
    ],
)
def test_without_an_extra(module: str, command: str, who: str, extra: str) -> None:
    """If an extra is not installed, a one-line error says what to install, and the exit code is 2."""
    code = f"import sys; sys.modules[{module!r}] = None; from exa_websets.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, *command.split()], capture_output=True, text=True, check=False, timeout=30
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"The {who} needs {module}: pip install 'exa-websets[{extra}]'\n"


LOADED = """
import sys
from exa_websets.cli import main
try:
    main()
finally:
    print(*{name.partition(".")[0] for name, module in sys.modules.items() if module}, file=open("loaded", "w"))
"""


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [
        ("--help", {"httpx", "anyio", "attrs", "exa_websets_generated", "rich"}),
        ("cancel x", {"asyncio", "rich", "pygments", "pydantic", "ruamel"}),
        ("get x", {"asyncio", "rich", "pygments", "pydantic", "ruamel"}),
        ("list", {"asyncio", "rich", "pygments", "pydantic", "ruamel"}),
    ],
)
def test_a_command_loads_only_what_it_needs(
    command: str, unneeded: set[str], websets_emulator: Any, http: httpx.Client, tmp_path: Path
) -> None:
    """A command does not import packages that it does not need and that would slow down its start."""
    http.post("/v0/websets", json={"search": {"query": "makers of tea"}, "externalId": "x"})
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *command.split()],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, **settings(websets_emulator.base_url)},
    )

    assert done.stdout
    loaded = {*(tmp_path / "loaded").read_text().split()}
    assert "click" in loaded
    assert not loaded & unneeded


INTERRUPT = """
import importlib.abc, os, signal, sys
class Interrupts(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupts())
"""


@pytest.mark.parametrize("module", ["click", "attrs", "httpx", "anyio"])
def test_ctrl_c_while_it_starts(module: str) -> None:
    """Ctrl-C during any import at startup exits with 130 and without a traceback."""
    code = INTERRUPT.format(module=module) + START
    done = subprocess.run([sys.executable, "-c", code, "list"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr in ("", "Interrupted.\n")


def test_completion() -> None:
    """Shell completion returns the commands that start with the typed prefix."""
    words = {"_EXA_WEBSETS_COMPLETE": "bash_complete", "COMP_WORDS": "exa-websets ca", "COMP_CWORD": "1"}
    with started(None, **words) as process:
        assert ended(process).out.split() == ["plain,cancel"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell(shell: str) -> None:
    """`--show-completion` prints the completion script of a shell."""
    done = run(None, "--show-completion", shell)
    assert (done.code, done.err) == (0, "")
    assert f"_EXA_WEBSETS_COMPLETE={shell}_complete" in done.out
    assert run(None, "--show-completion", "tcsh").code == 2


@pytest.mark.parametrize(
    ("variables", "is_colored"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False),
        ({"FORCE_COLOR": ""}, False),
    ],
)
def test_colors(variables: dict[str, str], is_colored: bool, websets_emulator: Any, http: httpx.Client) -> None:
    """A status is colored without a terminal only if the environment requests it."""
    http.post("/v0/websets", json={"search": {"query": "makers of tea"}})
    done = run(websets_emulator, "list", **variables)
    assert ("\x1b[33mrunning\x1b[0m" in done.out) == is_colored
    assert ("\x1b" in done.out) == is_colored


def test_a_reader_that_closes_the_pipe(websets_emulator: Any, http: httpx.Client) -> None:
    """If the reader closes the pipe, the program exits without a traceback."""
    http.post("/v0/websets", json={"search": {"query": "makers of tea"}})
    with started(websets_emulator, "list") as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        errors = process.stderr.read()
        process.wait(30)

    assert (process.returncode, errors) == (1, "")


def test_emulate() -> None:
    """`emulate` serves until Ctrl-C and accepts the options of `python -m exa_websets.emulator`."""
    with started(None, "emulate", "--port", "0", "--api-key", "right") as process:
        assert process.stdout
        url = process.stdout.readline().split()[-1]
        assert httpx.get(f"{url}/v0/websets", headers={"x-api-key": "right"}, trust_env=False).json()["data"] == []
        process.send_signal(signal.SIGINT)
        done = ended(process)

    assert (done.code, done.err) == (0, "")
    assert run(None, "emulate", "--host", "192.0.2.1").code == 2
    helped = run(None, "emulate", "--help").out
    assert helped.startswith("usage: exa-websets emulate [")
    assert "--speed" in helped
    assert "python" not in helped
