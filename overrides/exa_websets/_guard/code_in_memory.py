"""Modules that are read in advance, and executed from memory when they are imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from copy import copy
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from types import CodeType, ModuleType
from typing import Any


def keep_code(name: str) -> None:
    """Read a module, so that its import does not need its file; import it if its code cannot be had.

    Args:
        name: Its full name. The package that contains it was imported or kept before.
    """
    if name in sys.modules or name in _finder.specs:
        return
    package = name.rpartition(".")[0]
    kept = _finder.specs.get(package)
    spec = PathFinder.find_spec(name, kept.submodule_search_locations if kept else sys.modules[package].__path__)
    get_code = getattr(spec and spec.loader, "get_code", None)
    code = get_code(name) if get_code else None
    if spec is None or spec.loader is None or code is None:
        import_module(name)
        return
    loader: Any = _CodeInMemory(spec.loader, code)
    spec.loader = loader
    _finder.specs[name] = spec


# These two do not derive from the classes of importlib.abc, which takes time to import.
class _Finder:
    """Finds the modules whose code was read and that were not imported yet."""

    def __init__(self) -> None:
        self.specs: dict[str, ModuleSpec] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = self.specs.get(fullname)
        return copy(spec) if spec else None


class _CodeInMemory:
    """Executes the code that another loader has read."""

    def __init__(self, loader: Any, code: CodeType) -> None:
        self._loader = loader
        self._code = code

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None  # an ordinary module

    def exec_module(self, module: ModuleType) -> None:
        if module.__spec__ is not None:  # the other loader answers all questions about the module, such as its source
            module.__loader__ = module.__spec__.loader = self._loader
        exec(self._code, module.__dict__)  # noqa: S102  (what every loader does)
        _finder.specs.pop(module.__name__, None)  # a reload reads the file


_finder = _Finder()
sys.meta_path.insert(0, _finder)
