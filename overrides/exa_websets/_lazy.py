"""Modules that are imported when one of their attributes is first used, so that names in annotations cost nothing.

The generated package has a copy of this class, because it does not import this package.
"""

import importlib
from typing import Any


class LazyModule:
    """A placeholder for a module, in which `typing.get_type_hints` finds the names of annotations."""

    def __init__(self, name: str, package: str | None = None) -> None:
        self._where = name, package

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # tools look for these on every object
            raise AttributeError(name)
        return getattr(importlib.import_module(*self._where), name)
