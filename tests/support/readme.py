"""The code blocks of the README."""

from __future__ import annotations

import re

from attrs import frozen
from support.paths import ROOT

README = ROOT / "README.md"


@frozen
class Block:
    """A fenced code block: the number of its first line, and its text."""

    line: int
    text: str


def blocks(language: str) -> list[Block]:
    """Return the blocks of a language, in order."""
    text = README.read_text()
    found = re.finditer(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    blocks = [Block(text.count("\n", 0, match.start()) + 2, match[1]) for match in found]
    assert blocks, f"{README} has no block of {language}"
    return blocks
