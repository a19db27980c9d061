"""A document that does not match its schema is rejected with an error that names the field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import frozen
from exa_websets_generated import models
from exa_websets_generated.errors import DocumentError
from openapi_schema_validator import OAS31Validator
from support.json_paths import Keys, Spot, changed, path_of, spots, without
from support.openapi_document import Schema, answer_models, component, document, kind_of, resolved
from support.recordings import DOCUMENTED_CANCEL
from support.sample_answers import example, full_webset


@frozen
class Whole:
    """A valid document, the model that decodes it, and whether nested objects are broken too."""

    model: str
    document: Any
    deep: bool = True
    tags_are_open: bool = True
    """Whether an object with an unknown tag is accepted."""

    def places(self) -> Iterator[Spot]:
        return spots(component(self.model), self.document, deep=self.deep)


DOCUMENTED = Whole("Webset", DOCUMENTED_CANCEL)
FULL = Whole("Webset", full_webset())
REQUEST = Whole("CreateWebsetParameters", example(component("CreateWebsetParameters")), tags_are_open=False)
OBJECTS = sorted(
    name for name in document()["components"]["schemas"] if resolved(component(name)).get("type") == "object"
)

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

# Only the service enforces these limits. Models may exceed them, and bodies are not checked before they are sent.
LIMITS = {"minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"}

Broken = Iterator[tuple[str, Any]]


def rule(spot: Spot, whole: Whole) -> Schema:
    """Return the schema that a value must match by itself, without its contents."""
    schema = {key: value for key, value in resolved(spot.schema).items() if key not in LIMITS}
    if "const" not in schema:
        return schema
    if spot.keys[-1] == "object":
        return {}  # any value is kept, see test_another_object_const_is_kept
    return {"type": "string"} if whole.tags_are_open else schema


def wrong_values(whole: Whole, sample: str) -> Broken:
    """Yield documents with the sample value in each place that does not allow it."""
    value = WRONG_VALUES[sample]
    for spot in whole.places():
        if value == {} and isinstance(spot.value, dict):
            continue  # covered by missing_fields
        schema = rule(spot, whole)
        if sample == "fraction" and schema.get("type") in ("integer", ["integer", "null"]):
            continue  # kept unchanged, see test_a_fractional_count_stays_a_float
        if not OAS31Validator({**schema, "components": document()["components"]}).is_valid(value):
            yield spot.path, changed(whole.document, spot.keys, value)


def wrong_instants(whole: Whole, text: str) -> Broken:
    """Yield documents with a text in place of each instant."""
    for spot in whole.places():
        if resolved(spot.schema).get("format") == "date-time":
            yield spot.path, changed(whole.document, spot.keys, text)


def missing_fields(whole: Whole) -> Broken:
    """Yield documents without one of the required fields."""
    for spot in whole.places():
        if isinstance(spot.value, dict) and (whole.deep or not spot.keys):
            for name in kind_of(spot.schema, spot.value).get("required", []):
                keys = (*spot.keys, name)
                yield path_of(keys), without(whole.document, keys)


def unknown_words(whole: Whole) -> Broken:
    """Yield documents with an unknown value in place of each enum value."""
    for spot in whole.places():
        if "enum" in resolved(spot.schema):
            yield spot.path, changed(whole.document, spot.keys, "no such word")


def refused_path(model: str, value: Any) -> str:
    """Return the path in the DocumentError; other exceptions are propagated."""
    try:
        getattr(models, model).from_dict(value)
    except DocumentError as error:
        return error.path
    return "(taken)"


def misnamed(whole: Whole, broken: Broken, at_least: int) -> list[str]:
    """Return the broken documents that are accepted, or rejected for a field other than the broken one."""
    pairs = [(path, refused_path(whole.model, value)) for path, value in broken]
    assert len(pairs) >= at_least
    return [f"{path} was broken, the answer is {named}" for path, named in pairs if named != path]


@pytest.mark.parametrize(("whole", "at_least"), [(DOCUMENTED, 90), (FULL, 300), (REQUEST, 10)])
def test_a_missing_field_is_named(whole: Whole, at_least: int) -> None:
    """A missing required field is reported with its path."""
    assert misnamed(whole, missing_fields(whole), at_least) == []


@pytest.mark.parametrize("sample", WRONG_VALUES)
@pytest.mark.parametrize(("whole", "at_least"), [(DOCUMENTED, 45), (FULL, 250), (REQUEST, 20)])
def test_a_value_of_a_wrong_type_is_named(whole: Whole, at_least: int, sample: str) -> None:
    """A value that an independent validator rejects is reported with its path."""
    assert misnamed(whole, wrong_values(whole, sample), at_least) == []


@pytest.mark.parametrize("model", OBJECTS)
def test_every_model_guards_its_own_fields(model: str) -> None:
    """Every model reports a missing field, or one of a wrong type, by name."""
    whole = Whole(model, example(component(model)), deep=False, tags_are_open=False)
    required = resolved(component(model)).get("required", [])
    assert misnamed(whole, missing_fields(whole), len(required)) == []
    for sample in WRONG_VALUES:
        assert misnamed(whole, wrong_values(whole, sample), 0) == []
    for text in WRONG_INSTANTS.values():
        assert misnamed(whole, wrong_instants(whole, text), 0) == []


@pytest.mark.parametrize("text", WRONG_INSTANTS.values(), ids=WRONG_INSTANTS)
def test_an_invalid_time_is_named(text: str) -> None:
    """A text that is not a complete point in time is rejected, without guessing the rest."""
    assert misnamed(FULL, wrong_instants(FULL, text), at_least=40) == []


def test_an_unknown_word_in_a_request_is_named() -> None:
    """Requests are closed: an unknown enum value is rejected with the path of its field."""
    assert misnamed(REQUEST, unknown_words(REQUEST), at_least=4) == []


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("searches[0].progress.found", ("searches", 0, "progress", "found")),
        ("searches[3].recall.expected", ("searches", 3, "recall", "expected")),
        ("items[4].properties.custom.title", ("items", 4, "properties", "custom", "title")),
        ("monitors[0].lastRun.canceledAt", ("monitors", 0, "lastRun", "canceledAt")),
    ],
)
def test_the_path_leads_through_lists_objects_and_unions(path: str, keys: Keys) -> None:
    """The path is written like a Python expression, with list indexes."""
    assert refused_path("Webset", changed(full_webset(), keys, [])) == path


@pytest.mark.parametrize("model", [name for name in answer_models() if name.startswith("List")])
def test_the_element_of_every_page_is_named(model: str) -> None:
    """In a page of any list, the path contains the index of the broken element."""
    page = example(component(model))
    last = len(page["data"]) - 1
    assert refused_path(model, without(page, ("data", last, "id"))) == f"data[{last}].id"


@pytest.mark.parametrize("model", [name for name in answer_models() if name.endswith("Event")])
def test_what_an_event_is_about_is_named(model: str) -> None:
    """The path leads into the data of a known event; the data of an unknown one is not checked."""
    broken = changed(example(component(model)), ("data",), {})
    assert refused_path(model, broken) == ("(taken)" if model == "UnknownEvent" else "data.id")


def test_the_element_of_a_page_is_named() -> None:
    """The path starts with the index of the broken element, even if other elements are equal to each other."""
    page = {"data": [DOCUMENTED_CANCEL, DOCUMENTED_CANCEL, None], "hasMore": False, "nextCursor": None}
    assert refused_path("ListWebsetsResponse", page) == "data[2]"


@pytest.mark.parametrize("value", [None, "x", 1, 1.5, True, [1], [], [["id", "x"]]], ids=repr)
def test_every_model_rejects_a_value_that_is_not_an_object(value: Any) -> None:
    """Every model raises a DocumentError with an empty path for anything but an object."""
    readers = [getattr(models, name) for name in models.__all__ if hasattr(getattr(models, name), "from_dict")]
    assert len(readers) > 50
    for reader in readers:
        with pytest.raises(DocumentError) as caught:
            reader.from_dict(value)
        assert (caught.value.path, caught.value.model) == ("", reader.__name__)


def test_a_malformed_known_member_is_not_decoded_as_unknown() -> None:
    """A `custom` entity without its description is rejected, not kept as an unknown entity."""
    broken = changed(DOCUMENTED_CANCEL, ("searches", 0, "entity"), {"type": "custom"})
    assert refused_path("Webset", broken) == "searches[0].entity.description"


def test_a_mapping_has_only_what_was_sent() -> None:
    """A field missing from a defaultdict is reported as missing, and the dictionary is not modified."""
    given = defaultdict(list[Any], DOCUMENTED_CANCEL)
    del given["searches"]
    with pytest.raises(DocumentError) as caught:
        models.Webset.from_dict(given)

    assert caught.value.path == "searches"
    assert "searches" not in given
