"""Problems of a description: one line each, with the file, the line, the place, the fault and the remedy."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, TypeAlias

from attrs import define, field, frozen

from description.json_types import Json

Pointer: TypeAlias = "tuple[str | int, ...]"

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_SECTIONS = {
    "schemas": "schema",
    "parameters": "parameter",
    "responses": "response",
    "securitySchemes": "security scheme",
}
_NAMING = {"properties": "property", "mapping": "mapping"}


class BundleError(Exception):
    """A description is invalid. `problems` are sorted by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted({*problems})
        super().__init__("\n".join(map(str, self.problems)))


@frozen(order=True)
class Problem:
    """A problem of a description."""

    file: str
    line: int
    place: str
    text: str

    def __str__(self) -> str:
        return ": ".join(part for part in (f"{self.file}:{self.line}", self.place, self.text) if part)


@frozen
class Source:
    """A file of a description as plain data, with the line of each key and element."""

    name: str
    document: Any
    lines: dict[Pointer, int]

    def problem(self, pointer: Pointer, text: str) -> Problem:
        """Return a problem at a place, or at the nearest enclosing place that exists."""
        known = pointer
        while known and known not in self.lines:
            known = known[:-1]
        return Problem(self.name, self.lines.get(known, 1), place(pointer), text)


@define
class Report:
    """Collects the problems of a description."""

    sources: dict[str, Source]
    problems: list[Problem] = field(factory=list[Problem])
    fatal: list[Problem] = field(factory=list[Problem])
    """The problems that prevent the files from being joined."""
    broken: set[tuple[str, Pointer]] = field(factory=set[tuple[str, Pointer]])
    """Objects with a missing part; rules about the whole object skip them."""

    def add(self, file: str, pointer: Pointer, text: str) -> None:
        self.problems.append(self.sources[file].problem(pointer, text))

    def miss(self, file: str, pointer: Pointer, text: str) -> None:
        """Add the problem that a part is missing."""
        self.add(file, pointer, text)
        self.broken.add((file, pointer[:-1]))

    def lose(self, file: str, pointer: Pointer, text: str) -> None:
        """Add a problem with a part that later checks skip."""
        self.miss(file, pointer, text)
        self.fatal.append(self.problems[-1])

    def is_whole(self, file: str, pointer: Pointer) -> bool:
        return (file, pointer) not in self.broken


def place(pointer: Pointer) -> str:
    """Return a readable form of a place: `POST /v0/notes: parameters[1]`, `schema Note: property text`."""
    parts: list[str] = []
    rest = [*pointer]
    if rest[:1] == ["paths"] and len(rest) > 1:
        path, *rest = rest[1:]
        method = f"{str(rest.pop(0)).upper()} " if rest and rest[0] in METHODS else ""
        parts.append(f"{method}{_plain(path)}")
    elif rest[:1] == ["components"] and len(rest) > 2:
        section, name, *rest = rest[1:]
        parts.append(f"{_SECTIONS.get(str(section), str(section))} {_plain(name)}")
    while rest:
        step = rest.pop(0)
        if isinstance(step, int):
            before = parts.pop() if parts else ""
            parts.append(f"{before}[{step}]")
        elif step in _NAMING and rest:
            parts.append(f"{_NAMING[step]} {_plain(rest.pop(0))}")
        else:
            parts.append(_plain(step))
    return ": ".join(parts)


def lookup(node: Any, keys: Iterable[str | int]) -> Any:
    """Return the value at a path of keys, or None."""
    for key in keys:
        try:
            node = node[key]
        except (LookupError, TypeError):
            return None
    return node


def show(value: Any) -> str:
    """Return a value as one short line of ASCII."""
    shown = ascii(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


def kind_of(value: Json) -> str:
    """Return the kind of a value, in terms of YAML."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a string" if value.strip() else "an empty string"
    return "a list" if isinstance(value, list) else "a mapping"


def is_printable(text: str) -> bool:
    """Return True if a text has no characters that openapi-python-client silently drops."""
    return not any(unicodedata.category(c)[0] == "C" or unicodedata.category(c) in ("Zl", "Zp") for c in text)


def _plain(step: str | int) -> str:
    text = str(step)
    return text if text.isascii() and text.isprintable() and text and len(text) <= 60 else show(text)
