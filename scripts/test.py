"""Run the checks of CI: the static checks in two lanes at the same time, then the tests; stop at the first failure."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

from common.paths import ROOT

PYTHON = sys.executable
Check: TypeAlias = tuple[str, tuple[str, ...]]
# Each lane takes about as long as the other one.
LANES: tuple[tuple[Check, ...], ...] = (
    (
        ("generated code is up to date", (PYTHON, "scripts", "generation.regenerate", "--check")),
        ("lint", (PYTHON, "-m", "ruff", "check", ".")),
        ("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
        ("import rules", ("env", "PYTHONPATH=scripts", str(Path(PYTHON).with_name("lint-imports")))),
        ("mypy --strict", (PYTHON, "-m", "mypy", "generated", "overrides", "scripts", "tests")),
    ),
    (
        ("pyright strict", (PYTHON, "-m", "pyright")),
        ("types that users see", (PYTHON, "-m", "pyright", "--verifytypes", "exa_websets", "--ignoreexternal")),
    ),
)

# Tests of a file share what they build. The slowest come first, so that no process works alone at the end.
WORKERS = ("-n", "4", "--dist", "loadfile", "--no-loadscope-reorder")


def main() -> int:
    with ThreadPoolExecutor(len(LANES)) as threads:
        if code := max(threads.map(_failures, LANES)):
            return code
    print("==> tests", flush=True)
    command = (PYTHON, "-m", "pytest", "-m", "", *(sys.argv[1:] or WORKERS))
    return subprocess.run(command, cwd=ROOT, env=_environment(), stdin=subprocess.DEVNULL, check=False).returncode


def _failures(checks: tuple[Check, ...]) -> int:
    """Run checks one after the other, and return the exit code of the first one that fails, or 0."""
    for name, command in checks:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        print(f"==> {name}{' failed' if done.returncode else ''}\n{done.stdout}", end="", flush=True)
        if done.returncode:
            return abs(done.returncode)
    return 0


def _environment() -> dict[str, str]:
    """Return the environment of a check; pyright finds packages only in an activated environment."""
    return {
        **os.environ,
        "VIRTUAL_ENV": str(ROOT / ".venv"),
        "PATH": os.pathsep.join([str(Path(PYTHON).parent), os.environ.get("PATH", os.defpath)]),
        "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
    }
