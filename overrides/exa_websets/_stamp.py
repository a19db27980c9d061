"""What the generated package says of itself."""

from __future__ import annotations

import json
from importlib import resources

from . import _generated


def document_version() -> str:
    """Give the version of the document that the generated package was made from."""
    package = _generated.models.__name__.rpartition(".")[0]  # another one where the package is vendored
    stamp = json.loads((resources.files(package) / "stamp.json").read_text(encoding="utf-8"))
    version: str = stamp["document_version"]
    return version
