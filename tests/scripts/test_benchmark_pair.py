"""`scripts/benchmark --against REV`: pairs, ratios, failing children, and one small run. Speed is never asserted."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from attrs import evolve
from benchmarking import processes
from benchmarking.pair import KEYS
from benchmarking.place import Home, MeasurementError, Place
from benchmarking.rounds import Side, bench
from benchmarking.rows import OURS, Effort, Row
from benchmarking.trees import prepare_tree, two_trees
from benchmarking.workers import start_worker
from common.git_trees import RevisionError
from support.paths import ROOT

pytestmark = pytest.mark.packaging

PLACE = Place({"plain": "http://127.0.0.1:9"})
WHEEL = {
    "tea_kettle.py": "boils = True",
    "tea_kettle-1.2.dist-info/METADATA": "Metadata-Version: 2.1\nName: tea-kettle\nVersion: 1.2\n",
    "tea_kettle-1.2.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "tea_kettle-1.2.dist-info/RECORD": "",
}
SLEEPING = """
import asyncio, time

class WebsetsClient:
    def __init__(self, *args, **options): self.websets = self
    def __enter__(self): return self
    def __exit__(self, *error): pass
    def cancel(self, id): time.sleep({seconds})

class AsyncWebsetsClient(WebsetsClient):
    async def __aenter__(self): return self
    async def __aexit__(self, *error): pass
    async def cancel(self, id): await asyncio.sleep({seconds})
"""


def home(folder: Path, code: str) -> Home:
    """Create an `exa_websets` package with this code."""
    package = folder / "overrides" / "exa_websets"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(code, encoding="utf-8")
    return Home("tea", folder, {**os.environ, "PYTHONPATH": str(package.parent)})


def repository(folder: Path) -> Path:
    """Commit everything in a folder, ignoring the developer's git settings."""
    settings = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "--allow-empty", "--message=tea")):
        subprocess.run(["git", *settings, "-C", str(folder), *arguments], check=True, capture_output=True)
    return folder


def test_the_trees_take_turns_in_starting(tmp_path: Path) -> None:
    """The value of the work tree is first in each round, regardless of which worker starts first."""
    homes = [home(tmp_path / name, SLEEPING.format(seconds=n)) for name, n in (("now", 0), ("before", 0.001))]
    sides = [Side(name, evolve(one, name=name), OURS) for name, one in zip(("now", "before"), homes, strict=True)]
    with bench() as here:
        for how in ("sync", "async"):
            measured = here.measure(Row(f"cancel/{how}/plain", "one cancel"), sides, Effort(4, workers=2))
            assert (measured.sides, len(measured.rounds)) == (("now", "before"), 4)
            assert all(now < 0.001 <= before for now, before in measured.rounds)


def test_a_worker_that_does_not_start(tmp_path: Path) -> None:
    """The error quotes the last line of the traceback."""
    with (
        pytest.raises(MeasurementError) as caught,
        start_worker(home(tmp_path, "raise RuntimeError('out of tea')"), PLACE, 30),
    ):
        pass
    assert str(caught.value) == "the worker of tea ended: RuntimeError: out of tea"


def test_a_worker_that_hangs(tmp_path: Path) -> None:
    """A worker is killed when its time is up."""
    start = time.monotonic()
    with pytest.raises(MeasurementError) as caught, start_worker(home(tmp_path, "input()"), PLACE, 0.2):
        pass
    assert str(caught.value) == "the worker of tea was killed after 0 s"
    assert time.monotonic() - start < 20


def test_a_call_that_fails(tmp_path: Path) -> None:
    """An error in a call ends the worker, and the error quotes it."""
    here = Home("tea", ROOT, {**os.environ, "PYTHONPATH": f"{ROOT / 'overrides'}{os.pathsep}{ROOT / 'generated'}"})
    with start_worker(here, PLACE, 60) as worker, pytest.raises(MeasurementError) as caught:
        worker.block("decode/tea", OURS, 0)
    assert str(caught.value) == "the worker of tea ended: KeyError: 'tea'"
    assert worker.process.poll() is not None


def test_a_tree_without_the_package(tmp_path: Path) -> None:
    """A tree without the package is an error; an installed package is not measured in its place."""
    empty = Home("tea", tmp_path, {**os.environ})
    with (
        pytest.raises(MeasurementError, match=r"^tea does not have the package exa_websets: "),
        start_worker(empty, PLACE, 60),
    ):
        pass


@pytest.mark.parametrize(
    ("key", "error"),
    [
        ("first/warm", "a process of tea failed: RuntimeError: out of tea"),
        ("command/list", "a process of tea cannot be started: "),
    ],
)
def test_a_new_process_that_fails(tmp_path: Path, key: str, error: str) -> None:
    """The error quotes the last line of the traceback, or says why the process cannot be started."""
    there = home(tmp_path, "raise RuntimeError('out of tea')")
    if key.startswith("command"):
        there = evolve(there, python=tmp_path / "python")
    with pytest.raises(MeasurementError) as caught:
        processes.measure(there, key, OURS, PLACE)
    assert str(caught.value).startswith(error)


@pytest.mark.parametrize("revision", ["oolong", "--oolong"])
def test_an_unknown_revision(tmp_path: Path, revision: str) -> None:
    """The error names the revision, before anything is copied."""
    with pytest.raises(RevisionError, match=revision), two_trees(repository(tmp_path), revision, offline=True):
        pass


def test_a_revision_without_the_package(tmp_path: Path) -> None:
    """The error names the revision and what git did not find."""
    for part in ("generated", "overrides"):
        (tmp_path / part).mkdir()
    (tmp_path / "pyproject.toml").touch()
    with pytest.raises(RevisionError) as caught, two_trees(repository(tmp_path), "HEAD", offline=True):
        pass
    assert str(caught.value) == "HEAD does not have the package: pathspec 'generated' did not match any files"


@pytest.mark.parametrize("text", ["[project", "[tool]\n"])
def test_a_project_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    """An invalid pyproject.toml raises an error that names the tree."""
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    with pytest.raises(MeasurementError) as caught:
        prepare_tree("tea", tmp_path, tmp_path / "packages", offline=True)
    assert str(caught.value) == "pyproject.toml of tea has no valid project table"


@pytest.mark.packaging
def test_what_only_one_tree_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing dependency is installed for its tree only; one that does not exist is an error."""
    (tmp_path / "pyproject.toml").write_text("[project]\ndependencies = ['httpx', 'tea-kettle>=1']\n", encoding="utf-8")
    packages = tmp_path / "packages"
    with pytest.raises(MeasurementError) as caught:
        prepare_tree("tea", tmp_path, packages, offline=True)
    assert str(caught.value).startswith("the dependencies of tea cannot be installed: ")
    assert "tea-kettle>=1" in str(caught.value)
    assert not packages.exists()

    with zipfile.ZipFile(tmp_path / "tea_kettle-1.2-py3-none-any.whl", "w") as wheel:
        for name, text in WHEEL.items():
            wheel.writestr(name, text)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    found = prepare_tree("tea", tmp_path, packages, offline=True)

    assert found.environment["PYTHONPATH"].split(os.pathsep)[-1] == str(packages)
    assert {path.name for path in packages.glob("*.py")} == {"tea_kettle.py"}
    assert not (packages / "httpx").exists()


@pytest.mark.packaging
def test_a_small_run(tmp_path: Path) -> None:
    """Comparing a commit with itself returns a ratio for every case. An unknown row is rejected."""
    for part in ("generated", "overrides", "scripts", "tests/data/recorded"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    repository(tmp_path)
    command = [
        sys.executable,
        "-W",
        "error",
        str(tmp_path / "scripts"),
        "benchmarking.benchmark",
        "--against=HEAD",
        "--offline",
    ]
    done = subprocess.run([*command, "--rounds=1", "--json"], capture_output=True, text=True, check=False)
    refused = subprocess.run([*command, "--only=oolong"], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    lines = json.loads(done.stdout)["lines"]
    assert [line["key"] for line in lines] == [*KEYS]
    assert {line["rounds"] for line in lines} == {1}
    for line in lines:
        assert all(math.isfinite(line[name]) and line[name] > 0 for name in ("ratio", "ours", "theirs"))
        assert line["lower"] <= line["ratio"] <= line["upper"]
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "scripts/benchmark: no row has oolong in its name\n"
