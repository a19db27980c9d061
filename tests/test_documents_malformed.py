"""A document of another shape than the promised one is refused, and the error names the field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from comparing import (
    Schema,
    Spot,
    changed,
    component,
    document,
    example,
    full_webset,
    kind_of,
    path_of,
    resolved,
    spots,
    without,
)
from exa_websets_generated import models
from exa_websets_generated.errors import DocumentError
from examples import DOCUMENTED_CANCEL
from openapi_schema_validator import OAS31Validator

# What is broken: the model that reads it, and a document of that model that is whole.
WHOLE: dict[str, tuple[str, Any]] = {
    "documented": ("Webset", DOCUMENTED_CANCEL),
    "full": ("Webset", full_webset()),
    "request": ("CreateWebsetParameters", example(component("CreateWebsetParameters"))),
}

WRONG_VALUES: dict[str, Any] = {
    "null": None,
    "boolean": True,
    "integer": 7,
    "fraction": 7.5,
    "string": "text",
    "list": [],
    "object": {},
}

WRONG_INSTANTS = {
    "words": "yesterday",
    "empty": "",
    "month 13": "2025-13-23T00:48:47Z",
    "unix time": "1763858927",
    "no time": "2025-11-23",
    "no zone": "2025-11-23T00:48:47",
}

# Of these rules only the service judges; a model may break them. Bodies are not checked before they are sent.
LIMITS = {"minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"}

Broken = Iterator[tuple[str, Any]]


def places(whole: str) -> Iterator[Spot]:
    model, document = WHOLE[whole]
    return spots(component(model), document)


def rule(spot: Spot, whole: str) -> Schema:
    """Give what must hold in a place, in itself, without looking into it."""
    schema = {key: value for key, value in resolved(spot.schema).items() if key not in LIMITS}
    if "const" not in schema:
        return schema
    if spot.keys[-1] == "object":
        return {}  # kept whatever it is, see test_another_object_const_is_kept
    return schema if whole == "request" else {"type": "string"}  # a tag: answers may have new ones


def wrong_values(whole: str, sample: str) -> Broken:
    """Put a value in every place where it is forbidden."""
    value = WRONG_VALUES[sample]
    for spot in places(whole):
        if value == {} and isinstance(spot.value, dict):
            continue  # that is a matter of missing fields
        schema = rule(spot, whole)
        if sample == "fraction" and schema.get("type") in ("integer", ["integer", "null"]):
            continue  # kept as it is, see test_a_fractional_count_stays_a_float
        if not OAS31Validator({**schema, "components": document()["components"]}).is_valid(value):
            yield spot.path, changed(WHOLE[whole][1], spot.keys, value)


def wrong_instants(whole: str, text: str) -> Broken:
    """Put a text in every place of an instant."""
    for spot in places(whole):
        if resolved(spot.schema).get("format") == "date-time":
            yield spot.path, changed(WHOLE[whole][1], spot.keys, text)


def missing_fields(whole: str) -> Broken:
    """Leave out each required field."""
    for spot in places(whole):
        if isinstance(spot.value, dict):
            for name in kind_of(spot.schema, spot.value).get("required", []):
                keys = (*spot.keys, name)
                yield path_of(keys), without(WHOLE[whole][1], keys)


def unknown_words(whole: str) -> Broken:
    """Put a word in every place of an enum."""
    for spot in places(whole):
        if "enum" in resolved(spot.schema):
            yield spot.path, changed(WHOLE[whole][1], spot.keys, "no such word")


def refused_path(model: str, value: Any) -> str:
    """Say which field a refusal names; an exception of another kind goes through."""
    try:
        getattr(models, model).from_dict(value)
    except DocumentError as error:
        return error.path
    return "(taken)"


def misnamed(whole: str, broken: Broken, at_least: int) -> list[str]:
    """List the broken documents that are taken, or refused for another field than the broken one."""
    pairs = [(path, refused_path(WHOLE[whole][0], value)) for path, value in broken]
    assert len(pairs) >= at_least
    return [f"{path} was broken, the answer is {named}" for path, named in pairs if named != path]


@pytest.mark.parametrize(("whole", "at_least"), [("documented", 90), ("full", 300), ("request", 10)])
def test_a_missing_field_is_named(whole: str, at_least: int) -> None:
    """Every required field that is left out is refused under its own path."""
    assert misnamed(whole, missing_fields(whole), at_least) == []


@pytest.mark.parametrize("sample", WRONG_VALUES)
@pytest.mark.parametrize(("whole", "at_least"), [("documented", 45), ("full", 250), ("request", 20)])
def test_a_value_of_a_wrong_type_is_named(whole: str, at_least: int, sample: str) -> None:
    """Every value that an independent validator forbids in a place is refused under the path of that place."""
    assert misnamed(whole, wrong_values(whole, sample), at_least) == []


@pytest.mark.parametrize("text", WRONG_INSTANTS.values(), ids=WRONG_INSTANTS)
def test_a_text_that_is_no_instant_is_named(text: str) -> None:
    """Every text that names no point in time is refused where one is promised; half of one is not guessed at."""
    assert misnamed("full", wrong_instants("full", text), at_least=40) == []


def test_an_unknown_word_in_a_request_is_named() -> None:
    """Requests are closed: a word that the description does not know is refused, under the path of its field."""
    assert misnamed("request", unknown_words("request"), at_least=4) == []


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("searches[0].progress.found", ("searches", 0, "progress", "found")),
        ("searches[3].recall.expected", ("searches", 3, "recall", "expected")),
        ("items[4].properties.custom.title", ("items", 4, "properties", "custom", "title")),
        ("monitors[0].lastRun.canceledAt", ("monitors", 0, "lastRun", "canceledAt")),
    ],
)
def test_the_path_leads_through_lists_objects_and_unions(path: str, keys: tuple[str | int, ...]) -> None:
    """The path reads as Python would write it, with the index of each list."""
    assert refused_path("Webset", changed(full_webset(), keys, [])) == path


def test_the_element_of_a_page_is_named() -> None:
    """In a page the path begins with the number of the element that is broken, though another equals it."""
    page = {"data": [DOCUMENTED_CANCEL, DOCUMENTED_CANCEL, None], "hasMore": False, "nextCursor": None}
    assert refused_path("ListWebsetsResponse", page) == "data[2]"


@pytest.mark.parametrize("value", [None, "x", 1, 1.5, True, [1], [], [["id", "x"]]], ids=repr)
def test_what_is_no_object_is_refused_by_every_model(value: Any) -> None:
    """Each model refuses anything but an object with a DocumentError of an empty path."""
    readers = [getattr(models, name) for name in models.__all__ if hasattr(getattr(models, name), "from_dict")]
    assert len(readers) > 50
    for reader in readers:
        with pytest.raises(DocumentError) as caught:
            reader.from_dict(value)
        assert (caught.value.path, caught.value.model) == ("", reader.__name__)


def test_a_broken_member_of_a_known_kind_is_not_taken_for_an_unknown_kind() -> None:
    """A known tag decides: an entity `custom` without its description is refused, not kept as an unknown entity."""
    broken = changed(DOCUMENTED_CANCEL, ("searches", 0, "entity"), {"type": "custom"})
    assert refused_path("Webset", broken) == "searches[0].entity.description"
