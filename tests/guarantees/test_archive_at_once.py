"""Guarantees 7 and 10 for archives with several Websets in flight: what can end one, and what is left then."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from types import FrameType
from typing import Any

import anyio
import httpx
import pytest
from attrs import evolve
from exa_websets import APIConnectionError, Archive, ArchiveProgress, AuthenticationError, WebsetsClient, verify_archive
from exa_websets.emulator import Emulator
from support.archives import Account, Team, files, make_team
from support.caller import KEY, Caller

pytestmark = pytest.mark.trio

IDS = [f"webset_{number}" for number in range(6)]
ACCOUNT = Account(dict.fromkeys(IDS, 13), page=10)
SYNC = Caller("sync")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of an undisturbed archive, one Webset after the other."""
    path = tmp_path_factory.mktemp("whole")
    ACCOUNT.archive(SYNC, path, concurrency=1)
    return files(path)


def named(directory: Path) -> dict[str, bytes]:
    """Return the files other than the journal and temporary files."""
    return {name: content for name, content in files(directory).items() if not Path(name).name.startswith(".")}


def no_thread_is_left() -> bool:
    """Return True once the threads that make calls have ended."""
    ends = time.monotonic() + 5
    while names := {one.name for one in threading.enumerate()} & {"call", "blocking"}:
        if time.monotonic() > ends:
            raise AssertionError(names)
        time.sleep(0.005)
    return True


def raising(error: BaseException) -> Callable[[], httpx.Response]:
    def fault() -> httpx.Response:
        raise error

    return fault


ENDINGS: dict[str, tuple[Callable[[], httpx.Response], type[BaseException]]] = {
    "a rejected key": (lambda: httpx.Response(401), AuthenticationError),
    "a full disk": (raising(OSError(28, "No space left on device")), OSError),
    "Ctrl-C": (raising(KeyboardInterrupt()), KeyboardInterrupt),
    "an exit": (raising(SystemExit(3)), SystemExit),
}


@pytest.mark.parametrize("at", [1, 9, 26])
@pytest.mark.parametrize(("fault", "kind"), ENDINGS.values(), ids=ENDINGS)
def test_a_failing_request_ends_it(
    fault: Callable[[], httpx.Response],
    kind: type[BaseException],
    at: int,
    call: Caller,
    whole: dict[str, bytes],
    tmp_path: Path,
) -> None:
    """Visible files are complete, no thread and no temporary file is left, and the next run completes the archive."""
    count = 0

    def on_request(_: httpx.Request) -> httpx.Response | None:
        nonlocal count
        count += 1
        return fault() if count >= at else None

    with pytest.raises(kind) as caught:
        evolve(ACCOUNT, on_request=on_request).archive(call, tmp_path, concurrency=3)
    left = named(tmp_path)
    assert no_thread_is_left()
    assert left.items() <= whole.items()
    archive: Archive = vars(caught.value)["archive"]
    assert sum(name.endswith("webset.json") for name in left) == archive.counts["websets"]
    assert ACCOUNT.archive(SYNC, tmp_path).is_complete
    assert files(tmp_path) == whole


def test_a_temporary_file_that_an_interruption_left(call: Caller, tmp_path: Path) -> None:
    """Ctrl-C may leave a temporary file just after it was created; the run removes it."""
    left = [tmp_path / ".exa-websets-0.tmp", tmp_path / "websets" / ".exa-websets-1.tmp"]

    def on_progress(_: ArchiveProgress) -> None:
        for file in left:
            file.parent.mkdir(exist_ok=True)
            file.touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ACCOUNT.archive(call, tmp_path, on_progress=on_progress)
    assert not [file for file in left if file.exists()]


@pytest.mark.parametrize("at", [1, 2, 5, 9, 14, 20, 27])
def test_the_callback_ends_it(at: int, call: Caller, whole: dict[str, bytes], tmp_path: Path) -> None:
    """After Ctrl-C in any call of the callback, archived Websets are not read again."""
    calls = 0

    def on_progress(_: ArchiveProgress) -> None:
        nonlocal calls
        calls += 1
        if calls == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught:
        ACCOUNT.archive(call, tmp_path, concurrency=3, on_progress=on_progress)
    assert named(tmp_path).items() <= whole.items()
    archived = vars(caught.value)["archive"].counts["websets"]
    read = set[str]()

    def on_request(request: httpx.Request) -> None:
        read.update(id for id in IDS if request.url.path.endswith(f"{id}/items"))

    assert evolve(ACCOUNT, on_request=on_request).archive(call, tmp_path, concurrency=3).is_complete
    assert len(read) == len(IDS) - archived
    assert files(tmp_path) == whole


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("at", [1, 3, 8, 14, 20])
def test_a_canceled_task(backend: Any, at: int, whole: dict[str, bytes], tmp_path: Path) -> None:
    """Requests in flight are abandoned, and completed Websets are kept."""
    count = 0

    async def act(client: Any) -> bool:
        with anyio.CancelScope() as scope:

            def on_progress(_: ArchiveProgress) -> None:
                nonlocal count
                count += 1
                if count == at:
                    scope.cancel()

            await client.archive(tmp_path, concurrency=3, on_progress=on_progress)
        return scope.cancelled_caught

    assert Caller(backend)(act, handler=ACCOUNT)
    assert no_thread_is_left()
    assert named(tmp_path).items() <= whole.items()
    assert ACCOUNT.archive(SYNC, tmp_path).is_complete
    assert files(tmp_path) == whole


def test_requests_in_flight_fail_together(call: Caller, whole: dict[str, bytes], tmp_path: Path) -> None:
    """A connection lost for a moment fails the Websets in flight, and the archive continues."""
    down = {f"{id}/items" for id in IDS[:3]}

    def on_request(request: httpx.Request) -> None:
        if request.url.path.endswith(tuple(down)):
            raise httpx.ConnectError("down")

    result = evolve(ACCOUNT, on_request=on_request).archive(call, tmp_path, concurrency=3)
    assert ({*result.failed}, result.counts["websets"]) == ({*IDS[:3]}, 3)
    assert verify_archive(tmp_path).problems == ()

    down |= {f"{id}/items" for id in IDS}
    with pytest.raises(APIConnectionError) as caught:
        evolve(ACCOUNT, on_request=on_request).archive(call, tmp_path, concurrency=3)
    # A thread of the first three may be slower than the fourth one, which ends the run.
    assert len(vars(caught.value)["archive"].failed) in ((1, 2, 3) if call.kind == "sync" else (3,))
    assert ACCOUNT.archive(SYNC, tmp_path).is_complete
    assert files(tmp_path) == whole


@pytest.fixture
def team(websets_emulator: Emulator, http: httpx.Client) -> Team:
    """A team in the emulator, reached through the client's own connections."""
    return make_team(websets_emulator, http)


STALLS: dict[str, dict[str, Any]] = {
    "no answer": {"stall": True, "path": "/v0/websets/*/items"},
    "no answer to the first": {"stall": True, "path": "/v0/websets/*"},
    "a long Retry-After": {"status": 429, "retry_after": 50, "path": "/v0/websets/*/items"},
    "a list": {"stall": True, "path": "/v0/events"},
}


@pytest.mark.parametrize("fault", STALLS.values(), ids=STALLS)
def test_ctrl_c_abandons_waiting_requests(fault: dict[str, Any], team: Team, tmp_path: Path) -> None:
    """Ctrl-C does not wait for the timeout of 60 seconds, and no thread is left."""
    team.emulator.fail(**fault, times=3)
    asked = len(team.emulator.requests)
    main = threading.main_thread().ident or 0

    def interrupt() -> None:
        while not any(fnmatch(f"/v0/{path}", fault["path"]) for path in team.asked(asked)):
            time.sleep(0.01)
        time.sleep(0.2)
        signal.pthread_kill(main, signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    begun = time.monotonic()
    with WebsetsClient(KEY, base_url=team.emulator.base_url) as client:
        with pytest.raises(KeyboardInterrupt) as caught:
            client.archive(tmp_path / "out")
        assert no_thread_is_left()
        assert time.monotonic() - begun < 20
        left = files(tmp_path / "out")
        assert not any(name.endswith(".tmp") for name in left)
        assert "manifest.json" not in left
        assert isinstance(vars(caught.value)["archive"], Archive)
        asked = len(team.emulator.requests)
        time.sleep(0.2)
        assert (files(tmp_path / "out"), len(team.emulator.requests)) == (left, asked)
    thread.join()


def test_ctrl_c_waits_for_a_given_client(whole: dict[str, bytes], tmp_path: Path) -> None:
    """Requests of a given client cannot be abandoned, so they finish first, and nothing is written after that."""
    main = threading.main_thread().ident or 0
    answered: list[str] = []
    is_interrupted = threading.Event()

    def interrupt(number: int, frame: FrameType | None) -> None:
        is_interrupted.set()
        raise KeyboardInterrupt

    def on_request(request: httpx.Request) -> None:
        if request.url.path.endswith("webset_1/items"):
            signal.pthread_kill(main, signal.SIGINT)
            assert is_interrupted.wait(10)
            time.sleep(0.3)
            answered.append(request.url.path)

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            evolve(ACCOUNT, on_request=on_request).archive(SYNC, tmp_path, concurrency=3)
    finally:
        signal.signal(signal.SIGINT, before)
    assert len(answered) == 1
    assert no_thread_is_left()
    assert named(tmp_path).items() <= whole.items()
    assert ACCOUNT.archive(SYNC, tmp_path).is_complete
    assert files(tmp_path) == whole
