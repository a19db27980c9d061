"""`find_drift` lists exactly what an answer contains that the API document does not describe, with its path."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from exa_websets import Drift, find_drift, models
from support.json_paths import changed, path_of
from support.recordings import recorded
from support.sample_answers import ANSWERS, full_webset


def drift_of(answer: Any, model: str = "Webset") -> list[tuple[str, str, Any]]:
    """Return the drift in an answer."""
    return [(each.path, each.kind, each.value) for each in find_drift(getattr(models, model).from_dict(answer))]


def webset() -> Any:
    """Return a recorded Webset with items, enrichments and searches."""
    return copy.deepcopy(recorded("websets_get_expand_items").answer)


@pytest.mark.parametrize(("name", "model"), ANSWERS.items())
def test_a_recorded_answer_has_no_drift(name: str, model: str) -> None:
    """Recorded answers have no drift, except for one list that has more pages but no cursor."""
    has_no_cursor = name == "imports_list_has_more_without_cursor"
    assert drift_of(recorded(name).answer, model) == ([("nextCursor", "cursor", None)] if has_no_cursor else [])


@pytest.mark.parametrize(
    ("keys", "value", "kind"),
    [
        (("status",), "archived", "value"),
        (("budget",), {"credits": 7}, "field"),
        (("searches", 0, "status"), "queued", "value"),
        (("searches", 0, "canceledReason"), "out_of_patience", "value"),
        (("searches", 0, "behavior"), "merge", "value"),
        (("searches", 0, "progress", "stalled"), True, "field"),
        (("searches", 0, "progress", "found"), 1.5, "fraction"),
        (("searches", 0, "object"), "search", "value"),
        (("object",), None, "value"),
        (("object",), ["webset"], "value"),
        (("items", 0, "source"), "upload", "value"),
        (("items", 0, "evaluations", 0, "satisfied"), "maybe", "value"),
        (("items", 0, "properties", "rating"), 3, "field"),
        (("items", 0, "properties", "company", "ticker"), "TEA", "field"),
    ],
    ids=str,
)
def test_each_kind_of_drift_has_its_path(keys: tuple[str | int, ...], value: Any, kind: str) -> None:
    """A new field, a new value and a fraction in place of an integer are reported with their paths."""
    assert drift_of(changed(webset(), keys, value)) == [(path_of(keys), kind, value)]


@pytest.mark.parametrize(
    "keys", [("searches", 0, "entity"), ("items", 0, "properties")], ids=lambda keys: path_of(keys)
)
def test_an_unknown_union_member_is_one_drift(keys: tuple[str | int, ...]) -> None:
    """An unknown member of a union is reported once, by its tag, and not once for each of its fields."""
    answer = changed(webset(), keys, {"type": "ship", "tonnage": 7, "url": "https://example.com"})
    assert drift_of(answer) == [(f"{path_of(keys)}.type", "member", "ship")]


def test_an_unknown_event_type_is_one_drift() -> None:
    """An event of an unknown type is reported once, whatever its data contains."""
    event = {"id": "event_1", "object": "event", "type": "webset.boiled", "createdAt": "2026-01-01T00:00:00Z"}
    [drift] = find_drift(models.UnknownEvent.from_dict({**event, "data": {"object": "kettle"}, "extra": 1}))
    assert (drift.path, drift.kind, drift.value) == ("type", "member", "webset.boiled")


def test_lists_of_enums() -> None:
    """Every element of a list of enum values is checked."""
    hook = {
        "id": "webhook_1",
        "object": "webhook",
        "status": "active",
        "events": ["webset.idle", "webset.boiled"],
        "url": "https://example.com",
        "secret": None,
        "metadata": {"any": "name"},
        "createdAt": "2026-01-01T00:00:00Z",
        "updatedAt": "2026-01-01T00:00:00Z",
    }
    assert drift_of(hook, "Webhook") == [("events[1]", "value", "webset.boiled")]


def test_all_drifts_are_reported() -> None:
    """All drifts in an answer are reported, not only the first."""
    answer = full_webset()
    before = drift_of(answer)
    answer["new"] = answer["searches"][0]["new"] = 1
    assert [path for path, *_ in drift_of(answer) if path not in {path for path, *_ in before}] == [
        "searches[0].new",
        "new",
    ]


def test_metadata_is_not_drift() -> None:
    """The keys of metadata are the caller's, so they are not drift."""
    answer = changed(webset(), ("metadata",), {"campaign": "tea", "status": "odd"})
    assert drift_of(answer) == []


def test_known_plain_strings_are_not_drift() -> None:
    """A model built by hand may have a plain string in place of an enum member."""
    model = models.Webset.from_dict(webset())
    model.status = "paused"
    assert find_drift(model) == []


def test_only_models_have_drift() -> None:
    """`find_drift` rejects anything but a model, so that a plain dictionary is not mistaken for one without drift."""
    drift = Drift("budget", "field", 7, "Webset", "budget")
    for other in ({"id": "x"}, None, [models.Webset.from_dict(webset())], drift, models.Webset):
        with pytest.raises(TypeError, match="is not a model"):
            find_drift(other)
