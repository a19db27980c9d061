"""Unpickle handles and rules. Their pickles refer only to one function, `exa_websets._unpickle`.

A pickled handle may be older than the installed version of this package. A class may have moved since, so the pickle
contains its name and its arguments, and the class is looked up here.
"""

import importlib
from typing import Any

_HOME = {
    "RunHandle": "run_handle",
    "Found": "stop_rules",
    "Deadline": "stop_rules",
    "Stalled": "stop_rules",
    "AnyOf": "stop_rules",
    "When": "stop_rules",
}


def unpickle(name: str, *arguments: Any) -> Any:
    """Return the object with this class name and these arguments of the constructor."""
    return getattr(importlib.import_module(f".{_HOME[name]}", __package__), name)(*arguments)


unpickle.__module__, unpickle.__qualname__ = __name__.rsplit(".", 2)[0], "_unpickle"
