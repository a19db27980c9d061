"""One rate budget for many processes: the fleet of the user guide, and what bounds a call that goes through it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from attrs import frozen
from exa_websets import AsyncWebsetsClient, ResponseTooLargeError, WebsetsClient, WebsetTimeoutError
from exa_websets.emulator import Emulator
from pyrate_limiter import Duration, InMemoryBucket, Limiter, Rate
from pyrate_limiter.extras.httpx_limiter import AsyncRateLimiterTransport, RateLimiterTransport
from support.caller import KEY
from support.emulator_calls import TEA, create
from support.emulator_http import emulator_client
from support.fault_server import Do, FaultServer, Received, Repeat, answer
from support.paths import TESTS
from support.recordings import DOCUMENTED_CANCEL

PROCESSES = 4
CALLS = 120
# The tasks of the guide, with queues in files and a note of which process has worked.
FLEET = """
import os
from pathlib import Path

from celery.signals import task_prerun
from rate_budget import app, cancel, status

folders = [Path(name) for name in ("queue", "control", "results")]
for folder in folders:
    folder.mkdir(exist_ok=True)
queue, control, results = map(str, folders)
app.conf.update(
    broker_url="filesystem://",
    broker_transport_options={
        "data_folder_in": queue, "data_folder_out": queue, "control_folder": control, "polling_interval": 0.1
    },
    result_backend="file://" + results,
)


@task_prerun.connect
def note_worker(**_):
    with open("workers", "a") as file:
        file.write(f"{os.getpid()}\\n")
"""
ORDERS = """
import json, sys
from fleet import cancel, status

calls, *ids = sys.argv[1:]
results = [(cancel, status)[n % 2].delay(ids[n % len(ids)]) for n in range(int(calls))]
print(json.dumps([result.get(timeout=80, interval=0.1) for result in results]))
"""


@contextmanager
def workers(environment: dict[str, str]) -> Generator[None]:
    """Run the processes of a Celery worker, which have to end when they are asked to."""
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "ERROR"]
    command = [sys.executable, "-m", "celery", "-A", "fleet", "worker", "--concurrency", str(PROCESSES), *quiet]
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        yield
        process.terminate()
        assert process.wait(20) == 0
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.mark.packaging
def test_a_fleet_is_never_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Four processes make 120 calls of a service that accepts 20 a second, each with a single request.

    None was refused: that call would have been sent again. No process makes most of the calls while the others wait.
    """
    monkeypatch.chdir(tmp_path)
    Path("fleet.py").write_text(FLEET)
    with Emulator(rate_limit=20, speed=1) as emulator, emulator_client(emulator) as http:
        ids = [create(http, TEA) for _ in range(10)]
        before = len(emulator.requests)
        environment = {
            **os.environ,
            "EXA_API_KEY": KEY,
            "EXA_WEBSETS_BASE_URL": emulator.base_url,
            "PYTHONPATH": os.pathsep.join([str(tmp_path), str(TESTS / "user_code")]),
        }
        with workers(environment):
            order = [sys.executable, "-c", ORDERS, str(CALLS), *ids]
            done = subprocess.run(order, env=environment, capture_output=True, text=True, timeout=90, check=False)
        sent = Counter(request.method for request in emulator.requests[before:])

        assert done.returncode == 0, done.stderr
        statuses = json.loads(done.stdout)
        assert statuses[::2] == ["idle"] * (CALLS // 2)
        assert {*statuses[1::2]} <= {"idle", "running"}
        assert sent == {"POST": CALLS // 2, "GET": CALLS // 2}
        shares = Counter(Path("workers").read_text().split())
        assert len(shares) == PROCESSES
        assert max(shares.values()) < CALLS // 2
        # Without the budget, the service refuses.
        assert 429 in [http.get(f"/v0/websets/{ids[0]}").status_code for _ in range(60)]


@frozen
class Through:
    """Calls a function with a client of one kind, which waits for its turn in a limiter."""

    kind: str

    def __call__(
        self,
        limiter: Limiter,
        act: Callable[[Any], Any],
        base_url: str,
        *,
        timeout: httpx.Timeout | float = 5,
        limits: httpx.Limits | None = None,
        **settings: Any,
    ) -> Any:
        pool = {"limits": limits} if limits else {}

        async def main() -> Any:
            transport = AsyncRateLimiterTransport(limiter, **pool)
            async with httpx.AsyncClient(transport=transport, timeout=timeout) as http:
                return await act(AsyncWebsetsClient(KEY, base_url=base_url, http_client=http, **settings))

        if self.kind == "asyncio":
            return anyio.run(main)
        with httpx.Client(transport=RateLimiterTransport(limiter, **pool), timeout=timeout) as http:
            return act(WebsetsClient(KEY, base_url=base_url, http_client=http, **settings))


@pytest.fixture(params=["sync", "asyncio"])
def through(request: pytest.FixtureRequest) -> Through:
    """A caller for each kind of transport."""
    return Through(request.param)


def canceled(received: Received) -> bytes:
    return answer({**DOCUMENTED_CANCEL, "id": received.path.split("/")[-2]})


GOOD = answer({**DOCUMENTED_CANCEL, "id": "x"})


@pytest.fixture
def bucket() -> InMemoryBucket:
    """A bucket of many turns, which counts those that were taken."""
    return InMemoryBucket([Rate(1000, Duration.HOUR)])


@pytest.mark.parametrize("step", [Do.STALL, Repeat(b" ")], ids=["stalls", "drips"])
def test_a_slow_body_ends_at_the_deadline(through: Through, bucket: InMemoryBucket, step: Any) -> None:
    script = (Do.READ, GOOD[:-20], step)
    with FaultServer(script, times=None) as server, Limiter(bucket) as limiter:
        began = time.monotonic()
        with pytest.raises(WebsetTimeoutError):
            through(limiter, lambda client: client.websets.wait_until_idle("x", timeout=0.3), server.base_url)
        assert time.monotonic() - began < 3
        assert server.received


def test_a_body_that_is_too_large(through: Through, bucket: InMemoryBucket) -> None:
    head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    chunk = b"%x\r\n%b\r\n" % (100_000, b" " * 100_000)
    with FaultServer((Do.READ, head, Repeat(chunk, 0)), times=None) as server, Limiter(bucket) as limiter:
        with pytest.raises(ResponseTooLargeError):
            through(limiter, lambda client: client.websets.get("x"), server.base_url, max_response_size=1_000_000)
        assert len(server.received) == bucket.count() == 1


def test_each_retry_takes_a_turn(through: Through, bucket: InMemoryBucket) -> None:
    unavailable = answer({}, b"503 Service Unavailable", headers={"retry-after": "0"})
    with FaultServer((Do.READ, unavailable), times=3, answer=GOOD) as server, Limiter(bucket) as limiter:
        webset = through(limiter, lambda client: client.websets.cancel("x"), server.base_url)
        assert webset.status == "idle"
        assert len(server.received) == bucket.count() == 4


def test_a_call_that_waits_holds_no_connection(through: Through) -> None:
    """Calls at once that take turns, over a pool of one connection that they wait for much less than for a turn."""
    ids = [f"x{n}" for n in range(5)]
    with FaultServer(answer=canceled) as server, Limiter(Rate(1, 200)) as limiter:
        outcomes = through(
            limiter,
            lambda client: client.websets.cancel_many(ids, concurrency=5),
            server.base_url,
            timeout=httpx.Timeout(5, pool=0.15),
            limits=httpx.Limits(max_connections=1),
        )
        assert [outcome.error for outcome in outcomes] == [None] * 5
        assert (len(server.received), server.connections) == (5, 1)


def test_a_deadline_holds_while_a_call_waits_for_its_turn() -> None:
    """On asyncio a call that has no turn by its deadline is not sent, and gives its turn to another one."""

    async def main(limiter: Limiter, base_url: str) -> None:
        async with httpx.AsyncClient(transport=AsyncRateLimiterTransport(limiter), trust_env=False) as http:
            client = AsyncWebsetsClient(KEY, base_url=base_url, http_client=http)
            assert (await client.websets.cancel("x")).status == "idle"
            with pytest.raises(WebsetTimeoutError, match=r"after 0\.2 s: it was never seen"):
                await client.websets.wait_until_idle("x", timeout=0.2)
            assert (await client.websets.cancel("x")).status == "idle"

    with FaultServer(answer=GOOD) as server, Limiter(Rate(1, 1000)) as limiter:
        anyio.run(main, limiter, server.base_url)
        assert [received.method for received in server.received] == ["POST", "POST"]
