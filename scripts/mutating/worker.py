"""Run pytest again and again in forks of a process that has imported its dependencies, but not the package.

Reads one request per line, `{"arguments": [...], "seconds": 60}`, and answers each with one line,
`{"outcome": "passed", "test": null}`. It must be started in the copy of the checkout.
The outcome is `passed`, `failed`, `hung` (one test ran into its timeout) or `late` (all tests together did).
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import sys
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest

_PRELOADED = ("anyio", "attrs", "httpx", "httpcore", "hypothesis", "trio", "respx", "ssl", "asyncio", "coverage")
_MEMORY = 8 * 2**30
"""The address space of a test process in bytes, so that a mutant cannot exhaust the machine."""
_POLL = 0.01
_FINISHED = "finished"
"""The name of a file that exists if pytest came to its end: pytest-timeout ends the process."""


class Watch:
    """A pytest plugin that writes the test that is running or failed to a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._file.write_text(nodeid, encoding="utf-8")

    def pytest_sessionfinish(self) -> None:
        self._file.with_name(_FINISHED).touch()


def main() -> int:
    here = Path.cwd()
    for package in (folder.name for folder in (here / "overrides").iterdir() if (folder / "__init__.py").exists()):
        spec = find_spec(package)
        if spec is None or spec.origin is None or not Path(spec.origin).is_relative_to(here):
            print(f"{package} is not imported from {here}", file=sys.stderr)
            return 2
    for name in _PRELOADED:
        with contextlib.suppress(ImportError):
            import_module(name)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        for line in sys.stdin:
            request = json.loads(line)
            print(json.dumps(_run(request["arguments"], request["seconds"])), flush=True)
    except KeyboardInterrupt:
        return 130
    return 0


def _run(arguments: list[str], seconds: float) -> dict[str, object]:
    """Run pytest in a fork, and kill the fork and its children after some seconds."""
    running = Path(os.environ["TMPDIR"]) / "running-test"
    finished = running.with_name(_FINISHED)
    for file in (running, finished):
        file.unlink(missing_ok=True)
    child = os.fork()
    if not child:
        _test(arguments, running)
    try:
        status = _wait(child, seconds)
    finally:
        # Also what a test has left running. The group does not exist before the fork has run its first lines.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
    if status is None:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if status in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        outcome = "passed"
    elif status is None:
        outcome = "late"
    else:
        outcome = "hung" if status == pytest.ExitCode.TESTS_FAILED and not finished.exists() else "failed"
    test = running.read_text(encoding="utf-8") if outcome != "passed" and running.exists() else None
    return {"outcome": outcome, "test": test}


def _wait(child: int, seconds: float) -> int | None:
    """Return the exit code of a process, or None if it takes longer than some seconds."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        time.sleep(_POLL)
        done, code = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(code)
    return None


def _test(arguments: list[str], running: Path) -> NoReturn:
    code = 70
    try:
        os.setsid()
        # A shell starts what it runs in the background with these signals ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number in (signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        output = os.open(running.with_name("output"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        null = os.open(os.devnull, os.O_RDONLY)
        for old, new in ((null, 0), (output, 1), (output, 2)):
            os.dup2(old, new)
        code = int(pytest.main(arguments, plugins=[Watch(running)]))
    finally:
        # Nothing else of the parent may run in the fork.
        os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
