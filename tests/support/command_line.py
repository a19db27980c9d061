"""The command line, run in this process or, where signals and terminals matter, in another one."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from attrs import frozen
from click.testing import CliRunner
from support.internals import cli_app

# Few users have trio and the command line of httpx; httpx imports them, which takes longer than all the rest.
_AS_INSTALLED = "import sys; sys.modules.update({'trio': None, 'httpx._main': None}); "
START = f"{_AS_INSTALLED}from exa_websets.cli import main; sys.exit(main())"
IDS = re.compile(r"\b(webset|wsearch|wenrich|monitor|import)_[0-9a-z]{10,}")


def as_installed(code: str, *names: str) -> str:
    """Return a program that runs as in the environment of most users, unless one of the names is "trio"."""
    return code if "trio" in names else _AS_INSTALLED + code


@frozen
class Done:
    """The result of a command: its exit code and both outputs."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def screen(self) -> str:
        """The exit code and both outputs, with stable ids, hosts and times."""
        shown = f"{self.out}-- stderr --\n{self.err}-- exit code {self.code}"
        shown = re.sub(r"\b127\.0\.0\.1:\d+", "<host>", shown)
        shown = re.sub(r"\b\d{4}-\d\d-\d\dT[\d:]+\+00:00", "<time>", shown)
        return IDS.sub(r"<id of a \1>", shown)


def settings(base_url: str | None, **more: str) -> dict[str, str]:
    """Return the environment variables of a command that connects to this address."""
    where = {"EXA_WEBSETS_BASE_URL": base_url} if base_url else {}
    return {"EXA_API_KEY": "any", "COLUMNS": "100", "TERM": "xterm-256color", **where, **more}


def run(emulator: Any, *arguments: str, **environment: str) -> Done:
    """Run a command against an emulator; if it is None, the arguments have to include the URL."""
    env = settings(emulator.base_url if emulator else "http://127.0.0.1:1/websets", **environment)
    result = CliRunner().invoke(cli_app(), arguments, env=env, prog_name="exa-websets")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


@contextmanager
def started(emulator: Any, *arguments: str, **environment: str) -> Generator[subprocess.Popen[str]]:
    """Start a command as a process, and kill it at the end of the block if it is still running."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", START, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **settings(emulator.base_url if emulator else None, **environment)},
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def ended(process: subprocess.Popen[str]) -> Done:
    """Wait for a process to exit, and return its result."""
    out, err = process.communicate(timeout=30)
    return Done(process.returncode, out, err)


def answered(emulator: Any, answer: str, *arguments: str) -> Done:
    """Run a command whose standard input is a terminal in which a user types an answer."""
    terminal, keyboard = pty.openpty()
    try:
        os.write(terminal, answer.encode())
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", START, *arguments],
            stdin=keyboard,
            capture_output=True,
            text=True,
            timeout=30,
            env={**os.environ, **settings(emulator.base_url)},
            check=False,
        )
    finally:
        os.close(terminal)
        os.close(keyboard)
    return Done(done.returncode, done.stdout, done.stderr)
