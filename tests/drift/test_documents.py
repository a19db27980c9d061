"""A changed API: documents with new, missing or renamed fields decode, and no data is lost."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from description.json_types import Json
from exa_websets import pydantic
from exa_websets_generated import models
from exa_websets_generated.models import Webset
from exa_websets_generated.types import UNSET
from support.json_paths import Keys, changed, path_of, python_name, spots, without
from support.openapi_document import answer_models, comparable, component, members, reachable, resolved
from support.recordings import DOCUMENTED_CANCEL
from support.sample_answers import example, full_webset

# Fields that were added after the contract of 2025-07-31, and the one field that was removed.
NEWER = {
    "Webset": {"dashboardUrl", "excludes"},
    "WebsetSearch": {"maxPeoplePerCompany"},
    "WebsetItem": {"sourceEntityId", "scopeId"},
    "Company": {"foundedYear", "headquarters", "financials", "webTraffic"},
    "Person": {"workHistory", "educationHistory"},
}
OLDER = {"Webset": {"streams"}}


ANSWERS = sorted(reachable("Error", *answer_models()))
OBJECTS = [name for name in ANSWERS if resolved(component(name)).get("type") == "object"]


def optional_fields() -> Iterator[Any]:
    """Return every optional field of every answer model."""
    for model in OBJECTS:
        schema = resolved(component(model))
        for name in schema.get("properties", {}):
            if name not in schema.get("required", []):
                yield pytest.param(model, name, id=f"{model}.{name}")


OPTIONAL_FIELDS = list(optional_fields())


def test_the_optional_fields_are_found() -> None:
    """More than 45 optional fields are tested below, including those added or removed since 2025-07-31."""
    found = {tuple(param.values) for param in OPTIONAL_FIELDS}
    assert len(found) > 45
    assert found >= {(model, name) for contract in (NEWER, OLDER) for model in contract for name in contract[model]}


@pytest.mark.parametrize(("model", "name"), OPTIONAL_FIELDS)
def test_an_absent_field_is_unset(model: str, name: str) -> None:
    """An optional field that was not sent is UNSET and is not sent back. pydantic accepts the document too."""
    answer = without(example(component(model)), (name,))
    decoded = getattr(models, model).from_dict(answer)
    assert getattr(decoded, python_name(name)) is UNSET
    assert comparable(decoded.to_dict()) == comparable(answer)
    getattr(pydantic, model).model_validate(answer)


@pytest.mark.parametrize(("model", "name"), OPTIONAL_FIELDS)
def test_null_in_an_optional_field_is_none(model: str, name: str) -> None:
    """An optional field that was sent as null is None and is sent back as null. pydantic accepts the document too."""
    answer = changed(example(component(model)), (name,), None)
    decoded = getattr(models, model).from_dict(answer)
    assert getattr(decoded, python_name(name)) is None
    assert comparable(decoded.to_dict()) == comparable(answer)
    getattr(pydantic, model).model_validate(answer)


def round_trips(answer: Any, model: str = "Webset") -> Any:
    """Decode an answer, and check that it encodes back unchanged and that pydantic accepts it."""
    decoded = getattr(models, model).from_dict(answer)
    assert comparable(decoded.to_dict()) == comparable(answer)
    getattr(pydantic, model).model_validate(answer)
    return decoded


@pytest.mark.parametrize("model", OBJECTS)
def test_an_unknown_enum_value_is_kept_as_text(model: str) -> None:
    """An unknown value of any enum is kept as text."""
    base = example(component(model))
    for spot in spots(component(model), base, deep=False):
        if any("enum" in member for member in members(spot.schema)) and isinstance(spot.value, str):
            decoded = round_trips(changed(base, spot.keys, "brand_new"), model)
            assert type(at(decoded, spot.keys)) is str


def at(decoded: Any, keys: Keys) -> Any:
    """Return the value at a path of a decoded document."""
    for key in keys:
        decoded = decoded[key] if isinstance(key, int) else getattr(decoded, python_name(key))
    return decoded


def test_a_known_enum_value_is_a_member_and_an_unknown_one_a_str() -> None:
    """A known status is a member of its enum; an unknown one is a plain str that compares as such."""
    assert type(round_trips({**DOCUMENTED_CANCEL, "status": "paused"}).status) is models.WebsetStatus
    status = round_trips({**DOCUMENTED_CANCEL, "status": "archived"}).status
    assert type(status) is str
    assert status == "archived"


def test_a_new_field_is_kept_in_every_object() -> None:
    """Unknown fields of every object are in `additional_properties` and are sent back."""
    base = full_webset()
    new = {"brandNew": {"a": [1, 2.5, None, "x"]}, "brand new": None}
    places = [(spot.keys, spot.value) for spot in spots(component("Webset"), base) if isinstance(spot.value, dict)]
    assert len(places) > 50
    for keys, value in places:
        changed_one = at(round_trips(changed(base, keys, {**value, **new})), keys)
        assert changed_one.additional_properties == new
        assert changed_one["brandNew"] == new["brandNew"]


@pytest.mark.parametrize("model", OBJECTS)
def test_a_new_field_is_kept_by_every_model(model: str) -> None:
    """Every answer model keeps an unknown field, which can be read by name and is sent back."""
    answer = {**example(component(model)), "brandNew": {"a": [1, 2.5, None, "x"]}}
    assert round_trips(answer, model)["brandNew"] == answer["brandNew"]


def test_a_new_kind_of_entity_is_kept_whole() -> None:
    """An entity of an unknown type becomes an UnknownEntity with all its data, wherever it occurs."""
    entity = {"type": "podcast", "language": "nl", "hosts": [{"name": "A"}]}
    answer = full_webset()
    for keys in (("searches", 0), ("imports", 0), ("monitors", 0, "behavior", "config")):
        answer = changed(answer, (*keys, "entity"), entity)
    webset = round_trips(answer)
    behavior = webset.monitors[0].behavior
    assert isinstance(behavior, models.MonitorSearchBehavior)
    expected = models.UnknownEntity("podcast", {"language": "nl", "hosts": [{"name": "A"}]})
    assert [webset.searches[0].entity, webset.imports[0].entity, behavior.config.entity] == [expected] * 3


def test_a_new_kind_of_item_is_kept_whole() -> None:
    """Item properties of an unknown type become UnknownItemProperties with all their data."""
    properties = {"type": "podcast", "url": "https://example.com", "podcast": {"episodes": 3}}
    webset: Webset = round_trips(changed(full_webset(), ("items", 0, "properties"), properties))
    assert isinstance(webset.items, list)
    unknown = models.UnknownItemProperties(
        "podcast", url="https://example.com", additional_properties={"podcast": {"episodes": 3}}
    )
    assert webset.items[0].properties == unknown


def test_a_new_behavior_of_a_monitor_is_kept_whole() -> None:
    """An unknown monitor behavior becomes an UnknownMonitorBehavior with all its data."""
    webset = round_trips(changed(full_webset(), ("monitors", 0, "behavior"), {"type": "refresh", "config": {"a": 1}}))
    assert webset.monitors[0].behavior == models.UnknownMonitorBehavior("refresh", {"config": {"a": 1}})


def leave_out(answer: Json, fields: dict[str, set[str]]) -> Any:
    """Return a Webset as a contract without some fields would send it."""
    gone = set[str]().union(*fields.values())
    if isinstance(answer, dict):
        return {key: leave_out(value, fields) for key, value in answer.items() if key not in gone}
    return [leave_out(element, fields) for element in answer] if isinstance(answer, list) else answer


@pytest.mark.parametrize("gone", [NEWER, OLDER], ids=["newer", "older"])
def test_answers_of_every_contract_decode(gone: dict[str, set[str]]) -> None:
    """A Webset without the newer fields decodes, and so does one without the older field: missing fields are UNSET."""
    webset = round_trips(leave_out(full_webset(), gone))
    for name in gone["Webset"]:
        assert getattr(webset, python_name(name)) is UNSET


def test_the_older_field_and_the_newer_ones_decode_together() -> None:
    """The older `streams` and the newer fields decode in one document, as typed values where they are described."""
    newer = {"dashboardUrl": "https://example.com/w", "excludes": [{"source": "import", "id": "import_1"}]}
    webset = round_trips({**DOCUMENTED_CANCEL, **newer})
    assert webset.streams == ["<any>"]
    assert webset.dashboard_url == "https://example.com/w"
    assert webset.excludes == [models.ExcludeSource(models.Source.IMPORT, "import_1")]


@pytest.mark.parametrize(
    "keys",
    [
        ("searches", 0, "count"),
        ("searches", 0, "progress", "found"),
        ("searches", 0, "progress", "timeLeft"),
        ("imports", 0, "count"),
    ],
    ids=path_of,
)
def test_a_fractional_count_stays_a_float(keys: Keys) -> None:
    """A count is documented as an integer; a fraction is kept exactly, as a float."""
    answer = changed(full_webset(), keys, 12.5)
    assert comparable(Webset.from_dict(answer).to_dict()) == comparable(answer)


def test_integers_and_floats_are_not_converted() -> None:
    """50 stays 50, and 50.0 stays 50.0."""
    for value in (50, 50.0):
        progress = Webset.from_dict(changed(DOCUMENTED_CANCEL, ("searches", 0, "progress", "completion"), value))
        assert repr(progress.searches[0].progress.completion) == repr(value)


@pytest.mark.parametrize("other", ["collection", None, 7, ["webset"]], ids=repr)
def test_another_object_const_is_kept(other: Any) -> None:
    """An unexpected value of the constant `object` is kept, because the path already determines the type."""
    base = full_webset()
    for spot in spots(component("Webset"), base):
        if spot.keys and spot.keys[-1] == "object":
            answer = changed(base, spot.keys, other)
            assert comparable(Webset.from_dict(answer).to_dict()) == comparable(answer)


@pytest.mark.parametrize(
    "text",
    [
        "20251123T004847.089Z",
        "2025-W47-7T00:48:47.089+00:00",
        "2025-11-23 00:48:47.089Z",
        "2025-11-23T01:48:47.089+01:00",
    ],
)
def test_an_instant_in_another_form_of_iso_8601_is_the_same_instant(text: str) -> None:
    """ISO 8601 times that are not valid RFC 3339 are parsed, and written back as RFC 3339."""
    webset = Webset.from_dict({**DOCUMENTED_CANCEL, "createdAt": text})
    assert webset.created_at == datetime.datetime(2025, 11, 23, 0, 48, 47, 89_000, datetime.UTC)
    assert webset.to_dict()["createdAt"] in ("2025-11-23T00:48:47.089000+00:00", "2025-11-23T01:48:47.089000+01:00")
