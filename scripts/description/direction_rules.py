"""Rules for requests and responses: responses are open, requests are closed, and only requests have limits."""

from __future__ import annotations

from description.parts import UNIONS, Description, Part
from description.schema_rules import APPLIES, NULL, children, inline_schemas, types_of, with_inner

LIMITS = (
    *(key for key in APPLIES if key.startswith(("min", "max", "exclusive"))),
    "multipleOf",
    "pattern",
    "uniqueItems",
)


def check_directions(description: Description) -> None:
    """Add the problems of schemas in responses and requests to the report."""
    inline = {use: [part for part, one in inline_schemas(description) if one == use] for use in ("answer", "request")}
    answers, requests = (description.used_by([part.node for part in inline[use]]) for use in ("answer", "request"))
    for name, part in description.schemas.items():
        if "$ref" in part.node:
            continue
        if name in answers:
            _check_answer(description, part)
        if name in answers & requests:
            _check_shared(description, part)
        if name in requests - answers:
            _check_request(description, part)
    for part in inline["answer"]:
        _check_answer(description, part)


def _check_answer(description: Description, part: Part) -> None:
    for one in with_inner(part):
        for key in LIMITS:
            if key in one.node:
                text = (
                    "a response has no limits, so that it is never rejected; remove it, or define a schema for requests"
                )
                description.add(one, text, key)
        if one.node.get("additionalProperties", True) is not True and types_of(one.node) == ["object"]:
            text = "a response may have new fields; write true, or define a schema for requests"
            description.add(one, text, "additionalProperties")
        _check_open_enum(description, one)
    required = part.node.get("required", [])
    for name in part.node.get("properties", {}):
        child = part.at("properties", name)
        if name not in required and description.is_whole(child) and not _takes_null(description, child):
            text = 'is optional, so responses may contain null; write `type: [string, "null"]` or `oneOf` with '
            description.add(child, text + '`type: "null"`, or write it under required')


def _check_open_enum(description: Description, part: Part) -> None:
    for child, role in children(part):
        found = description.followed(child)
        if not found or "$ref" not in child.node or "enum" not in found.node:
            continue
        members = part.node.get("anyOf", [])
        if role != "anyOf" or members[1:2] != [{"type": "string"}]:
            text = "a response may have new enum values; write `anyOf: [{$ref: …}, {type: string}]`"
            description.add(child, text)


def _check_shared(description: Description, part: Part) -> None:
    fields = [node for node in part.node.get("properties", {}).values() if "const" not in node]
    if types_of(part.node) == ["object"] and fields:
        name = part.pointer[-1]
        text = f"is used in requests and in responses; define {name} for responses and {name}Input for requests"
        description.add(part, text)


def _check_request(description: Description, part: Part) -> None:
    if types_of(part.node) == ["object"] and part.node.get("additionalProperties") is True:
        text = "a request must not have other fields, so that misspelled ones are found; write false"
        description.add(part, text, "additionalProperties")


def _takes_null(description: Description, part: Part) -> bool:
    found = description.followed(part)
    if not found:
        return True
    node = found.node
    if any(key in node for key in UNIONS):
        return NULL in [*node.get("oneOf", []), *node.get("anyOf", [])]
    return "const" not in node and (not types_of(node) or "null" in types_of(node))
