"""The mutants that no test can notice, or that are not worth a test, each with its reason."""

from __future__ import annotations

import tomllib
from pathlib import Path

from attrs import frozen

from mutating.mutants import Mutant

FILE = Path(__file__).with_name("equivalent.toml")
_KEYS = {"file", "line", "change", "reason"}


@frozen
class Equivalent:
    """A mutant that is not counted. Lines move, so it is identified by the text of its line."""

    file: str
    line: str
    change: str
    """As `scripts/mutate` prints it."""
    reason: str

    def matches(self, mutant: Mutant) -> bool:
        """Return True if this is the mutant."""
        return (self.file, self.line, self.change) == (mutant.path, mutant.text, mutant.change)


def read(file: Path = FILE) -> list[Equivalent]:
    """Return the entries of a file.

    Raises:
        ValueError: an entry lacks a key, or has another one.
    """
    entries = tomllib.loads(file.read_text(encoding="utf-8")).get("mutant", [])
    for entry in entries:
        if entry.keys() != _KEYS or not all(isinstance(value, str) and value for value in entry.values()):
            raise ValueError(f"{file.name}: an entry needs {', '.join(sorted(_KEYS))}, all of them texts: {entry}")
    return [Equivalent(**entry) for entry in entries]


def split(mutants: list[Mutant], entries: list[Equivalent]) -> tuple[list[Mutant], dict[Mutant, Equivalent]]:
    """Return the mutants that count, and the entries of those that do not."""
    found = {mutant: entry for mutant in mutants for entry in entries if entry.matches(mutant)}
    return [mutant for mutant in mutants if mutant not in found], found


def unused(mutants: list[Mutant], entries: list[Equivalent], paths: list[str]) -> list[Equivalent]:
    """Return the entries for the given files that match none of their mutants: the source has changed."""
    return [entry for entry in entries if entry.file in paths and not any(entry.matches(mutant) for mutant in mutants)]
