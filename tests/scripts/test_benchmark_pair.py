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
from itertools import count
from pathlib import Path

import pytest
from benchmarking.pair import (
    BLOCK,
    Client,
    Comparison,
    compare_calls,
    in_turns,
    pair_table,
    start_client,
    summarize,
    time_process,
)
from benchmarking.trees import PairError, Tree, prepare_tree, two_trees
from common.git_trees import RevisionError
from support.paths import ROOT

NOWHERE = "http://127.0.0.1:9"
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
    def get(self, id): pass
    def cancel(self, id): time.sleep({seconds})

class AsyncWebsetsClient(WebsetsClient):
    async def close(self): pass
    async def cancel(self, id): await asyncio.sleep({seconds})
"""


def tree(folder: Path, code: str) -> Tree:
    """Create an `exa_websets` package with this code."""
    package = folder / "overrides" / "exa_websets"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(code, encoding="utf-8")
    return Tree("tea", folder, {**os.environ, "PYTHONPATH": str(package.parent)})


def repository(folder: Path) -> Path:
    """Commit everything in a folder, ignoring the developer's git settings."""
    settings = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "--allow-empty", "--message=tea")):
        subprocess.run(["git", *settings, "-C", str(folder), *arguments], check=True, capture_output=True)
    return folder


def test_the_order_of_measurements() -> None:
    """Each round measures now, before, before, now; each pair starts with the time of now."""
    order, numbers = list[str](), count()

    def measure(name: str) -> int:
        order.append(name)
        return next(numbers)

    pairs = [*in_turns(lambda: measure("now"), lambda: measure("before"), 2, 60)]

    assert order == ["now", "before", "before", "now"] * 2
    assert pairs == [(0, 1), (3, 2), (4, 5), (7, 6)]


def test_the_trees_take_turns_in_starting(tmp_path: Path) -> None:
    """The time of the work tree is first in each pair, regardless of which client starts first."""
    at_once, slow = (tree(tmp_path / name, SLEEPING.format(seconds=n)) for name, n in (("now", 0), ("before", 0.001)))
    found = compare_calls((at_once, slow), NOWHERE, ["cancel/sync", "cancel/async"], rounds=2, end=math.inf)

    assert {key: len(pairs) for key, pairs in found.items()} == {"cancel/sync": 4, "cancel/async": 4}
    assert all(now < 0.001 <= before for pairs in found.values() for now, before in pairs)


def test_a_round_that_started_is_finished() -> None:
    """A round that has started is completed, and no further round starts after the time is up."""
    assert [*in_turns(lambda: 1, lambda: 2, 100, -1)] == [(1, 2), (1, 2)]


def test_the_median_of_ratios() -> None:
    """The ratio is the median of the pairs' ratios, not the ratio of the medians."""
    pairs = [(2.0, 1.0), (3.0, 3.0), (8.0, 2.0), (9.0, 3.0), (5.0, 10.0)]
    assert summarize("get", "one get", pairs) == Comparison(
        "get", "one get", pairs=5, ratio=2.0, lower=1.0, upper=3.0, now=5.0, before=3.0
    )


def test_the_table() -> None:
    """Short times have three more decimal places than long ones."""
    lines = [
        Comparison("get", "one get", 300, 1.0123, 0.99, 1.02, 0.0005, 0.00049),
        Comparison("import", "import", 20, 0.97, 0.9, 1.1, 1.2, 0.3),
    ]
    assert pair_table(lines, "v1").splitlines() == [
        "| what | now / v1 | quartiles | pairs | now | v1 |",
        "| --- | --- | --- | --- | --- | --- |",
        "| one get | 1.012 | 0.990 to 1.020 | 300 | 0.500 ms | 0.490 ms |",
        "| import | 0.970 | 0.900 to 1.100 | 20 | 1200 ms | 300 ms |",
    ]


def test_the_size_of_a_block(tmp_path: Path) -> None:
    """A client runs a block of 25 calls and returns the median of their times in seconds."""
    answer = "import json; key, count = json.loads(input()); print([count * 10**9, 10**12, 0])"
    with subprocess.Popen(
        [sys.executable, "-c", answer],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        client = Client(Tree("tea", tmp_path, {}), process, 30)
        assert client.block("cancel/sync") == BLOCK == 25
        with pytest.raises(PairError) as caught:
            client.block("cancel/sync")
    assert str(caught.value) == "the client of tea ended: no reason was printed"


def test_a_client_that_does_not_start(tmp_path: Path) -> None:
    """The error quotes the last line of the traceback."""
    with (
        pytest.raises(PairError) as caught,
        start_client(tree(tmp_path, "raise RuntimeError('out of tea')"), NOWHERE, 30),
    ):
        pass
    assert str(caught.value) == "the client of tea ended: RuntimeError: out of tea"


def test_a_client_that_hangs(tmp_path: Path) -> None:
    """A client is killed when its time is up."""
    start = time.monotonic()
    with pytest.raises(PairError) as caught, start_client(tree(tmp_path, "input()"), NOWHERE, 0.2):
        pass
    assert str(caught.value) == "the client of tea was killed after 0 s"
    assert time.monotonic() - start < 20


def test_a_call_that_fails(tmp_path: Path) -> None:
    """An error in a call ends the client, and the error quotes it."""
    here = Tree("tea", ROOT, {**os.environ, "PYTHONPATH": f"{ROOT / 'overrides'}{os.pathsep}{ROOT / 'generated'}"})
    with start_client(here, NOWHERE, 60) as client, pytest.raises(PairError) as caught:
        client.block("tea")
    assert str(caught.value) == "the client of tea ended: KeyError: 'tea'"
    assert client.process.poll() is not None


def test_a_tree_without_the_package(tmp_path: Path) -> None:
    """A tree without the package is an error; an installed package is not measured in its place."""
    empty = Tree("tea", tmp_path, {**os.environ})
    with (
        pytest.raises(PairError, match=r"^tea does not have the package exa_websets: "),
        start_client(empty, NOWHERE, 60),
    ):
        pass


def test_a_new_process_that_fails(tmp_path: Path) -> None:
    """The error quotes the last line of the traceback."""
    with pytest.raises(PairError) as caught:
        time_process(tree(tmp_path, "raise RuntimeError('out of tea')"), NOWHERE)
    assert str(caught.value) == "a process of tea failed: RuntimeError: out of tea"


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
    with pytest.raises(PairError) as caught:
        prepare_tree("tea", tmp_path, tmp_path / "packages", offline=True)
    assert str(caught.value) == "pyproject.toml of tea has no valid project table"


@pytest.mark.packaging
def test_what_only_one_tree_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing dependency is installed for its tree only; one that does not exist is an error."""
    (tmp_path / "pyproject.toml").write_text("[project]\ndependencies = ['httpx', 'tea-kettle>=1']\n", encoding="utf-8")
    packages = tmp_path / "packages"
    with pytest.raises(PairError) as caught:
        prepare_tree("tea", tmp_path, packages, offline=True)
    assert str(caught.value).startswith("the dependencies of tea cannot be installed: ")
    assert "tea-kettle>=1" in str(caught.value)
    assert not packages.exists()

    with zipfile.ZipFile(tmp_path / "tea_kettle-1.2-py3-none-any.whl", "w") as wheel:
        for name, text in WHEEL.items():
            wheel.writestr(name, text)
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
    assert [line["key"] for line in lines] == ["cancel/sync", "cancel/async", "get/sync", "import", "first"]
    assert {line["pairs"] for line in lines} == {2}
    for line in lines:
        assert all(math.isfinite(line[name]) and line[name] > 0 for name in ("ratio", "now", "before"))
        assert line["lower"] <= line["ratio"] <= line["upper"]
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "scripts/benchmark: no row has oolong in its name\n"
