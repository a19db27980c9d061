"""A small API description that obeys every rule, and changes of its text that each break one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML
from support.paths import DATA


@frozen
class Broken:
    """A change of the text of one file, and the lines of the resulting error."""

    file: str
    old: str
    new: str
    lines: list[str]


def _rows() -> dict[str, Broken]:
    yaml: Any = YAML(typ="safe", pure=True)
    rows: dict[str, Any] = yaml.load(DATA / "broken_descriptions.yaml")
    return {name: Broken(**row) for name, row in rows.items()}


BROKEN = _rows()


def folder_with(folder: Path, broken: Broken | None = None) -> Path:
    """Write the description, optionally with a change, and return its folder."""
    target = Path(shutil.copytree(DATA / "description", folder / "openapi"))
    if broken:
        file = target / broken.file
        text = file.read_text(encoding="utf-8")
        assert broken.old in text
        file.write_text(text.replace(broken.old, broken.new, 1), encoding="utf-8")
    return target
