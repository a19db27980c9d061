"""`cancel_many` returns one outcome for each id, in order, whatever fails."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import anyio
import httpx
import pytest
from exa_websets import CancelOutcome, InternalServerError, NotFoundError, RateLimitError, models
from exa_websets.emulator import Emulator
from support.caller import Caller, SteppedTime, many
from support.emulator_calls import TEA, create, get
from support.fault_server import Do, FaultServer, Received, answer
from support.recordings import recorded

pytestmark = pytest.mark.trio

IDLE = recorded("websets_cancel_idle").answer


def hurried_sleep(seconds: float) -> None:
    time.sleep(seconds / 100)


def id_of(request: httpx.Request) -> str:
    return request.url.path.split("/")[-2]


@pytest.mark.parametrize(
    ("answer", "error", "expected"),
    [
        ("websets_cancel_idle", None, True),
        ("websets_cancel_running", None, True),
        ("websets_cancel_with_enrichments", None, True),
        ("websets_get_running_progress", None, False),
        ("websets_get_running_at_completion_100", None, False),
        ("websets_get_search_done_enrichments_pending", None, False),
        (None, OSError(), False),
    ],
)
def test_an_outcome_says_whether_it_is_finished(answer: str | None, error: Exception | None, expected: bool) -> None:
    """An outcome is finished if nothing is running in the answer to the cancel."""
    webset = models.Webset.from_dict(recorded(answer).answer) if answer else None
    assert CancelOutcome("x", webset, error).is_finished is expected


def test_each_id_has_its_outcome_in_order(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A failed outcome has the error; a duplicate id is sent once and shares its outcome."""
    ids = [create(http, TEA, externalId=f"tea {number}") for number in range(3)]
    asked = [ids[0], "nobody", "tea 1", ids[0], "..", ids[2]]
    outcomes = many(call, (id for id in asked), base_url=websets_emulator.base_url)

    assert [outcome.id for outcome in outcomes] == asked
    assert [type(outcome.error) for outcome in outcomes] == [
        type(None),
        NotFoundError,
        type(None),
        type(None),
        ValueError,
        type(None),
    ]
    assert [outcome.webset and outcome.webset.id for outcome in outcomes] == [
        ids[0],
        None,
        ids[1],
        ids[0],
        None,
        ids[2],
    ]
    assert outcomes[0] is outcomes[3]
    assert {get(http, id)["status"] for id in ids} == {"idle"}
    assert sum(request.path == f"/v0/websets/{ids[0]}/cancel" for request in websets_emulator.requests) == 1


def test_an_invalid_id_does_not_affect_the_others(call: Caller) -> None:
    """An invalid id has an outcome of its own, and the ids after it are canceled."""

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=IDLE)

    ids: list[Any] = ["ws_1", None, 5, ["ws"], "ws_2"]
    outcomes = many(call, ids, handler=handler)

    assert [outcome.id for outcome in outcomes] == ["ws_1", "None", "5", "['ws']", "ws_2"]
    assert [type(outcome.error) for outcome in outcomes[1:4]] == [TypeError] * 3
    assert outcomes[0].webset
    assert outcomes[4].webset


def test_no_outcome_is_lost_among_faults(call: Caller) -> None:
    """With a fault in every fifth of 300 cancels, each outcome is correct."""
    dice, lock, canceled = random.Random(7), threading.Lock(), set[str]()

    def handler(request: httpx.Request) -> httpx.Response:
        with lock:
            fault = dice.random()
            if fault > 0.1:
                canceled.add(id_of(request))
            if fault < 0.2:
                error: list[Any] = [503, 429, 520, httpx.ReadError("cut"), httpx.ConnectError("refused")]
                what = dice.choice(error)
                if isinstance(what, int):
                    return httpx.Response(what, json={})
                raise what
            return httpx.Response(200, json={**IDLE, "id": id_of(request)})

    ids = [f"ws_{number}" for number in range(300)]
    # A clock that runs a hundred times as fast as real time.
    outcomes = many(
        call,
        ids,
        handler=handler,
        now=lambda: time.monotonic() * 100,
        sleep=hurried_sleep,
    )

    assert [outcome.id for outcome in outcomes] == ids
    done = [outcome for outcome in outcomes if outcome.error is None]
    assert len(done) > 280
    for outcome in done:
        assert outcome.webset
        assert outcome.webset.id == outcome.id in canceled


def test_concurrency_is_limited(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """At most `concurrency` cancels are in flight.

    Ids are read only when one can be sent, so the source may be endless.
    """
    ids = [create(http, TEA) for _ in range(6)]
    taken: list[str] = []

    def source() -> Iterator[str]:
        for id in ids:
            canceled = sum(request.path.endswith("/cancel") for request in websets_emulator.requests)
            assert len(taken) - canceled <= 2
            taken.append(id)
            yield id

    assert len(many(call, source(), base_url=websets_emulator.base_url, concurrency=2)) == 6


def test_one_retry_after_pauses_the_batch(call: Caller) -> None:
    """After a 429 no request is sent until its Retry-After has passed."""
    clock = SteppedTime()
    sent: list[float] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(clock.now())
        if len(sent) == 3:
            return httpx.Response(429, headers={"retry-after": "4"}, json={})
        return httpx.Response(200, json=IDLE)

    outcomes = many(call, map(str, range(9)), handler=handler, now=clock.now, sleep=clock.sleep, concurrency=1)

    assert all(outcome.webset for outcome in outcomes)
    assert sent == [0, 0, 0, *[4] * 7]


def test_without_retries_a_429_is_an_outcome(call: Caller) -> None:
    """With `max_retries=0` no cancel of a batch is sent twice."""
    sent: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(id_of(request))
        return httpx.Response(429, json={})

    outcomes = many(call, ["w0", "w1"], handler=handler, max_retries=0, concurrency=1)
    assert [type(outcome.error) for outcome in outcomes] == [RateLimitError] * 2
    assert sent == ["w0", "w1"]


def test_a_source_that_fails_loses_nothing(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The exception of the source is raised with the outcomes so far."""
    id = create(http, TEA)

    def source() -> Iterator[str]:
        yield id
        raise LookupError("no more ids")

    with pytest.raises(LookupError, match="no more ids") as caught:
        many(call, source(), base_url=websets_emulator.base_url)
    (outcome,) = vars(caught.value)["outcomes"]
    assert outcome.webset.id == id
    assert caught.value.__notes__ == ["The outcomes so far are in the .outcomes attribute of this exception."]


def test_a_failure_starts_no_more_cancels() -> None:
    """If a hook raises what is not an Exception, the remaining ids are not sent."""
    sent: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(id_of(request))
        raise SystemExit(3)

    with pytest.raises(SystemExit):
        many(Caller("sync"), ["w0", "w1"], handler=handler, concurrency=1)
    assert sent == ["w0"]


def test_the_first_of_two_failures_is_raised() -> None:
    """If hooks of two cancels in flight raise, the first exception is raised."""
    has_failed = threading.Event()

    def handler(request: httpx.Request) -> httpx.Response:
        if id_of(request) == "w0":
            has_failed.set()
            raise SystemExit("first")
        has_failed.wait(5)
        time.sleep(0.05)  # until the batch has seen the first
        raise SystemExit("second")

    with pytest.raises(SystemExit, match="first"):
        many(Caller("sync"), (f"w{number}" for number in range(2)), handler=handler, concurrency=2)


@pytest.mark.parametrize("kind", ["asyncio", "trio"])
def test_a_canceled_task_has_the_outcomes(kind: Any, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The cancellation has an outcome for each id that was started, and no further id is started."""
    ids = [create(http, TEA) for _ in range(3)]
    websets_emulator.fail(stall=True, times=10, path=f"/v0/websets/{ids[1]}/cancel")
    outcomes: list[CancelOutcome] = []

    def act(client: Any) -> Any:
        async def act_async() -> None:
            with anyio.move_on_after(0.5):
                try:
                    await client.websets.cancel_many(ids, concurrency=1)
                except anyio.get_cancelled_exc_class() as canceled:
                    outcomes.extend(vars(canceled)["outcomes"])
                    raise

        return act_async()

    Caller(kind)(act, base_url=websets_emulator.base_url)

    assert [(outcome.id, outcome.webset is not None) for outcome in outcomes] == [(ids[0], True), (ids[1], False)]
    assert "was abandoned; it may still be running" in str(outcomes[1].error)


PROGRAM = """
import sys
from exa_websets import WebsetsClient

client = WebsetsClient("key", base_url=sys.argv[1], timeout=1, max_retries=0)
try:
    client.websets.cancel_many(sys.argv[2:], concurrency=1)
except KeyboardInterrupt as interruption:
    for outcome in interruption.outcomes:
        print(outcome.id, outcome.webset and outcome.webset.status, outcome.error is not None)
    client.close()
    sys.exit(130)
"""


def test_ctrl_c_has_the_outcomes(websets_emulator: Emulator, http: httpx.Client) -> None:
    """After SIGINT the cancels in flight finish, no further id is started, and the exception has the outcomes."""
    ids = [create(http, TEA) for _ in range(3)]
    websets_emulator.fail(stall=True, times=10, path=f"/v0/websets/{ids[1]}/cancel")
    command = [sys.executable, "-c", PROGRAM, websets_emulator.base_url, *ids]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not any(request.path.startswith(f"/v0/websets/{ids[1]}") for request in websets_emulator.requests):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)

    assert (process.returncode, err) == (130, "")
    assert out.splitlines() == [f"{ids[0]} idle False", f"{ids[1]} None True"]
    assert get(http, ids[2])["status"] == "running"


@pytest.mark.parametrize(
    ("ids", "concurrency", "kind"), [("ws_1", 8, TypeError), (b"ws_1", 8, TypeError), (["ws_1"], 0, ValueError)]
)
def test_invalid_arguments(ids: Any, concurrency: int, kind: type[Exception], call: Caller) -> None:
    """A single string in place of a list of ids and a concurrency of 0 are rejected."""
    with pytest.raises(kind):
        many(call, ids, concurrency=concurrency)


def test_as_many_at_once_as_concurrency_says(call: Caller) -> None:
    """Four cancels are in flight together, twice: none is answered before the service has received all four."""
    barrier, together = threading.Barrier(4), list[str]()

    def reply(request: Received) -> bytes:
        with suppress(threading.BrokenBarrierError):
            barrier.wait(5)
            together.append(request.path)
        return answer({**IDLE, "id": request.path.split("/")[-2]})

    with FaultServer((Do.READ, reply), times=None) as service:
        outcomes = many(call, [f"w{number}" for number in range(8)], base_url=service.base_url, concurrency=4)
    assert len(together) == 8
    assert all(outcome.is_finished for outcome in outcomes)


def test_after_ctrl_c_nothing_is_retried() -> None:
    """A cancel in flight that fails after Ctrl-C is not sent again; its outcome has the error."""
    sent, interrupted = list[str](), threading.Event()

    def interrupt(*_: object) -> None:
        interrupted.set()
        raise KeyboardInterrupt

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(id_of(request))
        if not interrupted.is_set():
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            interrupted.wait(5)
            time.sleep(0.1)  # until the batch has seen the exception
        return httpx.Response(503, json={})

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        with pytest.raises(KeyboardInterrupt) as caught:
            many(Caller("sync"), ["w0", "w1"], handler=handler, concurrency=1)
    finally:
        signal.signal(signal.SIGINT, before)
    assert sent == ["w0"]
    [outcome] = vars(caught.value)["outcomes"]
    assert (outcome.id, type(outcome.error)) == ("w0", InternalServerError)
