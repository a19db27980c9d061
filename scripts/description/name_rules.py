"""Rules for names, enums and constants, which have to be usable in generated code."""

from __future__ import annotations

import functools
import keyword
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from description.json_types import Json
from description.operation_rules import parameters_of
from description.parts import Description, Part
from description.problems import is_printable, show
from description.schema_rules import with_inner
from description.yaml_files import ROOT

LONGEST = 100  # names become file names, which are limited to 255 bytes

CLASS = re.compile(r"([A-Z][a-z0-9]*)+")
TAG = re.compile(r"[a-z]+(_[a-z]+)*")
OPERATION = re.compile(r"[a-z]+([-_][a-z]+)*")
# The advice for names with the wrong form.
EXAMPLES = {
    CLASS: "PascalCase, such as ThingInput",
    TAG: "lower case, such as monitor_runs",
    OPERATION: "lower case, such as things-list",
}

# Names that the generated modules already use: imports, and members of our base classes and of pydantic's.
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


def check_names(description: Description) -> None:
    """Add the problems of all names, enums and constants to the report."""
    _check(description, [(part, part.pointer[-1]) for part in description.schemas.values()], CLASS, CLASSES)
    for part in description.schemas.values():
        for one in with_inner(part):
            _check_values(description, one)
            properties = one.node.get("properties", {})
            _check(description, [(one.at("properties", name), name) for name in properties], None, PROPERTIES)
    _check_operations(description)
    _check_loops(description)


def _check_operations(description: Description) -> None:
    ids: list[tuple[Part, Any]] = []
    tags: dict[str, Part] = {}
    methods: dict[str, list[tuple[Part, Any]]] = {}
    for operation in description.operations():
        part = operation.part
        parameters: dict[tuple[bool, str], Part] = {}
        for here, found in parameters_of(description, operation):
            in_path = found.node.get("in") == "path"
            parameters.setdefault((not in_path, found.node.get("name", "")), here if "$ref" in here.node else found)
        _check(description, [(parameters[key], key[1]) for key in sorted(parameters) if key[1]], None, PARAMETERS)
        if id := part.node.get("operationId"):
            here = Part(part.file, (*part.pointer, "operationId"), {})
            ids.append((here, id))
            for tag in part.node.get("tags", [])[:1]:
                tags.setdefault(tag, Part(part.file, (*part.pointer, "tags"), {}))
                if OPERATION.fullmatch(id):
                    methods.setdefault(tag, []).append((here, re.split("[-_]", id)[-1]))
    _check(
        description, [(here, id) for here, id in {id: (here, id) for here, id in reversed(ids)}.values()], OPERATION, ""
    )
    _check(description, [(here, tag) for tag, here in tags.items()], TAG, TAGS)
    declared = [tag["name"] for tag in description.files[ROOT].get("tags", []) if "name" in tag]
    classes = {f"{prefix}{_folded(tag)}": tag for tag in declared for prefix in ("", "async")}
    for name, part in description.schemas.items():
        if tag := classes.get(_folded(name)):
            description.add(part, f"has the same name as the class of the tag {show(tag)}; rename one of them")
    for tag, named in methods.items():
        _check(description, named, OPERATION, METHODS, f"the method of {tag},")


def _check_loops(description: Description) -> None:
    """Report schemas that contain themselves without an object in between, which no value can satisfy."""
    made_of = {name: {*_made_of(part.node)} for name, part in description.schemas.items()}
    for name, part in description.schemas.items():
        reached: set[str] = set()
        waiting = [*made_of[name]]
        while waiting:
            inner = waiting.pop()
            if inner not in reached:
                reached.add(inner)
                waiting.extend(made_of.get(inner, ()))
        if name in reached:
            description.add(part, "contains itself without an object in between; wrap it in an object")


def _made_of(node: Json) -> Iterator[str]:
    if isinstance(node, list):
        for element in node:
            yield from _made_of(element)
    elif isinstance(node, dict):
        _, is_component, name = str(node.get("$ref")).rpartition("#/components/schemas/")
        if is_component:
            yield name
        for key in ("oneOf", "anyOf", "allOf", "items"):
            yield from _made_of(node.get(key))


def _check_values(description: Description, part: Part) -> None:
    node = part.node
    if "const" in node and not (isinstance(node["const"], str) and node["const"] and is_printable(node["const"])):
        text = f"{show(node['const'])} is not a string of printable characters; write one"
        description.add(part, text, "const")
    values = node.get("enum")
    if values is None:
        return
    if not values:
        description.add(part, "the enum is empty; add values", "enum")
    if not all(isinstance(value, str) and value and is_printable(value) for value in values):
        text = "has a value that is empty or not a string of printable characters; write strings, in quotes"
        description.add(part, text, "enum")
        return
    names = node.get("x-enum-varnames", [])
    if len(names) != len(values):
        texts = [str(value) for value in values]
        names = [text if text[:1].isalpha() else f"value {index}" for index, text in enumerate(texts)]
    here = Part(part.file, (*part.pointer, "enum"), {})
    _check(description, [(here, name) for name in names], None, "", "the member")


def _check(
    description: Description,
    named: Iterable[tuple[Part, Any]],
    form: re.Pattern[str] | None,
    taken: str,
    what: str = "the name",
) -> None:
    """Report names that cannot be used in Python or that conflict with another name."""
    first: dict[str, str] = {}
    forbidden = _all_folded(taken)
    for part, name in named:
        folded = _folded(str(name))
        problem = ""
        if not folded or not is_printable(str(name)) or len(str(name)) > LONGEST:
            problem = f"is not 1 to {LONGEST} printable characters with a letter or a digit; rename it"
        elif form and not form.fullmatch(name):
            problem = f"has the wrong form; write {EXAMPLES[form]}"
        elif folded in forbidden or (form and keyword.iskeyword(name)):
            problem = "is reserved by the generated code; rename it"
        elif folded in first:
            problem = f"would get the same Python name as {show(first[folded])}; rename one of them"
        if problem:
            description.add(part, f"{what} {show(name)} {problem}")
        first.setdefault(folded, str(name))


@functools.cache
def _all_folded(names: str) -> frozenset[str]:
    return frozenset(map(_folded, names.split()))


def _folded(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())
