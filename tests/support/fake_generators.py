"""Fake code generators that copy an existing tree, for tests of what is reported about it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from attrs import field, frozen
from generation.generators import PACKAGE, TOOLS

WRITES = {
    "openapi_python_client": "shutil.copytree(TREE, arguments['output-path'])",
    "datamodel_code_generator": "shutil.copy(TREE / Path(arguments['output']).name, arguments['output'])",
    "ruff": "",
}
BROKEN = "raise SystemExit('the templates are of another time')"


@frozen
class Tools:
    """An environment with fake tools of the requested versions, which copy an existing tree."""

    tree: Path
    broken: str = ""
    asked: list[list[str]] = field(factory=list[list[str]])

    def __call__(self, folder: Path, requirements: Sequence[str]) -> Path:
        self.asked.append([*requirements])
        for line in requirements[: len(TOOLS)]:
            tool, _, wanted = re.split("([=>]=)", line)
            metadata = folder / f"{tool.replace('-', '_')}-{wanted}.dist-info" / "METADATA"
            metadata.parent.mkdir(parents=True)
            metadata.write_text(f"Metadata-Version: 2.1\nName: {tool}\nVersion: {wanted}\n")
            name = tool.replace("-", "_")
            (folder / f"{name}.py").write_text(
                "import shutil, sys\nfrom pathlib import Path\n"
                f"TREE = Path({str(self.tree / PACKAGE)!r})\n"
                "arguments = dict(one[2:].split('=', 1) for one in sys.argv if one.startswith('--') and '=' in one)\n"
                + (BROKEN if line == self.broken else WRITES[name])
            )
        python = folder / "python"
        python.write_text(f'#!/bin/sh\nPYTHONPATH="{folder}" exec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
        return python
