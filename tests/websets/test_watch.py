"""`watch` on the emulator's clock: a snapshot for each change, until the Webset ends or a rule cancels it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from exa_websets import NotFoundError, WebsetTimeoutError, deadline, found, is_finished, stalled
from exa_websets.emulator import Emulator
from exa_websets.models import Webset
from support.caller import Caller, SteppedTime
from support.emulator_calls import TEA, create
from support.recordings import recorded

pytestmark = pytest.mark.trio


def watch(
    call: Caller, emulator: Emulator, id: str, until: Any = None, stepped: Callable[[float], Any] | None = None
) -> Any:
    return call.collect(
        lambda client: client.websets.watch(id, until=until),
        base_url=emulator.base_url,
        now=emulator.now,
        sleep=stepped or emulator.advance,
    )


def test_it_shows_each_change_until_the_end(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """Consecutive snapshots differ, and the last one is finished, without a reason and without a cancel."""
    id = create(http, {"search": {"query": "makers of tea", "count": 3}, "enrichments": [{"description": "Who?"}]})
    shown = watch(call, websets_emulator, id)

    assert len(shown) > 5
    assert all(one.webset != other.webset for one, other in itertools.pairwise(shown))
    assert is_finished(shown[-1].webset)
    assert not any(is_finished(snapshot.webset) for snapshot in shown[:-1])
    assert {snapshot.reason for snapshot in shown} == {None}
    assert {request.method for request in websets_emulator.requests[1:]} == {"GET"}


def test_the_poll_interval_grows(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The first polls are a second apart, the last ones at most 15 s, and none exceed the API's rate limit."""
    id = create(http, {"search": {"query": "makers of tea", "count": 100}})
    pauses: list[float] = []

    def step(seconds: float) -> None:
        pauses.append(seconds)
        websets_emulator.advance(seconds)

    watch(call, websets_emulator, id, stepped=step)

    assert pauses[0] == 1
    assert max(pauses) == 15
    assert min(pauses) >= 0.05


def test_enough_found_cancels(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """When a rule fires the Webset is canceled at once, and the last snapshot has the reason."""
    id = create(http, {"search": {"query": "makers of tea", "count": 100}})
    *_, last = watch(call, websets_emulator, id, found(4, finish_enrichments=False))

    assert is_finished(last.webset)
    assert last.webset.searches[0].canceled_reason == "webset_canceled"
    assert 4 <= last.webset.searches[0].progress.found < 10
    assert last.reason == f"{last.webset.searches[0].progress.found} items were found, 4 are enough"
    assert [request.path for request in websets_emulator.requests].count(f"/v0/websets/{id}/cancel") == 1


def test_a_deadline_is_kept_to_the_second(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The last pause ends at the deadline, however long the others are."""
    id = create(http, {"search": {"query": "makers of tea", "count": 1000}})
    *_, last = watch(call, websets_emulator, id, found(900) | deadline(seconds=100))

    assert "deadline" in last.reason
    assert 99 < websets_emulator.now() < 102


def test_a_poll_has_time(call: Caller) -> None:
    """A poll may take 5 seconds even if a rule fires sooner, because otherwise it would seldom succeed."""
    timeouts: list[float] = []

    def handler(request: httpx.Request) -> httpx.Response:
        timeouts.append(request.extensions["timeout"]["read"])
        return httpx.Response(200, json=recorded("websets_cancel_idle").answer)

    call.collect(lambda client: client.websets.watch("ws", until=deadline(seconds=1)), handler=handler, timeout=60)
    assert timeouts == pytest.approx([5])


def test_stalled_cancels(call: Caller) -> None:
    """`stalled` cancels a Webset that is running but does not change."""
    time = SteppedTime()
    running = recorded("websets_get_running_at_completion_100").answer

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=recorded("websets_cancel_idle").answer if request.method == "POST" else running)

    shown = call.collect(
        lambda client: client.websets.watch("ws", until=stalled(minutes=2)),
        handler=handler,
        now=time.now,
        sleep=time.sleep,
    )

    assert [snapshot.reason for snapshot in shown] == [None, "nothing in it has moved for 120 s"]
    assert time.now() == pytest.approx(120)


def test_transient_errors_do_not_end_the_watch(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The watch retries while the service fails, and the deadline still fires."""
    id = create(http, {"search": {"query": "makers of tea", "count": 100}})
    websets_emulator.fail(status=503, times=10**6, method="GET")
    (last,) = watch(call, websets_emulator, id, deadline(seconds=60))

    assert "deadline" in last.reason
    assert is_finished(last.webset)


def dear(webset: Webset) -> str:
    return "it is dear"


def test_a_failed_cancel_is_an_error(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The error names the Webset that may still be running and the rule that fired."""
    id = create(http, {"search": {"query": "makers of tea", "count": 100}})
    websets_emulator.fail(status=503, times=10**6, method="POST")
    with pytest.raises(WebsetTimeoutError, match="may still be running and burning credits") as caught:
        watch(call, websets_emulator, id, dear)

    assert "It had to be canceled because it is dear." in caught.value.__notes__


def test_an_unknown_webset(call: Caller, websets_emulator: Emulator) -> None:
    """An unknown id raises NotFoundError."""
    with pytest.raises(NotFoundError):
        watch(call, websets_emulator, "nobody", found(1))


def test_a_finished_webset_is_shown_once(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A finished Webset yields one snapshot, and no rule fires."""
    id = create(http, TEA)
    websets_emulator.advance(60)
    (only,) = watch(call, websets_emulator, id, found(1))

    assert only.reason is None
