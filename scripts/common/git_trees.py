"""Files of a git repository at a revision."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path


class RevisionError(Exception):
    """A revision does not exist, or does not have the requested files."""


def commit_of(root: Path, revision: str) -> str:
    """Return the commit of a revision."""
    command = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return git(root, *command, silent=f"there is no revision {revision}").decode().strip()


def extract(root: Path, commit: str, parts: tuple[str, ...], target: Path) -> None:
    """Write the given files and folders of a commit to a target folder."""
    with zipfile.ZipFile(io.BytesIO(git(root, "archive", "--format=zip", commit, *parts))) as files:
        files.extractall(target)


def git(root: Path, *arguments: str, silent: str = "") -> bytes:
    """Run git in a folder and return its output; `silent` is the error if git fails without a message.

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
