"""`archive` with several requests in flight: their number, the order of the files, and the effect of a slow request."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from attrs import define, field
from exa_websets import APITimeoutError, ArchiveProgress
from support.answers import as_asked
from support.archives import Account, files, json_response, lines
from support.caller import Caller
from support.fault_server import Do, FaultServer, Received, answer

pytestmark = pytest.mark.trio

SYNC = Caller("sync")
IDS = [f"webset_{number}" for number in range(8)]
ACCOUNT = Account(dict.fromkeys(IDS, 12), page=10)


@define
class Crowd:
    """A service that answers only once enough requests are in flight; `most` is the highest number of them."""

    account: Account
    size: int
    in_flight: int = 0
    most: int = 0
    has_met: bool = False
    ends: float = field(factory=lambda: time.monotonic() + 10)

    def _enter(self) -> None:
        self.in_flight += 1
        self.most = max(self.most, self.in_flight)
        self.has_met = self.has_met or self.in_flight >= self.size

    def _waits(self, request: httpx.Request) -> bool:
        return request.url.path.endswith("/items") and not self.has_met and time.monotonic() < self.ends

    def _leave(self, request: httpx.Request) -> httpx.Response:
        self.in_flight -= 1
        return as_asked(self.account)(request)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of the synchronous client. The count needs no lock, because it is one Python instruction."""
        self._enter()
        while self._waits(request):
            time.sleep(0.001)
        return self._leave(request)

    async def async_answer(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of the asynchronous client."""
        self._enter()
        while self._waits(request):
            await anyio.sleep(0.001)
        return self._leave(request)

    def archive(self, call: Caller, directory: Path, **options: Any) -> Any:
        """Archive everything."""
        handler: Any = self.answer if call.kind == "sync" else self.async_answer
        return call(lambda client: client.archive(directory, **options), handler=handler, verbatim=True)


@pytest.mark.parametrize(("options", "most"), [({}, 4), ({"concurrency": 2}, 2), ({"concurrency": 1}, 1)], ids=str)
def test_concurrency_limits_requests_in_flight(
    options: dict[str, int], most: int, call: Caller, tmp_path: Path
) -> None:
    """Exactly `concurrency` requests are in flight, and the files do not depend on it."""
    crowd = Crowd(ACCOUNT, most)
    assert crowd.archive(call, tmp_path / "out", **options).is_complete
    assert (crowd.has_met, crowd.most) == (True, most)
    ACCOUNT.archive(SYNC, tmp_path / "other", concurrency=1)
    assert files(tmp_path / "out") == files(tmp_path / "other")


@pytest.mark.parametrize("concurrency", [0, -1])
def test_a_concurrency_below_one_is_rejected(concurrency: int, call: Caller, tmp_path: Path) -> None:
    """Nothing is sent, and nothing is created."""
    with pytest.raises(ValueError, match=f"concurrency is {concurrency}; it must be 1 or more"):
        Account({}).archive(call, tmp_path / "out", concurrency=concurrency)
    assert [*tmp_path.iterdir()] == []


def test_progress_is_reported_in_the_callers_thread(call: Caller, tmp_path: Path) -> None:
    """The callback runs in the caller's thread, the counts never decrease, and each Webset has its own."""
    seen: list[ArchiveProgress] = []
    callers = set[int]()

    def on_progress(progress: ArchiveProgress) -> None:
        seen.append(progress)
        callers.add(threading.get_ident())

    ACCOUNT.archive(call, tmp_path, on_progress=on_progress)
    assert callers == {threading.get_ident()}
    assert [one.done for one in seen] == sorted(one.done for one in seen)
    assert [one.items for one in seen] == sorted(one.items for one in seen)
    assert {id: [one.records for one in seen if one.part == id] for id in IDS} == {id: [10, 12, 12] for id in IDS}
    assert (seen[-1].done, seen[-1].total, seen[-1].items) == (8, 8, 96)


def test_selected_websets_are_read_concurrently(call: Caller, tmp_path: Path) -> None:
    """A missing Webset and a failing one do not affect the others."""

    def on_request(request: httpx.Request) -> httpx.Response | None:
        statuses = {"/webset_2": 404, "/webset_5": 500}
        found = [status for end, status in statuses.items() if request.url.path.endswith(end)]
        return httpx.Response(found[0]) if found else None

    result = Account(ACCOUNT.websets, on_request=on_request).archive(call, tmp_path, websets=IDS)
    assert ({*result.failed}, result.counts["websets"]) == ({"webset_2", "webset_5"}, 6)


def test_a_response_may_take_time_without_a_timeout(tmp_path: Path) -> None:
    """Without any timeout, a call that could be abandoned waits for its response as any other."""

    def reply(received: Received) -> bytes:
        if "/items" in received.path:
            time.sleep(0.15)
        return answer(json.loads(as_asked(Account({"webset_0": 1}))(received.request).content))

    with FaultServer(answer=reply) as server:
        result = SYNC(
            lambda client: client.archive(tmp_path),
            base_url=server.base_url,
            timeout=httpx.Timeout(None),
            max_retries=0,
        )
    assert result.failed == {}


def test_a_response_that_never_comes_ends_with_the_timeout(call: Caller, tmp_path: Path) -> None:
    """An archive checks every moment whether it was interrupted, and its timeouts continue meanwhile."""

    def act(client: Any) -> Any:
        return client.with_options(timeout=0.4, max_retries=0).archive(tmp_path, concurrency=1)

    with FaultServer((Do.READ, Do.STALL), times=None) as service, pytest.raises(APITimeoutError):
        call(act, base_url=service.base_url)
    assert len(service.received) == 2


def test_runs_are_in_the_order_of_their_monitors(call: Caller, tmp_path: Path) -> None:
    """Monitor runs are written in the order of their monitors, however many pages each has."""
    monitors = [f"monitor_{number}" for number in range(40)]

    def on_request(request: httpx.Request) -> httpx.Response | None:
        path, cursor = request.url.path.split("/"), request.url.params.get("cursor")
        if path[-1] == "monitors":
            return json_response({"data": [monitor(id) for id in monitors], "hasMore": False, "nextCursor": None})
        if path[-1] == "runs":
            data = [run(path[-2], cursor or "first")]
            following = None if cursor or path[-2] == "monitor_3" else "second"
            return json_response({"data": data, "hasMore": following is not None, "nextCursor": following})
        return None

    result = Account({}, on_request=on_request).archive(call, tmp_path)
    expected = [(id, page) for id in monitors for page in ("first", "second") if (id, page) != ("monitor_3", "second")]
    assert [(one["monitorId"], one["id"]) for one in lines(tmp_path / "monitor_runs.jsonl")] == expected
    assert result.counts["monitorRuns"] == 79


AT = "2026-01-01T00:00:00Z"


def monitor(id: str) -> dict[str, Any]:
    """Return a monitor as the service sends it."""
    return {
        "id": id,
        "object": "monitor",
        "status": "enabled",
        "websetId": "webset_1",
        "lastRun": None,
        "cadence": {"cron": "0 9 * * *", "timezone": "Etc/UTC"},
        "behavior": {"type": "search", "config": {"count": 5, "query": "tea", "criteria": [], "behavior": "append"}},
        "nextRunAt": None,
        "metadata": {},
        "createdAt": AT,
        "updatedAt": AT,
    }


def run(monitor: str, id: str) -> dict[str, Any]:
    """Return a run of a monitor as the service sends it."""
    times = dict.fromkeys(["completedAt", "failedAt", "canceledAt"])
    return {
        "id": id,
        "object": "monitor_run",
        "status": "completed",
        "monitorId": monitor,
        "type": "search",
        **times,
        "failedReason": None,
        "createdAt": AT,
        "updatedAt": AT,
    }


def test_a_list_of_one_page_is_read_once(call: Caller, tmp_path: Path) -> None:
    """Items on a single page are consistent, so they are read once; a list of several pages is read a second time."""
    asked = Counter[str]()

    def on_request(request: httpx.Request) -> None:
        asked[request.url.path.rpartition("/v0/websets")[2]] += 1

    Account({"webset_0": 100, "webset_1": 101}, on_request=on_request).archive(call, tmp_path)
    assert (asked["/webset_0/items"], asked["/webset_1/items"]) == (1, 3)
