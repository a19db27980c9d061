"""The types that mypy and pyright infer for user code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from support.paths import TESTS
from support.readme import blocks, find_readmes, relative

pytestmark = pytest.mark.packaging

USER_CODE = TESTS / "user_code"
WRONG = ("wrong.py", "wrong_imports.py")


Errors: TypeAlias = set[tuple[str, int]]


def readme_blocks(folder: Path) -> list[str]:
    """Write each Python block of the READMEs as a program of its own, and return their names."""
    names: list[str] = []
    for readme in find_readmes():
        for block in blocks("python", readme):
            name = f"{relative(readme).removesuffix('.md').replace('/', '_')}_{block.line}.py"
            (folder / name).write_text(block.text)
            names.append(name)
    assert len(names) > 10
    return names


def mypy(folder: Path) -> Errors:
    """Check the user code and the blocks as a user does, together: most of the time is spent on our dependencies."""
    options = ["--strict", "--config-file=", "--no-error-summary", "--disable-error-code=import-untyped"]
    names = [str(USER_CODE / name) for name in ("right.py", *WRONG)]
    command = [sys.executable, "-m", "mypy", *options, *names, *readme_blocks(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = re.findall(r"^.*?(\w+\.py):(\d+): error", done.stdout, re.MULTILINE)
    assert found, done.stdout + done.stderr
    return {(name, int(line)) for name, line in found}


def pyright(folder: Path) -> Errors:
    """Check the user code strictly and the blocks as pyright does by default."""
    readme_blocks(folder)
    found: Errors = set()
    for options in (["--project", str(USER_CODE)], ["--pythonpath", sys.executable, str(folder)]):
        command = [sys.executable, "-m", "pyright", "--outputjson", *options]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        errors = [each for each in json.loads(done.stdout)["generalDiagnostics"] if each["severity"] == "error"]
        found |= {(Path(each["file"]).name, each["range"]["start"]["line"] + 1) for each in errors}
    return found


@pytest.mark.parametrize("checker", [mypy, pyright], ids=["mypy", "pyright"])
def test_a_type_checker_finds_what_is_wrong_and_nothing_else(checker: Callable[[Path], Errors], tmp_path: Path) -> None:
    """Misspelled keys, missing keys and wrong values are reported.

    Valid code passes with the expected types, and so does every Python block in the READMEs, as written.
    """
    expected = {
        (name, number)
        for name in WRONG
        for number, line in enumerate((USER_CODE / name).read_text().splitlines(), 1)
        if line.endswith("# error")
    }

    assert len(expected) > 50
    assert checker(tmp_path) == expected
