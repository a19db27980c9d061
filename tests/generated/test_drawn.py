"""Documents drawn from the description are decoded, encoded to the same document, and accepted by pydantic."""

from __future__ import annotations

import datetime
import functools
from typing import Any, TypeAlias

import pytest
from exa_websets import pydantic
from exa_websets_generated import models
from hypothesis import HealthCheck, given, settings, strategies as st
from support.openapi_document import Schema, answer_models, comparable, component, members, resolved

Strategy: TypeAlias = st.SearchStrategy[Any]

TEXTS = st.text(max_size=12)
# Names that are not in any description, neither as JSON keys nor as Python names.
NEW_NAMES = TEXTS.map(lambda text: f"new {text}")
INTEGERS = st.integers(-(2**63), 2**63)
# pydantic reads a number as a float, which represents integers exactly up to this limit.
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
ANYTHING: Strategy = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NEW_NAMES, inner, max_size=2),
    max_leaves=4,
)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: datetime.timezone(datetime.timedelta(minutes=minutes)))
INSTANTS = st.datetimes(
    datetime.datetime(1970, 1, 1), datetime.datetime(2100, 1, 1), timezones=st.just(datetime.UTC) | ZONES
).map(lambda instant: instant.isoformat().replace("+00:00", "Z"))
NEW_FIELDS = st.dictionaries(NEW_NAMES, ANYTHING, max_size=2)


def drawn(schema: Schema) -> Strategy:
    """Return a strategy for the values of a schema; that of a component is cached."""
    return drawn_component(schema["$ref"].rpartition("/")[2]) if "$ref" in schema else drawn_schema(schema)


@functools.cache
def drawn_component(name: str) -> Strategy:
    return drawn_schema(component(name))


def drawn_schema(schema: Schema) -> Strategy:
    schema = resolved(schema)
    if "oneOf" in schema or "anyOf" in schema:
        kinds = members(schema)
        known = [kind["properties"]["type"]["const"] for kind in kinds if "const" in tag_of(kind)]
        return st.one_of(*(drawn(kind) if "const" in tag_of(kind) else drawn_unknown(kind, known) for kind in kinds))
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema.get("type"):
        case [*kinds]:
            return st.one_of(*(drawn({**schema, "type": kind}) for kind in kinds))
        case "object":
            return drawn_object(schema)
        case "array":
            return st.lists(drawn(schema["items"]), max_size=2)
        case "string":
            return INSTANTS if schema.get("format") == "date-time" else TEXTS
        case "integer":
            return INTEGERS
        case "number":
            return NUMBERS
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
        case _:
            return ANYTHING


def drawn_unknown(schema: Schema, known: list[str]) -> Strategy:
    """Return a strategy for a union member with an open tag, excluding the tags of the other members."""
    return drawn(schema).filter(lambda value: tag_of(schema) == {} or value["type"] not in known)


def tag_of(schema: Schema) -> Schema:
    tag: Schema = schema.get("properties", {}).get("type", {})
    return tag


def drawn_object(schema: Schema) -> Strategy:
    """Return a strategy for objects with all required fields, some optional ones, and unknown ones."""
    fields = {name: drawn(inner) for name, inner in schema.get("properties", {}).items()}
    required = {name: fields.pop(name) for name in schema.get("required", [])}
    known = st.fixed_dictionaries(required, optional=fields)
    return st.tuples(known, NEW_FIELDS).map(lambda both: {**both[0], **both[1]})


LARGE = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


@pytest.mark.parametrize("model", answer_models())
def test_a_drawn_answer_means_the_same_to_all(model: str) -> None:
    """Any response that the description allows is encoded unchanged, and the pydantic model reads the same values.

    An event gets fewer examples, because most of it is another model.
    """

    @settings(max_examples=4 if model.endswith("Event") else 8, suppress_health_check=LARGE)
    @given(drawn_component(model))
    def means_the_same(answer: Any) -> None:
        assert comparable(getattr(models, model).from_dict(answer).to_dict()) == comparable(answer)
        read = getattr(pydantic, model).model_validate(answer)
        dumped = read.model_dump(by_alias=True, exclude_unset=True, mode="json")
        assert comparable(dumped, exact=False) == comparable(answer, exact=False)

    means_the_same()
