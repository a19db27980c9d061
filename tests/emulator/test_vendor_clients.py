"""The vendor's own clients, in the newest releases, work with the emulator as their documentation says.

Each program in `user_code/` calls every public method. A method that a new release adds fails the test by its name
until the program has a call of it, or `UNCALLED` a reason why not.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from exa_websets.emulator import Emulator
from support.paths import TESTS
from support.webhook_receiver import receiver

pytestmark = pytest.mark.packaging

USER_CODE = TESTS / "user_code"
# Calls that the emulator rejects with a status.
REFUSED = {
    "get 404": "the Webset was deleted before",
    "monitors.create 400": "exa-py offers the behavior refresh, which the API does not document",
}
UNCALLED = {
    "exa-py": dict[str, str](),
    "exa-js": {
        "request": "protected: the other methods send their requests with it",
        "buildPaginationParams": "protected: it sends nothing",
    },
}
FLAT_PREVIEW = "POST /v0/websets/preview: the body was read as the value of 'search'"


def install(*command: str | Path) -> None:
    """Run a package manager, or skip the test if the package cannot be installed."""
    try:
        done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=240)
    except subprocess.TimeoutExpired as error:
        pytest.skip(f"{command[-1]} could not be installed: {error}")
    if done.returncode:
        pytest.skip(f"{command[-1]} could not be installed: {done.stderr.strip()[-500:]}")


@pytest.fixture(scope="module")
def exa_py(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with exa-py."""
    folder = tmp_path_factory.mktemp("exa-py")
    venv.create(folder)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install"]
    install(*pip, "--no-compile", "--disable-pip-version-check", "--timeout", "20", "--retries", "1", "exa-py")
    return python


@pytest.fixture(scope="module")
def exa_js(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose `node_modules` have exa-js."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("exa-js could not be installed: there is no npm or no node")
    folder = tmp_path_factory.mktemp("exa-js")
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--fetch-timeout", "20000", "--fetch-retries", "1"]
    install(npm, "install", "--prefix", folder, *quiet, "exa-js")
    return folder


def play(command: Sequence[str | Path], folder: Path) -> tuple[set[str], set[str], list[str]]:
    """Run a program against an emulator, and return its calls, the client's methods and the emulator's warnings."""
    rows, methods = set[str](), set[str]()
    with Emulator() as emulator, receiver() as webhook:
        webhook.statuses = [500]  # so that there is an attempt that failed
        arguments = [*map(str, command), emulator.base_url.removesuffix("/websets"), webhook.url]
        with subprocess.Popen(
            arguments, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as program:
            assert program.stdin is not None
            assert program.stdout is not None
            for line in program.stdout:
                said: dict[str, Any] = json.loads(line)
                if "advance" in said:
                    emulator.advance(said["advance"])
                    emulator.settle()
                    program.stdin.write("\n")
                    program.stdin.flush()
                elif "row" in said:
                    rows.add(said["row"])
                else:
                    methods.update(said["methods"])
        assert program.returncode == 0, "the program's stderr says why"
        return rows, methods, emulator.warnings


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_exa_py(kind: str, exa_py: Path, tmp_path: Path) -> None:
    """Each method returns the models that its annotation names, without any part that they do not know."""
    rows, methods, warnings = play([exa_py, "-I", USER_CODE / "exa_py_calls.py", kind], tmp_path)

    assert rows - methods == set(REFUSED)
    assert methods - rows == set(UNCALLED["exa-py"])
    assert len(methods) >= 55
    assert warnings == [FLAT_PREVIEW] * 2


def test_exa_js(exa_js: Path) -> None:
    """Each method returns the kind of object that its type names; the client itself checks nothing."""
    rows, methods, warnings = play(["node", USER_CODE / "exa_js_calls.mjs"], exa_js)

    assert rows - methods == {"get 404"}
    assert methods - rows == set(UNCALLED["exa-js"])
    assert len(methods) >= 56
    assert warnings == []
