"""Modules that are imported when an attribute of them is first used, so that names in annotations cost nothing.

The generated package has the same class, because it stands alone and `import exa_websets` does not load it.
"""

import importlib
from typing import Any


class LazyModule:
    """A stand-in for a module. `typing.get_type_hints` finds there what annotations name."""

    def __init__(self, name: str, package: str | None = None) -> None:
        self._where = name, package

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # tools look for these on every object
            raise AttributeError(name)
        return getattr(importlib.import_module(*self._where), name)
