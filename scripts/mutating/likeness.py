"""How alike the names of sources and tests are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from mutating.finding import PACKAGE

_STEM = 4
"""The fewest letters that two words must share at their start to be alike."""
_ENDING = 3
"""The most letters that the shorter one of two words may have after what they share."""


def likeness(path: str, test_file: str) -> int:
    """Count the words that the paths of a source and of a test file share; those of their names count twice."""
    inside = path.removeprefix(f"{PACKAGE}/")
    return _shared(inside, test_file) + _shared(Path(inside).name, Path(test_file).name)


def likest(text: str, descriptions: Mapping[str, frozenset[str]]) -> list[str]:
    """Return test functions, first those whose descriptions share the most words with a source, rare words above all.

    Args:
        text: The source.
        descriptions: The stems of each function's description.
    """
    ours = stems(text)
    numbers = Counter(stem for found in descriptions.values() for stem in found)
    scores = {function: sum(1 / numbers[stem] for stem in found & ours) for function, found in descriptions.items()}
    return sorted(descriptions, key=lambda function: -scores[function])


def stems(text: str) -> frozenset[str]:
    """Return the first letters of each long word, and the digits of each number."""
    words = frozenset(word[:_STEM] for word in _words(text) if len(word) >= _STEM)
    return words | {number.replace("_", "").replace(",", "") for number in re.findall(r"\d[\d_,]*", text)}


def _shared(ours: str, theirs: str) -> int:
    one, other = (_words(text.removesuffix(".py")) for text in (ours, theirs))
    return sum(any(_have_one_stem(word, theirs) for theirs in other) for word in one - {"async", "init"})


def _words(text: str) -> set[str]:
    return {*re.findall(r"[a-z]+", text.lower())}


def _have_one_stem(one: str, other: str) -> bool:
    """Return True for the same word, and for words such as `retry` and `retries`."""
    start = max(_STEM, min(len(one), len(other)) - _ENDING)
    return one == other or (len(one) >= start and one[:start] == other[:start])
