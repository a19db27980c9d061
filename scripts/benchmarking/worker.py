"""Measure cases as a pyperf worker: the one given with `--case KEY TOOL`, or all that can be measured here."""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarking.codecs import HOMES
from benchmarking.place import Place, here
from benchmarking.rows import HTTPX, SDK, Row, rows

# The modules that measure each family of rows; a worker only imports the one that it needs, to stay small.
MEASURERS = {
    "benchmarking.codecs": ("decode", "encode"),
    "benchmarking.processes": ("import", "first", "script"),
    "benchmarking.calls": ("cancel", "wire", "many", "list", "emulator"),
}


def can_measure(row: Row, tool: str, place: Place) -> bool:
    """Return True if the tool is installed and the system supports the row."""
    homes = {**HOMES, SDK: "exa_py", HTTPX: "httpx"}
    is_installed = find_spec(homes.get(tool, "json").partition(".")[0]) is not None
    has_wire = not row.key.endswith("tls") or "tls" in place.server
    has_memory = row.unit != "byte" or Path("/proc/self/clear_refs").exists()
    return is_installed and has_wire and has_memory


def main() -> int:
    pyperf: Any = importlib.import_module("pyperf")  # pyperf has no type hints
    runner = pyperf.Runner()
    runner.argparser.add_argument("--case", nargs=2, metavar=("KEY", "TOOL"))
    case: list[str] | None = runner.parse_args().case
    place = here()
    cases = [(row, tool) for row in rows() for tool in row.tools]
    if case is None:
        chosen = [(row, tool) for row, tool in cases if row.is_quick and can_measure(row, tool, place)]
    else:
        chosen = [(row, tool) for row, tool in cases if [row.key, tool] == case]
    if not chosen:
        print("there is no such case", file=sys.stderr)
        return 2
    for row, tool in chosen:
        [module] = [name for name, families in MEASURERS.items() if row.key.partition("/")[0] in families]
        importlib.import_module(module).measure(runner, f"{row.key} {tool}", row, tool, place)
    return 0
