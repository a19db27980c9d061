"""Two trees of this package: the work tree and a revision, each with its dependencies."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from common.git_trees import RevisionError, commit_of, extract

from benchmarking.place import Home, MeasurementError, clean_environment, last_line

PARTS = ("generated", "overrides", "pyproject.toml")
PIP_SECONDS = 60.0


Trees: TypeAlias = tuple[Home, Home]
"""The work tree and the revision."""


@contextmanager
def two_trees(root: Path, revision: str, *, offline: bool) -> Generator[Trees]:
    """Copy the work tree and a revision to temporary folders, so that only their contents differ.

    Raises:
        MeasurementError: A dependency of a tree cannot be installed.
        RevisionError: git is missing, the revision is unknown, or it does not have the package.
    """
    if revision.startswith("-"):
        raise RevisionError(f"{revision} is not a revision")
    commit = commit_of(root, revision)
    with TemporaryDirectory(prefix="exa-websets-") as name:
        folder = Path(name).resolve()
        _copy(root, folder / "now")
        try:
            extract(root, commit, PARTS, folder / "before")
        except RevisionError as error:
            raise RevisionError(f"{revision} does not have the package: {error}") from None
        now = prepare_tree("the work tree", folder / "now", folder / "now-packages", offline=offline)
        yield now, prepare_tree(revision, folder / "before", folder / "before-packages", offline=offline)


def prepare_tree(name: str, folder: Path, packages: Path, *, offline: bool) -> Home:
    """Install the dependencies of a tree that this environment lacks, for that tree only.

    Raises:
        MeasurementError: pyproject.toml is invalid, or a dependency cannot be installed.
    """
    try:
        project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    except (tomllib.TOMLDecodeError, KeyError):
        raise MeasurementError(f"pyproject.toml of {name} has no valid project table") from None
    needed: list[str] = project.get("dependencies", [])
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--retries=1"]
    pip += ["--no-index"] if offline else []
    if needed:
        report = json.loads(_run_pip(name, [*pip, "--dry-run", "--report=-", *needed]))
        missing = [f"{each['metadata']['name']}=={each['metadata']['version']}" for each in report["install"]]
        if missing:
            print(f"installing {', '.join(missing)} for {name} only", file=sys.stderr, flush=True)
            _run_pip(name, [*pip, "--no-deps", f"--target={packages}", *missing])
    return Home(name, folder, clean_environment(folder / "overrides", folder / "generated", packages))


def _run_pip(name: str, command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PIP_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise MeasurementError(f"the dependencies of {name} were not installed within {PIP_SECONDS:.0f} s") from None
    if done.returncode:
        raise MeasurementError(f"the dependencies of {name} cannot be installed: {last_line(done.stderr)}")
    return done.stdout


def _copy(root: Path, target: Path) -> None:
    for part in PARTS:
        if (root / part).is_dir():
            shutil.copytree(root / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(root / part, target / part)
