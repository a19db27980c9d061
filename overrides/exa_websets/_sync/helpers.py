# Derived from _async/helpers.py by scripts/regenerate. Edit that file instead.
"""The helpers of the resource `websets`, each imported on first use, because a plain cancel needs none of them."""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .active import active as active
    from .cancel_and_wait import cancel_and_wait as cancel_and_wait, warn_about_monitors as warn_about_monitors
    from .cancel_many import cancel_all as cancel_all, cancel_many as cancel_many
    from .cancel_on_exit import CancelOnExit as CancelOnExit
    from .get_or_create import get_or_create as get_or_create
    from .run import attach as attach, run as run
    from .wait_until_idle import wait_until_idle as wait_until_idle
    from .watch import watch as watch

# Helpers whose module has another name.
_HOME = {
    "CancelOnExit": "cancel_on_exit",
    "attach": "run",
    "cancel_all": "cancel_many",
    "warn_about_monitors": "cancel_and_wait",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f".{_HOME.get(name, name)}", __package__), name)
        globals()[name] = value
        return value
