"""Reads the description of the API as a revision has it."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from bundle import BundleError, Document, bundle
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from ruamel.yaml.error import YAMLError

FOLDER = "openapi"


class RevisionError(Exception):
    """A revision that has no description to compare with."""


def document_at(root: Path, revision: str) -> Document:
    """Join the documents that a revision has.

    Raises:
        RevisionError: git is missing, the revision is unknown, or it has no description that can be read.
    """
    if revision.startswith("-"):
        raise RevisionError(f"{revision} is no revision")
    name = f"{revision}^{{commit}}"
    commit = _git(root, "rev-parse", "--verify", "--quiet", name, silent=f"there is no revision {revision}")
    try:
        archive = _git(root, "archive", "--format=zip", commit.decode().strip(), FOLDER)
    except RevisionError:
        raise RevisionError(f"{revision} has no folder {FOLDER}/") from None
    with tempfile.TemporaryDirectory(prefix="exa-websets-") as folder:
        with zipfile.ZipFile(io.BytesIO(archive)) as files:
            files.extractall(folder)
        try:
            return bundle(Path(folder) / FOLDER)
        except (BundleError, OpenAPIValidationError, YAMLError) as error:
            raise RevisionError(f"the description of {revision} cannot be read: {error}") from None


def _git(root: Path, *arguments: str, silent: str = "") -> bytes:
    """Run git in a folder; `silent` is the problem where it fails without a word."""
    git = shutil.which("git")
    if git is None:
        raise RevisionError("git is not installed")
    command = [git, "-C", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "LC_ALL": "C"}, check=False)
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().partition("\n")[0].removeprefix("fatal: ")
        raise RevisionError(reason or silent)
    return done.stdout
