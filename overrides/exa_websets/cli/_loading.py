"""Imports of the command line's modules on first use, so that a command loads only what it needs."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from types import ModuleType

_EXTRA = ("click", "rich")


def load(name: str) -> ModuleType:
    """Import a module of the command line; Ctrl-C during the import ends the process.

    Args:
        name: Its name, relative to the command line.

    Raises:
        SystemExit: a package of the extra is not installed; stderr names the extra, and the exit code is 2.
    """
    is_default = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_default:
        # There is nothing to clean up yet, and a traceback of imports helps nobody.
        signal.signal(signal.SIGINT, lambda number, frame: os._exit(130))
    try:
        return importlib.import_module(f".{name}", __package__)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in _EXTRA:
            raise
        print(f"The command line needs {missing}: pip install 'exa-websets[cli]'", file=sys.stderr)
        raise SystemExit(2) from None
    finally:
        if is_default:
            signal.signal(signal.SIGINT, signal.default_int_handler)
