"""A model shares no list or dictionary with the document it was decoded from or with its `to_dict`."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from exa_websets_generated import models
from support.openapi_document import answer_models, component
from support.recordings import DOCUMENTED_CANCEL
from support.sample_answers import example, full_webset

NESTED: dict[str, Any] = {"a": [{"b": [1, {"c": []}]}, []], "d": {}}
METADATA: dict[str, Any] = {"owner": "x", "tags": [{"a": []}]}
EVENT = {**example(component("UnknownEvent")), "type": "webset.boiled"}
DOCUMENTS: dict[str, tuple[str, Any]] = {
    "every field": ("Webset", full_webset()),
    "unknown fields": ("Webset", {**DOCUMENTED_CANCEL, "new": NESTED, "newer": [NESTED]}),
    "metadata": ("Webset", {**full_webset(), "metadata": METADATA}),
    "elements without a description": ("Webset", {**full_webset(), "streams": [NESTED, [NESTED]]}),
    "another constant": ("Webset", {**DOCUMENTED_CANCEL, "object": NESTED}),
    "an unknown event": ("UnknownEvent", {**EVENT, "data": NESTED}),
    **{f"every field of {name}": (name, example(component(name))) for name in answer_models()},
}


def spoil(node: Any) -> None:
    """Empty every list and dictionary in a document."""
    kind: Any = node.__class__
    if kind in (dict, list):
        for child in [*(node.values() if kind is dict else node)]:
            spoil(child)
        node.clear()


@pytest.mark.parametrize(("model", "document"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_changing_a_document_does_not_change_the_model(model: str, document: Any) -> None:
    """Changing the decoded document at any depth does not change the model."""
    given = copy.deepcopy(document)
    decoded = getattr(models, model).from_dict(given)
    spoil(given)

    assert decoded == getattr(models, model).from_dict(document)


@pytest.mark.parametrize(("model", "document"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_changing_what_to_dict_returns_does_not_change_the_model(model: str, document: Any) -> None:
    """Changing the result of `to_dict` at any depth does not change the model."""
    decoded = getattr(models, model).from_dict(copy.deepcopy(document))
    expected = copy.deepcopy(decoded)
    spoil(decoded.to_dict())

    assert decoded == expected


def test_a_document_can_be_nested_deeper_than_python_recurses() -> None:
    """Copying unknown fields is not limited by Python's recursion limit."""
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    copied = models.Metadata.from_dict({"deep": deep}).to_dict()["deep"]
    depth = 0
    while copied:
        [copied] = copied
        depth += 1

    assert depth == 5000


def test_a_part_that_contains_itself_is_copied() -> None:
    """`to_dict` ends even if metadata contains itself, which is not valid JSON."""
    loop: list[Any] = []
    loop.append(loop)
    [copied] = models.Metadata({"loop": loop}).to_dict()["loop"]

    assert copied[0] is copied is not loop
