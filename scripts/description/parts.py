"""The parts of a description, with their places, for the rules."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from attrs import define, field

from description.grammar import Grammar, Reference
from description.json_types import Document, Json
from description.problems import METHODS, BundleError, Pointer, Report, Source, lookup, show
from description.yaml_files import ROOT

_COMPONENT = re.compile(r"([^/#]*)#/components/(schemas|parameters|responses)/([^/]+)")
_PATH = re.compile(r"([^/#]*)#/paths/([^/]+)")
UNIONS = ("oneOf", "anyOf", "allOf")


class Part(NamedTuple):
    """A part of a file."""

    file: str
    pointer: Pointer
    node: Document

    def at(self, *keys: str | int) -> Part:
        """Return a part of this part."""
        node: Any = self.node
        for key in keys:
            node = node[key]
        return Part(self.file, (*self.pointer, *keys), node)


class Operation(NamedTuple):
    """An operation, with the path and the path item that it belongs to."""

    part: Part
    method: str
    path: str
    item: Part


@define
class Description:
    """The well-formed parts of all files."""

    report: Report
    files: dict[str, Document]
    schemas: dict[str, Part] = field(factory=dict[str, Part])
    parameters: dict[str, Part] = field(factory=dict[str, Part])
    responses: dict[str, Part] = field(factory=dict[str, Part])

    @classmethod
    def of(cls, sources: dict[str, Source]) -> Description:
        """Return the well-formed parts of the files; malformed parts are in the report."""
        report = Report(sources)
        grammar = Grammar(report)
        files = {
            file: grammar.well_formed(file, source.document, is_root=file == ROOT) for file, source in sources.items()
        }
        description = cls(report, files)
        description._find_components()
        for reference in grammar.references:
            description._check_reference(reference)
        description._check_paths()
        return description

    def add(self, part: Part, text: str, *keys: str | int) -> None:
        """Add a problem with a part, or with a part inside it."""
        self.report.add(part.file, (*part.pointer, *keys), text)

    def is_whole(self, part: Part) -> bool:
        return self.report.is_whole(part.file, part.pointer)

    def followed(self, part: Part) -> Part | None:
        """Return the target of a reference, or the part itself if it is not a reference."""
        seen: list[str] = []
        while "$ref" in part.node:
            match = _COMPONENT.fullmatch(part.node["$ref"])
            if not match or part.node["$ref"] in seen:
                return None
            seen.append(part.node["$ref"])
            found: Part | None = getattr(self, match[2]).get(match[3])
            if found is None:
                return None
            part = found
        return part

    def refuse_unjoinable(self) -> None:
        """Raise BundleError if the files cannot be joined; ignore other problems."""
        if self.report.fatal:
            raise BundleError(self.report.fatal)

    def all_parameters(self) -> Iterator[Part]:
        """Yield each parameter where it is defined."""
        yield from self.parameters.values()
        items = [operation.part for operation in self.operations()]
        for file, document in self.files.items():
            items += [Part(file, ("paths", path), item) for path, item in document.get("paths", {}).items()]
        for holder in items:
            for index, parameter in enumerate(holder.node.get("parameters", [])):
                if "$ref" not in parameter:
                    yield holder.at("parameters", index)

    def operations(self) -> Iterator[Operation]:
        for file, document in self.files.items():
            for path, item in document.get("paths", {}).items():
                whole = Part(file, ("paths", path), item)
                for method in METHODS:
                    if method in item:
                        yield Operation(whole.at(method), method, path, whole)

    def used_by(self, node: Json) -> set[str]:
        """Return the schemas that a part refers to, directly or through other components."""
        reached: set[str] = set()
        waiting = [*_targets(node)]
        while waiting:
            match = _COMPONENT.fullmatch(waiting.pop())
            part = match and getattr(self, match[2]).get(match[3])
            if match and part and f"{match[2]} {match[3]}" not in reached:
                reached.add(f"{match[2]} {match[3]}")
                waiting.extend(_targets(part.node))
        return {name.removeprefix("schemas ") for name in reached if name.startswith("schemas ")}

    def _find_components(self) -> None:
        for file, document in self.files.items():
            for section, parts in document.get("components", {}).items():
                found: dict[str, Part] = getattr(self, section, {})
                for name, node in parts.items():
                    part = Part(file, ("components", section, name), node)
                    if name in found:
                        other = found[name].file
                        self.report.lose(file, part.pointer, f"is also defined in {other}; rename one of them")
                    found.setdefault(name, part)

    def _check_reference(self, reference: Reference) -> None:
        file, pointer, target, section = reference
        form = _PATH if section == "paths" else _COMPONENT
        match = form.fullmatch(target)
        if not match or (section != "paths" and match[2] != section):
            write = "file.yaml#/paths/~1v0~1things" if section == "paths" else f"file.yaml#/components/{section}/Name"
            text = f"{show(target)} is not a reference to one of the {section}; write {write}"
            self.report.lose(file, pointer, text)
            return
        source = self.report.sources.get(match[1] or file)
        keys = ["paths", decoded(match[2])] if section == "paths" else ["components", section, match[3]]
        there = source and lookup(source.document, keys)
        if there is None:
            self.report.lose(
                file, pointer, f"{show(target)} does not exist; {self._advice(match[1] or file, section, keys)}"
            )

    def _advice(self, file: str, section: str, keys: list[str]) -> str:
        if file not in self.files:
            return f"the files are {', '.join(self.files)}"
        if section == "paths":
            return f"write the path in {file}"
        names: dict[str, Part] = getattr(self, section)
        close = difflib.get_close_matches(keys[-1], names, 1)
        name = keys[-1] if keys[-1] in names else close[0] if close else ""
        return f"write {names[name].file}#/components/{section}/{name}" if name else f"write it in {file}"

    def _check_paths(self) -> None:
        """Check that the root lists each path of each file under its own name."""
        root = self.files[ROOT].get("paths", {})
        for file, document in self.files.items():
            for path, item in document.get("paths", {}).items():
                reference = item.get("$ref")
                here = Part(file, ("paths", path), item)
                if file == ROOT and reference and (match := _PATH.fullmatch(reference)):
                    if decoded(match[2]) != path:
                        self.add(here, f"refers to another path, {show(decoded(match[2]))}; refer to the same path")
                elif file != ROOT and reference:
                    self.add(here, "is a reference; only websets.yaml may refer to paths, so write the operations here")
                elif file != ROOT and root.get(path) != {"$ref": f"{file}#/paths/{encoded(path)}"}:
                    line = f'`{path}: {{$ref: "{file}#/paths/{encoded(path)}"}}`'
                    self.add(here, f"is not part of the API; write {line} under the paths of {ROOT}")


def encoded(path: str) -> str:
    """Encode a path as a step of a JSON pointer."""
    return path.replace("~", "~0").replace("/", "~1")


def decoded(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def _targets(node: Json) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            else:
                yield from _targets(value)
    elif isinstance(node, list):
        for element in node:
            yield from _targets(element)
