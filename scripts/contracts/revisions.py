"""Reads the description of the API as a revision has it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from common.git_trees import RevisionError, commit_of, extract
from generation.bundle import BundleError, bundle
from generation.json_types import Document
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from ruamel.yaml.error import YAMLError

FOLDER = "openapi"


def document_at(root: Path, revision: str) -> Document:
    """Join the documents that a revision has.

    Raises:
        RevisionError: git is missing, the revision is unknown, or it has no description that can be read.
    """
    if revision.startswith("-"):
        raise RevisionError(f"{revision} is no revision")
    commit = commit_of(root, revision)
    with tempfile.TemporaryDirectory(prefix="exa-websets-") as folder:
        try:
            extract(root, commit, (FOLDER,), Path(folder))
        except RevisionError:
            raise RevisionError(f"{revision} has no folder {FOLDER}/") from None
        try:
            return bundle(Path(folder) / FOLDER)
        except (BundleError, OpenAPIValidationError, YAMLError) as error:
            raise RevisionError(f"the description of {revision} cannot be read: {error}") from None
