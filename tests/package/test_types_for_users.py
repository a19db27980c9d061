"""The types that mypy and pyright infer for user code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import ROOT, TESTS
from support.readme import blocks, find_readmes, relative

pytestmark = pytest.mark.packaging

USER_CODE = TESTS / "user_code"
WRONG = ("wrong.py", "wrong_imports.py")


def mypy() -> set[tuple[str, int]]:
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--no-error-summary",
        "tests/user_code/right.py",
        *(f"tests/user_code/{name}" for name in WRONG),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = re.findall(r"^.*?(\w+\.py):(\d+): error", done.stdout, re.MULTILINE)
    return {(name, int(line)) for name, line in found}


def pyright() -> set[tuple[str, int]]:
    command = [sys.executable, "-m", "pyright", "--outputjson", "--project", str(USER_CODE)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["generalDiagnostics"]
    return {(Path(each["file"]).name, each["range"]["start"]["line"] + 1) for each in found}


@pytest.mark.parametrize("checker", [mypy, pyright], ids=["mypy", "pyright"])
def test_a_type_checker_finds_what_is_wrong_and_nothing_else(checker: object) -> None:
    """Misspelled keys, missing keys and wrong values are reported, and valid code passes with the expected types."""
    assert callable(checker)
    expected = {
        (name, number)
        for name in WRONG
        for number, line in enumerate((USER_CODE / name).read_text().splitlines(), 1)
        if line.endswith("# error")
    }

    assert len(expected) > 50
    assert checker() == expected


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_the_blocks_of_the_readmes_pass(checker: str, tmp_path: Path) -> None:
    """Every Python block in the READMEs passes type checking as written, in a separate file."""
    names = set[str]()
    for readme in find_readmes():
        for block in blocks("python", readme):
            name = f"{relative(readme).removesuffix('.md').replace('/', '_')}_{block.line}"
            (tmp_path / f"{name}.py").write_text(block.text)
            names.add(name)
    assert len(names) > 10
    if checker == "mypy":
        options = ["--strict", "--config-file=", "--disable-error-code=import-untyped"]
        command = ["mypy", *options, *(f"{name}.py" for name in sorted(names))]
    else:
        command = ["pyright", "--pythonpath", sys.executable, str(tmp_path)]
    done = subprocess.run([sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
