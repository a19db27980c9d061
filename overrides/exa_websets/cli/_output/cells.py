"""The width of text in a terminal. rich measures it too, but is slow to import."""

from __future__ import annotations

import unicodedata

_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
# Shows the character before it as an emoji, which is two cells wide.
_EMOJI_STYLE = "\N{VARIATION SELECTOR-16}"
_LETTERS_OF_FLAGS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))


def cell_width(text: str) -> int:
    """Return the maximum number of terminal cells that a text can take; not all terminals join emoji."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


def truncate(text: str, width: int) -> str:
    """Return a text cut to at most this many cells, with an ellipsis if anything was removed."""
    if cell_width(text) <= width:
        return text
    if width < 1:
        return ""
    left, kept = width - 1, ""
    for char in text:
        left -= _char_width(char)
        if left < 0:
            break
        kept += char
    return kept.rstrip() + _ELLIPSIS


def _char_width(char: str) -> int:
    if char.isascii() or char == _EMOJI_STYLE:
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") or char in _LETTERS_OF_FLAGS else 1
