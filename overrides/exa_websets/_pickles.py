"""What the pickles of handles and rules name: one function of `exa_websets` itself.

A handle may be stored for longer than a version of this package lasts. Classes may move; here they are found by the
names that pickles have for them, and made of the same arguments.
"""

import importlib
from typing import Any

_HOME = {
    "RunHandle": "_websets.run_handle",
    "Found": "_websets.stop_rules",
    "Deadline": "_websets.stop_rules",
    "Stalled": "_websets.stop_rules",
    "AnyOf": "_websets.stop_rules",
    "When": "_websets.stop_rules",
}


def unpickle(name: str, *arguments: Any) -> Any:
    """Return the object of a pickle."""
    return getattr(importlib.import_module(f".{_HOME[name]}", __package__), name)(*arguments)


unpickle.__module__, unpickle.__qualname__ = __name__.rpartition(".")[0], "_unpickle"
