"""Models with arbitrary keys, such as metadata, are mappings; other models are not."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from exa_websets import models
from exa_websets.models import UNSET, Metadata, MetadataInput, Webset
from support.recordings import recorded

MODULE: Any = models
MODELS: list[Any] = [kind for name in MODULE.__all__ if attrs.has(kind := getattr(MODULE, name))]
MAPS = [kind for kind in MODELS if [field.name for field in attrs.fields(kind)] == ["additional_properties"]]
DOCUMENT = {"keep": "true", "team": "tea"}


def test_there_are_some() -> None:
    """Both metadata models are among them."""
    assert {Metadata, MetadataInput} <= {*MAPS}


@pytest.mark.parametrize("kind", MAPS, ids=lambda kind: kind.__name__)
def test_a_mapping(kind: Any) -> None:
    """The model has every method of a read-only mapping."""
    made = kind.from_dict(DOCUMENT)

    assert (made.get("keep"), made.get("other"), made.get("other", "none")) == ("true", None, "none")
    assert ("keep" in made, "other" in made, 5 in made) == (True, False, False)
    assert [*made] == [*made.keys()] == ["keep", "team"]
    assert [*made.items()] == [*DOCUMENT.items()]
    assert [*made.values()] == ["true", "tea"]
    assert (len(made), bool(made), bool(kind())) == (2, True, False)
    assert dict(made) == {**made} == made.to_dict() == DOCUMENT
    assert copy.deepcopy(made) == pickle.loads(pickle.dumps(made)) == made != kind()
    with pytest.raises(KeyError):
        made["other"]


def test_no_other_model_is_one() -> None:
    """Other models are not mappings: a Webset has a field `items`, and an empty model is true."""
    assert [kind for kind in MODELS if issubclass(kind, Mapping)] == MAPS


@pytest.mark.parametrize("absent", [UNSET, None, Metadata()], ids=repr)
def test_absent_metadata(absent: Any) -> None:
    """A single truth test covers metadata that is unset, null or empty."""
    webset = Webset.from_dict(recorded("websets_create_201").answer)
    webset.metadata = absent
    assert not (webset.metadata and webset.metadata.get("keep"))
    webset.metadata = Metadata.from_dict(DOCUMENT)
    assert webset.metadata
    assert webset.metadata.get("keep") == "true"
    match webset.metadata:
        case {"keep": "true", **others}:
            assert others == {"team": "tea"}
        case _:
            pytest.fail("it does not match")


def test_metadata_as_a_body() -> None:
    """Metadata from a response can be sent in a request."""
    received = Metadata.from_dict(DOCUMENT)
    body = models.UpdateWebsetRequest(metadata=MetadataInput.from_dict(received))
    assert body.to_dict() == {"metadata": DOCUMENT}
