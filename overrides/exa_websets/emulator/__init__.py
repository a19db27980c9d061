"""An emulator of the Websets API for tests: a real HTTP server on loopback, with a clock of its own.

It needs the extra `emulator`. See README.md in this folder for how to use it and for a map of its packages.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._server.emulator import Emulator
    from ._server.seen_request import SeenRequest

__all__ = ["Emulator", "SeenRequest"]

_MODULES = {"Emulator": "_server.emulator", "SeenRequest": "_server.seen_request"}
# The packages of the extra, including their dependencies.
_EXTRA = ("cronsim", "fastapi", "pydantic", "pydantic_core", "starlette", "uvicorn")


if not TYPE_CHECKING:  # otherwise type checkers would accept every misspelled name

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        try:
            value: object = getattr(importlib.import_module(f".{_MODULES[name]}", __name__), name)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in _EXTRA:
                raise
            raise ImportError(f"The emulator needs {error.name}: pip install 'exa-websets[emulator]'") from error
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
