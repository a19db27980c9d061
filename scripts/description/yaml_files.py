"""The files of a description: YAML restricted to the data model of JSON, with the line of every part."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, NoReturn

from attrs import define, field
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from description.problems import BundleError, Pointer, Problem, Source, place, show

ROOT = "websets.yaml"
_DEEPEST = 50
_TAG = "tag:yaml.org,2002:"
_KINDS = {"timestamp": "is a date to YAML", "merge": "is a merge key", "binary": "is binary"}


def read_folder(folder: Path) -> dict[str, Source]:
    """Read each file of a folder; the root comes first.

    Raises:
        BundleError: The root is missing, or a file is not YAML or has values that JSON does not have.
    """
    paths = sorted(folder.glob("*.yaml"), key=lambda path: (path.name != ROOT, path.name))
    problems: list[Problem] = []
    sources: dict[str, Source] = {}
    for path in paths:
        reader = _Reader(f"{folder.name}/{path.name}")
        source = reader.read(path)
        problems += reader.problems
        if source:
            sources[path.name] = source
    if ROOT not in [path.name for path in paths]:
        problems.append(
            Problem(f"{folder.name}/{ROOT}", 1, "", "the file is missing; it is the root of the description")
        )
    if problems:
        raise BundleError(problems)
    return sources


class _UnreadableError(Exception):
    """A scalar has no JSON equivalent."""


@define
class _Reader:
    """Reads one file."""

    name: str
    problems: list[Problem] = field(factory=list[Problem])
    lines: dict[Pointer, int] = field(factory=dict[Pointer, int])
    _seen: set[int] = field(factory=set[int])

    def read(self, path: Path) -> Source | None:
        yaml: Any = YAML(typ="safe", pure=True)
        try:
            node: Any = yaml.compose(path.read_text(encoding="utf-8"))
            if node is None or node.id != "mapping":
                self._add(1, (), "the file must be a mapping; begin with `openapi: 3.1.0`")
                return None
            document = self._convert(node, ())
        except MarkedYAMLError as error:
            what: Any = error
            mark = what.problem_mark or what.context_mark
            text = f"not valid YAML: {what.problem or what.context}; put text that has ': ' or ' #' in quotes"
            self._add(mark.line + 1 if mark else 1, (), text)
        except (YAMLError, UnicodeDecodeError) as error:
            reason = getattr(error, "reason", None) or "a character that YAML does not allow"
            self._add(1, (), f"not valid YAML: {reason}; write plain text in UTF-8")
        except RecursionError:
            self._add(1, (), "nested too deeply; name the parts as components")
        else:
            return Source(self.name, document, self.lines)
        return None

    def _convert(self, node: Any, pointer: Pointer) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(pointer, line)
        if node.anchor or id(node) in self._seen:
            # A few lines of aliases could expand to an enormous document.
            self._add(line, pointer, "has a YAML anchor or alias; repeat the content, or use a $ref")
            if id(node) in self._seen:
                return None
        self._seen.add(id(node))
        if len(pointer) > _DEEPEST:
            raise RecursionError
        if node.id != "scalar" and node.tag not in (f"{_TAG}map", f"{_TAG}seq"):
            self._add(line, pointer, f"has the tag {show(str(node.tag))}; remove it")
        if node.id == "mapping":
            return self._mapping(node, pointer)
        if node.id == "sequence":
            return [self._convert(element, (*pointer, index)) for index, element in enumerate(node.value)]
        try:
            return _scalar(node)
        except _UnreadableError as error:
            self._add(line, pointer, str(error))
            return None

    def _mapping(self, node: Any, pointer: Pointer) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            try:
                if key.id != "scalar":
                    raise _UnreadableError("a key is a list or a mapping; write a string")
                name = _scalar(key)
                if isinstance(name, bool) or not isinstance(name, str | int):
                    raise _UnreadableError(f"the key {show(name)} is not a string; put it in quotes")
            except _UnreadableError as error:
                self._add(line, pointer, str(error))
                continue
            inner = (*pointer, str(key.value))
            if str(key.value) in found:
                self._add(line, inner, "the key is duplicated; remove one of them")
                continue
            self.lines[inner] = line
            found[str(key.value)] = self._convert(value, inner)
        return found

    def _add(self, line: int, pointer: Pointer, text: str) -> None:
        self.problems.append(Problem(self.name, line, place(pointer), text))


def _scalar(node: Any) -> Any:
    kind, text = str(node.tag).removeprefix(_TAG), str(node.value)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _UnreadableError(f"{show(text)} has an unpaired surrogate; write the whole character") from None
    match kind:
        case "str":
            return text
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int":
            return _number(int, text)
        case "float":
            value: float = _number(float, text)
            return value if math.isfinite(value) else _unreadable(f"{show(text)} is not a JSON number")
        case _:
            return _unreadable(f"{show(text)} {_KINDS.get(kind, f'has the tag {show(str(node.tag))}')}")


def _number(convert: Any, text: str) -> Any:
    plain = text.replace("_", "")
    try:
        return (
            convert(plain, 0) if convert is int and plain.lstrip("+-")[:2].lower() in ("0x", "0o") else convert(plain)
        )
    except ValueError:
        return _unreadable(f"{show(text)} is not a JSON number")


def _unreadable(text: str) -> NoReturn:
    raise _UnreadableError(f"{text}; put it in quotes if it is a string")
