"""Builds of the wheel and the sdist are reproducible and contain no stray files."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from support.paths import ROOT

pytestmark = pytest.mark.packaging

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCAL = (".git", ".venv", ".hypothesis", "__pycache__", "dist", "build", "*.egg-info", ".*_cache")
STRAYS = (
    ".hypothesis/examples/1",
    ".venv/pyvenv.cfg",
    ".mypy_cache/1.json",
    "dist/old.whl",
    "build/lib/exa_websets/old.py",
    "exa_websets.egg-info/PKG-INFO",
    "notes.txt",
    "overrides/exa_websets/__pycache__/_client.cpython-311.pyc",
    "tests/.hypothesis/examples/1",
    "tests/support/__pycache__/json_paths.cpython-311.pyc",
    "tests/.pytest_cache/README.md",
)


@frozen
class Built:
    """The distributions built from two checkouts of the same state."""

    files: frozenset[str]
    from_tree: Path
    from_sdist: Path

    def sdist(self) -> dict[str, bytes]:
        """Return the files of the sdist, by their paths in the checkout."""
        with tarfile.open(next(self.from_sdist.glob("*.tar.gz"))) as archive:
            members = {member.name.partition("/")[2]: archive.extractfile(member) for member in archive.getmembers()}
            return {name: member.read() for name, member in members.items() if member}

    def wheel(self) -> dict[str, bytes]:
        """Return the files of the wheel."""
        with zipfile.ZipFile(next(self.from_tree.glob("*.whl"))) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def metadata(self) -> Message:
        """Return the metadata of the wheel."""
        [text] = [content for name, content in self.wheel().items() if name.endswith(".dist-info/METADATA")]
        return Parser().parsestr(text.decode())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a build of a clean checkout, and one via the sdist of a copy with stray files and other metadata."""
    folder = tmp_path_factory.mktemp("builds")
    tidy = Path(shutil.copytree(ROOT, folder / "tidy", ignore=shutil.ignore_patterns(*LOCAL)))
    untidy = Path(shutil.copytree(tidy, folder / "some where" / "untidy"))
    files = frozenset(path.relative_to(tidy).as_posix() for path in tidy.rglob("*") if path.is_file())
    for path in untidy.rglob("*"):
        path.chmod(0o700 if path.is_dir() or os.access(path, os.X_OK) else 0o600)
        os.utime(path, (1_000_000_000, 1_000_000_000))
    for name in STRAYS:
        (untidy / name).parent.mkdir(parents=True, exist_ok=True)
        (untidy / name).write_text("stray")
    build(tidy, folder / "from tree", 0o022, "--sdist", "--wheel")
    build(untidy, folder / "from sdist", 0o077)
    return Built(files, folder / "from tree", folder / "from sdist")


def build(checkout: Path, target: Path, umask: int, *options: str) -> None:
    """Run the build backend of this environment; without options, the wheel is built from the sdist."""
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target), *options, str(checkout)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, umask=umask, check=False)
    assert done.returncode == 0, done.stderr


def hashes(folder: Path) -> dict[str, str]:
    """Return the hash of each file in a directory."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_two_builds_give_the_same_bytes(built: Built) -> None:
    """Builds do not depend on path, times, permissions, umask or stray files, and the sdist builds the same wheel."""
    assert len(hashes(built.from_tree)) == 2
    assert hashes(built.from_tree) == hashes(built.from_sdist)


def test_the_sdist_holds_what_is_listed_and_nothing_else(built: Built) -> None:
    """The sdist contains every file of the listed directories, without caches, environments or notes."""
    listed = [path.strip("/") for path in PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]]
    assert [name for name in listed if not (ROOT / name).exists()] == []
    always = {".gitignore", "LICENSE", "README.md", "pyproject.toml"}
    expected = {name for name in built.files if name in always or any(f"{name}/".startswith(f"{x}/") for x in listed)}

    sdist = built.sdist()
    assert {*sdist} - {"PKG-INFO"} == expected
    assert all(content == (ROOT / name).read_bytes() for name, content in sdist.items() if name in always)


def test_the_wheel_holds_both_packages_as_they_are(built: Built) -> None:
    """The wheel contains the two packages, both marked as typed, and the license, and nothing else."""
    sources = {"exa_websets": "overrides", "exa_websets_generated": "generated"}
    expected = {
        name.removeprefix(f"{folder}/")
        for package, folder in sources.items()
        for name in built.files
        if name.startswith(f"{folder}/{package}/")
    }
    info = f"exa_websets-{built.metadata()['Version']}.dist-info"
    extra = {f"{info}/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")}

    wheel = built.wheel()
    assert {*wheel} == expected | extra
    assert {"exa_websets/py.typed", "exa_websets_generated/py.typed"} <= {*wheel}
    assert b"Root-Is-Purelib: true\nTag: py3-none-any" in wheel[f"{info}/WHEEL"]


def test_the_metadata_is_complete(built: Built) -> None:
    """The metadata has the description, license, Python version, extras, classifiers and URLs."""
    metadata = built.metadata()
    classifiers = metadata.get_all("Classifier", [])

    assert metadata["Name"] == "exa-websets"
    assert metadata["License-Expression"] == "MIT"
    assert metadata.get_all("License-File") == ["LICENSE"]
    assert metadata["Requires-Python"] == ">=3.11"
    assert 40 < len(metadata["Summary"]) < 120
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata.get_payload() == (ROOT / "README.md").read_text("utf-8")
    assert metadata.get_all("Provides-Extra") == ["cli", "emulator", "pydantic"]
    assert "Typing :: Typed" in classifiers
    assert classifiers == sorted(classifiers)
    assert not any(line.startswith("License ::") for line in classifiers)  # replaced by `License-Expression`
    urls = [line.partition(", ")[2] for line in metadata.get_all("Project-URL", [])]
    assert all(url.startswith("https://") for url in urls)
