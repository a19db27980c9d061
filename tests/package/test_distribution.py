"""The wheel, installed on its own in a clean environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from email.parser import Parser
from pathlib import Path
from typing import Any

import pytest
from exa_websets import WebsetsClient
from support.paths import ROOT
from support.readme import blocks

pytestmark = pytest.mark.packaging

CANCEL = """
import json, sys
from {package} import WebsetsClient
with WebsetsClient("test-key-4711", base_url=sys.argv[1]) as client:
    webset = client.websets.cancel(sys.argv[2])
print(json.dumps([webset.status, [search.canceled_reason for search in webset.searches]]))
"""


def run(*command: str | Path, **environment: str) -> str:
    """Run a command in isolation from this checkout and return its output."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "EXA_"))}
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, env={**clean, **environment}, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


PIP_COMMANDS = [
    line.partition("  #")[0] for block in blocks("sh") for line in block.text.splitlines() if line.startswith("pip ")
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of a wheel built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of a new environment that was set up with the command from the README."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "env")
    scripts = folder / "env" / "bin"
    pip = scripts / "pip"  # the one of this environment, because it takes seconds to install another
    pip.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pip --python "{scripts}/python" "$@"\n')
    pip.chmod(0o755)
    install(PIP_COMMANDS[0], scripts, wheel)
    return scripts / "python"


def install(command: str, scripts: Path, wheel: Path) -> None:
    """Run a command from the README in an environment, with pip installing this wheel instead of the checkout."""
    constraints = scripts.parent / "constraints.txt"
    constraints.write_text(f"exa-websets=={wheel.name.split('-')[1]}\n")
    environment = {
        "PIP_CONSTRAINT": str(constraints),
        "PIP_FIND_LINKS": str(wheel.parent),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    run("sh", "-ec", command.replace("./", ""), PATH=f"{scripts}{os.pathsep}{os.environ['PATH']}", **environment)


def test_the_wheel_asks_for_four_distributions(wheel: Path) -> None:
    """The wheel requires only httpx, attrs, and two dependencies of httpx: httpcore and anyio."""
    with zipfile.ZipFile(wheel) as archive:
        text = next(archive.read(name) for name in archive.namelist() if name.endswith("METADATA")).decode()
    metadata = Parser().parsestr(text)
    required = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]

    assert {line.partition(">")[0].partition("<")[0] for line in required} == {
        "httpx",
        "httpcore",
        "attrs",
        "anyio",
    }
    assert metadata["License-Expression"] == "MIT"


def test_the_wheel_alone_cancels_a_webset(python: Path, websets_emulator: Any) -> None:
    """With only the wheel and its dependencies installed, a running Webset can be canceled."""
    installed = json.loads(run(python.with_name("pip"), "list", "--format=json", "--disable-pip-version-check"))

    assert not {"pydantic", "fastapi", "click", "rich", "trio"} & {each["name"] for each in installed}
    assert cancel(python, "exa_websets", websets_emulator) == ["idle", ["webset_canceled"]]


def test_the_extras_are_named_where_they_are_missed(python: Path) -> None:
    """If an extra is missing, its entry points fail with a message that says which one to install."""
    for code, words in [
        (("-m", "exa_websets.emulator"), "exa-websets[emulator]"),
        (("-c", "import exa_websets.pydantic"), "exa-websets[pydantic]"),
        (("-c", "from exa_websets.emulator import Emulator; Emulator()"), "exa-websets[emulator]"),
    ]:
        done = subprocess.run([str(python), *code], capture_output=True, text=True, check=False)
        assert words in done.stderr
        assert done.returncode == (2 if code[0] == "-m" else 1)


def test_the_extra_installs_the_program(python: Path, wheel: Path, websets_emulator: Any) -> None:
    """`exa-websets` says which extra to install; once that is installed, it cancels a running Webset."""
    program = str(python.with_name("exa-websets"))
    missing = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    assert (missing.returncode, "exa-websets[cli]" in missing.stderr) == (2, True)

    install(PIP_COMMANDS[1], python.parent, wheel)
    with WebsetsClient("test-key-4711", base_url=websets_emulator.base_url) as client:
        webset = client.websets.create({"search": {"query": "makers of tea", "count": 3}})
    command = ("--base-url", websets_emulator.base_url, "cancel", webset.id, "--json")
    (outcome,) = json.loads(run(program, *command, EXA_API_KEY="test-key-4711"))
    assert outcome["webset"]["status"] == "idle"


def cancel(python: Path, package: str, emulator: Any, code: str = CANCEL, **environment: str) -> Any:
    """Create a Webset, cancel it with another Python, and return the result."""
    with WebsetsClient("test-key-4711", base_url=emulator.base_url) as client:
        webset = client.websets.create({"search": {"query": "makers of tea", "count": 3}})
    return json.loads(run(python, "-c", code.format(package=package), emulator.base_url, webset.id, **environment))
