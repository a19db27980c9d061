"""Programs of a user that run in other processes, with either client."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from fnmatch import fnmatch
from typing import Any

from support.command_line import as_installed, settings

_START = """
import sys
import anyio
from exa_websets import AsyncWebsetsClient, deadline, found

async def main():
    async with AsyncWebsetsClient() as client:
        {body}

anyio.run(main, backend={kind!r})
"""


def written(body: str, kind: str) -> str:
    """Return the source of a program for either client; `body` uses the asynchronous `client`."""
    code = _START.format(body=body.strip("\n").replace("\n", "\n        "), kind=kind)
    code = as_installed(code, kind)
    if kind != "sync":
        return code
    return re.sub(r"\b(async|await) |Async|import anyio\n", "", code).partition("anyio.run")[0] + "main()"


@contextmanager
def program(emulator: Any, code: str, *arguments: str) -> Generator[subprocess.Popen[str]]:
    """Start a program, and kill it at the end of the block if it is still running."""
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **settings(emulator.base_url)},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def finished(emulator: Any, code: str, *arguments: str) -> str:
    """Run a program that has to succeed, and return its output."""
    with program(emulator, code, *arguments) as process:
        out, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
    return out


def comes(process: subprocess.Popen[str], moment: Callable[[], bool]) -> None:
    """Wait until a condition holds while a program is running."""
    until = time.monotonic() + 30
    while not moment():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.005)


def eventually(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until a condition holds."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.002)


def has_asked(emulator: Any, method: str, pattern: str, times: int = 1) -> bool:
    """Return True if the emulator has received at least this many requests whose paths match a pattern."""
    return len([one for one in emulator.requests if one.method == method and fnmatch(one.path, pattern)]) >= times
