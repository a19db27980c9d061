"""`webhooks.webset_id`: the Webset that an event is about."""

from __future__ import annotations

import json
from typing import Any

import pytest
from exa_websets import webhooks
from exa_websets.models import Event, UnknownEvent
from support.openapi_document import component
from support.sample_answers import example

SECRET = "whsec_test"


def received(document: Any) -> Event:
    body = json.dumps(document)
    return webhooks.verify(body, webhooks.sign(body, SECRET), SECRET)


ABOUT = {
    "webset.created": "id",
    "webset.deleted": "id",
    "webset.paused": "id",
    "webset.idle": "id",
    "webset.search.created": "websetId",
    "webset.search.updated": "websetId",
    "webset.search.canceled": "websetId",
    "webset.search.completed": "websetId",
    "webset.item.created": "websetId",
    "webset.item.enriched": "websetId",
    "monitor.created": "websetId",
    "monitor.updated": "websetId",
    "monitor.deleted": "websetId",
    "import.created": None,
    "import.completed": None,
    "monitor.run.created": None,
    "monitor.run.completed": None,
}


def test_every_event_has_its_webset() -> None:
    """Returns the id of the Webset for every type of event that is about one, and None for the others."""
    mapping = component("KnownEvent")["discriminator"]["mapping"]
    assert ABOUT.keys() == mapping.keys()

    for kind, name in ABOUT.items():
        document = example(component(mapping[kind].rpartition("/")[2]))
        if name:
            document["data"][name] = "webset_1"
        event = received(document)

        assert event.type_ == kind
        assert not isinstance(event, UnknownEvent)
        assert webhooks.webset_id(event) == ("webset_1" if name else None)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"websetId": "webset_1"}, "webset_1"),
        ({"object": "webset", "id": "webset_1"}, "webset_1"),
        ({"object": "export", "id": "export_1"}, None),
        ({"websetId": 7}, None),
        ("webset_1", None),
        (None, None),
    ],
    ids=str,
)
def test_an_event_of_an_unknown_type(data: Any, expected: str | None) -> None:
    """For an unknown type of event, the id is taken from the fields with known names."""
    event = received(
        {
            "id": "event_1",
            "object": "event",
            "type": "webset.export.created",
            "data": data,
            "createdAt": "2025-11-23T17:15:22.175Z",
        }
    )

    assert isinstance(event, UnknownEvent)
    assert webhooks.webset_id(event) == expected
