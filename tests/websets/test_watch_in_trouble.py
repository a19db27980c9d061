"""`watch` when the service or a rule fails: an outage does not count as stalled, and errors say what may be running."""

from __future__ import annotations

import copy
from typing import Any

import httpx
import pytest
from exa_websets import EnabledMonitorsWarning, Look, ResponseValidationError, Stop, StopRule, deadline, stalled
from exa_websets.emulator import Emulator
from support.caller import Caller, SteppedTime
from support.emulator_calls import TEA, create, monitor
from support.recordings import recorded

pytestmark = pytest.mark.trio

RUNNING: Any = {**recorded("websets_get_running_progress").answer, "items": []}
PROGRESS: Any = RUNNING["searches"][0]["progress"]
IDLE: Any = recorded("websets_cancel_running").answer


class Service:
    """Answers each read with the next entry and repeats the last one; answers a cancel with an idle Webset."""

    def __init__(self, *reads: Any) -> None:
        self.reads = [*reads]
        self.canceled = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self.canceled += 1
            return httpx.Response(200, json=IDLE)
        read = self.reads.pop(0) if len(self.reads) > 1 else self.reads[0]
        if isinstance(read, Exception):
            raise read
        return read if isinstance(read, httpx.Response) else httpx.Response(200, json=read)


def always(webset: Any) -> bool:
    return True


def never(webset: Any) -> bool:
    return False


def broken(webset: Any) -> bool:
    return bool(webset.searches[9])


def watch(call: Caller, service: Service, time: SteppedTime, until: Any = None) -> list[Any]:
    return call.collect(
        lambda client: client.websets.watch("ws", until=until),
        handler=service,
        now=time.now,
        sleep=time.sleep,
        max_retries=0,
    )


def test_an_outage_does_not_count_as_stalled(call: Caller) -> None:
    """`stalled` waits for the next successful poll, because a Webset may change during an outage."""
    time = SteppedTime()
    moved: Any = copy.deepcopy(RUNNING)
    moved["searches"][0]["progress"]["analyzed"] += 1
    outage = [httpx.ConnectError("no network")] * 60
    service = Service(RUNNING, *outage, moved, moved, moved, IDLE)
    shown = watch(call, service, time, stalled(minutes=5))

    assert time.now() > 550
    assert service.canceled == 0
    assert [snapshot.reason for snapshot in shown] == [None, None, None]
    assert min(time.waits[5:]) >= 1  # polls stay at least a second apart during the outage


@pytest.mark.parametrize(
    ("status", "content"),
    [(404, b"<html>"), (408, b"{}"), (429, b"{}"), (502, b"<html>"), (200, b""), (200, b"<html>")],
)
def test_what_passes_does_not_end_the_watch(status: int, content: bytes, call: Caller) -> None:
    """An answer that may be better the next time is ignored."""
    shown = watch(call, Service(RUNNING, httpx.Response(status, content=content), IDLE), SteppedTime())
    assert [snapshot.webset.status for snapshot in shown] == ["running", "idle"]


@pytest.mark.parametrize("asked", ["86400", "99999999999"])
def test_a_long_retry_after_is_obeyed_for_a_minute(call: Caller, asked: str) -> None:
    """A Retry-After of a day pauses the watch for one minute only."""
    time = SteppedTime()
    service = Service(RUNNING, httpx.Response(429, headers={"retry-after": asked}, json={}), IDLE)
    watch(call, service, time)
    assert max(time.waits) == 60


class Looks(StopRule):
    """A rule that never stops a Webset, is always due, and keeps what it sees."""

    def __init__(self) -> None:
        self.still: list[float] = []

    def decide(self, look: Look) -> Stop | None:
        self.still.append(look.still)
        return None

    def due(self, look: Look) -> float | None:
        return 0


MOVES: dict[str, Any] = {
    "its status": {"status": "paused"},
    "the status of a search": {"searches": [{**RUNNING["searches"][0], "status": "created"}]},
    "the id of a search": {"searches": [{**RUNNING["searches"][0], "id": "another"}]},
    "found": {"searches": [{**RUNNING["searches"][0], "progress": {**PROGRESS, "found": 40}}]},
    "analyzed": {"searches": [{**RUNNING["searches"][0], "progress": {**PROGRESS, "analyzed": 4000}}]},
    "the status of an enrichment": {"enrichments": [{**RUNNING["enrichments"][0], "status": "completed"}]},
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_what_counts_as_progress(move: Any, call: Caller) -> None:
    """Each of these changes is progress; a rule that is always due does not make the watch poll without a pause."""
    time, rule = SteppedTime(), Looks()
    titled = {**RUNNING, "title": "Tea"}
    watch(call, Service(RUNNING, RUNNING, titled, {**titled, **move}, IDLE), time, rule)
    assert rule.still == pytest.approx([0, 0.2, 0.4, 0])
    assert time.waits == [0.2] * 4


class Polls(Looks):
    """A rule that also keeps which polls succeeded."""

    def __init__(self) -> None:
        super().__init__()
        self.decided: list[tuple[bool, bool]] = []
        self.asked: list[tuple[bool, bool]] = []

    def decide(self, look: Look) -> Stop | None:
        self.decided.append((look.webset is not None, look.is_fresh))
        return super().decide(look)

    def due(self, look: Look) -> float | None:
        self.asked.append((look.webset is not None, look.is_fresh))
        return super().due(look)


def test_a_look_says_whether_the_last_poll_succeeded(call: Caller) -> None:
    """Before the first poll none has succeeded, and after a failed one a rule sees the Webset of an earlier poll."""
    rule, failed = Polls(), httpx.ConnectError("no network")
    watch(call, Service(failed, RUNNING, failed, RUNNING, IDLE), SteppedTime(), rule)
    assert rule.decided == [(False, False), (True, True), (True, False), (True, True)]
    assert rule.asked[0] == (False, False)


def test_a_rule_that_raises(call: Caller) -> None:
    """The Webset is canceled, because the rule can no longer stop it, and the exception is raised unchanged."""

    with pytest.raises(IndexError) as caught:
        watch(call, Service(RUNNING), SteppedTime(), broken)
    assert caught.value.__notes__ == ["It was raised by the stop rule, so the Webset was canceled."]


def test_a_deadline_fires_for_an_unreadable_webset() -> None:
    """A deadline fires even if the answers do not match the API document, because a cancel does not need them."""
    time = SteppedTime()
    service = Service(RUNNING, {**RUNNING, "searches": 7})
    shown = Caller("sync").collect(
        lambda client: client.websets.watch("ws", until=deadline(minutes=5)),
        handler=service,
        now=time.now,
        sleep=time.sleep,
    )
    assert (shown[-1].reason or "").startswith("its deadline of")
    assert service.canceled == 1
    assert 295 <= time.now() <= 310


def test_an_unreadable_webset_without_a_deadline(call: Caller) -> None:
    """Without a deadline the watch raises the error, and a note says that no rule cancels the Webset."""
    with pytest.raises(ResponseValidationError) as caught:
        watch(call, Service(RUNNING, {**RUNNING, "searches": 7}), SteppedTime(), never)
    assert caught.value.__notes__ == ["ws is no longer watched: it may still be running, and no rule cancels it."]


def test_a_rule_that_fires_warns_of_monitors(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """When a rule cancels a Webset, its enabled monitors cause a warning."""
    id = create(http, TEA)
    monitor(http, id)
    with pytest.warns(EnabledMonitorsWarning, match="monitor_"):
        call.collect(lambda client: client.websets.watch(id, until=always), base_url=websets_emulator.base_url)


def test_the_end_of_a_webset_does_not_warn_of_monitors(
    call: Caller, websets_emulator: Emulator, http: httpx.Client, recwarn: pytest.WarningsRecorder
) -> None:
    """If a Webset ends by itself, its monitors may start it again without a warning."""
    id = create(http, TEA)
    monitor(http, id)
    websets_emulator.advance(60)
    *_, last = call.collect(lambda client: client.websets.watch(id, until=never), base_url=websets_emulator.base_url)
    assert [one.status for one in last.webset.monitors] == ["enabled"]
    assert [str(one.message) for one in recwarn.list] == []
