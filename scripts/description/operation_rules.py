"""Rules for operations: identity, tags, security, parameters, bodies and responses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from description.json_types import Document
from description.parts import UNIONS, Description, Operation, Part
from description.problems import show
from description.yaml_files import ROOT

PATH = re.compile(r"/|(/([\w.~-]+|\{[A-Za-z]\w*\}))+", re.ASCII)
STATUS = re.compile(r"[1-5](\d\d|XX)")
_ERROR = '{$ref: "common.yaml#/components/responses/Error"}'


def check_operations(description: Description) -> None:
    """Add the problems of all operations to the report."""
    declared = {tag.get("name") for tag in description.files[ROOT].get("tags", [])}
    schemes = {
        name for file in description.files.values() for name in file.get("components", {}).get("securitySchemes", {})
    }
    _check_schemes(description)
    first: dict[str, Operation] = {}
    for operation in description.operations():
        part = operation.part
        id = part.node.get("operationId", "")
        if id in first:
            other = first[id].part
            line = description.report.sources[other.file].problem(other.pointer, "").line
            description.add(part, f"{show(id)} is also used on line {line} of {other.file}; rename it", "operationId")
        first.setdefault(id or str(len(first)), operation)
        _check_tags(description, part, declared)
        _check_security(description, part, schemes)
        _check_parameters(description, operation)
        _check_answers(description, part)
        _check_body(description, part)
    for file, document in description.files.items():
        for path, item in document.get("paths", {}).items():
            here = Part(file, ("paths", path), item)
            if not PATH.fullmatch(path):
                description.add(here, "the path must consist of plain segments and {parameters}, as in /v0/things/{id}")
            if not item.keys() - {"parameters"} and description.is_whole(here):
                description.add(here, "has no operation; write one, such as `get:`, or remove the path")


def _check_schemes(description: Description) -> None:
    for file, document in description.files.items():
        for name, node in document.get("components", {}).get("securitySchemes", {}).items():
            here = Part(file, ("components", "securitySchemes", name), node)
            is_key = node.get("type") == "apiKey" and node.get("in") == "header" and "name" in node
            is_token = node.get("type") == "http" and node.get("scheme") == "bearer"
            if not is_key and not is_token and description.is_whole(here):
                text = (
                    "the client sends a key in a header or a bearer token; write `type: apiKey, in: header, name: …`, "
                )
                description.add(here, text + "or `type: http, scheme: bearer`")


def _check_tags(description: Description, part: Part, declared: set[str]) -> None:
    tags = part.node.get("tags", [])
    if "tags" in part.node and len(tags) != 1 and description.is_whole(part):
        description.add(part, f"has {len(tags)} tags; write the one that its method belongs to", "tags")
    for tag in tags:
        if tag not in declared:
            line = f"`- {{name: {tag}, description: …}}`"
            description.add(part, f"the tag {show(tag)} is not declared; write {line} under the tags of {ROOT}", "tags")


def _check_security(description: Description, part: Part, schemes: set[str]) -> None:
    security = part.node.get("security")
    if security == []:
        description.add(part, "is empty; write `security: [{apiKey: []}, {bearer: []}]`", "security")
    for name in {name for requirement in security or () for name in requirement}:
        if name not in schemes:
            known = ", ".join(sorted(schemes)) or "none"
            text = f"the security scheme {show(name)} is not declared; the declared ones are: {known}"
            description.add(part, text, "security")


def parameters_of(description: Description, operation: Operation) -> Iterator[tuple[Part, Part]]:
    """Yield each parameter of an operation: where it is listed, and where it is defined."""
    for holder in (operation.item, operation.part):
        for index in range(len(holder.node.get("parameters", []))):
            here = holder.at("parameters", index)
            if found := description.followed(here):
                yield here, found


def _check_parameters(description: Description, operation: Operation) -> None:
    in_path: set[str] = set()
    seen: set[tuple[str, str]] = set()
    wanted = set(re.findall(r"{(\w+)}", operation.path))
    for here, found in parameters_of(description, operation):
        name, place = found.node.get("name", ""), found.node.get("in", "")
        if (name, place) in seen:
            description.add(here, f"the parameter {show(name)} is duplicated; remove one of them")
        seen.add((name, place))
        if place == "path":
            in_path.add(name)
            if name and name not in wanted:
                description.add(here, f"the path has no {{{name}}}; add it to the path, or remove the parameter")
    holders = (operation.item, operation.part)
    named = sum(len(holder.node.get("parameters", [])) for holder in holders)
    is_complete = named == len([*parameters_of(description, operation)])
    if is_complete and all(map(description.is_whole, holders)):
        for name in sorted(wanted - in_path):
            text = f"the path has {{{name}}}, which is not a parameter; add a parameter with `in: path`"
            description.add(operation.part, text)


def check_parameter(description: Description, part: Part) -> None:
    """Add the problems of a parameter, wherever it is defined."""
    node = part.node
    place, schema = node.get("in"), node.get("schema", {})
    if place == "cookie":
        description.add(part, "is a cookie, which the client does not support; write `in: header`", "in")
    elif place not in ("path", "query", "header", None):
        description.add(part, f"{show(place)} is not a location of parameters; write path, query or header", "in")
    if place == "path":
        if node.get("required") is not True:
            description.add(part, "is in a path, so it is always required; write `required: true`")
        if "schema" in node and (schema.get("type"), schema.get("format")) != ("string", None):
            description.add(part, "is in a path, so it must be a string; write `type: string`", "schema")
    if place == "header" and (not schema.keys() & {"$ref", "type", "const", *UNIONS} or _has_no_header(schema)):
        description.add(part, "a header must be a string or a number; write `type: string`", "schema")
    for one in _inner(part.at("schema")) if "schema" in node else ():
        found = description.followed(one)
        if found and "$ref" in one.node and "enum" not in found.node and description.is_whole(found):
            text = "a parameter must be a scalar, an enum or a list of these; write `type:`, or a $ref to an enum"
            description.add(one, text)
    if (
        "description" in node
        and "schema" in node
        and "$ref" not in schema
        and schema.get("description") != node["description"]
    ):
        text = "differs from the description of the parameter; write the same, because a generator only reads this one"
        description.add(part, text, "schema", "description")


def _has_no_header(schema: Document) -> bool:
    return "array" in schema.get("type", "") or schema.get("format") == "date-time"


def _inner(part: Part) -> Iterator[Part]:
    yield part
    for key in ("oneOf", "anyOf"):
        for index in range(len(part.node.get(key, []))):
            yield from _inner(part.at(key, index))
    if isinstance(part.node.get("items"), dict):
        yield from _inner(part.at("items"))


def _check_answers(description: Description, part: Part) -> None:
    answers = part.node.get("responses")
    if answers is None:
        return
    for status in answers:
        if not STATUS.fullmatch(status):
            description.add(part, f"{show(status)} is not a status code; write 200 or 4XX", "responses", status)
    if not any(status.startswith("2") for status in answers):
        description.add(part, 'has no success response; write `"200":` with the response', "responses")
    for status in ("4XX", "5XX"):
        if status not in answers and description.is_whole(part):
            description.add(part, f"{status} is missing; write `{status}: {_ERROR}`", "responses")


def _check_body(description: Description, part: Part) -> None:
    schema = part.node.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if schema is None:
        return
    here = part.at("requestBody", "content", "application/json", "schema")
    found = description.followed(here)
    if "$ref" not in schema or (found and found.node.get("type") != "object" and description.is_whole(found)):
        description.add(here, "a body must be a named object; write a `$ref` to an object component")
