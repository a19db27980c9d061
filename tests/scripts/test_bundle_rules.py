"""The rules that let the generators produce good code from the description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from description.bundle import prune_to_requests
from description.json_types import Json
from ruamel.yaml import YAML
from support.openapi_document import Schema, component, document, members, reachable, references, resolved
from support.paths import ROOT

SCHEMAS: dict[str, Schema] = document()["components"]["schemas"]
FILES = sorted((ROOT / "openapi").glob("*.yaml"))
assert len(FILES) > 5
PASCAL_CASE = re.compile(r"([A-Z][a-z0-9]+)+")
LIMIT = re.compile("(min|max|exclusive)[A-Z].*|minimum|maximum|multipleOf|pattern|uniqueItems")

OPERATIONS: list[tuple[str, str, dict[str, Any]]] = [
    (path, method, operation) for path, item in document()["paths"].items() for method, operation in item.items()
]
IN_REQUESTS = set(prune_to_requests(document())["components"]["schemas"])
IN_ANSWERS = reachable(*(name for _, _, operation in OPERATIONS for name in references(operation["responses"])))

# An entity that is only a type is the same in both directions, so it has one model, which is open like a response.
IN_BOTH = {f"{kind}Entity" for kind in ("Company", "Person", "Article", "ResearchPaper")}


def inner(schema: Schema) -> Iterator[Schema]:
    """Yield the schemas directly inside a schema, without resolving references."""
    yield from schema.get("properties", {}).values()
    yield from (schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), dict))
    for key in ("oneOf", "anyOf", "allOf"):
        yield from schema.get(key, [])


def all_inner(schema: Schema) -> Iterator[Schema]:
    for child in inner(schema):
        yield child
        yield from all_inner(child)


def inline_schemas(node: Json) -> Iterator[Schema]:
    """Yield every schema inside an operation, a parameter or a response."""
    if isinstance(node, list):
        for element in node:
            yield from inline_schemas(element)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "schema" and isinstance(value, dict):
                yield value
                yield from all_inner(value)
            else:
                yield from inline_schemas(value)


def parameters() -> list[dict[str, Any]]:
    """Return every parameter, including those inside an operation."""
    own = [one for _, _, operation in OPERATIONS for one in operation.get("parameters", []) if "$ref" not in one]
    return [*own, *document()["components"]["parameters"].values()]


def accepts_null(schema: Schema) -> bool:
    return any("null" in member.get("type", "null") for member in members(schema) if "const" not in member)


def objects() -> dict[str, Schema]:
    return {name: schema for name, schema in SCHEMAS.items() if schema.get("type") == "object"}


def fields(names: set[str]) -> Iterator[tuple[str, Schema]]:
    """Yield each property of some components, named `Component.property`."""
    for name in sorted(names):
        for field, schema in component(name).get("properties", {}).items():
            yield f"{name}.{field}", schema


def test_each_name_is_in_pascal_case() -> None:
    """Components are named like the classes they become, and no title renames them."""
    assert [name for name in SCHEMAS if not PASCAL_CASE.fullmatch(name)] == []
    assert [name for name, schema in SCHEMAS.items() if "title" in schema] == []


def test_objects_and_enums_have_names() -> None:
    """Objects and enums are components, because a generator would invent a name for a nested one."""
    places = [*inline_schemas([document()["paths"], document()["components"]])]
    places += [child for schema in SCHEMAS.values() for child in all_inner(schema)]
    assert len(places) > 300
    assert [place for place in places if place.keys() & {"properties", "enum"} or place.get("type") == "object"] == []


def test_a_type_is_one_word_or_one_word_and_null() -> None:
    """Generators read a list of types as a union, so only a scalar with null is allowed."""
    lists = [schema for top in SCHEMAS.values() for schema in all_inner(top) if isinstance(schema.get("type"), list)]
    assert len(lists) > 30
    for schema in lists:
        kind, null = schema["type"]
        assert (kind in ("string", "integer", "number", "boolean"), null) == (True, "null")
        assert "enum" not in schema


def test_answers_are_open_and_requests_closed() -> None:
    """Response objects accept unknown fields. Objects only used in requests do not, unless they are maps."""
    assert IN_REQUESTS & IN_ANSWERS - {name for name in SCHEMAS if "enum" in SCHEMAS[name]} == IN_BOTH
    for name, schema in objects().items():
        extra = schema.get("additionalProperties")
        if name in IN_ANSWERS:
            assert extra is True, name
        else:
            assert extra is False or (isinstance(extra, dict) and "properties" not in schema), name


def test_limits_stand_in_requests_alone() -> None:
    """Responses have no limits, so that none is rejected for a value that is too long or too large."""
    parts = [(name, part) for name, schema in SCHEMAS.items() for part in (schema, *all_inner(schema))]
    limited = {name for name, part in parts if any(LIMIT.fullmatch(key) for key in part)}
    assert len(limited) > 5
    assert limited & IN_ANSWERS == set()


def test_nothing_has_a_default() -> None:
    """A default would be sent with every request; the service's defaults are described in words."""
    places = [*inline_schemas([document()["paths"], document()["components"]]), *SCHEMAS.values()]
    places += [child for schema in SCHEMAS.values() for child in all_inner(schema)]
    assert [place for place in places if "default" in place] == []


def test_the_enums_of_answers_are_open() -> None:
    """An enum in a response accepts any other text, in the form that both generators type alike."""
    for name in sorted(IN_ANSWERS):
        for schema in (component(name), *all_inner(component(name))):
            if any("enum" in resolved(child) for child in inner(schema)):
                kinds = [child if "$ref" not in child else {"enum": "…"} for child in schema.get("anyOf", [])]
                assert kinds[:2] == [{"enum": "…"}, {"type": "string"}], name
                assert kinds[2:] in ([], [{"type": "null"}]), name


def test_optional_fields_of_answers_may_be_null() -> None:
    """An optional field of a response may also be null, because the service does either."""
    strict = [
        f"{name}.{field}"
        for name in sorted(IN_ANSWERS & objects().keys())
        for field, schema in component(name).get("properties", {}).items()
        if field not in component(name).get("required", []) and not accepts_null(schema)
    ]
    assert strict == []


def test_every_union_of_objects_has_a_discriminator() -> None:
    """The discriminator of a `oneOf` of objects maps each member's constant, its first property, to the member."""
    unions = [schema for top in SCHEMAS.values() for schema in (top, *all_inner(top)) if "oneOf" in schema]
    unions = [schema for schema in unions if len([one for one in schema["oneOf"] if "$ref" in one]) > 1]
    assert len(unions) >= 2
    for union in unions:
        tag, mapping = union["discriminator"]["propertyName"], union["discriminator"]["mapping"]
        assert [{"$ref": target} for target in mapping.values()] == union["oneOf"]
        for word, target in mapping.items():
            member = component(target.rpartition("/")[2])
            assert next(iter(member["properties"].items())) == (tag, {"const": word})
            assert tag in member["required"]


def test_a_combination_joins_named_objects_that_share_no_field() -> None:
    """An `allOf` only combines named objects, and no two of them share a field."""
    combinations = [
        schema["allOf"] for top in SCHEMAS.values() for schema in (top, *all_inner(top)) if "allOf" in schema
    ]
    assert len(combinations) > 0
    for parts in combinations:
        assert [set(part) for part in parts] == [{"$ref"}] * len(parts)
        names = [name for part in parts for name in resolved(part)["properties"]]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=lambda value: str(value)[:40])
def test_an_operation_has_security_and_error_responses(path: str, method: str, operation: dict[str, Any]) -> None:
    """Each operation has its own security, error responses, one tag, a name, a summary and a description."""
    assert operation["security"] == [{"apiKey": []}, {"bearer": []}]
    for status in ("4XX", "5XX"):
        answer = operation["responses"][status]
        content = document()["components"]["responses"][answer["$ref"].rpartition("/")[2]]["content"]
        assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/Error"}
    [tag] = operation["tags"]
    assert re.fullmatch("[a-z]+(_[a-z]+)*", tag)
    assert re.fullmatch("[a-z]+(-[a-z]+)+", operation["operationId"])
    assert operation["summary"]
    assert operation["description"]


def test_every_parameter_is_described_where_generators_look() -> None:
    """A parameter's description is repeated in its schema, where one of the generators reads it."""
    assert len(parameters()) >= 4
    for parameter in parameters():
        assert parameter["description"] == parameter["schema"]["description"]


def test_every_component_and_every_field_is_described() -> None:
    """Each has its own description, except constants and references to a described component."""
    assert [name for name, schema in SCHEMAS.items() if not schema.get("description")] == []
    silent = [name for name, schema in fields(set(SCHEMAS)) if not schema.keys() & {"description", "$ref", "const"}]
    assert silent == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_can_be_read_at_one_go(file: Any) -> None:
    """A file has at most 400 lines, is OpenAPI 3.1 by itself, and starts with a comment about its content."""
    text = file.read_text()
    assert len(text.splitlines()) <= 400
    assert text.startswith("# ")
    yaml: Any = YAML(typ="safe", pure=True)
    assert yaml.load(text)["openapi"] == "3.1.0"
