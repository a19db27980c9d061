"""A batch learns the rate limit of the service from answers with status 429, and keeps to it."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from attrs import define, field
from exa_websets import RateLimitError
from support.archives import Account
from support.caller import Caller, SteppedTime, many
from support.fault_server import Do, FaultServer, Received, answer
from support.recordings import DOCUMENTED_CANCEL

pytestmark = pytest.mark.trio

IDLE: dict[str, Any] = {**DOCUMENTED_CANCEL, "status": "idle", "searches": [], "enrichments": []}
MANY = 150


@define
class SharedTime(SteppedTime):
    """A clock for several workers. Threads wait for each other: it advances when all that have read it sleep.

    Tasks cannot do this, and do not need it, because the event loop takes turns: each sleep advances the time at once,
    so that their waits add up.
    """

    lock: threading.Condition = field(factory=threading.Condition)
    awake: set[threading.Thread] = field(factory=set[threading.Thread])
    wakes: dict[threading.Thread, float] = field(factory=dict[threading.Thread, float])

    def now(self) -> float:
        thread = threading.current_thread()
        if thread is not threading.main_thread():
            with self.lock:
                self.awake.add(thread)
        return self.seconds

    def sleep(self, seconds: float) -> None:
        seconds = max(seconds, 0.0005)
        thread = threading.current_thread()
        with self.lock:
            if thread is threading.main_thread():
                self.seconds += seconds
                return
            self.awake.discard(thread)
            self.wakes[thread] = self.seconds + seconds
            while thread in self.wakes:
                self.awake = {one for one in self.awake if one.is_alive()}
                if not self.awake:
                    self._advance()
                elif not self.lock.wait(0.02):
                    self.awake.clear()  # they have nothing to do

    def _advance(self) -> None:
        self.seconds = min(self.wakes.values())
        for thread in [thread for thread, wake in self.wakes.items() if wake <= self.seconds]:
            del self.wakes[thread]
            self.awake.add(thread)
        self.lock.notify_all()


@define
class LimitedService:
    """A service that accepts a number of requests per second, and a burst after a pause."""

    time: SharedTime
    rate: Callable[[float], float]
    burst: float = 20.0
    headers: dict[str, str] = field(factory=lambda: {"retry-after": "1"})
    accepted: list[float] = field(factory=list[float])
    refused: int = 0
    filled_at: float = 0.0
    tokens: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.tokens = self.burst

    def answer(self, request: httpx.Request) -> httpx.Response:
        with self.time.lock:
            now = self.time.seconds
            self.tokens = min(self.burst, self.tokens + self.rate(now) * (now - self.filled_at))
            self.filled_at = now
            if self.tokens < 1:
                self.refused += 1
                return httpx.Response(429, headers=self.headers, json={})
            self.tokens -= 1
            self.accepted.append(now)
            return httpx.Response(200, json=IDLE)


def cancel(call: Caller, service: LimitedService, count: int = MANY, concurrency: int = 8) -> list[Any]:
    def act(client: Any) -> Any:
        return client.websets.cancel_many([f"w{number}" for number in range(count)], concurrency=concurrency)

    outcomes: list[Any] = call(act, handler=service.answer, now=service.time.now, sleep=service.time.sleep)
    return outcomes


@pytest.mark.parametrize(("rate", "most_refused"), [(20.0, 15), (5.0, 15), (2.0, 25), (0.7, 45)])
def test_the_rate_limit_is_kept(call: Caller, rate: float, most_refused: int) -> None:
    """Nothing fails, few requests are rejected, and the batch takes little longer than necessary."""
    service = LimitedService(SharedTime(), lambda now: rate)
    assert all(outcome.is_finished for outcome in cancel(call, service, concurrency=1))
    assert service.refused <= most_refused
    assert service.time.seconds <= 1.05 * (MANY - service.burst) / rate


def test_a_late_429_does_not_lower_the_rate() -> None:
    """A 429 that arrives during the pause is for a request that was already in flight, so it says nothing new."""
    time, numbers, both = SharedTime(), itertools.count(), threading.Barrier(2)

    def answer(request: httpx.Request) -> httpx.Response:
        number = next(numbers)
        if number < 2:
            both.wait(5)
        if number == 1:
            time.sleep(0.8)
        return httpx.Response(429, headers={"retry-after": "1"}) if number < 2 else httpx.Response(200, json=IDLE)

    ids = [f"w{number}" for number in range(100)]
    outcomes = many(Caller("sync"), ids, handler=answer, now=time.now, sleep=time.sleep, concurrency=2)
    assert all(outcome.is_finished for outcome in outcomes)
    assert time.seconds < 10


def test_many_refused_cancels_wait_five_seconds_at_most() -> None:
    """Cancels that were all refused at once take turns, ten in a second; none waits for longer than five seconds."""
    time, waits, seen = SteppedTime(), list[float](), list[str]()
    all_sent = anyio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        if len(seen) == 100:
            all_sent.set()
        if len(seen) <= 100:
            await all_sent.wait()
            return httpx.Response(429, json={})
        return httpx.Response(200, json={**IDLE, "id": request.url.path.split("/")[-2]})

    def sleep(seconds: float) -> None:
        waits.append(seconds)

    ids = [f"w{number}" for number in range(100)]
    settings: Any = {"handler": answer, "verbatim": True, "now": time.now, "sleep": sleep, "concurrency": 100}
    outcomes = many(Caller("asyncio"), ids, **settings)
    assert all(outcome.is_finished for outcome in outcomes)
    assert sorted(waits)[10:60] == pytest.approx([*(number / 10 for number in range(11, 50)), *[5] * 11])


RATES: dict[str, Callable[[float], float]] = {
    "another process begins": lambda now: 20 if now < 5 else 4,
    "another process ends": lambda now: 4 if now < 20 else 20,
    "the service pauses": lambda now: 0 if 5 < now < 8 else 20,
    "the service pauses for long": lambda now: 0 if 5 < now < 25 else 20,
    "it changes all the time": lambda now: 20 if int(now) % 4 < 2 else 8,
}


@pytest.mark.parametrize("rate", RATES.values(), ids=RATES)
def test_a_rate_that_changes(call: Caller, rate: Callable[[float], float]) -> None:
    """When the rate changes, every Webset is still canceled, and a higher rate is used soon."""
    service = LimitedService(SharedTime(), rate)
    assert all(outcome.is_finished for outcome in cancel(call, service))
    assert service.refused <= 0.2 * MANY
    assert service.time.seconds <= 60


@pytest.mark.parametrize("headers", [{}, {"retry-after": "0"}, {"retry-after": "3"}], ids=str)
@pytest.mark.parametrize("burst", [1.0, 5.0, 20.0])
def test_other_limits(call: Caller, burst: float, headers: dict[str, str]) -> None:
    """The burst and the header may differ from the documented ones."""
    service = LimitedService(SharedTime(), lambda now: 20, burst, headers)
    assert all(outcome.is_finished for outcome in cancel(call, service, 100, concurrency=1))


def test_without_a_429_nothing_waits(call: Caller) -> None:
    """Without a 429 a batch is not slowed down."""
    service = LimitedService(SharedTime(), lambda now: 0, burst=MANY)
    assert all(outcome.is_finished for outcome in cancel(call, service))
    assert service.time.seconds == 0


def test_batches_of_a_client_share_the_rate(call: Caller) -> None:
    """A second batch, also from a view of the client, starts at the rate that the first one learned."""
    service = LimitedService(SharedTime(), lambda now: 20)
    refused: list[int] = []

    def batch(client: Any, number: int) -> Any:
        return client.websets.cancel_many([f"w{number}_{count}" for count in range(100)])

    async def both(client: Any) -> None:
        await batch(client, 1)
        refused.append(service.refused)
        await batch(client.with_options(timeout=9), 2)

    def both_sync(client: Any) -> None:
        batch(client, 1)
        refused.append(service.refused)
        batch(client.with_options(timeout=9), 2)

    act = both_sync if call.kind == "sync" else both
    call(act, handler=service.answer, now=service.time.now, sleep=service.time.sleep)
    assert len(service.accepted) == 200
    assert service.refused - refused[0] <= 3


def test_an_idle_time_does_not_slow_down_the_next_batch(call: Caller) -> None:
    """A 429 long after the last request is not evidence of a low rate."""
    service = LimitedService(SharedTime(), lambda now: 20)
    seconds: list[float] = []

    def between() -> None:
        service.time.seconds += 100
        seconds.append(service.time.seconds)

    async def both(client: Any) -> None:
        await client.websets.cancel_many([f"w1_{number}" for number in range(100)], concurrency=1)
        between()
        await client.websets.cancel_many([f"w2_{number}" for number in range(200)], concurrency=1)

    def both_sync(client: Any) -> None:
        client.websets.cancel_many([f"w1_{number}" for number in range(100)], concurrency=1)
        between()
        client.websets.cancel_many([f"w2_{number}" for number in range(200)], concurrency=1)

    call(
        both_sync if call.kind == "sync" else both,
        handler=service.answer,
        now=service.time.now,
        sleep=service.time.sleep,
    )
    assert len(service.accepted) == 300
    assert service.time.seconds - seconds[0] <= 1.7 * (200 - service.burst) / 20


def archive(call: Caller, service: LimitedService, directory: Path) -> Any:
    """Archive 50 Websets, with two requests for each, and six lists."""
    account = Account(dict.fromkeys([f"webset_{number}" for number in range(50)], 1))

    def answer(request: httpx.Request) -> httpx.Response:
        limited = service.answer(request)
        return account(request) if limited.status_code == 200 else limited

    def act(client: Any) -> Any:
        return client.archive(directory)

    return call(act, handler=answer, now=service.time.now, sleep=service.time.sleep)


@pytest.mark.parametrize("rate", [20.0, 5.0])
def test_an_archive_keeps_the_rate_limit_too(call: Caller, rate: float, tmp_path: Path) -> None:
    """No read fails because of the rate limit, although a read has few retries."""
    service = LimitedService(SharedTime(), lambda now: rate)
    assert archive(call, service, tmp_path).is_complete
    assert len(service.accepted) == 106
    assert service.refused <= 30


def test_a_read_is_not_retried_forever(call: Caller, tmp_path: Path) -> None:
    """Each read may be rejected for up to a minute."""
    service = LimitedService(SharedTime(), lambda now: 0, burst=0)
    with pytest.raises(RateLimitError):
        archive(call, service, tmp_path)
    assert service.time.seconds < 900


def test_one_429_pauses_the_other_workers(call: Caller) -> None:
    """After a 429 to one of four workers, the other three send nothing until the time it asks for is over."""
    speed, workers, pauses = 10, threading.Barrier(4), threading.Event()
    sent, numbers = list[float](), itertools.count()

    def now() -> float:
        return time.monotonic() * speed

    def sleep(seconds: float) -> Any:
        pauses.set()
        return time.sleep(seconds / speed) if call.kind == "sync" else anyio.sleep(seconds / speed)

    def reply(request: Received) -> bytes:
        sent.append(now())
        if next(numbers) < 4:
            if workers.wait(5) == 0:
                return answer({}, b"429 Too Many Requests", headers={"retry-after": "4"})
            pauses.wait(5)
        return answer({**IDLE, "id": request.path.split("/")[-2]})

    with FaultServer((Do.READ, reply), times=None) as service:
        ids = [f"w{number}" for number in range(8)]
        outcomes = many(call, ids, base_url=service.base_url, now=now, sleep=sleep, concurrency=4)

    assert all(outcome.is_finished for outcome in outcomes)
    assert len(sent) == 9
    assert sent[4] - sent[3] >= 4
