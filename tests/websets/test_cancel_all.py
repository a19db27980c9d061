"""`cancel_all` cancels every Webset that matches a filter, and misses none that is running."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets import CancelOutcome, ResponseValidationError
from exa_websets.emulator import Emulator
from support.caller import KEY, Caller
from support.emulator_calls import TEA, create, get
from support.emulator_http import emulator_client
from support.recordings import recorded

RUNNING = recorded("websets_get_running_progress").answer


def test_all_running_websets_are_canceled(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """Filters select by status and metadata; a dry run lists the Websets and cancels nothing."""
    done = create(http, TEA, metadata={"team": "tea"})
    websets_emulator.advance(60)
    mine = [create(http, TEA, metadata={"team": "tea", "run": str(number)}) for number in range(2)]
    theirs = create(http, TEA, metadata={"team": "coffee"})

    def act(**arguments: Any) -> list[CancelOutcome]:
        outcomes: list[CancelOutcome] = call(
            lambda client: client.websets.cancel_all(**arguments), base_url=websets_emulator.base_url
        )
        return outcomes

    listed = act(metadata={"team": "tea"}, dry_run=True)
    assert [outcome.id for outcome in listed] == mine[::-1]
    assert {get(http, id)["status"] for id in mine} == {"running"}
    assert [outcome.id for outcome in act(metadata={"team": "tea"}, concurrency=1)] == mine[::-1]
    assert {get(http, id)["status"] for id in mine} == {"idle"}
    assert get(http, done)["searches"][0]["status"] == "completed"
    assert get(http, theirs)["status"] == "running"
    assert [outcome.id for outcome in act(everything=True)] == [theirs]


@pytest.mark.parametrize("arguments", [{}, {"metadata": {}}, {"dry_run": True}], ids=str)
def test_all_needs_a_filter(arguments: Any, call: Caller) -> None:
    """Without a filter or `everything` nothing is canceled, because others may have started the Websets."""
    with pytest.raises(ValueError, match="everything=True"):
        call(lambda client: client.websets.cancel_all(**arguments), api_key=KEY)


def listing(*changes: dict[str, Any]) -> tuple[list[str], Any]:
    """Return a service that lists a Webset for each of these changes, and records the cancels it receives."""
    websets = [{**RUNNING, "id": f"webset_{number}", **change} for number, change in enumerate(changes)]
    canceled: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            canceled.append(request.url.path.split("/")[-2])
            return httpx.Response(200, json={**RUNNING, "id": canceled[-1], "status": "idle"})
        return httpx.Response(200, json={"data": websets, "hasMore": False, "nextCursor": None})

    return canceled, handler


def test_everything_but_idle_counts_as_running(call: Caller) -> None:
    """A Webset that is pending, paused or has an unknown status may cost credits, so it is canceled."""
    statuses = ["pending", "running", "idle", "paused", "queued"]
    canceled, handler = listing(*({"status": status} for status in statuses))
    call(lambda client: client.websets.cancel_all(everything=True), handler=handler)
    assert sorted(canceled) == ["webset_0", "webset_1", "webset_3", "webset_4"]

    canceled.clear()
    call(lambda client: client.websets.cancel_all(status="pending", everything=True), handler=handler)
    assert canceled == ["webset_0"]


def test_a_misspelled_status_is_rejected(call: Caller) -> None:
    """A misspelled status raises an error instead of returning an empty list."""
    with pytest.raises(ValueError, match="no status 'Running'; use one of idle, paused, pending, running"):
        call(lambda client: client.websets.cancel_all(status="Running", everything=True), api_key=KEY)


def test_a_failing_list(call: Caller, websets_emulator: Emulator) -> None:
    """The Websets listed before the failure are canceled, then the error is raised with the outcomes."""
    with emulator_client(websets_emulator) as http:
        ids = [create(http, TEA) for _ in range(102)]
        first = http.get("/v0/websets", params={"limit": 100}).json()
    websets_emulator.fail(status=200, body=first, method="GET")
    websets_emulator.fail(status=200, body={"data": 7}, method="GET")
    with pytest.raises(ResponseValidationError) as caught:
        call(lambda client: client.websets.cancel_all(everything=True), base_url=websets_emulator.base_url)

    outcomes = vars(caught.value)["outcomes"]
    assert [outcome.id for outcome in outcomes] == ids[:1:-1]
    assert {outcome.webset.status for outcome in outcomes} == {"idle"}
