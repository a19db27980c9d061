"""Rules for schemas: names, descriptions, and the forms for which both generators write the same classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from description.json_types import Document
from description.parts import UNIONS, Description, Part
from description.problems import lookup, show

SCALARS = ("string", "integer", "number", "boolean")
NULL = {"type": "null"}
# The types that a key applies to; a schema without a type accepts anything and has none of these keys.
APPLIES = {
    **dict.fromkeys(("minLength", "maxLength", "pattern", "format"), ("string",)),
    **dict.fromkeys(
        ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), ("integer", "number")
    ),
    **dict.fromkeys(("minItems", "maxItems", "uniqueItems", "items"), ("array",)),
    **dict.fromkeys(("properties", "required", "additionalProperties", "minProperties", "maxProperties"), ("object",)),
    **dict.fromkeys(("enum", "x-enum-varnames"), ("string",)),
}
# The generators convert these formats to types that the rest of the code does not support.
FORMATS = ("binary", "byte", "date", "time", "duration", "uuid")
_UNION_FORMS = (
    'write `oneOf: [{$ref: …}, {type: "null"}]`, `anyOf: [{$ref: to an enum}, {type: string}]`, '
    "or a component with `oneOf` of objects and a discriminator"
)


def check_schemas(description: Description) -> None:
    """Add the problems of all components that are schemas to the report."""
    for part in description.schemas.values():
        if "$ref" in part.node and not description.is_whole(part):
            continue
        if "$ref" in part.node:
            description.add(part, "is an alias of another component; remove it, and refer to that component")
            continue
        if "description" not in part.node and description.is_whole(part):
            description.add(part, "description is missing; write `description:` with a sentence in your own words")
        if not part.node.keys() & {"type", "const", *UNIONS} and description.is_whole(part):
            description.add(part, "has no type; write `type: object`, or remove it and describe the value in place")
        _check(description, part, is_component=True)
    for part, _ in inline_schemas(description):
        _check(description, part)


def inline_schemas(description: Description) -> Iterator[tuple[Part, str]]:
    """Yield each inline schema of a parameter, body or response, and which of these it belongs to."""
    holders: list[tuple[Part, str]] = []
    for operation in description.operations():
        holders += [
            (here.at("parameters", index), "parameter")
            for here in (operation.part,)
            for index in range(len(here.node.get("parameters", [])))
        ]
        if "requestBody" in operation.part.node:
            holders.append((operation.part.at("requestBody"), "request"))
        holders += [
            (operation.part.at("responses", status), "answer") for status in operation.part.node.get("responses", {})
        ]
    for file, document in description.files.items():
        for path, item in document.get("paths", {}).items():
            whole = Part(file, ("paths", path), item)
            holders += [
                (whole.at("parameters", index), "parameter") for index in range(len(item.get("parameters", [])))
            ]
    holders += [(part, "parameter") for part in description.parameters.values()]
    holders += [(part, "answer") for part in description.responses.values()]
    for part, use in holders:
        content: Any = part.node.get("content", {}).get("application/json", {})
        if "schema" in part.node:
            yield part.at("schema"), use
        elif "schema" in content:
            yield part.at("content", "application/json", "schema"), use


def children(part: Part) -> Iterator[tuple[Part, str]]:
    """Yield the direct subschemas of a schema with their roles."""
    for name in part.node.get("properties", {}):
        yield part.at("properties", name), "property"
    for key in ("items", "additionalProperties"):
        if isinstance(part.node.get(key), dict):
            yield part.at(key), key
    for key in UNIONS:
        for index in range(len(part.node.get(key, []))):
            yield part.at(key, index), key


def with_inner(part: Part) -> Iterator[Part]:
    """Yield a schema and all its subschemas, without following references."""
    yield part
    for child, _ in children(part):
        yield from with_inner(child)


def types_of(node: Document) -> list[str]:
    """Return the types of a schema, including null."""
    types: str | list[str] = node.get("type", [])
    return [types] if isinstance(types, str) else types


def _check(description: Description, part: Part, *, is_component: bool = False, is_member: bool = False) -> None:
    node = part.node
    if "$ref" in node:
        return
    if description.is_whole(part):
        _check_form(description, part, is_component, is_member)
        _check_union(description, part, is_component)
        _check_object(description, part)
    for child, role in children(part):
        _check(description, child, is_member=role in UNIONS)
        is_described = child.node.keys() & {"description", "$ref", "const"}
        if role == "property" and not is_described and description.is_whole(child):
            description.add(child, "description is missing; write `description:` with a sentence in your own words")


def _check_form(description: Description, part: Part, is_component: bool, is_member: bool) -> None:
    node, types = part.node, types_of(part.node)
    forms = [*(["type"] if types else []), *(key for key in ("const", *UNIONS) if key in node)]
    if len(forms) > 1:
        description.add(part, f"has {' and '.join(forms)}; keep one of them")
        return
    unknown = [kind for kind in types if kind not in (*SCALARS, "object", "array", "null")]
    if unknown:
        text = f"{show(unknown[0])} is not a type; write one of {', '.join((*SCALARS, 'array', 'object'))}"
        description.add(part, text, "type")
    elif isinstance(node.get("type"), list):
        if len(types) != 2 or types[1] != "null" or types[0] not in SCALARS:
            text = 'a list of types must be a type and "null"; write `type: [string, "null"]`, or `oneOf` otherwise'
            description.add(part, text, "type")
        elif "enum" in node:
            description.add(part, 'is a nullable enum; write `oneOf: [{$ref: …}, {type: "null"}]`', "enum")
    elif types == ["null"] and not is_member:
        description.add(part, 'can only be null; write `oneOf: [{$ref: …}, {type: "null"}]`', "type")
    if "$ref" not in node and not is_component:
        if node.keys() & {"properties", "additionalProperties"} or "object" in types:
            description.add(
                part, "an inline object has no name; make it a component in PascalCase and write a $ref to it"
            )
            return
        if "enum" in node:
            description.add(
                part, "an inline enum has no name; make it a component in PascalCase and write a $ref to it"
            )
            return
        if "allOf" in node:
            description.add(part, "an inline allOf has no name; make it a component, and write a $ref to it")
    for key, kinds in APPLIES.items():
        if key in node and not {*kinds} & {*types} and not unknown:
            description.add(part, f"belongs to {kinds[0]}; write `type: {kinds[0]}`, or remove it", key)
    if node.get("format") in FORMATS:
        text = f"no class holds the format {node['format']}; remove it, and describe the format in the description"
        description.add(part, text, "format")
    if "array" in types and "items" not in node:
        description.add(part, "items is missing; write `items: {$ref: …}`, or `items: {}` for anything")
    if "discriminator" in node and "oneOf" not in node:
        description.add(part, "belongs to oneOf; remove it", "discriminator")


def _check_object(description: Description, part: Part) -> None:
    node = part.node
    properties, required = node.get("properties", {}), node.get("required", [])
    for index, name in enumerate(required):
        if name not in properties:
            text = f"{show(name)} is required but not a property; add it to properties, or remove it here"
            description.add(part, text, "required", index)
        elif name in required[:index]:
            description.add(part, f"{show(name)} is duplicated; remove one of them", "required", index)
    if types_of(node) != ["object"]:
        return
    extra: bool | Document | None = node.get("additionalProperties")
    if extra is None:
        text = "additionalProperties is missing; write true for a response, and false for a request"
        description.add(part, text)
    elif isinstance(extra, dict):
        if properties:
            text = "a map cannot have properties; write true or false, or remove the properties"
            description.add(part, text, "additionalProperties")
        elif "$ref" not in extra and extra.get("type") not in SCALARS:
            text = "the values of a map must have a single type; write `{type: string}` or a $ref"
            description.add(part, text, "additionalProperties")


def _check_union(description: Description, part: Part, is_component: bool) -> None:
    for key in UNIONS:
        members = part.node.get(key)
        if members is None:
            continue
        parts = [part.at(key, index) for index in range(len(members))]
        found = [one for each in parts if (one := description.followed(each))]
        if len(found) < len(parts) or not all(map(description.is_whole, found)):
            continue  # a member is broken and is reported where it is defined
        if not members:
            description.add(part, "has no members; add them", key)
        for index, member in enumerate(members):
            if member in members[:index]:
                description.add(part, "is duplicated; remove one of them", key, index)
        if key == "allOf":
            _check_combination(description, part, parts, found)
        elif (
            key == "oneOf"
            and is_component
            and all(
                types_of(one.node) == ["object"] and "$ref" in each.node for each, one in zip(parts, found, strict=True)
            )
            and len(parts) > 1
        ):
            _check_discriminator(description, part, parts, found)
        elif members and not _is_known_form(key, part, parts, found, is_component):
            description.add(part, f"this form of union is not supported; {_UNION_FORMS}", key)


def _is_known_form(key: str, part: Part, parts: list[Part], found: list[Part], is_component: bool) -> bool:
    nodes = [one.node for one in parts]
    is_nullable = nodes[-1:] == [NULL]
    rest = nodes[:-1] if is_nullable else nodes
    if key == "oneOf":
        return is_nullable and len(rest) == 1 and ("$ref" in rest[0] or types_of(rest[0]) == ["array"])
    if len(rest) == 2 and "enum" in found[0].node and rest[1] == {"type": "string"}:
        return True
    if not is_component or is_nullable or len(rest) != 2 or not all("$ref" in node for node in rest):
        return False
    known, other = found
    properties: dict[str, Document] = known.node.get("properties", {})
    tag = next(iter(properties), "")
    if "oneOf" in known.node:  # a union, whose form is checked where it is defined
        return types_of(other.node) == ["object"]
    return (
        lookup(properties, (tag, "const")) is not None and lookup(other.node, ("properties", tag, "type")) == "string"
    )


def _check_discriminator(description: Description, part: Part, parts: list[Part], found: list[Part]) -> None:
    discriminator = part.node.get("discriminator")
    if discriminator is None:
        text = "discriminator is missing; write `discriminator:` with `propertyName: type` and a `mapping:`"
        description.add(part, text)
        return
    tag, mapping = discriminator.get("propertyName", ""), discriminator.get("mapping", {})
    if not description.is_whole(part.at("discriminator")):
        return
    for each, one in zip(parts, found, strict=True):
        properties: dict[str, Document] = one.node.get("properties", {})
        first = next(iter(properties.items()), ("", Document()))
        target = each.node["$ref"]
        if first[0] != tag or not isinstance(first[1].get("const"), str):
            text = f"the first property of {one.pointer[-1]} is not {tag}; write `{tag}: {{const: …}}` first there"
            description.add(each, text)
        elif tag not in one.node.get("required", []):
            description.add(each, f"{one.pointer[-1]} does not require {tag}; write it under required there")
        elif _name(mapping.get(first[1]["const"], "")) != _name(target):
            text = f'is missing in the mapping; add `{first[1]["const"]}: "{target}"` under mapping'
            description.add(each, text)
    words = [lookup(one.node, ("properties", tag, "const")) for one in found]
    for word in [word for word in mapping if word not in words]:
        text = f"no member has {tag} {show(word)}; remove it, or add its member to oneOf"
        description.add(part, text, "discriminator", "mapping", word)


def _check_combination(description: Description, part: Part, parts: list[Part], found: list[Part]) -> None:
    if len(parts) == 1:
        description.add(part, "has a single member; use it instead of this component", "allOf")
    first: dict[str, str | int] = {}
    for each, one in zip(parts, found, strict=True):
        if "$ref" not in each.node or not _is_object(one):
            description.add(each, "all members must be named objects; write a $ref to an object")
        for name in one.node.get("properties", {}):
            if name in first:
                description.add(each, f"the property {show(name)} is in {first[name]} as well; keep it in one of them")
            first.setdefault(name, one.pointer[-1])


def _is_object(part: Part) -> bool:
    return types_of(part.node) == ["object"] or "allOf" in part.node


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]
