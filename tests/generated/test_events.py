"""The type of an event selects its class; events of unknown types keep their content."""

from __future__ import annotations

from typing import Any

import pytest
from exa_websets import pydantic
from exa_websets_generated import models
from exa_websets_generated.api.events import parse_get
from exa_websets_generated.models import list_events_response
from pydantic import TypeAdapter
from support.openapi_document import comparable, component
from support.sample_answers import example

MAPPING: dict[str, str] = component("KnownEvent")["discriminator"]["mapping"]
TYPES = {word: target.rpartition("/")[2] for word, target in MAPPING.items()}

# The data of an event of an unknown type, which is kept regardless of its form.
ANYTHING: dict[str, Any] = {
    "object": {"data": {"id": "export_1", "createdAt": "2025-11-23T00:48:47.089Z", "rows": [1, 2.5, None]}},
    "list": {"data": [{"id": "a"}, 7]},
    "text": {"data": "text"},
    "null": {"data": None},
    "absent": {},
}


def page_of(*events: Any) -> Any:
    return {"data": [*events], "hasMore": False, "nextCursor": None}


def test_there_are_seventeen_types_of_events() -> None:
    """Each described event type has a class; the two export types are only members of the enum."""
    assert len(TYPES) == len(set(TYPES.values())) == 17
    assert set(models.EventType) - TYPES.keys() == {"webset.export.created", "webset.export.completed"}


@pytest.mark.parametrize(("word", "model"), TYPES.items(), ids=TYPES)
def test_a_known_event_becomes_its_class(word: str, model: str) -> None:
    """An event of a known type is decoded to its class, alone or in a page, and encoded unchanged."""
    event = example(component(model))
    assert event["type"] == word
    [in_page] = models.ListEventsResponse.from_dict(page_of(event)).data
    for decoded in (parse_get(event), in_page):
        assert type(decoded) is getattr(models, model)
        assert comparable(decoded.to_dict()) == comparable(event)


def test_the_class_is_looked_up_by_the_type() -> None:
    """The class is found by a dictionary lookup, which takes the same time for every type."""
    assert vars(list_events_response)["_DATA_BY_TAG"] == TYPES


@pytest.mark.parametrize("word", ["webset.export.created", "webset.renamed", ""])
@pytest.mark.parametrize("data", ANYTHING.values(), ids=ANYTHING)
def test_an_event_of_an_unknown_type_keeps_its_data(word: str, data: dict[str, Any]) -> None:
    """An event of an unknown type is an UnknownEvent with its original data, and pydantic accepts it too."""
    event = {"type": word, "id": "event_1", "object": "event", "createdAt": "2025-11-23T00:48:47.089Z", **data}
    [in_page] = models.ListEventsResponse.from_dict(page_of(event)).data
    for decoded in (parse_get(event), in_page):
        assert type(decoded) is models.UnknownEvent
        assert decoded.type_ == word
        assert decoded.data == data.get("data", models.UNSET)
        assert comparable(decoded.to_dict()) == comparable(event)
    adapter: TypeAdapter[Any] = TypeAdapter(pydantic.Event)
    assert adapter.validate_python(event).model_dump(by_alias=True, exclude_unset=True)["type"] == word


def test_a_page_of_events_of_all_types() -> None:
    """A page can contain events of every type, and keeps their order."""
    events = [example(component(model)) for model in reversed(TYPES.values())]
    page = models.ListEventsResponse.from_dict(page_of(*events))
    assert [type(event).__name__ for event in page.data] == list(reversed(TYPES.values()))
    assert comparable(page.to_dict()) == comparable(page_of(*events))
