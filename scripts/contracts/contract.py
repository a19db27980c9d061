"""The contract of a document: its operations and schemas as facts."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from attrs import evolve

from contracts.facts import ANSWERS, REQUESTS, UNION, Contract, Operation, Part, Place
from contracts.shapes import ANY, FORMATS, NULL, Atom, Inner, Node, Reader, mapping

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
TEXTS = ("summary", "description", "title", "example", "examples", "default", "format", "externalDocs")
INNERMOST = 60
VARIABLE = re.compile(r"\{([^}]*)\}")


def read(document: Mapping[str, Node], *, by_name: bool) -> Contract:
    """Return the facts of a document, with named components as owners or with every operation expanded.

    Raises:
        ContractError: The target of a reference does not exist.
    """
    builder = _Builder(Reader(document, by_name=by_name))
    operations = dict(builder.operations(document))
    if by_name:
        for name, schema in document.get("components", {}).get("schemas", {}).items():
            builder.add(Place(name), Inner(schema, name), {})
    return Contract(
        operations=operations,
        names=builder.reader.names if by_name else frozenset(),
        parts=builder.parts,
        uses=_uses(builder.parts, operations.keys()),
        texts={key: _text(document.get(key)) for key in ("info", "servers", "tags", "security")},
    )


class _Builder:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.by_name = reader.by_name
        self.parts: dict[Place, Part] = {}

    def operations(self, document: Mapping[str, Node]) -> Iterator[tuple[str, Operation]]:
        for path, item in mapping(document.get("paths")).items():
            shared = self.reader.followed(item)
            for method in METHODS:
                if method in shared:
                    yield self._operation(path, method, shared, shared[method])

    def _operation(
        self, path: str, method: str, shared: Mapping[str, Node], each: Mapping[str, Node]
    ) -> tuple[str, Operation]:
        servers = each.get("servers") or shared.get("servers") or self.reader.document.get("servers") or [{"url": ""}]
        address = urlsplit(str(servers[0]["url"])).path.rstrip("/") + path.rstrip("/")
        identity, tags = str(each.get("operationId") or ""), each.get("tags")
        request = f"{method.upper()} {path}"
        operation = Operation(
            id=identity,
            call=f"{tags[0]}.{re.split('[-_.]', identity)[-1]}" if identity and tags else request,
            request=request,
            address=f"{method.upper()} {VARIABLE.sub('{}', address)}",
            deprecated=bool(each.get("deprecated")),
            texts=self._texts(each),
        )
        key = operation.call if self.by_name else operation.address
        given = [*(shared.get("parameters") or ()), *(each.get("parameters") or ())]
        self._parameters(key, VARIABLE.findall(path), map(self.reader.followed, given))
        body = self.reader.followed(each.get("requestBody"))
        if body:
            self._content(Place(key, "body"), body, required=bool(body.get("required")))
        for status, answer in mapping(each.get("responses")).items():
            if self.by_name or str(status).startswith("2"):
                self._content(Place(key, str(status)), self.reader.followed(answer))
        return key, operation

    def _parameters(self, owner: str, in_path: list[str], given: Iterable[Mapping[str, Node]]) -> None:
        for parameter in given:
            name, kind = str(parameter["name"]), str(parameter["in"])
            if not self.by_name and kind == "path":
                # Published documents have a parameter "in the path" that is not in the path.
                kind, name = ("path", f"{{{in_path.index(name) + 1}}}") if name in in_path else ("query", name)
            content = mapping(next(iter(mapping(parameter.get("content")).values()), None))
            schema = parameter.get("schema", content.get("schema"))
            self.add(
                Place(owner, f"{kind} {name}"), Inner(schema, ""), parameter, required=bool(parameter.get("required"))
            )

    def _content(self, place: Place, given: Mapping[str, Node], *, required: bool = True) -> None:
        content = mapping(given.get("content"))
        media = next((each for each in content if "json" in each), next(iter(content), ""))
        if media and "json" not in media:
            self.parts[place] = Part(frozenset({media}), required, texts=self._texts(given))
        elif media:
            self.add(place, Inner(content[media].get("schema", {}), ""), given, required=required)
        else:
            self.parts[place] = Part(frozenset(), required, texts=self._texts(given))

    def add(
        self,
        place: Place,
        at: Inner,
        around: Mapping[str, Node],
        *,
        required: bool = True,
        through: frozenset[str] = frozenset(),
    ) -> None:
        """Add the part at a place and everything in it, up to a named component or a cycle of references."""
        schema = mapping(at.schema)
        atoms = self.reader.alternatives(at.schema, at.home)
        loops = len(place.path) > INNERMOST or any(through & atom.references for atom in atoms)
        values = [atom.values for atom in atoms if atom.values is not None]
        components = [atom.type for atom in atoms if atom.type in self.reader.names]
        is_union = bool(components) and self.by_name and not place.path and not place.role and "allOf" not in schema
        self.parts[place] = Part(
            types=frozenset({UNION} if is_union else (atom.type for atom in atoms if atom.type != NULL)),
            required=required,
            null=any(atom.type == NULL for atom in atoms),
            values=frozenset[str]().union(*values) if values else None,
            limits=self._limits(place, atoms),
            texts={**self._texts(schema), **self._texts(around)},
            deprecated=bool(schema.get("deprecated") or around.get("deprecated")),
            home=at.home,
            inner=self.reader.name_of(schema) or at.home,
            cut=loops,
        )
        for component in components if is_union else ():
            self.parts[place.inside(f"<{component}>")] = Part(frozenset({component}))
        if not loops:
            objects = [atom for atom in atoms if atom.fields or atom.type == "object"]
            for member, atom in self._members(objects).items():
                self._add_fields(place, member, atom, through | atom.references)
            self._add_element(place, at, [atom for atom in atoms if atom.element], through)

    def _add_fields(self, place: Place, member: str, atom: Atom, through: frozenset[str]) -> None:
        inside = place.inside(f"<{member}>") if member else place
        if member:
            home = f"{self.parts[place].inner}<{member}>"
            self.parts[inside] = Part(frozenset({atom.type}), home=home, inner=atom.home)
        for name, inner in atom.fields.items():
            self.add(inside.inside(f".{name}"), inner, {}, required=name in atom.required, through=through)
        is_open = atom.others in (None, True) and atom.type == "object"
        if isinstance(atom.others, Inner):
            self.add(inside.inside(".*"), atom.others, {}, through=through)
        elif is_open and (self.by_name or not atom.fields):
            self.parts[inside.inside(".*")] = Part(frozenset({ANY}), home=f"{atom.home}.*")

    def _add_element(self, place: Place, at: Inner, atoms: list[Atom], through: frozenset[str]) -> None:
        if atoms:
            inner = Inner({"anyOf": [atom.element.schema for atom in atoms if atom.element]}, f"{at.home}[]")
            followed = frozenset[str]().union(*(atom.references for atom in atoms))
            self.add(place.inside("[]"), inner, {}, through=through | followed)

    def _members(self, atoms: list[Atom]) -> dict[str, Atom]:
        """Return the objects of a union by the value of their tag; those without a tag count as one object."""
        if self.by_name and len(atoms) < 2:
            return {"": atoms[0]} if atoms else {}
        tag = next((atom.tag for atom in atoms if atom.tag), "type")
        constants = [(atom, self._constants(atom.fields.get(tag))) for atom in atoms]
        tagged = {
            value.strip('"'): atom
            for atom, values in constants
            for value in sorted(values)
            if len(atoms) > 1 or len(values) == 1
        }
        rest = [atom for atom, values in constants if not values or not tagged]
        if tagged and not self.by_name:
            rest = [
                atom for atom in rest if tag not in atom.fields
            ]  # a tagged object is for tags that are not known yet
        return {**tagged, **({"": _any_of(rest)} if rest else {})}

    def _constants(self, inner: Inner | None) -> frozenset[str]:
        atoms = self.reader.alternatives(inner.schema, inner.home) if inner else []
        if not atoms or any(atom.values is None for atom in atoms):
            return frozenset()
        return frozenset[str]().union(*(atom.values or () for atom in atoms))

    def _limits(self, place: Place, atoms: list[Atom]) -> dict[str, Any]:
        if not self.by_name and place.direction == ANSWERS:
            return {}
        return {key: value for atom in atoms if atom.values is None for key, value in atom.limits.items()}

    def _texts(self, node: Mapping[str, Node]) -> dict[str, str]:
        if not self.by_name:
            return {}
        return {key: _text(node[key]) for key in TEXTS if key in node and node[key] not in FORMATS}


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


def _uses(parts: Mapping[Place, Part], operations: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return for each component whether it is sent, read, or both; unused components count as both."""
    called = {*operations}
    held: dict[str, set[str]] = {}
    for place, part in parts.items():
        held.setdefault(place.owner, set()).update(name for type_ in part.types for name in type_.split(" & "))
    uses: dict[str, set[str]] = {}
    for way in (REQUESTS, ANSWERS):
        waiting = [
            name
            for place, part in parts.items()
            if place.owner in called and place.direction == way
            for type_ in part.types
            for name in type_.split(" & ")
        ]
        while waiting:
            name = waiting.pop()
            if name in held and way not in uses.setdefault(name, set()):
                uses[name].add(way)
                waiting.extend(held[name])
    return {name: frozenset(uses.get(name) or (REQUESTS, ANSWERS)) for name in held if name not in called}


def _text(value: Node) -> str:
    return " ".join(str(value).split())
