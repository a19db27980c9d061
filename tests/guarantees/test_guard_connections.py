"""Guarantee 6: a cancel gets through, whatever the connections are busy with and whatever a proxy answers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any, Literal

import httpx
import pytest
from exa_websets import AsyncWebsetsClient, NotFoundError, WebsetsClient
from support.answers import Handler
from support.caller import KEY, Caller, SteppedTime, many
from support.guarded import BLOCKS, ID, program
from support.http_service import served
from support.internals import locks_of_connections, stop_jobs
from support.paid_webset import RUNNING, STOPPED, PaidWebset

pytestmark = pytest.mark.trio

NOT_FOUND: dict[str, Callable[[], httpx.Response]] = {
    "a page": lambda: httpx.Response(404, html="<html><title>404 Not Found</title></html>"),
    "text": lambda: httpx.Response(404, text="no healthy upstream"),
    "nothing": lambda: httpx.Response(404),
    "a list": lambda: httpx.Response(404, json=["no route"]),
    "JSON of a gateway": lambda: httpx.Response(404, json={"message": "no Route matched with those values"}),
}


def once(answer: Callable[[], httpx.Response], service: PaidWebset) -> Handler:
    """Return a handler that gives this answer to the first cancel, in place of the service."""
    left = [answer]

    def handle(request: httpx.Request) -> httpx.Response:
        if left and request.url.path.endswith("/cancel"):
            return left.pop()()
        return service.handler(request)

    return handle


@pytest.mark.parametrize("answer", NOT_FOUND.values(), ids=NOT_FOUND)
@pytest.mark.parametrize("helper", BLOCKS)
def test_a_404_of_a_proxy(helper: str, answer: Callable[[], httpx.Response], call: Caller) -> None:
    """A 404 of a proxy does not count as deleted: the Webset is looked up and canceled again."""
    service = PaidWebset(runs=helper != "run", exists=helper != "run")

    def see(client: Any) -> Any:
        return client.websets.get(ID)

    call(program(helper, call.kind, see), handler=once(answer, service), verbatim=True)
    assert not service.runs


def test_an_accepted_cancel_that_cannot_be_read(call: Caller) -> None:
    """If the answer to the cancel of a block is malformed, the Webset is canceled until it is seen to have stopped."""
    service = PaidWebset()
    handler = once(lambda: httpx.Response(200, json={"id": ID}), service)
    call(program("cancel_on_exit", call.kind, lambda client: client.websets.get(ID)), handler=handler, verbatim=True)
    assert not service.runs


@pytest.mark.parametrize("answer", [NOT_FOUND["a page"], lambda: httpx.Response(403, json={"message": "no"})])
def test_a_proxy_that_also_answers_the_look_up(answer: Callable[[], httpx.Response], call: Caller) -> None:
    """If the proxy answers both the cancel and the look-up, the Webset does not count as deleted."""
    service = PaidWebset()
    wrong = [NOT_FOUND["JSON of a gateway"], answer]

    def handle(request: httpx.Request) -> httpx.Response:
        if len(wrong) == 1 or (wrong and request.url.path.endswith("/cancel")):
            return wrong.pop(0)()
        return service.handler(request)

    call(program("attach", call.kind, lambda client: client.websets.get(ID)), handler=handle, verbatim=True)
    assert not service.runs
    assert wrong == []


def test_a_webset_that_was_deleted_over_a_closed_client(call: Caller) -> None:
    """The cancel opens new connections, and a 404 over these means that nothing is left to stop."""
    service = PaidWebset()

    def delete(client: Any) -> Any:
        if call.kind == "sync":
            client.websets.delete(ID)
            return client.close()

        async def delete_async() -> None:
            await client.websets.delete(ID)
            await client.close()

        return delete_async()

    with served(service.handler) as server:
        call(program("run", call.kind, delete), base_url=server.base_url)
    assert service.received == ["create", "delete", "cancel"]


@pytest.mark.parametrize("answer", NOT_FOUND.values(), ids=NOT_FOUND)
@pytest.mark.parametrize("helper", BLOCKS)
def test_a_proxy_that_answers_every_cancel(
    helper: str, answer: Callable[[], httpx.Response], call: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """The 404 is raised, and the Webset is reported as one that may still be running."""
    service = PaidWebset(runs=helper != "run", exists=helper != "run")

    def handle(request: httpx.Request) -> httpx.Response:
        return answer() if request.url.path.endswith("/cancel") else service.handler(request)

    with pytest.raises(NotFoundError):
        call(program(helper, call.kind, lambda client: client.websets.get(ID)), handler=handle, verbatim=True)
    assert service.runs
    assert f"{ID} may still be running" in caplog.text


def test_a_404_of_a_proxy_after_the_client_was_closed(call: Caller) -> None:
    """The closed client cannot look the Webset up, so it is canceled again over the new connections."""
    service = PaidWebset()
    with served(once(NOT_FOUND["a page"], service)) as server:
        call(program("run", call.kind, lambda client: client.close()), base_url=server.base_url)
    assert service.received == ["create", "cancel"]
    assert not service.runs


@pytest.mark.parametrize("answer", NOT_FOUND.values(), ids=NOT_FOUND)
def test_a_404_of_a_proxy_at_exit(answer: Callable[[], httpx.Response]) -> None:
    """At exit a 404 of a proxy does not count as deleted either."""
    service = PaidWebset()

    def leave(client: Any) -> None:
        block = client.websets.cancel_on_exit(ID)
        block.__enter__()
        stop_jobs()
        assert not service.runs
        block.__exit__(None, None, None)

    Caller("sync")(leave, handler=once(answer, service), verbatim=True)


def test_a_proxy_that_answers_until_the_exit_is_over(capsys: pytest.CaptureFixture[str]) -> None:
    """If no 404 comes from the service, the Webset is reported as one that may still be running."""
    time = SteppedTime()

    def leave(client: Any) -> None:
        block = client.websets.cancel_on_exit(ID)
        block.__enter__()
        stop_jobs()
        block.__exit__(None, None, None)

    handler: Handler = lambda _: NOT_FOUND["a page"]()  # noqa: E731
    Caller("sync")(leave, handler=handler, verbatim=True, now=time.now, sleep=time.sleep)
    assert f"{ID} may still be running" in capsys.readouterr().err
    assert time.waits == [0.5, 1, 2]


def test_every_job_is_canceled_before_one_is_polled() -> None:
    """At exit a Webset that is slow to stop does not use up the time of the others."""
    received: list[tuple[str, str]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        parts = request.url.path.split("/")
        id = parts[-2] if parts[-1] == "cancel" else parts[-1]
        received.append((request.method, id))
        stopped = received.count(("POST", id)) > 1
        return httpx.Response(200, json={**(STOPPED if stopped else RUNNING), "id": id})

    def leave(client: Any) -> None:
        blocks = [client.websets.cancel_on_exit(f"webset_{number}") for number in range(5)]
        for block in blocks:
            block.__enter__()
        stop_jobs()
        for block in blocks:
            block.__exit__(None, None, None)

    Caller("sync")(leave, handler=handle, verbatim=True)
    assert received[:5] == [("POST", f"webset_{number}") for number in range(5)]
    assert {id for _, id in received[5:]} == {f"webset_{number}" for number in range(5)}


BUSY = 100
"""Calls that use all connections of a client."""


@pytest.mark.parametrize("kind", ["sync", "asyncio"])
def test_a_cancel_does_not_wait_for_other_calls(kind: str) -> None:
    """A cancel is sent while more calls than the pool has connections are waiting."""
    is_over, canceled = threading.Event(), threading.Event()
    waiting = threading.Semaphore(0)

    def handle(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            waiting.release()
            is_over.wait(30)
            return httpx.Response(200, json={"data": [], "hasMore": False, "nextCursor": None})
        canceled.set()
        return httpx.Response(200, json={**STOPPED, "id": ID})

    def arrived() -> bool:
        return all(waiting.acquire(timeout=20) for _ in range(BUSY))

    def use(base_url: str) -> None:
        with WebsetsClient(KEY, base_url=base_url, timeout=30) as client:
            threads = [threading.Thread(target=client.items.list, args=[ID]) for _ in range(BUSY + 10)]
            for thread in threads:
                thread.start()
            assert arrived()
            client.websets.cancel(ID)
            assert canceled.is_set()
            is_over.set()
            for thread in threads:
                thread.join(20)

    async def use_async(base_url: str) -> None:
        async with AsyncWebsetsClient(KEY, base_url=base_url, timeout=30) as client:
            tasks = [asyncio.create_task(client.items.list(ID)) for _ in range(BUSY + 10)]
            assert await asyncio.to_thread(arrived)
            await client.websets.cancel(ID)
            assert canceled.is_set()
            is_over.set()
            await asyncio.gather(*tasks)

    with served(handle) as service:
        try:
            if kind == "sync":
                use(service.base_url)
            else:
                asyncio.run(use_async(service.base_url))
        finally:
            is_over.set()


@pytest.mark.parametrize("kind", ["sync", "asyncio"])
def test_many_cancels_are_in_flight_at_once(kind: Literal["sync", "asyncio"]) -> None:
    """No cancel waits for the connection of another one."""
    everyone = threading.Barrier(30, timeout=20)

    def handle(request: httpx.Request) -> httpx.Response:
        everyone.wait()
        return httpx.Response(200, json={**STOPPED, "id": request.url.path.split("/")[-2]})

    ids = [f"webset_{number}" for number in range(30)]
    with served(handle) as service:
        outcomes = many(Caller(kind), ids, base_url=service.base_url, concurrency=30)
    assert all(outcome.is_finished for outcome in outcomes)


@pytest.mark.parametrize("proxy", [None, "http://127.0.0.1:1"])
def test_no_interruption_locks_the_connections(proxy: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal handler that raises at any point does not leave the lock of the pool locked.

    If this fails with a new httpcore, its internals have changed: see `connection_shards.make_safe`.
    """
    if proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
    with WebsetsClient(KEY, base_url="https://service.example") as client:
        locks = locks_of_connections(client)
    assert len(locks) == (2 if proxy else 1)
    assert {type(lock) for lock in locks} == {type(threading.Lock())}
