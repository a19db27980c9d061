"""Conversion of schemas to flat facts, down to named components or cycles of references."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve

from contracts.facts import ANY_OTHER, UNION, Part, Place
from contracts.limits import TEXTS, either, is_text
from contracts.shapes import ANY, FORMATS, NULL, UNDESCRIBED, Atom, Inner, Node, Reader, mapping

SCALARS = frozenset({"string", "integer", "number", "boolean", *FORMATS})
INNERMOST = 60


class PartReader:
    """Converts schemas to `parts`, keyed by their places."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.by_name = reader.by_name
        self.parts: dict[Place, Part] = {}

    def add_values(self, place: Place, texts: Iterable[str]) -> None:
        """Add a place whose value is one of a few strings."""
        self.parts[place] = Part(frozenset({"string"}), values=frozenset(map(json.dumps, texts)))

    def add(
        self,
        place: Place,
        at: Inner,
        around: Mapping[str, Node],
        *,
        required: bool = True,
        through: frozenset[str] = frozenset(),
    ) -> None:
        """Add the part at a place and everything inside it, down to named components or cycles of references."""
        schema = mapping(at.schema)
        atoms = self.reader.alternatives(at.schema, at.home)
        known = [atom for atom in atoms if atom.type != NULL]
        loops = len(place.path) > INNERMOST or any(through & atom.references for atom in atoms)
        values = [atom.values for atom in known if atom.values is not None]
        components = [atom.type for atom in atoms if atom.type in self.reader.names]
        is_union = bool(components) and self.by_name and not place.path and not place.role and "allOf" not in schema
        types = {UNION} if is_union else {atom.type for atom in known}
        objects = [atom for atom in known if atom.fields or atom.type == "object"]
        tag, members = self._members(objects)
        self.parts[place] = Part(
            types=frozenset(types - ({"integer"} if "number" in types else set())),
            required=required,
            described=at.schema is not UNDESCRIBED,
            null=any(atom.type == NULL for atom in atoms),
            values=frozenset[str]().union(*values) if values else None,
            open=frozenset(atom.type for atom in known if atom.values is None) if values else frozenset(),
            limits=self._limits(known),
            rules=_rules(known, objects, members),
            texts={**self.texts(schema), **self.texts(around)},
            deprecated=bool(around.get("deprecated")) or _is_deprecated(known, objects),
            tag=tag,
            home=at.home,
            inner=self.reader.name_of(schema) or at.home,
            cut=loops,
        )
        for component in components if is_union else ():
            self.parts[place.inside(f"<{component}>")] = Part(frozenset({component}))
        if not loops:
            for member, atom in members.items():
                self._add_fields(place, member, atom, through | atom.references)
            self._add_element(place, at, [atom for atom in known if atom.element], through)

    def _add_fields(self, place: Place, member: str, atom: Atom, through: frozenset[str]) -> None:
        inside = place.inside(f"<{member}>") if member else place
        if member:
            home = f"{self.parts[place].inner}<{member}>"
            deprecated = atom.deprecated and not self.parts[place].deprecated
            self.parts[inside] = Part(frozenset({atom.type}), deprecated=deprecated, home=home, inner=atom.home)
        for name, inner in atom.fields.items():
            self.add(inside.inside(f".{name}"), inner, {}, required=name in atom.required, through=through)
        if isinstance(atom.others, Inner):
            self.add(inside.inside(".*"), atom.others, {}, through=through)
        elif atom.others in (None, True) and atom.type == "object":
            self.parts[inside.inside(".*")] = Part(frozenset({ANY}), home=f"{atom.home}.*")

    def _add_element(self, place: Place, at: Inner, atoms: list[Atom], through: frozenset[str]) -> None:
        if atoms:
            inner = Inner({"anyOf": [atom.element.schema for atom in atoms if atom.element]}, f"{at.home}[]")
            followed = frozenset[str]().union(*(atom.references for atom in atoms))
            self.add(place.inside("[]"), inner, {}, through=through | followed)

    def _members(self, atoms: list[Atom]) -> tuple[str, dict[str, Atom]]:
        """Return the objects of a union by the value of their tag; objects without a tag are merged."""
        if len(atoms) < 2:
            return next((atom.tag for atom in atoms), ""), {"": atoms[0]} if atoms else {}
        tag = self._tag(atoms)
        constants = [(atom, self._constants(atom, tag)) for atom in atoms]
        tagged = {value.strip('"'): atom for atom, values in constants for value in sorted(values)}
        rest = [atom for atom, values in constants if not values]
        other = [atom for atom in rest if tagged and tag in atom.fields]
        if not self.by_name and other:  # the member for unknown tags
            rest = [atom for atom in rest if tag not in atom.fields]
            tagged[ANY_OTHER] = _any_of(other)
        return tag if tagged else "", {**tagged, **({"": _any_of(rest)} if rest else {})}

    def _tag(self, atoms: list[Atom]) -> str:
        """Return the field that distinguishes the objects of a union: the discriminator, or a constant field."""
        if given := next((atom.tag for atom in atoms if atom.tag), ""):
            return given
        counts: dict[str, int] = {}
        for name in dict.fromkeys(name for atom in atoms for name in atom.fields):
            constants = [values for atom in atoms if (values := self._constants(atom, name))]
            if len(frozenset[str]().union(*constants)) == sum(map(len, constants)) > 1:
                counts[name] = len(constants)
        return max(sorted(counts), key=lambda name: (counts[name], name == "type"), default="type")

    def _constants(self, atom: Atom, name: str) -> frozenset[str]:
        inner = atom.fields.get(name)
        found = self.reader.alternatives(inner.schema, inner.home) if inner else []
        if not found or any(each.values is None for each in found):
            return frozenset(map(json.dumps, atom.mapped)) if name == atom.tag else frozenset()
        return frozenset[str]().union(*(each.values or () for each in found))

    def _limits(self, atoms: list[Atom]) -> dict[str, Any]:
        """Return the limits of all alternatives without fixed values, combined by type."""
        free = [atom for atom in atoms if atom.values is None]
        found: dict[str, list[Any]] = {}
        for type_ in dict.fromkeys(atom.type for atom in free):
            same = [atom.limits for atom in free if atom.type == type_]
            for key in dict.fromkeys(key for limits in same for key in limits):
                found.setdefault(key, []).extend(limits.get(key, "none") for limits in same)
        if self.by_name:
            found.pop("format", None)  # not a limit, because generated code ignores it
        return {key: either(values) for key, values in found.items()}

    def texts(self, node: Mapping[str, Node], seen: tuple[str, ...] = ()) -> dict[str, str]:
        """Return the texts of a node, including those of its components unless components are compared by name."""
        if self.by_name:
            return {key: text_of(node[key]) for key in (*TEXTS, "format") if key in node and node[key] not in FORMATS}
        found = {key: text_of(node[key]) for key in node if is_text(key)}
        reference = str(node.get("$ref", ""))
        inner: list[Node] = [self.reader.target(reference)] if reference and reference not in seen else []
        for key in ("allOf", "anyOf", "oneOf"):
            inner.extend(node.get(key) or ())
        for each in inner:
            for key, text in self.texts(mapping(each), (*seen, reference)).items():
                found[key] = f"{found[key]} {text}" if key in found else text
        return found


def _rules(atoms: list[Atom], objects: list[Atom], members: Mapping[str, Atom]) -> dict[str, str]:
    defaults = {atom.default for atom in atoms if atom.default and atom.values != frozenset({atom.default})}
    tag = next((atom.tag for atom in objects if atom.tag), "") if len(objects) > 1 else ""
    odd = {value for atom in objects for value in atom.mapped if members.get(value) is not atom}
    return {
        **({"default": " or ".join(sorted(defaults))} if defaults else {}),
        **({"discriminator": " ".join([tag, *sorted(odd)])} if tag else {}),
    }


def _is_deprecated(atoms: list[Atom], objects: list[Atom]) -> bool:
    """Return True if all alternatives are deprecated, or one that is not a member of a union."""
    marked = [atom for atom in atoms if atom.deprecated]
    return bool(marked) and (len(marked) == len(atoms) or any(atom not in objects for atom in marked))


def _any_of(atoms: list[Atom]) -> Atom:
    if len(atoms) == 1:
        return atoms[0]
    fields: dict[str, list[Inner]] = {}
    for atom in atoms:
        for name, inner in atom.fields.items():
            fields.setdefault(name, []).append(inner)
    return evolve(
        atoms[0],
        fields={
            name: all_[0] if len(all_) == 1 else Inner({"anyOf": [each.schema for each in all_]}, all_[0].home)
            for name, all_ in fields.items()
        },
        required=functools.reduce(lambda some, more: some & more, (atom.required for atom in atoms)),
        references=frozenset[str]().union(*(atom.references for atom in atoms)),
    )


def text_of(value: Node) -> str:
    return " ".join(str(value).split())
