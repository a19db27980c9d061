"""The one module that names the generated package for the core; vendoring rewrites the import."""

from __future__ import annotations

from exa_websets_generated import api as api, errors as errors, models as models, types as types


def document_version() -> str:
    """Return the version of the API document from which the package was generated."""
    import json
    import pkgutil  # takes a millisecond, and only an archive and `--version` need it

    package = models.__name__.rpartition(".")[0]  # a different one where the package is vendored
    stamp = pkgutil.get_data(package, "stamp.json")
    version: str = json.loads(stamp or "{}")["document_version"]
    return version
