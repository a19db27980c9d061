"""Run a module of this folder: `python scripts generation.regenerate --check`.

Python puts a folder that it runs on `sys.path`. The rooms therefore import each other without a PYTHONPATH, which child
processes would inherit.
"""

from __future__ import annotations

import sys
from importlib import import_module

if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python scripts ROOM.MODULE [OPTION]...; scripts/README.md lists the commands")
    sys.exit(import_module(sys.argv.pop(1)).main())
