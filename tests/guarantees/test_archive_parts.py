"""Guarantee 7 for archives: a failure of one part does not keep the others from being canceled or archived."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets import (
    APIConnectionError,
    Archive,
    ArchiveProgress,
    AuthenticationError,
    ResponseValidationError,
    verify_archive,
)
from support.archives import Account, files, json_response, manifest
from support.caller import Caller, SteppedTime
from support.item_pages import WEBSET

IDS = ["webset_0", "webset_1", "webset_2"]
ACCOUNT = Account(dict.fromkeys(IDS, 3))
PARTS = {
    "/websets/webset_1": "webset_1",
    "/websets/webset_1/items": "webset_1",
    "/monitors": "monitors",
    "/imports": "imports",
    "/events": "events",
    "/webhooks": "webhooks",
    "/teams/me": "team",
}
Fault = Callable[[], httpx.Response]
REDIRECT = httpx.Response(302, headers={"location": "mailto:x"})
DEEP = b'{"data": ' + b"[" * 100_000


def raising(error: BaseException) -> Fault:
    """Return a fault that raises, as a transport or a hook of the user may."""

    def fault() -> httpx.Response:
        raise error

    return fault


PLAN = {"statusCode": 401, "message": "Your team does not have access. Upgrade to a Pro plan.", "error": "Unauthorized"}
FAULTS: dict[str, Fault] = {
    **{
        repr(error): raising(error)
        for error in (
            KeyError("mine"),
            RecursionError("mine"),
            MemoryError("mine"),
            OSError(5, "Input/output error"),
            PermissionError("mine"),
            TimeoutError("mine"),
            AssertionError("mine"),
            StopIteration("mine"),
            UnicodeDecodeError("utf-8", b"\xff", 0, 1, "mine"),
            ExceptionGroup("mine", [KeyError("mine")]),
            httpx.InvalidURL("mine"),
            httpx.ReadError("mine"),
        )
    },
    "a redirect to nowhere": lambda: REDIRECT,
    "500": lambda: httpx.Response(500),
    "403": lambda: httpx.Response(403),
    "a plan without this": lambda: httpx.Response(401, json=PLAN),
    "a page of a proxy": lambda: httpx.Response(200, content=b"<html>"),
    "another document": lambda: json_response({"data": [5], "hasMore": False, "nextCursor": None}),
    "an answer that is nested too deeply": lambda: httpx.Response(200, content=DEEP),
    "a number that is too long": lambda: httpx.Response(200, content=b"9" * 5000),
}
SOME_FAULTS = {name: FAULTS[name] for name in ("KeyError('mine')", "ReadError('mine')", "500", "a plan without this")}


def account(fault: Fault, is_hit: Callable[[httpx.Request], bool], running: Collection[str] = ()) -> Account:
    """Return an account in which a fault answers some requests."""
    return Account(dict.fromkeys(IDS, 3), running={*running}, on_request=lambda one: fault() if is_hit(one) else None)


def ending(*paths: str) -> Callable[[httpx.Request], bool]:
    """Return a function that selects requests whose path has one of these endings."""
    return lambda request: request.url.path.endswith(paths)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of an archive without any fault."""
    path = tmp_path_factory.mktemp("whole")
    ACCOUNT.archive(Caller("sync"), path)
    return files(path)


@pytest.mark.parametrize(("path", "part"), PARTS.items())
@pytest.mark.parametrize("fault", SOME_FAULTS.values(), ids=SOME_FAULTS)
def test_one_part_fails(part: str, path: str, fault: Fault, whole: dict[str, bytes], tmp_path: Path) -> None:
    """Only the failed part is in `.failed` and missing, the manifest is correct, and the next run archives it."""
    result = account(fault, ending(path)).archive(Caller("sync"), tmp_path)
    assert {*result.failed} == {*manifest(tmp_path)["failed"]} == {part}
    assert verify_archive(tmp_path).problems == ()
    left = files(tmp_path)
    missing = {name for name in whole if part in name or (part == "monitors" and name == "monitor_runs.jsonl")}
    assert {*whole} - {*left} == missing != set()

    assert ACCOUNT.archive(Caller("sync"), tmp_path).is_complete
    assert files(tmp_path) == whole


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_one_part_fails_over_a_finished_archive(fault: Fault, call: Caller, tmp_path: Path) -> None:
    """The files of the earlier run are kept, and the archive still verifies."""
    ACCOUNT.archive(Caller("sync"), tmp_path)
    before = files(tmp_path)
    result = account(fault, ending("/webset_1/items", "/events")).archive(call, tmp_path)
    assert {*result.failed} == {"webset_1", "events"}
    assert verify_archive(tmp_path).problems == ()
    assert {**files(tmp_path), "manifest.json": b""} == {**before, "manifest.json": b""}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_cancel_fails(fault: Fault, call: Caller, tmp_path: Path) -> None:
    """The other Websets are canceled, everything is archived, and the outcome has the error."""
    service = account(fault, ending("/webset_1/cancel"), IDS)
    result = service.archive(call, tmp_path, cancel_running=True)
    assert service.running == {"webset_1"}
    assert {one.id: one.error is None for one in result.canceled} == {id: id != "webset_1" for id in IDS}
    assert (result.failed, result.is_complete, result.running) == ({}, False, ("webset_1",))
    assert [*manifest(tmp_path)["failed"]] == ["cancel of webset_1"]


def test_no_cancel_waits_until_another_webset_has_stopped(call: Caller, tmp_path: Path) -> None:
    """The second of two Websets is canceled before the first one is polled."""
    sent = list[str]()

    def on_request(request: httpx.Request) -> httpx.Response | None:
        sent.append(f"{request.method} {request.url.path.rpartition('/websets/')[2]}")
        if sent[-1] == "POST webset_0/cancel":
            return json_response({**WEBSET, "id": "webset_0", "status": "running"})
        if sent[-1] == "GET webset_0":
            service.running.discard("webset_0")
        return None

    service = Account(dict.fromkeys(IDS, 1), running={"webset_0", "webset_1"}, on_request=on_request)
    assert service.archive(call, tmp_path, cancel_running=True).is_complete
    assert sent.index("POST webset_1/cancel") < sent.index("GET webset_0")


def test_a_webset_is_deleted_while_it_is_canceled(call: Caller, tmp_path: Path) -> None:
    """It has stopped and has no outcome; the others are canceled and archived."""
    accepted = list[str]()

    def on_request(request: httpx.Request) -> httpx.Response | None:
        if not request.url.path.endswith(("/webset_1", "/webset_1/cancel")):
            return None
        if request.method == "POST":
            accepted.append("webset_1")
            return json_response({**WEBSET, "id": "webset_1", "status": "running"})
        return httpx.Response(404, json={}) if accepted else None

    service = Account(dict.fromkeys(IDS, 3), running={*IDS}, on_request=on_request)
    result = service.archive(call, tmp_path, cancel_running=True)
    assert accepted
    assert (result.is_complete, result.gone) == (True, ("webset_1",))
    assert {one.id: one.is_finished for one in result.canceled} == {"webset_0": True, "webset_2": True}


@pytest.mark.parametrize("fault", SOME_FAULTS.values(), ids=SOME_FAULTS)
@pytest.mark.parametrize("name", ["the list", "the second of three"])
def test_an_unreadable_webset_is_canceled_nevertheless(name: str, fault: Fault, call: Caller, tmp_path: Path) -> None:
    """A selected Webset that cannot be read may be running; if the list fails, the other parts are archived."""
    selected = None if name == "the list" else IDS

    def faulty(request: httpx.Request) -> bool:
        is_read = request.url.path.endswith("/webset_1") and "webset_1" in service.running
        return is_read if selected else request.url.path.endswith("/websets")

    service = account(fault, faulty, IDS)
    result = service.archive(call, tmp_path, websets=selected, cancel_running=True)
    if selected:
        assert (service.running, [*result.failed]) == (set[str](), ["webset_1"])
    else:
        assert ([*result.failed], result.gone, "events.jsonl" in files(tmp_path)) == (["websets"], (), True)


@pytest.mark.parametrize("selected", [None, IDS], ids=["all", "some"])
def test_an_unreadable_webset_is_left_running_by_default(
    selected: list[str] | None, call: Caller, tmp_path: Path
) -> None:
    """Without `cancel_running` nothing is canceled."""
    malformed = json_response({"data": [{"id": "webset_1"}], "hasMore": False, "nextCursor": None})
    service = account(lambda: malformed, ending("/websets", "/webset_1"), IDS)
    result = service.archive(call, tmp_path, websets=selected)
    assert (service.running, [*result.failed], result.canceled) == ({*IDS}, ["webset_1"], ())


def test_a_webset_that_is_listed_twice(call: Caller, tmp_path: Path) -> None:
    """If the list changes while it is read, a Webset of two pages is canceled once and archived once."""

    def page(ids: list[str], cursor: str | None) -> httpx.Response:
        data = [{**WEBSET, "id": id, "status": "running"} for id in ids]
        return json_response({"data": data, "hasMore": cursor is not None, "nextCursor": cursor})

    pages = iter([page(IDS[:2], "2"), page(IDS[1:], None)])
    service = account(lambda: next(pages), ending("/websets"), IDS)
    result = service.archive(call, tmp_path, cancel_running=True)
    assert ([one.id for one in result.canceled], result.counts["websets"]) == (IDS, 3)


def test_what_was_listed_is_canceled_if_the_list_ends_the_archive(call: Caller, tmp_path: Path) -> None:
    """A key that is rejected for one page is not necessarily rejected for a cancel."""
    listed = {"data": [{**WEBSET, "id": "webset_1", "status": "running"}], "hasMore": True, "nextCursor": "2"}
    pages = iter([json_response(listed), httpx.Response(401)])
    service = account(lambda: next(pages), ending("/websets"), IDS)
    with pytest.raises(AuthenticationError) as caught:
        service.archive(call, tmp_path, cancel_running=True)
    assert service.running == {"webset_0", "webset_2"}
    assert [(one.id, one.error) for one in vars(caught.value)["archive"].canceled] == [("webset_1", None)]


MALFORMED: dict[str, tuple[Any, list[str]]] = {
    "no searches": ({"id": "webset_1"}, []),
    "null for a list": ({**WEBSET, "id": "webset_1", "searches": None}, []),
    "no id": ({"object": "webset"}, ["websets"]),
    "an id that is a number": ({**WEBSET, "id": 5}, ["websets"]),
    "not an object": (5, ["websets"]),
}


@pytest.mark.parametrize(("entry", "failed"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_entry_in_the_list(entry: Any, failed: list[str], call: Caller, tmp_path: Path) -> None:
    """The other Websets are canceled and archived, and so is the malformed one if it has an id."""
    listed = json_response({"data": [{**WEBSET, "id": "webset_0"}, entry], "hasMore": True, "nextCursor": "2"})
    second = json_response({"data": [{**WEBSET, "id": "webset_2"}], "hasMore": False, "nextCursor": None})
    pages = iter([listed, second])
    service = account(lambda: next(pages), ending("/websets"), set() if failed else {"webset_1"})
    result = service.archive(call, tmp_path, cancel_running=True)
    assert (service.running, [*result.failed]) == (set[str](), failed)
    assert result.counts["websets"] == (2 if failed else 3)
    assert all(isinstance(error, ResponseValidationError) for error in result.failed.values())


def test_a_webset_whose_id_is_not_valid(call: Caller, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing can be running under such an id, so its cancel fails at once, and nothing is reported as running."""
    time = SteppedTime()
    page = json_response({"data": [{"id": ".."}], "hasMore": False, "nextCursor": None})
    result = call(
        lambda client: client.archive(tmp_path, cancel_running=True),
        handler=account(lambda: page, ending("/websets")),
        now=time.now,
        sleep=time.sleep,
    )
    assert [(one.id, type(one.error)) for one in result.canceled] == [("..", ValueError)]
    assert (time.waits, caplog.text) == ([], "")


@pytest.mark.parametrize(("data", "cursor"), [(7, None), ([{**WEBSET, "id": "webset_0"}], 2)], ids=["data", "cursor"])
def test_a_list_that_cannot_be_read_to_its_end(data: Any, cursor: Any, tmp_path: Path) -> None:
    """The list of Websets is a failed part, and no Webset of an earlier run counts as deleted."""
    ACCOUNT.archive(Caller("sync"), tmp_path)
    page = json_response({"data": data, "hasMore": cursor is not None, "nextCursor": cursor})
    result = account(lambda: page, ending("/websets")).archive(Caller("sync"), tmp_path)
    assert ([*result.failed], result.gone) == (["websets"], ())


@pytest.mark.parametrize("error", [KeyError("mine"), OSError("mine"), AuthenticationError.__new__(AuthenticationError)])
@pytest.mark.parametrize("at", [0, 1, 5, 10])
def test_a_callback_raises(at: int, error: Exception, call: Caller, tmp_path: Path) -> None:
    """Everything is canceled and archived; then the same exception is raised, with the result."""
    service, calls = account(raising(error), lambda _: False, IDS), iter(range(at))

    def on_progress(_: ArchiveProgress) -> None:
        if next(calls, None) is None:
            raise error

    with pytest.raises(type(error)) as caught:
        service.archive(call, tmp_path, on_progress=on_progress, cancel_running=True)
    assert caught.value is error
    assert service.running == set()
    archive: Archive = vars(error)["archive"]
    assert (archive.is_complete, archive.counts["websets"], len(archive.canceled)) == (True, 3, 3)
    assert verify_archive(tmp_path).problems == ()


ENDINGS: dict[str, tuple[Fault, str, type[BaseException]]] = {
    "a rejected key": (lambda: httpx.Response(401), "/webset_1", AuthenticationError),
    "no connection": (raising(httpx.ConnectError("mine")), "webset_1|webset_2", APIConnectionError),
    "a full disk": (raising(OSError(28, "No space left on device")), "/webset_1", OSError),
    "Ctrl-C": (raising(KeyboardInterrupt()), "/webset_1", KeyboardInterrupt),
    "an exit": (raising(SystemExit(3)), "/webset_1", SystemExit),
}


@pytest.mark.parametrize(("fault", "where", "kind"), ENDINGS.values(), ids=ENDINGS)
def test_an_error_that_ends_an_archive_has_the_result(
    fault: Fault, where: str, kind: type[BaseException], call: Caller, tmp_path: Path
) -> None:
    """An error of all parts is raised at once; it has the results so far and can be pickled."""
    done = False

    def faulty(request: httpx.Request) -> bool:
        return done and request.url.path.endswith(tuple(where.split("|")))

    def on_progress(progress: ArchiveProgress) -> None:
        nonlocal done
        done = progress.done > 0

    service = account(fault, faulty, {"webset_0"})
    with pytest.raises(kind) as caught:
        service.archive(call, tmp_path, on_progress=on_progress, cancel_running=True, concurrency=1)
    archive: Archive = vars(caught.value)["archive"]
    assert (archive.counts["websets"], [one.id for one in archive.canceled]) == (1, ["webset_0"])
    assert "manifest.json" not in files(tmp_path)
    assert isinstance(pickle.loads(pickle.dumps(caught.value)), kind)
    assert ACCOUNT.archive(Caller("sync"), tmp_path).is_complete


@pytest.mark.parametrize("fault", SOME_FAULTS.values(), ids=SOME_FAULTS)
def test_nothing_works(fault: Fault, call: Caller, tmp_path: Path) -> None:
    """If no part could be archived, the first error is raised, with all others."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - each fault has a class of its own
        account(fault, lambda _: True).archive(call, tmp_path)
    assert caught.value not in vars(caught.value)["archive"].failed.values()
    assert vars(caught.value)["archive"].counts["events"] == 0
    assert "manifest.json" not in files(tmp_path)
