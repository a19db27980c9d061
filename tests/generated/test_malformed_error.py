"""The error for a malformed document: its message, attributes and copies."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from exa_websets_generated.errors import DocumentError
from exa_websets_generated.models import Webset
from support.json_paths import changed
from support.recordings import DOCUMENTED_CANCEL


def error_of(value: Any) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        Webset.from_dict(value)
    return caught.value


def test_the_error_names_field_model_and_reason() -> None:
    """The error has the path from the root, the model of the field, and what was expected and found."""
    error = error_of(changed(DOCUMENTED_CANCEL, ("searches", 0, "progress", "found"), "many"))
    assert (error.path, error.model) == ("searches[0].progress.found", "SearchProgress")
    assert error.reason == "expected a number, got str 'many'"
    assert str(error) == "searches[0].progress.found: expected a number, got str 'many'"


def test_the_error_of_the_whole_document_names_the_document() -> None:
    """If no field is at fault, the message refers to the document."""
    assert str(error_of(None)) == "the document: expected an object, got NoneType None"


def test_a_long_value_is_cut_short() -> None:
    """The message truncates a long value."""
    error = error_of(changed(DOCUMENTED_CANCEL, ("searches",), "x" * 10_000))
    assert len(str(error)) < 120
    assert str(error).endswith("...")


def test_the_error_has_no_other_exception_behind_it() -> None:
    """The traceback does not show the KeyError or TypeError that caused the error."""
    error = error_of({})
    assert error.__cause__ is None
    assert error.__suppress_context__


def test_the_error_is_a_value_error() -> None:
    """`except ValueError` catches the error."""
    assert isinstance(error_of({}), ValueError)


@pytest.mark.parametrize("value", [None, {}, changed(DOCUMENTED_CANCEL, ("searches", 0, "count"), None)])
def test_the_error_survives_copies_and_pickles(value: Any) -> None:
    """A copied or pickled error still has the path, the model and the reason."""
    error = error_of(value)
    for twin in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert (twin.path, twin.model, twin.reason, str(twin)) == (error.path, error.model, error.reason, str(error))


def test_the_error_gives_the_document_back() -> None:
    """The error keeps the whole document, so the id of a Webset is available despite a wrong field."""
    error = error_of(changed(DOCUMENTED_CANCEL, ("searches", 0, "count"), "two"))
    assert error.value == changed(DOCUMENTED_CANCEL, ("searches", 0, "count"), "two")
