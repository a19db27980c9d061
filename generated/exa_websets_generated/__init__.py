"""The Exa Websets API as openapi-python-client writes it; `generated/README.md` says how."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import AuthenticatedClient, Client

__all__ = ("AuthenticatedClient", "Client")


class LazyModule:
    """A stand-in for a module, which is imported when an attribute of it is first used.

    Annotations name what is in it, and `typing.get_type_hints` finds it there.
    """

    def __init__(self, name: str, package: str | None = None) -> None:
        self._where = name, package

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # tools look for these on every object
            raise AttributeError(name)
        return getattr(importlib.import_module(*self._where), name)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name in __all__:
            return getattr(importlib.import_module(".client", __name__), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
