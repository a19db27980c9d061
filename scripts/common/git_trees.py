"""Takes files out of the git repository, as a revision has them."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path


class RevisionError(Exception):
    """A revision that is not there, or does not have what is asked for."""


def commit_of(root: Path, revision: str) -> str:
    """Give the commit that a revision names."""
    name = f"{revision}^{{commit}}"
    found = git(root, "rev-parse", "--verify", "--quiet", name, silent=f"there is no revision {revision}")
    return found.decode().strip()


def extract(root: Path, commit: str, parts: tuple[str, ...], target: Path) -> None:
    """Write what a commit has of some files and folders to a folder."""
    with zipfile.ZipFile(io.BytesIO(git(root, "archive", "--format=zip", commit, *parts))) as files:
        files.extractall(target)


def git(root: Path, *arguments: str, silent: str = "") -> bytes:
    """Run git in a folder; `silent` is the problem where it fails without a word.

    Raises:
        RevisionError: git is missing, or fails.
    """
    program = shutil.which("git")
    if program is None:
        raise RevisionError("git is not installed")
    command = [program, "-C", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "LC_ALL": "C"}, check=False)
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().partition("\n")[0].removeprefix("fatal: ")
        raise RevisionError(reason or silent)
    return done.stdout
