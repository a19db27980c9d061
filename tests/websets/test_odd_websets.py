"""Websets that are valid but unexpected: unknown statuses, and estimates of any size and type."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from exa_websets import found
from exa_websets.models import Webset
from support.caller import Caller, SteppedTime
from support.command_line import Done, run
from support.recordings import recorded

RUNNING: Any = recorded("websets_get_running_progress").answer
IDLE: Any = recorded("websets_cancel_with_enrichments").answer
BIG = 10**400


def changed(document: Any, part: str, **values: Any) -> Any:
    """Return a Webset with other values in its first search or enrichment, or in the progress of that search."""
    copy = json.loads(json.dumps(document))
    place = copy["searches"][0]["progress"] if part == "progress" else copy[part][0]
    place.update(values)
    return copy


class Service:
    """Answers each read with the next document and repeats the last one, also for a cancel."""

    def __init__(self, *reads: Any) -> None:
        self.reads = [*reads]
        self.requests = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        assert self.requests < 100, "too many requests"
        read = self.reads.pop(0) if len(self.reads) > 1 and request.method == "GET" else self.reads[-1]
        return httpx.Response(200, content=json.dumps(read))


@pytest.mark.parametrize("part", ["searches", "enrichments"])
@pytest.mark.parametrize("status", ["failed", "expired", "a new way to end"])
def test_an_unknown_status_in_an_idle_webset(status: str, part: str, call: Caller) -> None:
    """In an idle Webset, a search or enrichment with an unknown status counts as ended."""
    ended = changed(IDLE, part, status=status)
    shown = call.collect(lambda client: client.websets.watch("ws"), handler=Service(RUNNING, ended))
    assert [snapshot.webset.status for snapshot in shown] == ["running", "idle"]
    webset = call(lambda client: client.websets.cancel_and_wait("ws", timeout=10), handler=Service(ended))
    assert webset.to_dict() == {**Webset.from_dict(ended).to_dict(), "id": "ws"}


@pytest.mark.parametrize("part", ["searches", "enrichments"])
@pytest.mark.parametrize("status", ["created", "pending", "queued", "running", "processing"])
def test_a_running_part_of_an_idle_webset(status: str, part: str, call: Caller) -> None:
    """A search or enrichment with a known running status counts as running, even if the Webset is idle."""
    reads = Service(changed(IDLE, part, status=status), changed(IDLE, part, status=status), IDLE)
    shown = call.collect(lambda client: client.websets.watch("ws"), handler=reads)
    assert len(shown) == 2


ESTIMATES: dict[str, Any] = {
    "zero": 0,
    "negative": -1,
    "a fraction": 0.5,
    "some seconds": 5,
    "a large number": 1e308,
    "a large negative number": -1e308,
    "a larger integer": BIG,
    "a larger negative integer": -BIG,
    "null": None,
    "a boolean": True,
    "text": "soon",
    "text of digits": "12",
    "a list": [12],
    "an object": {"seconds": 12},
}
# Not valid JSON; a valid answer follows each.
UNREADABLE: dict[str, Any] = {"not a number": float("nan"), "infinite": float("inf")}
ANY_ESTIMATE: dict[str, Any] = {**ESTIMATES, **UNREADABLE}


@pytest.mark.parametrize("left", ANY_ESTIMATE.values(), ids=ANY_ESTIMATE)
def test_an_estimate_of_the_time_left(left: Any, call: Caller) -> None:
    """A watch polls each second before the estimated end, less often without an estimate, and ends with the Webset."""
    time = SteppedTime()
    reads = [changed(RUNNING, "progress", timeLeft=left, analyzed=number) for number in range(3)]
    shown = call.collect(
        lambda client: client.websets.watch("ws", until=found(10**6)),
        handler=Service(*reads, IDLE),
        now=time.now,
        sleep=time.sleep,
        max_retries=0,
    )
    assert shown[-1].webset.status == "idle"
    assert len(shown) == (1 if left in UNREADABLE.values() or left != left else 4)
    is_soon = type(left) in (int, float) and 0 <= left <= 1
    assert time.waits == ([1, 1, 1] if is_soon else [1, 1.25, 1.25 if left == 5 else 1.5625])


def test_an_estimate_of_a_search_that_has_ended(call: Caller) -> None:
    """The estimate of a search counts only while it is running."""
    time, ended = SteppedTime(), changed(changed(RUNNING, "progress", timeLeft=0), "searches", status="completed")
    service = Service(ended, ended, ended, IDLE)
    call.collect(lambda client: client.websets.watch("ws"), handler=service, now=time.now, sleep=time.sleep)
    assert time.waits == [1, 1.25, 1.5625]


@pytest.mark.parametrize("left", ESTIMATES.values(), ids=ESTIMATES)
def test_a_shown_estimate(left: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line shows the Webset, with or without the estimate."""
    from exa_websets.emulator import Emulator

    with Emulator() as emulator:
        emulator.fail(status=200, body=changed(RUNNING, "progress", timeLeft=left), times=2)
        done: Done = run(emulator, "get", "ws")
    assert (done.code, done.err) == (0, "")
    assert RUNNING["id"] in done.out


@pytest.mark.parametrize("name", ["found", "analyzed", "completion", "timeLeft"])
def test_a_shown_number(name: str, websets_emulator: Any) -> None:
    """The command line shows numbers of any length."""
    websets_emulator.fail(status=200, body=changed(RUNNING, "progress", **{name: BIG}), times=2)
    done = run(websets_emulator, "get", "ws")
    assert (done.code, done.err) == (0, "")
