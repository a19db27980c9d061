"""`on_drift`: each kind of drift is reported once, to a log or a function, and does not harm the call."""

from __future__ import annotations

import copy
import io
import logging
import pickle
from decimal import Decimal
from typing import Any

import httpx
import pytest
from exa_websets import ConfigurationError, Drift, DriftReport, WebsetsClient, log_drift
from ruamel.yaml import YAML
from support.caller import Caller
from support.internals import transport_of
from support.recordings import recorded


def drifting() -> Any:
    """Return a Webset with five drifts, two of them in each of two searches."""
    answer = copy.deepcopy(recorded("websets_get_expand_items").answer)
    answer["status"], answer["budget"] = "archived", {"credits": 7}
    [search] = answer["searches"]
    search["status"] = "queued"
    search["progress"]["found"] = 2.5
    answer["searches"] = [search, {**search, "id": "wsearch_2"}]
    answer["items"] = [{**answer["items"][0], "properties": {"type": "ship", "url": "https://example.com"}}]
    return answer


def get(call: Caller, answer: Any, **settings: Any) -> Any:
    """Read a Webset from a service that answers with this document."""
    return call(
        lambda client: client.websets.get("ws"), handler=lambda request: httpx.Response(200, json=answer), **settings
    )


def test_each_drift_is_reported_once(call: Caller) -> None:
    """A callback receives each drift with its path, value, model and enum, and only the first time it occurs."""
    reported: list[Drift] = []
    for _ in range(2):
        get(call, drifting(), on_drift=reported.append)

    assert reported == [
        Drift("status", "value", "archived", "Webset", "status", "WebsetStatus"),
        Drift("searches[0].status", "value", "queued", "WebsetSearch", "status", "WebsetSearchStatus"),
        Drift("searches[0].progress.found", "fraction", 2.5, "SearchProgress", "found"),
        Drift("items[0].properties.type", "member", "ship", "ItemProperties", "type"),
        Drift("budget", "field", {"credits": 7}, "Webset", "budget"),
    ]
    get(call, {**drifting(), "status": "frozen"}, on_drift=reported.append)
    assert [(each.path, each.value) for each in reported[5:]] == [("status", "frozen")]


def test_a_report_is_yaml(call: Caller) -> None:
    """A printed report is YAML: the new fields, values and members of each component, and where they were seen."""
    report = DriftReport()
    get(call, drifting(), on_drift=report)

    assert len(report) == len([*report]) == 5
    yaml: Any = YAML(typ="safe")
    assert yaml.load(io.StringIO(str(report))) == {
        "ItemProperties": {"oneOf": [{"properties": {"type": {"const": "ship"}}}]},
        "Webset": {"properties": {"budget": {"type": "object"}}},
        "SearchProgress": {"properties": {"found": {"type": "number"}}},
        "WebsetSearchStatus": {"enum": ["queued"]},
        "WebsetStatus": {"enum": ["archived"]},
    }
    assert '    "budget": {type: object}  # budget is {"credits": 7}' in str(report).splitlines()
    assert str(DriftReport()) == ""


def test_a_list_that_has_more_but_no_cursor_is_reported(call: Caller) -> None:
    """A list with `hasMore: true` and no cursor ends there, and `on_drift` receives this as drift."""
    reported: list[Drift] = []
    page: dict[str, Any] = {"data": [], "hasMore": True, "nextCursor": None}

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=page)

    call.collect(lambda client: client.websets.list_all(), handler=handler, on_drift=reported.append)

    assert reported == [Drift("nextCursor", "cursor", None, "ListWebsetsResponse", "nextCursor")]
    report = DriftReport()
    report(reported[0])
    assert "`hasMore: true` without a cursor" in str(report)
    yaml: Any = YAML(typ="safe")
    assert yaml.load(io.StringIO(str(report))) is None


def test_one_log_line_for_each_drift(call: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """`log_drift` logs a warning with the path, the model and the shortened value."""
    answer = {**drifting(), f"odd_{call.kind}": "x" * 200}  # no other test reports it in this process
    with caplog.at_level(logging.WARNING, "exa_websets"):
        get(call, answer, on_drift=log_drift)
        get(call, answer, on_drift=log_drift)

    [line] = [record.getMessage() for record in caplog.records if "odd" in record.getMessage()]
    assert f'odd_{call.kind} of Webset is a new field, "xxx' in line
    assert line.endswith("x...")


DESCRIBED = {
    'status of Webset is a new value, "archived"': Drift(
        "status", "value", "archived", "Webset", "status", "WebsetStatus"
    ),
    "found of SearchProgress is not a whole number, 2.5": Drift("found", "fraction", 2.5, "SearchProgress", "found"),
    'type of ItemProperties is a new kind, "ship"': Drift("type", "member", "ship", "ItemProperties", "type"),
    'tea of Webset is a new field, "1.5"': Drift("tea", "field", Decimal("1.5"), "Webset", "tea"),
    'tea of Webset is a new field, "茶"': Drift("tea", "field", "茶", "Webset", "tea"),
    f'tea of Webset is a new field, "{"x" * 78}"': Drift("tea", "field", "x" * 78, "Webset", "tea"),
    f'tea of Webset is a new field, "{"x" * 76}...': Drift("tea", "field", "x" * 79, "Webset", "tea"),
}


@pytest.mark.parametrize("words", DESCRIBED)
def test_each_kind_is_described(words: str, caplog: pytest.LogCaptureFixture) -> None:
    """A warning says where something new is, of which kind, and its value in at most 80 characters."""
    with caplog.at_level(logging.WARNING, "exa_websets"):
        log_drift(DESCRIBED[words])
    assert caplog.messages == [f"The response contains something that this package does not know: {words}"]


def test_fields_of_every_type() -> None:
    """Each new field is listed once, with the type of its first value; a list without a cursor is a comment."""
    values: dict[str, Any] = {"a": True, "b": 7, "c": 7.5, "d": "x", "e": [], "f": {}, "g": None}
    report = DriftReport()
    report(Drift("nextCursor", "cursor", None, "ListWebsetsResponse", "nextCursor"))
    for name, value in values.items():
        report(Drift(name, "field", value, "Webset", name))
        report(Drift(name, "field", "another value", "Webset", name))
    report(Drift("h", "fraction", 1.5, "Webset", "h"))
    report(Drift("h", "fraction", 2.5, "Webset", "h"))
    report(Drift("status", "value", "old", "Webset", "status", "Webset"))
    types = ["boolean", "integer", "number", "string", "array", "object", "null"]
    yaml: Any = YAML(typ="safe")
    assert yaml.load(io.StringIO(str(report))) == {
        "Webset": {
            "enum": ["old"],
            "properties": {
                **{name: {"type": type} for name, type in zip(values, types, strict=True)},
                "h": {"type": "number"},
            },
        }
    }
    assert [line for line in str(report).splitlines() if line.startswith("#")] == [
        "# ListWebsetsResponse has `hasMore: true` without a cursor, so what follows this page cannot be read"
    ]


def test_a_key_in_a_drift_is_redacted(call: Caller) -> None:
    """A service may echo the key in the name or the value of a new field."""
    key, reported = "exa-0123456789-abcdef", list[Drift]()
    answer = {**recorded("websets_get_idle").answer, f"echo {key}": f"the key is {key}"}
    call(
        lambda client: client.websets.get("ws"),
        handler=lambda request: httpx.Response(200, json={**answer, "id": "ws"}),
        api_key=key,
        on_drift=reported.append,
    )
    [drift] = reported
    assert (drift.path, drift.field, drift.value) == ("echo [redacted]", "echo [redacted]", "the key is [redacted]")


def test_pages_of_lists_are_checked(call: Caller) -> None:
    """Each page of a list is checked for drift when it is read."""
    report = DriftReport()

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=page)

    page = {"data": [{**drifting(), "items": None}], "hasMore": False, "nextCursor": None, "total": 1}
    call.collect(
        lambda client: client.websets.list_all(),
        handler=handler,
        on_drift=report,
    )
    assert "data[0].status" in {drift.path for drift in report}


def test_a_failing_callback_does_not_fail_the_call(call: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """If the callback raises, the exception is logged and the call still returns its answer."""

    def fail(drift: Drift) -> None:
        raise RuntimeError("the pager is on fire")

    assert get(call, drifting(), on_drift=fail).status == "archived"
    assert "the pager is on fire" in caplog.text


def test_at_most_1000_drifts_are_reported() -> None:
    """At most 1,000 drifts are reported per process."""
    reported: list[Drift] = []
    answer = drifting()
    answer["searches"] = [{**answer["searches"][0], "status": f"queued {number}"} for number in range(1200)]
    get(Caller("sync"), answer, on_drift=reported.append)
    assert len(reported) == 1000


def test_views_and_pickles_keep_on_drift() -> None:
    """Views and pickles of a client report drift as the client does."""
    with WebsetsClient("any", on_drift=log_drift) as client, pickle.loads(pickle.dumps(client)) as copied:
        assert transport_of(client.with_options(timeout=5)).config.on_drift is log_drift
        assert transport_of(copied).config.on_drift is log_drift


class Collected(list[object]):
    """A function that cannot be hashed."""

    def __call__(self, drift: object) -> None:
        self.append(drift)


@pytest.mark.parametrize("on_drift", ["log", {}, 1, Collected()])
def test_on_drift_has_to_be_callable_and_hashable(on_drift: Any) -> None:
    """Another value is rejected when the client is created, not at the first drift."""
    with pytest.raises(ConfigurationError, match="on_drift"):
        WebsetsClient("any", on_drift=on_drift)
