"""Rules for the description of the API beyond OpenAPI: what the generated code could not represent."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from description.json_types import Json

LONGEST = 100  # names become file names, which may have 255 bytes

CLASS = re.compile(r"([A-Z][a-z0-9]*)+")
TAG = re.compile(r"[a-z]+(_[a-z]+)*")
OPERATION = re.compile(r"[a-z]+([-_][a-z]+)*")
PATH = re.compile(r"/|(/([\w.~-]+|\{[A-Za-z]\w*\}))+", re.ASCII)

# Names that the generated modules already use: their imports, and the members of our and of pydantic's base classes.
CLASSES = (
    "Annotated Any AsyncIterator AsyncResource AuthenticatedClient AwareDatetime BaseModel Call ClassVar Client "
    "ConfigDict HTTPStatus Iterator Literal Mapping NotRequired Optional RequestOptions Resource Response Self "
    "TypeAlias TypedDict Unpack Unset"
)
TAGS = (
    "as_is as_model async_pages aware cached_property call close datetime define field get_type_hints httpx "
    "importlib pages raw request_options resource resource_property with_options"
)
METHODS = "bool builtins bytes datetime dict float httpx int models str typed_dicts"
PROPERTIES = (
    "additional_keys additional_properties bool construct copy dict field float from_dict from_orm int json list "
    "model_dump model_dump_json model_validate model_validate_json model_validate_strings models parse_file "
    "parse_obj parse_raw schema schema_json str to_dict update_forward_refs validate"
)
PARAMETERS = (
    "as_is as_model async_pages aware body builtins cast client cookies errors extra_body extra_headers extra_query "
    "getattr headers http_status httpx kwargs max_retries models options pages params quote request response self "
    "timeout typed_dicts"
)


def obstacles(document: dict[str, Any]) -> Iterator[str]:
    """Yield the problems that a validator cannot cope with: odd paths, and schemas that directly contain themselves."""
    for path in document["paths"]:
        if not PATH.fullmatch(path):
            yield f"path {_show(path)} must consist of plain segments and {{parameters}}"
    schemas = document["components"]["schemas"]
    made_of = {name: set(_made_of(schema)) for name, schema in schemas.items()}
    for name in made_of:
        reached: set[str] = set()
        waiting = [*made_of[name]]
        while waiting:
            part = waiting.pop()
            if part not in reached:
                reached.add(part)
                waiting.extend(made_of.get(part, ()))
        if name in reached:
            yield f"schema {_show(name)} contains itself without an object in between"


def problems(document: dict[str, Any]) -> Iterator[str]:
    """Yield the names and values of a valid description that the generated code cannot represent, with the reason."""
    schemas = document["components"]["schemas"]
    yield from _names("schema", schemas, CLASS, CLASSES)
    for name, schema in schemas.items():
        yield from _schema(f"schema {_show(name)}", schema)
    yield from _operations(document["paths"], document["components"].get("parameters", {}), schemas)


def _operations(paths: dict[str, Any], components: dict[str, Any], schemas: dict[str, Any]) -> Iterator[str]:
    ids: list[str] = []
    methods: dict[str, list[str]] = {}
    for item in paths.values():
        operations: list[dict[str, Any]] = [part for part in item.values() if "responses" in part]
        for operation in operations:
            ids.append(id := str(operation.get("operationId", "")))
            tags: list[str] = operation.get("tags", ["default"])
            if len(tags) != 1:
                yield f"operation {_show(id)} has {len(tags)} tags instead of one"
            for tag in tags:
                methods.setdefault(tag, []).append(re.split("[-_]", id)[-1])
            parameters: list[Any] = [*item.get("parameters", []), *operation.get("parameters", [])]
            yield from _parameters(f"operation {_show(id)}", parameters, components)
    yield from _names("operation", ids, OPERATION, "")
    yield from _names("tag", methods, TAG, TAGS)
    classes = {f"{prefix}{_folded(tag)}" for tag in methods for prefix in ("", "async")}
    yield from (f"schema {_show(name)} has the name of a tag" for name in schemas if _folded(name) in classes)
    for tag, names in methods.items():
        yield from _names(f"method of the tag {_show(tag)}:", names, OPERATION, METHODS)


def _parameters(where: str, parameters: list[Any], components: dict[str, Any]) -> Iterator[str]:
    found = [components[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in parameters]
    yield from _names(f"{where}: parameter", [one["name"] for one in found], None, PARAMETERS)
    for one in found:
        if one["in"] == "cookie":
            yield f"{where}: parameter {_show(one['name'])} is a cookie, and the client does not send cookies"
        yield from _schema(f"{where}: parameter {_show(one['name'])}", one.get("schema", {}))


def _schema(where: str, node: Json) -> Iterator[str]:
    """Check a schema and everything in it."""
    if isinstance(node, list):
        for element in node:
            yield from _schema(where, element)
    if not isinstance(node, dict):
        return
    properties, enum, reference = node.get("properties"), node.get("enum"), node.get("$ref")
    if isinstance(properties, dict):
        yield from _names(f"{where}: property", properties, None, PROPERTIES)
        for name, inner in properties.items():
            yield from _schema(f"{where}: property {_show(name)}", inner)
    if isinstance(enum, list):
        yield from _enum(where, enum, node.get("x-enum-varnames", []))
    if isinstance(reference, str) and not re.fullmatch(r"#/components/schemas/[^/]+", reference):
        yield f"{where} refers to {_show(reference)}, which is not a named schema"
    if "const" in node and not (isinstance(node["const"], str) and _is_printable(node["const"])):
        yield f"{where} has the constant {_show(node['const'])}, which is not a string of printable characters"
    for key, inner in node.items():
        if key not in ("const", "default", "discriminator", "enum", "example", "examples", "properties"):
            yield from _schema(where, inner)


def _enum(where: str, values: list[Json], names: Json) -> Iterator[str]:
    if not all(isinstance(value, str) and value and _is_printable(value) for value in values):
        yield f"{where} has an enum value that is empty or not a string of printable characters"
        return
    if not isinstance(names, list) or len(names) != len(values):
        texts = [str(value) for value in values]
        names = [text if text[:1].isalpha() else f"value {index}" for index, text in enumerate(texts)]
    yield from _names(f"{where}: member of the enum", names, None, "")


def _names(what: str, names: Iterable[Any], form: re.Pattern[str] | None, taken: str) -> Iterator[str]:
    """Yield the names that cannot be used in Python, or that something else there already has."""
    first: dict[str, Any] = {}
    forbidden = {_folded(name) for name in taken.split()}
    for name in names:
        folded, is_text = _folded(str(name)), isinstance(name, str)
        if not is_text or not folded or not _is_printable(name) or len(name) > LONGEST:
            yield f"{what} {_show(name)} is not a string of 1 to {LONGEST} printable characters"
        elif form and not form.fullmatch(name):
            yield f"{what} {_show(name)} does not match {form.pattern}"
        elif folded in forbidden or (form and keyword.iskeyword(name)):
            yield f"{what} {_show(name)} is a name that the generated code uses itself"
        elif folded in first:
            yield f"{what} {_show(name)} would get the same Python name as {_show(first[folded])}"
        first.setdefault(folded, name)


def _made_of(node: Json) -> Iterator[str]:
    if isinstance(node, list):
        for element in node:
            yield from _made_of(element)
    elif isinstance(node, dict):
        if isinstance(reference := node.get("$ref"), str):
            yield reference.rpartition("/")[2]
        for key in ("oneOf", "anyOf", "allOf", "items", "prefixItems", "not"):
            yield from _made_of(node.get(key))


def _folded(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


def _is_printable(text: str) -> bool:
    """Return True if a text has none of the characters that openapi-python-client silently drops."""
    return not any(unicodedata.category(c)[0] == "C" or unicodedata.category(c) in ("Zl", "Zp") for c in text)


def _show(value: Any) -> str:
    shown = ascii(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
