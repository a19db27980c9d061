"""A stop rule that lets enrichments finish: searches are canceled, and the items found so far are completed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import httpx
import pytest
from exa_websets import EnabledMonitorsWarning, Look, Stop, StopRule, deadline, found, is_finished, stalled
from exa_websets.emulator import Emulator
from support.caller import Caller, SteppedTime
from support.emulator_calls import create, get, monitor
from support.recordings import recorded

pytestmark = pytest.mark.trio

BODY: Any = {"search": {"query": "makers of tea", "count": 100}, "enrichments": [{"description": "Who leads it?"}]}
SEARCH = {"query": "makers of coffee", "count": 100, "behavior": "append"}


def watch(
    call: Caller, emulator: Emulator, id: str, until: Any, then: Callable[[], object] = lambda: None
) -> list[Any]:
    """Watch a Webset on the emulator's clock, and call a function after each pause."""

    def sleep(seconds: float) -> None:
        emulator.advance(seconds)
        then()

    return call.collect(
        lambda client: client.websets.watch(id, until=until), base_url=emulator.base_url, now=emulator.now, sleep=sleep
    )


def phases(shown: list[Any]) -> list[str]:
    """Return the phases, each once in a row."""
    return [*dict.fromkeys(snapshot.phase for snapshot in shown)]


def cancels(emulator: Emulator) -> list[str]:
    """Return the kinds of the cancels that were sent."""
    paths = [request.path for request in emulator.requests if request.path.endswith("/cancel")]
    return ["search" if "/searches/" in path else "webset" for path in paths]


def results(http: httpx.Client, id: str) -> list[str]:
    """Return the status of the result of each item."""
    items = http.get(f"/v0/websets/{id}/items", params={"limit": 100}).json()["data"]
    return [item["enrichments"][0]["status"] for item in items]


def test_found_items_are_completed(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """Only the search is canceled; the last snapshot has the reason of the rule."""
    id = create(http, BODY)
    shown = watch(call, websets_emulator, id, found(4))
    last = shown[-1]

    assert phases(shown) == ["running", "finishing", "ended"]
    assert cancels(websets_emulator) == ["search"]
    assert is_finished(last.webset)
    assert (last.webset.searches[0].status, last.webset.searches[0].canceled_reason) == ("canceled", None)
    assert last.webset.enrichments[0].status == "completed"
    assert {*results(http, id)} == {"completed"}
    count = last.webset.searches[0].progress.found
    assert {one.reason for one in shown[:-1]} == {None}
    assert (last.reason, last.timed_out) == (f"{count} items were found, 4 are enough", False)


def test_a_search_that_has_completed(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """It is not canceled, and its enrichments finish."""
    id = create(http, {**BODY, "search": {**BODY["search"], "count": 4}})
    while get(http, id)["searches"][0]["status"] != "completed":
        websets_emulator.advance(0.5)
    shown = watch(call, websets_emulator, id, found(4))
    assert phases(shown) == ["finishing", "ended"]
    assert cancels(websets_emulator) == []
    assert shown[-1].reason == "4 items were found, 4 are enough"
    assert shown[-1].webset.enrichments[0].status == "completed"


def test_at_once(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """With `finish_enrichments=False` everything is canceled at once, and pending results are lost."""
    id = create(http, BODY)
    shown = watch(call, websets_emulator, id, found(4, finish_enrichments=False))

    assert phases(shown) == ["running", "ended"]
    assert cancels(websets_emulator) == ["webset"]
    assert "canceled" in results(http, id)


@pytest.mark.parametrize("within", [5, timedelta(seconds=5)], ids=repr)
def test_the_time_runs_out(call: Caller, websets_emulator: Emulator, http: httpx.Client, within: Any) -> None:
    """After `finish_within` the remaining enrichments are canceled, and the reason says so."""
    id = create(http, BODY)
    fired: list[float] = []
    shown = watch(
        call,
        websets_emulator,
        id,
        found(4, finish_within=within),
        lambda: fired.append(websets_emulator.now()) if "search" in cancels(websets_emulator) else None,
    )

    assert phases(shown) == ["running", "finishing", "ended"]
    assert cancels(websets_emulator) == ["search", "webset"]
    assert is_finished(shown[-1].webset)
    assert shown[-1].timed_out
    assert "are enough; not all enrichments had finished by 2" in shown[-1].reason
    assert websets_emulator.now() - fired[0] <= 5.5


def too_dear(webset: Any) -> bool:
    return bool(webset.searches[0].status == "canceled")


IMMEDIATE: dict[str, Any] = {
    "a deadline": (lambda: deadline(seconds=20), "its deadline of"),
    "a function": (lambda: too_dear, "too_dear says so"),
    "found, at once": (lambda: found(2, finish_enrichments=False), "2 are enough"),
}


@pytest.mark.parametrize(("rule", "reason"), IMMEDIATE.values(), ids=IMMEDIATE)
@pytest.mark.parametrize("comes_first", [False, True])
def test_an_immediate_stop_takes_precedence(
    rule: Any, reason: str, comes_first: bool, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """An immediate stop wins on either side of `|`, also while enrichments finish."""
    call = Caller("sync")
    id = create(http, BODY)
    shown = watch(call, websets_emulator, id, rule() | found(2) if comes_first else found(2) | rule())

    assert reason in shown[-1].reason
    assert not shown[-1].timed_out
    assert cancels(websets_emulator)[-1] == "webset"
    assert shown[-1].webset.enrichments[0].status == "canceled"


def test_stalled_does_not_apply_while_enrichments_finish(
    call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """`stalled` does not fire while enrichments finish, because nothing visible changes then."""
    id = create(http, BODY)
    shown = watch(call, websets_emulator, id, found(4) | stalled(seconds=6))
    assert "are enough" in shown[-1].reason
    assert shown[-1].webset.enrichments[0].status == "completed"


def test_later_searches_are_canceled_and_extend_nothing(
    call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """Searches started while enrichments finish are canceled and do not extend `finish_within`."""
    id = create(http, BODY)
    fired: list[float] = []

    def search_again() -> None:
        if cancels(websets_emulator):
            fired.append(websets_emulator.now())
            if websets_emulator.now() - fired[0] < 100:
                http.post(f"/v0/websets/{id}/searches", json=SEARCH).raise_for_status()

    shown = watch(call, websets_emulator, id, found(4, finish_within=60), search_again)
    assert cancels(websets_emulator).count("search") > 3
    assert shown[-1].timed_out
    assert fired[-1] - fired[0] <= 61
    assert get(http, id)["status"] == "idle"


def test_monitors_are_named(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """Enabled monitors cause a warning, as after a cancel."""
    id = create(http, BODY)
    monitor(http, id)
    with pytest.warns(EnabledMonitorsWarning, match="monitor_"):
        watch(call, websets_emulator, id, found(4))


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500])
def test_a_search_that_cannot_be_canceled_is_read_again(
    status: int, call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """A search whose cancel fails may have ended; if not, the cancel is sent again."""
    id = create(http, BODY)
    websets_emulator.fail(status=status, times=1 if status < 500 else 6, method="POST", path="*/searches/*/cancel")
    shown = watch(call, websets_emulator, id, found(4))
    assert shown[-1].reason.endswith("are enough")
    assert "webset" not in cancels(websets_emulator)
    assert shown[-1].webset.searches[0].status == "canceled"


def test_a_search_that_never_stops(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """If a search does not stop within a minute, everything is canceled."""
    id = create(http, {**BODY, "search": {**BODY["search"], "count": 1000}})
    websets_emulator.fail(status=403, times=10**6, method="POST", path="*/searches/*/cancel")
    shown = watch(call, websets_emulator, id, found(4))
    assert "was still running 60 s after its first cancel" in shown[-1].reason
    assert is_finished(shown[-1].webset)
    assert websets_emulator.now() < 110


def test_a_service_that_delays_the_cancel_of_a_search(
    call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """Retries of that cancel end when the time for the enrichments is over, and everything is canceled."""
    id = create(http, {**BODY, "search": {**BODY["search"], "count": 1000}})
    websets_emulator.fail(status=503, times=10**6, retry_after=5, method="POST", path="*/searches/*/cancel")
    start: list[float] = []

    def note_start() -> None:
        if "search" in cancels(websets_emulator):
            start.append(websets_emulator.now())

    shown = watch(call, websets_emulator, id, found(4, finish_within=10), note_start)
    assert shown[-1].timed_out
    assert is_finished(shown[-1].webset)
    assert websets_emulator.now() - start[0] <= 10


RUNNING: Any = {**recorded("websets_get_running_progress").answer, "items": []}
PENDING: Any = recorded("websets_get_running_at_completion_100").answer["enrichments"] or [
    {
        "id": "wenrich_1",
        "object": "webset_enrichment",
        "status": "pending",
        "websetId": "ws",
        "title": None,
        "description": "Who leads it?",
        "format": None,
        "options": None,
        "instructions": None,
        "metadata": {},
        "createdAt": "2026-01-01T00:00:00Z",
        "updatedAt": "2026-01-01T00:00:00Z",
    }
]


class OtherService:
    """Becomes idle when its search is canceled, with its enrichments in another status than "completed"."""

    def __init__(self, status: str) -> None:
        self.webset = copy.deepcopy(RUNNING)
        self.webset["enrichments"] = copy.deepcopy(PENDING)
        self.webset["searches"][0]["progress"]["found"] = 5
        self.status = status
        self.canceled: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            of_search = "/searches/" in request.url.path
            self.canceled.append("search" if of_search else "webset")
            self.webset["status"] = "idle"
            self.webset["searches"][0]["status"] = "canceled"
            for enrichment in self.webset["enrichments"]:
                enrichment["status"] = self.status if of_search else "canceled"
            return httpx.Response(200, json=self.webset["searches"][0] if of_search else self.webset)
        return httpx.Response(200, json=self.webset)


@pytest.mark.parametrize(
    ("status", "sent"), [("canceled", ["search"]), ("failed", ["search"]), ("pending", ["search", "webset"])]
)
def test_a_service_that_does_not_finish_enrichments(status: str, sent: list[str], call: Caller) -> None:
    """If the Webset becomes idle with results pending, the watch ends and the reason says so."""
    time, service = SteppedTime(), OtherService(status)
    shown = call.collect(
        lambda client: client.websets.watch("ws", until=found(5)), handler=service, now=time.now, sleep=time.sleep
    )
    id = PENDING[0]["id"]
    assert f"5 are enough; the service has ended it, but enrichment {id} is {status}" in shown[-1].reason
    assert service.canceled == sent
    assert shown[-1].phase == "ended"
    assert is_finished(shown[-1].webset)
    assert time.now() < 30


class Custom(StopRule):
    """A rule that decides as a test wants."""

    def __init__(self, *decisions: Any) -> None:
        self.decisions = [*decisions]
        self.looks: list[Look] = []

    def decide(self, look: Look) -> Stop | None:
        self.looks.append(look)
        decision = self.decisions.pop(0) if len(self.decisions) > 1 else self.decisions[0]
        stop: Any = decision() if callable(decision) else decision
        return stop  # type: ignore[no-any-return]


def test_a_custom_rule(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A custom rule may let enrichments finish too, and need not fire a second time."""
    rule = Custom(None, None, None, None, Stop("enough for today", timedelta(minutes=5)), None)
    id = create(http, BODY)
    shown = watch(call, websets_emulator, id, rule)
    assert shown[-1].reason == "enough for today"
    assert phases(shown) == ["running", "finishing", "ended"]
    assert [look.is_finishing for look in rule.looks[:6]] == [False] * 5 + [True]


def test_the_phase_is_shown_without_a_change(call: Caller) -> None:
    """When the rule fires, a snapshot shows it even if the Webset is unchanged, and the next poll is a second later."""
    time, service = SteppedTime(), OtherService("canceled")
    rule = Custom(None, None, None, Stop("enough for today", 300), None)
    shown = call.collect(
        lambda client: client.websets.watch("ws", until=rule), handler=service, now=time.now, sleep=time.sleep
    )
    assert [snapshot.phase for snapshot in shown] == ["running", "finishing", "ended"]
    assert shown[0].webset == shown[1].webset
    assert time.waits == [1, 1.25, 1.5625, 1]


async def later() -> None:
    """Return a coroutine that nothing awaits."""


def mistake() -> None:
    raise IndexError("mine")


BROKEN: dict[str, tuple[Any, type[Exception], str]] = {
    "an exception": (mistake, IndexError, "mine"),
    "text": ("enough", TypeError, "must return a Stop or None"),
    "true": (True, TypeError, "must return a Stop or None"),
    "a coroutine": (later, TypeError, "is asynchronous"),
}


@pytest.mark.parametrize(("decision", "error", "message"), BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("is_finishing", [False, True])
def test_a_broken_rule(
    is_finishing: bool,
    decision: Any,
    error: type[Exception],
    message: str,
    call: Caller,
    websets_emulator: Emulator,
    http: httpx.Client,
) -> None:
    """If a rule raises, the Webset is canceled, also while enrichments finish, and the error says so."""
    first = Stop("enough", 600) if is_finishing else None
    rule = Custom(first, decision)
    id = create(http, BODY)
    with pytest.raises(error, match=message) as caught:
        watch(call, websets_emulator, id, rule)
    assert caught.value.__notes__ == ["It was raised by the stop rule, so the Webset was canceled."]
    assert get(http, id)["status"] == "idle"


@pytest.mark.parametrize(
    "within", [0, -1, 1e9, float("nan"), float("inf"), timedelta(0), timedelta(days=20000)], ids=repr
)
def test_an_invalid_finish_within(within: Any) -> None:
    """An invalid `finish_within` is rejected when the rule is created."""
    with pytest.raises(ValueError, match="not a positive time"):
        found(1, finish_within=within)
    with pytest.raises(ValueError, match="not a positive time"):
        Stop("enough", within)


def test_a_deleted_webset(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The watch ends when the Webset is deleted."""
    id = create(http, BODY)

    def delete() -> None:
        if cancels(websets_emulator):
            with suppress(httpx.HTTPStatusError):
                http.delete(f"/v0/websets/{id}").raise_for_status()

    assert phases(watch(call, websets_emulator, id, found(4), delete)) == ["running", "finishing"]
