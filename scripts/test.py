"""Run the checks of CI, cheapest first, and stop at the first failure."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from common.paths import ROOT

PYTHON = sys.executable
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("generated code is up to date", (PYTHON, "scripts", "generation.regenerate", "--check")),
    ("lint", (PYTHON, "-m", "ruff", "check", ".")),
    ("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    ("import rules", ("env", "PYTHONPATH=scripts", str(Path(PYTHON).with_name("lint-imports")))),
    ("mypy --strict", (PYTHON, "-m", "mypy", "generated", "overrides", "scripts", "tests")),
    ("pyright strict", (PYTHON, "-m", "pyright")),
    ("types that users see", (PYTHON, "-m", "pyright", "--verifytypes", "exa_websets", "--ignoreexternal")),
)

# Tests of a file share what they build. The slowest come first, so that no process works alone at the end.
WORKERS = ("-n", "3", "--dist", "loadfile", "--no-loadscope-reorder")


def main() -> int:
    arguments = sys.argv[1:]
    # pyright finds packages only in an activated environment.
    environment = {
        **os.environ,
        "VIRTUAL_ENV": str(ROOT / ".venv"),
        "PATH": os.pathsep.join([str(Path(PYTHON).parent), os.environ.get("PATH", os.defpath)]),
        "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
    }
    pytest = (PYTHON, "-m", "pytest")
    tests = ("tests", (*pytest, "-m", "", *(arguments or WORKERS)))
    for name, command in (*STEPS, tests):
        print(f"==> {name}", flush=True)
        start = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False).returncode
        if code:
            print(f"failed after {time.monotonic() - start:.1f} s: {name}", file=sys.stderr)
            return code
    return 0
