"""The command line works the same under `python -OO`, which removes docstrings and assertions."""

from __future__ import annotations

import os
import subprocess
import sys

import httpx
from exa_websets.emulator import Emulator
from support.command_line import settings
from support.emulator_calls import TEA, create, get
from support.internals import cli_commands

HELP = """
import sys
from exa_websets.cli import main
for command in sys.argv[1:]:
    sys.argv[1:] = [*command.split(), "--help"]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code
"""


def run(*arguments: str, base_url: str = "http://127.0.0.1:1/websets") -> str:
    environment = {**os.environ, **settings(base_url), "COLUMNS": "80"}
    command = [sys.executable, "-W", "error", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_help_of_every_command() -> None:
    """The help is the same with and without docstrings."""
    commands = ["", "items", "items export", *sorted({*cli_commands()} - {"export"})]
    helped = run("-c", HELP, *commands)
    assert helped.count("sage: ") >= len(commands)
    assert run("-OO", "-c", HELP, *commands) == helped


def test_a_cancel(websets_emulator: Emulator, http: httpx.Client) -> None:
    id = create(http, TEA)
    run("-OO", "-m", "exa_websets.cli", "cancel", id, "--yes", base_url=websets_emulator.base_url)
    assert get(http, id)["status"] == "idle"
    run("-OO", "-m", "exa_websets.cli", "list", "--json", base_url=websets_emulator.base_url)
