"""Every known response is decoded, and encoded to the same document."""

from __future__ import annotations

from typing import Any

import pytest
from exa_websets import pydantic
from exa_websets_generated import models
from pydantic import ValidationError
from support.json_paths import changed, path_of, spots
from support.openapi_document import answer_models, comparable, component, kind_of
from support.recordings import DOCUMENTED_CANCEL, RECORDED, recorded
from support.sample_answers import ANSWERS, answers, example

EXAMPLES = [
    *(pytest.param(model, answer, id=name) for name, model, answer in answers()),
    *(pytest.param(name, example(component(name)), id=f"every_field_of_{name}") for name in answer_models()),
]


def test_every_recording_has_a_model() -> None:
    """The table has a model for each recorded response, and no other entries."""
    assert {exchange.name for exchange in RECORDED} == ANSWERS.keys()


@pytest.mark.parametrize(("model", "answer"), EXAMPLES)
def test_an_answer_encodes_back_equal(model: str, answer: Any) -> None:
    """Decoding and encoding preserve the document: instants are equal, and other values keep their type."""
    decoded = getattr(models, model).from_dict(answer)
    assert comparable(decoded.to_dict()) == comparable(answer)


@pytest.mark.parametrize(("model", "answer"), EXAMPLES)
def test_decoding_leaves_the_answer_alone(model: str, answer: Any) -> None:
    """`from_dict` does not modify the JSON that it decodes."""
    before = repr(answer)
    getattr(models, model).from_dict(answer)
    assert repr(answer) == before


@pytest.mark.parametrize(("model", "answer"), EXAMPLES)
def test_an_answer_passes_the_pydantic_models(model: str, answer: Any) -> None:
    """The pydantic model of the same name validates the response and has the same fields."""
    validated = getattr(pydantic, model).model_validate(answer)
    assert validated.model_dump(by_alias=True, exclude_unset=True, mode="json").keys() == answer.keys()


def test_the_documented_cancel_is_read_as_typed_values() -> None:
    """The vendor's documented response to a cancel is decoded to enum members, datetimes and nested models."""
    webset = models.Webset.from_dict(DOCUMENTED_CANCEL)
    [search] = webset.searches
    assert webset.status is models.WebsetStatus.IDLE
    assert search.canceled_reason is models.SearchCanceledReason.WEBSET_DELETED
    assert search.canceled_at is not None
    assert search.canceled_at.isoformat() == "2023-11-07T05:31:56+00:00"
    assert search.entity == models.CompanyEntity()
    assert search.recall is not None
    assert search.recall.expected.bounds == models.RecallBounds(123, 123)
    assert webset.streams == ["<any>"]
    assert webset.additional_properties == {}


def test_the_history_of_a_person_is_read_as_typed_values() -> None:
    """Positions and schools are models; a missing field is UNSET, null is None, and unknown fields are kept."""
    company = {"id": None, "name": "Amber Mills", "linkedinUrl": "https://example.com/amber", "size": 3}
    job = {"title": "Founder", "dates": {"from": "2020-01", "to": None}, "company": company}
    school = {"degree": "Bachelor", "dates": None, "institution": {"name": "University of Utrecht"}}
    answer = {**example(component("Person")), "workHistory": [job, {}], "educationHistory": [school]}
    person = models.Person.from_dict(answer)
    assert person.work_history
    assert person.education_history
    [position, empty], [education] = person.work_history, person.education_history
    assert position.dates == models.HistoryDates("2020-01", None)
    assert isinstance(position.company, models.HistoryOrganization)
    assert (position.company.name, position.company["size"]) == ("Amber Mills", 3)
    assert (position.location, empty) == (models.UNSET, models.WorkHistoryEntry())
    assert (education.dates, education.institution) == (None, models.HistoryOrganization(name="University of Utrecht"))
    assert person.to_dict() == answer


def test_the_pydantic_models_read_the_documented_cancel_as_typed_values() -> None:
    """The pydantic Webset has the same values as the attrs one, under the same names."""
    webset = models.Webset.from_dict(DOCUMENTED_CANCEL)
    validated = pydantic.Webset.model_validate(DOCUMENTED_CANCEL)
    assert validated.searches[0].canceled_at == webset.searches[0].canceled_at
    assert validated.searches[0].progress.found == webset.searches[0].progress.found
    assert validated.created_at == webset.created_at


@pytest.mark.parametrize("value", ["12", True, 2.5, None], ids=repr)
def test_the_pydantic_models_convert_nothing_into_a_count(value: Any) -> None:
    """The pydantic models reject a value that is not an integer instead of converting it."""
    with pytest.raises(ValidationError, match=r"searches\.0\.count"):
        pydantic.Webset.model_validate(changed(DOCUMENTED_CANCEL, ("searches", 0, "count"), value))


def test_the_description_names_all_that_was_recorded() -> None:
    """Every field of every recorded response is in the description."""
    unknown = {
        f"{name}: {path_of((*spot.keys, key))}"
        for name, model, answer in answers()
        for spot in spots(component(model), answer)
        if isinstance(spot.value, dict) and (fields := kind_of(spot.schema, spot.value).get("properties"))
        for key in spot.value.keys() - fields.keys()
    }
    assert unknown == set()


def test_a_new_import_is_an_import_with_a_place_for_its_file() -> None:
    """The response to creating an import has all fields of an import, and those of the upload."""
    answer = recorded("imports_create_201").answer
    created = models.CreateImportResponse.from_dict(answer)
    assert models.Import.from_dict(answer).status is created.status is models.ImportStatus.PENDING
    assert created.entity == models.CompanyEntity()
    assert (created.upload_url, created.upload_valid_until) == (answer["uploadUrl"], answer["uploadValidUntil"])


def test_a_running_search_at_completion_100_is_still_running() -> None:
    """A decoded search keeps the status it was sent with, regardless of its progress."""
    webset = models.Webset.from_dict(recorded("websets_get_running_at_completion_100").answer)
    [search] = webset.searches
    assert (search.progress.completion, search.status) == (100, models.WebsetSearchStatus.RUNNING)
