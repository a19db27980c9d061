"""Documents that nobody has written: drawn from the description, they decode, encode back, and pass pydantic."""

from __future__ import annotations

import datetime
from typing import Any, TypeAlias

from comparing import Schema, comparable, component, members, resolved
from exa_websets import pydantic
from exa_websets_generated import models
from hypothesis import HealthCheck, given, settings, strategies as st

Strategy: TypeAlias = st.SearchStrategy[Any]

TEXTS = st.text(max_size=12)
INTEGERS = st.integers(-(2**63), 2**63)
# pydantic reads a number as a float, which holds whole numbers up to here.
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
ANYTHING: Strategy = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: datetime.timezone(datetime.timedelta(minutes=minutes)))
INSTANTS = st.datetimes(
    datetime.datetime(1970, 1, 1), datetime.datetime(2100, 1, 1), timezones=st.just(datetime.UTC) | ZONES
).map(lambda instant: instant.isoformat().replace("+00:00", "Z"))

# Fields that no description names: none of them is a name of ours, be it as on the wire or as in Python.
NEW_FIELDS = st.dictionaries(TEXTS.map(lambda text: f"new {text}"), ANYTHING, max_size=2)


def drawn(schema: Schema) -> Strategy:
    """Draw values of a schema."""
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
            return st.lists(drawn(schema["items"]), max_size=3)
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
    """Draw a member of a union without a tag of its own: a known tag would make it one of the other members."""
    return drawn(schema).filter(lambda value: tag_of(schema) == {} or value["type"] not in known)


def tag_of(schema: Schema) -> Schema:
    tag: Schema = schema.get("properties", {}).get("type", {})
    return tag


def drawn_object(schema: Schema) -> Strategy:
    """Draw an object with all its required fields, some of the optional ones, and new ones."""
    fields = {name: drawn(inner) for name, inner in schema.get("properties", {}).items()}
    required = {name: fields.pop(name) for name in schema.get("required", [])}
    known = st.fixed_dictionaries(required, optional=fields)
    return st.tuples(known, NEW_FIELDS).map(lambda both: {**both[0], **both[1]})


BOUNDED = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
WEBSETS = drawn(component("Webset"))


@BOUNDED
@given(WEBSETS)
def test_a_drawn_webset_encodes_back_equal(answer: Any) -> None:
    """Whatever Webset the description allows, decoding and encoding give the same JSON."""
    assert comparable(models.Webset.from_dict(answer).to_dict()) == comparable(answer)


@BOUNDED
@given(WEBSETS)
def test_a_drawn_webset_says_the_same_to_pydantic(answer: Any) -> None:
    """Whatever Webset the description allows, the second generator's model takes it, and reads the same in it."""
    validated = pydantic.Webset.model_validate(answer)
    dumped = validated.model_dump(by_alias=True, exclude_unset=True, mode="json")
    assert comparable(dumped, exact=False) == comparable(answer, exact=False)
