"""`on_drift`: each kind of drift is reported once, to a log or a function, and does not harm the call."""

from __future__ import annotations

import copy
import io
import logging
import pickle
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


@pytest.mark.parametrize("on_drift", ["log", {}, 1])
def test_on_drift_has_to_be_callable(on_drift: Any) -> None:
    """A value that is not callable is rejected when the client is created, not at the first drift."""
    with pytest.raises(ConfigurationError, match="on_drift"):
        WebsetsClient("any", on_drift=on_drift)
