"""The guard of `archive(cancel_running=True)`: an interruption abandons no cancel, and names what may be running."""

from __future__ import annotations

import asyncio
import json
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from exa_websets import AsyncWebsetsClient, WebsetsClient
from support.archives import Account
from support.caller import KEY

pytestmark = pytest.mark.usefixtures("no_job_is_left")
IDS = [f"webset_{number}" for number in range(10)]


class Team:
    """Ten running Websets that each need two cancels to stop; `interrupt` is called during one of the cancels."""

    def __init__(self, at: int) -> None:
        self.account = Account(dict.fromkeys(IDS, 0))
        self.at = at
        self.received = Counter[str]()
        self.answered = Counter[str]()
        self.interrupt: Callable[[], object] = bool

    def running(self) -> set[str]:
        """Return the ids of the Websets that have not stopped."""
        return {id for id in IDS if self.answered[id] < 2}

    def receive(self, request: httpx.Request) -> str | None:
        """Return the id of the Webset to cancel, if the request is a cancel."""
        if request.method != "POST":
            return None
        id = request.url.path.split("/")[-2]
        self.received[id] += 1
        return id

    def answer(self, request: httpx.Request, canceled: str | None) -> httpx.Response:
        if canceled:
            self.answered[canceled] += 1
            request = httpx.Request("GET", str(request.url).removesuffix("/cancel"))
        document = json.loads(self.account(request).content)
        for one in document.get("data", [document]):
            if one.get("id") in self.running():
                one["status"] = "running"
        return httpx.Response(200, json=document)

    def handler(self, request: httpx.Request) -> httpx.Response:
        canceled = self.receive(request)
        if canceled and self.received.total() == self.at:
            time.sleep(0.03)
            self.interrupt()
            time.sleep(0.03)
        return self.answer(request, canceled)

    async def slow(self, request: httpx.Request) -> Any:
        """Handle a request of an asynchronous client, which can be abandoned meanwhile."""
        canceled = self.receive(request)
        if canceled and self.received.total() == self.at:
            self.interrupt()
        for _ in range(20):
            await anyio.sleep(0)
        return self.answer(request, canceled)


def archive_sync(team: Team, directory: Path) -> BaseException:
    main = threading.main_thread().ident or 0
    team.interrupt = lambda: signal.pthread_kill(main, signal.SIGINT)
    http = httpx.Client(transport=httpx.MockTransport(team.handler))
    with pytest.raises(KeyboardInterrupt) as caught, WebsetsClient(KEY, http_client=http) as client:
        client.archive(directory, cancel_running=True)
    return caught.value


async def archive_async(team: Team, directory: Path, errors: list[BaseException]) -> None:
    http = httpx.AsyncClient(transport=httpx.MockTransport(team.slow))
    try:
        async with AsyncWebsetsClient(KEY, http_client=http) as client:
            await client.archive(directory, cancel_running=True)
    except BaseException as error:
        errors.append(error)
        raise


def archive_in_a_task(team: Team, directory: Path) -> BaseException:
    errors: list[BaseException] = []

    async def main() -> None:
        task = asyncio.ensure_future(archive_async(team, directory, errors))
        team.interrupt = task.cancel
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    return errors[0]


def archive_in_a_scope(backend: str) -> Callable[[Team, Path], BaseException]:
    def archive(team: Team, directory: Path) -> BaseException:
        errors: list[BaseException] = []

        async def main() -> None:
            with anyio.CancelScope() as scope:
                team.interrupt = scope.cancel
                await archive_async(team, directory, errors)

        anyio.run(main, backend=backend)
        return errors[0]

    return archive


HOW = {
    "Ctrl-C": archive_sync,
    "task.cancel()": archive_in_a_task,
    "a scope of asyncio": archive_in_a_scope("asyncio"),
    "a scope of trio": archive_in_a_scope("trio"),
}


@pytest.mark.parametrize("at", [1, 5, 11, 15], ids="during cancel {}".format)
@pytest.mark.parametrize("how", HOW)
def test_an_interruption(how: str, at: int, tmp_path: Path) -> None:
    """The cancels in flight are completed, and exactly the Websets that may still be running are named."""
    team = Team(at)
    error = HOW[how](team, tmp_path)

    assert team.answered == team.received
    notes = [note for note in getattr(error, "__notes__", ()) if note.startswith("These Websets may still be running")]
    named = set(notes[0].partition("credits: ")[2].split(", ")) if notes else set[str]()
    assert team.running() <= named
    if at > len(IDS):
        assert named == team.running()
