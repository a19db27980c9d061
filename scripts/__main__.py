"""Run a module of this folder: `python scripts generation.regenerate --check`.

Python adds a folder that it runs to `sys.path`, so that the rooms can import each other without PYTHONPATH, which child
processes would inherit.
"""

from __future__ import annotations

import sys
from importlib import import_module

if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python scripts ROOM.MODULE [OPTION]...; scripts/README.md lists the commands")
    sys.exit(import_module(sys.argv.pop(1)).main())
