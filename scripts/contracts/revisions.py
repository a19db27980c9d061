"""The API description at a git revision."""

from __future__ import annotations

import tempfile
from pathlib import Path

from common.git_trees import RevisionError, commit_of, extract
from description.bundle import BundleError, bundle
from description.json_types import Document
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from ruamel.yaml.error import YAMLError

FOLDER = "openapi"


def document_at(root: Path, revision: str) -> Document:
    """Return the bundled API description of a revision.

    Raises:
        RevisionError: git is missing, the revision is unknown, or its description cannot be read.
    """
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
