"""The shapes that schemas allow, regardless of how they are written."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeGuard
from urllib.parse import unquote

from attrs import evolve, field, frozen

from contracts.limits import SHAPE, combined, is_text, limits_of

Node: TypeAlias = Any
ANY, NULL = "any", "null"
# Formats with their own Python types.
FORMATS = ("date-time", "date", "uuid", "binary")
# The schema of a field that is only listed as required.
UNDESCRIBED: Node = {}
TYPES = {bool: "boolean", str: "string", int: "integer", float: "number", list: "array", dict: "object"}


class ContractError(Exception):
    """A document cannot be read."""


@frozen
class Inner:
    """A subschema and its place in the document, such as `Webset.title`."""

    schema: Node
    home: str


@frozen
class Atom:
    """One alternative of a schema: a single type, a named component, or anything.

    `limits` restrict the values; `default` is JSON. `tag` is the property of a discriminator, and `mapped` has its
    values that select this alternative.
    """

    type: str = ANY
    home: str = ""
    values: frozenset[str] | None = None
    limits: Mapping[str, Any] = field(factory=dict[str, Any])
    fields: Mapping[str, Inner] = field(factory=dict[str, Inner])
    required: frozenset[str] = frozenset()
    element: Inner | None = None
    others: Inner | bool | None = None
    default: str = ""
    deprecated: bool = False
    tag: str = ""
    mapped: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()


def is_mapping(node: Node) -> TypeGuard[dict[str, Any]]:
    return isinstance(node, dict)


def is_list(node: Node) -> TypeGuard[list[Any]]:
    return isinstance(node, list)


def mapping(node: Node) -> dict[str, Any]:
    """Return a node if it is an object, and an empty object otherwise."""
    return node if is_mapping(node) else {}


class Reader:
    """Reads the schemas of a document, either down to named components or through all references."""

    def __init__(self, document: Mapping[str, Node], *, by_name: bool) -> None:
        self.document = document
        self.by_name = by_name
        self.names = frozenset(document.get("components", {}).get("schemas", {}))
        self._known: dict[tuple[int, str], tuple[Node, list[Atom]]] = {}

    def followed(self, node: Node) -> Mapping[str, Node]:
        """Follow references, and return the final target."""
        seen: set[str] = set()
        while is_mapping(node) and "$ref" in node:
            reference = str(node["$ref"])
            if reference in seen:
                raise ContractError(f"{reference} refers to itself")
            seen.add(reference)
            node = self.target(reference)
        return mapping(node)

    def target(self, reference: str) -> Node:
        file, _, pointer = reference.partition("#/")
        node: Node = None if file else self.document
        for part in pointer.split("/"):
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            if is_list(node):
                node = node[int(key)] if key.isdecimal() and int(key) < len(node) else None
            else:
                node = mapping(node).get(key)
        if node is None:
            raise ContractError(f"{reference} does not exist")
        return node

    def name_of(self, schema: Node) -> str:
        """Return the only component in a schema, ignoring null and open values, or ""."""
        if not is_mapping(schema):
            return ""
        if "$ref" in schema:
            return str(schema["$ref"]).rpartition("/")[2]
        names = {self.name_of(each) for key in ("allOf", "anyOf", "oneOf") for each in schema.get(key) or ()} - {""}
        return names.pop() if len(names) == 1 else ""

    def alternatives(self, schema: Node, home: str) -> list[Atom]:
        """Return the alternatives that satisfy all parts of a schema."""
        key = (id(schema), home)
        if key not in self._known:
            self._known[key] = (
                schema,
                self._alternatives(schema, home),
            )  # keeps the object alive, so that its id stays unique
        return self._known[key][1]

    def _alternatives(self, schema: Node, home: str, seen: tuple[str, ...] = ()) -> list[Atom]:
        if not is_mapping(schema):
            return [] if schema is False else [Atom(home=home)]
        parts = [_own(schema, home, self.plain)]
        if "$ref" in schema:
            parts.append(self._referenced(str(schema["$ref"]), seen))
        parts += [self._alternatives(each, home, seen) for each in schema.get("allOf") or ()]
        parts += [
            [atom for each in schema[key] for atom in self._alternatives(each, home, seen)]
            for key in ("anyOf", "oneOf")
            if schema.get(key)
        ]
        found = functools.reduce(_all_of, parts)
        if schema.get("nullable") is True:
            found = [*found, Atom(NULL)]
        discriminator = mapping(schema.get("discriminator"))
        tag = discriminator.get("propertyName")
        return [_tagged(atom, tag, mapping(discriminator.get("mapping"))) for atom in found] if tag else found

    def plain(self, node: Node, seen: tuple[str, ...] = ()) -> Node:
        """Return the value of a keyword with references resolved and without texts."""
        if is_list(node):
            return [self.plain(each, seen) for each in node]
        if not is_mapping(node):
            return node
        reference = node.get("$ref")
        if isinstance(reference, str) and reference not in seen and not self.by_name:
            return self.plain(self.target(reference), (*seen, reference))
        return {key: self.plain(each, seen) for key, each in node.items() if not is_text(key)}

    def _referenced(self, reference: str, seen: tuple[str, ...]) -> list[Atom]:
        name = reference.rpartition("/")[2]
        if self.by_name and reference == f"#/components/schemas/{name}":
            return [Atom(name)]
        if reference in seen:
            return []
        found = self._alternatives(self.target(reference), name, (*seen, reference))
        return [evolve(atom, references=atom.references | {reference}) for atom in found]


def _own(schema: Mapping[str, Node], home: str, plain: Callable[[Node], Node]) -> list[Atom]:
    """Return the alternatives of a schema without its references and unions."""
    values: list[Node] | None = [schema["const"]] if "const" in schema else schema.get("enum")
    given: Node = schema.get("type")
    types: list[str] = [given] if isinstance(given, str) else [*(given or ())]
    if not types and values is not None:
        types = sorted({_type_of(value) for value in values})
    if not types:
        is_object = schema.keys() & {"properties", "additionalProperties", "required"}
        types = ["object" if is_object else "array" if "items" in schema else ANY]
    elif values is not None and None in values and NULL not in types:
        types.append(NULL)
    required = schema.get("required") or ()
    fields = {**dict.fromkeys(required, UNDESCRIBED), **mapping(schema.get("properties"))}
    atom = Atom(
        home=home,
        limits=limits_of({key: plain(schema[key]) for key in schema if key not in SHAPE}, types, FORMATS),
        fields={
            name: Inner(fields.get(name, UNDESCRIBED), f"{home}.{name}") for name in dict.fromkeys((*fields, *required))
        },
        required=frozenset(required),
        element=Inner(schema["items"], f"{home}[]") if "items" in schema else None,
        others=_others(schema.get("additionalProperties"), home),
        default=json.dumps(schema["default"], sort_keys=True, default=str) if "default" in schema else "",
        deprecated=bool(schema.get("deprecated")),
    )
    found: list[Atom] = []
    for name in types:
        fitting = None if values is None else frozenset(map(json.dumps, (v for v in values if _fits(v, name))))
        if name == NULL:
            found.append(Atom(NULL))
        elif fitting != frozenset():
            named = schema["format"] if schema.get("format") in FORMATS and name == "string" else name
            found.append(evolve(atom, type=named, values=fitting))
    return found


def _others(given: Node, home: str) -> Inner | bool | None:
    if is_mapping(given):
        return Inner(given, f"{home}.*") if given else True
    return None if given is None else bool(given)


def _type_of(value: Node) -> str:
    return next((name for kind, name in TYPES.items() if type(value) is kind), NULL)


def _fits(value: Node, name: str) -> bool:
    found = _type_of(value)
    return name in (ANY, found) or (name == "number" and found == "integer")


def _tagged(atom: Atom, tag: str, values: Mapping[str, str]) -> Atom:
    mapped = frozenset(value for value, target in values.items() if atom.home == str(target).rpartition("/")[2])
    return evolve(atom, tag=tag, mapped=mapped)


def _all_of(left: list[Atom], right: list[Atom]) -> list[Atom]:
    return [atom for one in left for other in right if (atom := _both(one, other)) is not None]


def _both(one: Atom, other: Atom) -> Atom | None:
    """Return the intersection of two alternatives, or None if it is empty."""
    common = _narrower(one.type, other.type)
    values = one.values if other.values is None else other.values if one.values is None else one.values & other.values
    if common is None or values == frozenset():
        return None
    first, second = (other, one) if one.type == ANY else (one, other)
    shared = one.fields.keys() & other.fields.keys()
    fields = {**other.fields, **one.fields}
    for name in shared:
        if one.fields[name] != other.fields[name]:
            schemas = [one.fields[name].schema, other.fields[name].schema]
            fields[name] = Inner({"allOf": schemas}, first.fields[name].home)
    return Atom(
        type=common,
        home=first.home,
        values=values,
        limits=combined(one.limits, other.limits),
        fields=fields,
        required=one.required | other.required,
        element=first.element or second.element,
        others=second.others if first.others is None else first.others,
        default=one.default or other.default,
        deprecated=one.deprecated or other.deprecated,
        tag=one.tag or other.tag,
        mapped=one.mapped | other.mapped,
        references=one.references | other.references,
    )


def _narrower(one: str, other: str) -> str | None:
    if one == other or other == ANY:
        return one
    if one == ANY:
        return other
    known = {*TYPES.values(), *FORMATS, NULL}
    if not {one, other} <= known:
        return " & ".join(sorted({one, other} - known))
    for narrow, wide in (("integer", "number"), *((each, "string") for each in FORMATS)):
        if {one, other} == {narrow, wide}:
            return narrow
    return None
