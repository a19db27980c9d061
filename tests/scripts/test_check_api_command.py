"""`scripts/check-api` as a command: what it compares with, and which errors it reports."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import ROOT
from support.sample_packages import CLIENT, change, write_packages

pytestmark = pytest.mark.packaging

SCRIPTS = ROOT / "scripts"
NAMED = "not announced: found was (count: int) -> bool, is (size: int) -> bool"


def git(root: Path, *arguments: str) -> None:
    """Run git without the developer's settings."""
    settings = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *settings, "-C", str(root), *arguments], check=True, capture_output=True)


def release(root: Path, tag: str) -> None:
    """Commit everything and tag the commit."""
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--allow-empty", "--message", tag)
    git(root, "tag", tag)


def check(root: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the program in a checkout."""
    command = [sys.executable, "-W", "error", str(root / "scripts"), "public_api.check_api", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with small packages, without a repository."""
    shutil.copytree(SCRIPTS, tmp_path / "project" / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    return write_packages(tmp_path / "project")


def test_the_work_tree_is_compared_with_the_newest_release(checkout: Path) -> None:
    """The default revision is the highest version tag, or the last commit if there are no version tags."""
    git(checkout, "init", "--quiet")
    release(checkout, "nightly")
    change(checkout, CLIENT, "def found(count: int)", "def found(size: int)")
    code, out, err = check(checkout)
    assert (code, out, err.splitlines()[0]) == (1, "", NAMED)
    assert err.splitlines()[1:] == [
        "1 of 1 changes since HEAD are not announced.",
        "Name each in backticks under Changed or Removed in CHANGELOG.md.",
    ]

    release(checkout, "v0.9.0")
    release(checkout, "v0.10.0")
    change(checkout, CLIENT, "def found(size: int)", "def found(count: int)")
    release(checkout, "later")
    code, _, err = check(checkout)
    assert (code, err.splitlines()[1]) == (1, "1 of 1 changes since v0.10.0 are not announced.")
    assert check(checkout, "nightly") == (
        0,
        "The public API has not changed since nightly.\n",
        "",
    )


def test_an_error_is_one_line(checkout: Path) -> None:
    """A missing repository, an unknown revision and one without the packages exit with 2 and no traceback."""
    code, _, err = check(checkout)
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith("scripts/check-api: not a git repository")

    git(checkout, "init", "--quiet")
    git(checkout, "commit", "--quiet", "--allow-empty", "--message", "empty")
    for revision, words in [
        ("v9", "there is no revision v9"),
        ("-v9", "there is no revision -v9"),
        ("HEAD", "pathspec 'overrides' did not match any files"),
    ]:
        code, out, err = check(checkout, "--", revision)
        assert (code, out) == (2, "")
        assert re.fullmatch(rf"scripts/check-api: {re.escape(words)}\n", err)


def test_nothing_of_the_packages_is_run(checkout: Path) -> None:
    """The packages are read without importing them, and the repository is not modified."""
    (checkout / "overrides" / "exa_websets" / "_loud.py").write_text("raise SystemExit('imported')\n")
    change(checkout, CLIENT, "class Base", "raise SystemExit('imported')\nclass Base")
    git(checkout, "init", "--quiet")
    release(checkout, "v1.0.0")

    assert check(checkout)[0] == 0
    status = subprocess.run(["git", "-C", checkout, "status", "--short"], capture_output=True, text=True, check=True)
    assert [line for line in status.stdout.splitlines() if "__pycache__" not in line] == []
