"""A failure of one part never keeps the others from being canceled, and every list ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets import CancelOutcome, PagingError, ResponseValidationError
from exa_websets.emulator import Emulator
from exa_websets_generated.api import Cursors
from support.archives import TEAM
from support.caller import Act, Caller
from support.command_line import answered, run
from support.emulator_calls import TEA, create, get
from support.lists import LISTS, endless, list_all
from support.recordings import recorded

RUNNING = recorded("websets_get_running_progress").answer


class Service:
    """Lists Websets and cancels them; `fault` answers or raises for the second page."""

    def __init__(self, *pages: Any, fault: Callable[[], Any] | None = None) -> None:
        self.pages = pages
        self.fault = fault
        self.canceled: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self.canceled.append(request.url.path.split("/")[-2])
            return httpx.Response(200, json={**RUNNING, "id": self.canceled[-1], "status": "idle"})
        cursor = request.url.params.get("cursor")
        if cursor and self.fault is not None:
            return httpx.Response(200, json=self.fault())
        page = self.pages[int(cursor or 0)]
        number = int(cursor or 0) + 1
        more = str(number) if number < len(self.pages) or self.fault else None
        return httpx.Response(200, json={"data": page, "hasMore": bool(more), "nextCursor": more})


def entry(number: int, **changes: Any) -> dict[str, Any]:
    return {**RUNNING, "id": f"webset_{number}", **changes}


def without(number: int, *names: str) -> dict[str, Any]:
    return {name: value for name, value in entry(number).items() if name not in names}


def canceled_by(call: Caller, service: Service, **arguments: Any) -> tuple[Exception, list[CancelOutcome]]:
    """Call `cancel_all`, which has to raise; return the error and its outcomes."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - each test checks the class
        call(lambda client: client.websets.cancel_all(**arguments), handler=service)
    return caught.value, vars(caught.value)["outcomes"]


MALFORMED: dict[str, Any] = {
    "no searches": without(2, "searches"),
    "searches that are not a list": entry(2, searches=7),
    "a malformed search": entry(2, searches=[{}]),
    "an enrichment that is null": entry(2, enrichments=[None]),
    "no status": without(2, "status"),
    "a status that is a number": entry(2, status=7),
    "no metadata": without(2, "metadata", "createdAt"),
    "metadata that is a list": entry(2, metadata=[]),
    "a time that is not one": entry(2, createdAt="yesterday"),
    "nothing but an id": {"id": "webset_2"},
}


@pytest.mark.parametrize("malformed", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_entry(malformed: Any, call: Caller) -> None:
    """The malformed entry and all others are canceled, and the error names it."""
    service = Service([entry(0), entry(1), malformed, entry(3)], [entry(4)])
    error, outcomes = canceled_by(call, service, everything=True)
    assert isinstance(error, ResponseValidationError)
    assert error.path.startswith("data[2]")
    assert [outcome.id for outcome in outcomes] == [f"webset_{number}" for number in range(5)]
    assert sorted(service.canceled) == [outcome.id for outcome in outcomes]
    assert {outcome.webset.status if outcome.webset else outcome.error for outcome in outcomes} == {"idle"}


NAMELESS: dict[str, Any] = {
    "no id": without(1, "id"),
    "an id that is a number": entry(1, id=7),
    "null": None,
    "a list": [],
    "a string": "webset_1",
}


@pytest.mark.parametrize("nameless", NAMELESS.values(), ids=NAMELESS)
def test_an_entry_without_an_id(nameless: Any, call: Caller) -> None:
    """The others are canceled, and the error names the entry."""
    service = Service([entry(0), nameless, entry(2)])
    error, outcomes = canceled_by(call, service, everything=True)
    assert isinstance(error, ResponseValidationError)
    assert error.path.startswith("data[1]")
    assert [outcome.id for outcome in outcomes] == ["webset_0", "webset_2"]


@pytest.mark.parametrize("id", ["", "..", "a\x00b"])
def test_an_entry_with_an_invalid_id(id: str, call: Caller) -> None:
    """The others are canceled, and the outcome of this entry has the error."""
    service = Service([entry(0), entry(1, id=id), entry(2)])
    outcomes: list[CancelOutcome] = call(lambda client: client.websets.cancel_all(everything=True), handler=service)
    assert [outcome.id for outcome in outcomes] == ["webset_0", id, "webset_2"]
    assert [type(outcome.error) for outcome in outcomes] == [type(None), ValueError, type(None)]


MINE = {"metadata": {"team": "tea"}}
FILTERED: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "its metadata matches": ({**without(1, "searches"), **MINE}, MINE, True),
    "its metadata and status match": ({**without(1, "searches"), **MINE}, {**MINE, "status": "running"}, True),
    "its metadata matches, and its status is unreadable": (entry(1, status=7, **MINE), MINE, True),
    "its metadata differs": (without(1, "searches"), MINE, False),
    "its metadata is unreadable": (entry(1, metadata="team=tea"), MINE, False),
    "it has no metadata": (without(1, "metadata", "searches"), MINE, False),
    "it has no metadata, and others are kept": (
        without(1, "metadata", "searches"),
        {"everything": True, "except_metadata": {"team": "coffee"}},
        True,
    ),
    "it is idle": (entry(1, status="idle", searches=7), {"everything": True}, False),
    "its status is another one": (entry(1, searches=7), {"everything": True, "status": "paused"}, False),
    "its status is unreadable, of those that are paused": (
        entry(1, status=7),
        {"everything": True, "status": "paused"},
        False,
    ),
}


@pytest.mark.parametrize(("malformed", "arguments", "matches"), FILTERED.values(), ids=FILTERED)
def test_a_filter_on_a_malformed_entry(malformed: Any, arguments: Any, matches: bool, call: Caller) -> None:
    """An entry is canceled only if the fields that the filters need can be read and match."""
    good = entry(0, status=arguments.get("status", "running"), **MINE)
    service = Service([good, malformed])
    error, outcomes = canceled_by(call, service, **arguments)
    assert isinstance(error, ResponseValidationError)
    assert [outcome.id for outcome in outcomes] == ["webset_0", *(["webset_1"] if matches else [])]
    assert sorted(service.canceled) == [outcome.id for outcome in outcomes]


def test_a_dry_run_over_a_malformed_entry(call: Caller) -> None:
    """A dry run raises the error too, with the Websets that would be canceled."""
    service = Service([entry(0), without(1, "searches")], [entry(2)])
    error, outcomes = canceled_by(call, service, everything=True, dry_run=True)
    assert isinstance(error, ResponseValidationError)
    assert [(outcome.id, outcome.webset is None) for outcome in outcomes] == [
        ("webset_0", False),
        ("webset_1", True),
        ("webset_2", False),
    ]
    assert service.canceled == []


def raising(error: BaseException) -> Callable[[], Any]:
    def fault() -> Any:
        raise error

    return fault


SECOND_PAGES: dict[str, tuple[Callable[[], Any], type[Exception]]] = {
    "a KeyError": (raising(KeyError("hook")), KeyError),
    "a RuntimeError": (raising(RuntimeError("Cannot send a request, as the client has been closed.")), RuntimeError),
    "an OSError": (raising(OSError("a log cannot be written")), OSError),
    "a MemoryError": (raising(MemoryError()), MemoryError),
    "a RecursionError": (raising(RecursionError()), RecursionError),
    "a group": (raising(ExceptionGroup("hooks", [KeyError("hook")])), ExceptionGroup),
    "not a list": (lambda: {"data": 7}, ResponseValidationError),
    "null": (lambda: None, ResponseValidationError),
    "text": (lambda: "a page of a proxy", ResponseValidationError),
    "no cursor": (lambda: {"data": []}, ResponseValidationError),
    "the same cursor again": (lambda: {"data": [], "hasMore": True, "nextCursor": "1"}, PagingError),
}


@pytest.mark.parametrize(("fault", "kind"), SECOND_PAGES.values(), ids=SECOND_PAGES)
def test_a_second_page_that_fails(fault: Any, kind: type[Exception], call: Caller) -> None:
    """The Websets on the first page are canceled, and the error of the second one has the outcomes."""
    service = Service([entry(0), entry(1)], fault=fault)
    error, outcomes = canceled_by(call, service, everything=True)
    assert isinstance(error, kind)
    assert [outcome.id for outcome in outcomes] == ["webset_0", "webset_1"]
    assert sorted(service.canceled) == ["webset_0", "webset_1"]


@pytest.mark.parametrize(
    ("data", "cursor"), [(7, "2"), ([entry(0)], 2)], ids=["not a list", "a cursor that is a number"]
)
def test_a_page_after_which_nothing_is_read(data: Any, cursor: Any, call: Caller) -> None:
    """If a page is not a list, or its cursor cannot be read, the list ends with an error."""
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.method)
        document = {**RUNNING, "status": "idle"} if request.method == "POST" else {"data": data, "nextCursor": cursor}
        return httpx.Response(200, json={**document, "hasMore": True})

    with pytest.raises(ResponseValidationError) as caught:
        call(lambda client: client.websets.cancel_all(everything=True), handler=handler)
    assert len(vars(caught.value)["outcomes"]) == seen.count("POST") == (data != 7)
    assert seen.count("GET") == 1


ENDLESS: dict[str, Callable[[int], str]] = {
    "a cursor that is new each time": "cursor {}".format,
    "one that repeats": lambda number: str(number % 3),
}
READERS: dict[str, tuple[str, Act]] = {
    "cancel_all": ("/websets", lambda client: client.websets.cancel_all(everything=True)),
    "active": ("/websets", lambda client: client.websets.active()),
    "items.export": ("/items", lambda client: client.items.export("a", "items.jsonl")),
}
STREAMS: dict[str, tuple[str, Act]] = {
    "items.rows": ("/items", lambda client: client.items.rows("a")),
    "items.follow": ("/items", lambda client: client.items.follow("a")),
    **{operation: ("", list_all(operation)) for operation in LISTS},
}


def one_webset(request: httpx.Request) -> httpx.Response:
    """Answer everything but lists."""
    return httpx.Response(200, json={**RUNNING, "id": request.url.path.split("/")[3]})


@pytest.mark.parametrize("cursor", ENDLESS.values(), ids=ENDLESS)
@pytest.mark.parametrize("reader", [*READERS, *STREAMS])
def test_an_endless_list(
    reader: str, cursor: Callable[[int], str], call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every helper that reads a list ends with the same error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Cursors, "MAX_EMPTY_PAGES", 50)
    path, act = {**READERS, **STREAMS}[reader]
    with pytest.raises(PagingError, match="the list does not end"):
        (call.collect if reader in STREAMS else call)(act, handler=endless(path, cursor, one_webset))


@pytest.mark.parametrize("cursor", ENDLESS.values(), ids=ENDLESS)
@pytest.mark.parametrize("part", ["monitors", "imports", "events", "webhooks", "webset_0"])
def test_an_endless_list_of_an_archive(
    part: str, cursor: Callable[[int], str], call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The endless list is a failed part, and all others are archived."""
    monkeypatch.setattr(Cursors, "MAX_EMPTY_PAGES", 50)

    def others(request: httpx.Request) -> httpx.Response:
        match request.url.path.split("/")[3:]:
            case ["websets", "webset_0"]:
                return httpx.Response(200, json=entry(0))
            case ["teams", "me"]:
                return httpx.Response(200, json=TEAM)
            case path:
                data = [entry(0)] if path == ["websets"] else []
                return httpx.Response(200, json={"data": data, "hasMore": False, "nextCursor": None})

    service = endless("/items" if part == "webset_0" else f"/{part}", cursor, others)
    archive = call(lambda client: client.archive(tmp_path / "archive"), handler=service)
    assert {name: type(error) for name, error in archive.failed.items()} == {part: PagingError}


def test_many_empty_pages(call: Caller) -> None:
    """A list may have up to 999 empty pages in a row."""

    def handler(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("cursor", 0)) + 1
        data = [entry(number)] if number % 1000 == 0 else []
        more = str(number) if number < 2000 else None
        return httpx.Response(200, json={"data": data, "hasMore": bool(more), "nextCursor": more})

    listed = call.collect(lambda client: client.websets.list_all(), handler=handler)
    assert [webset.id for webset in listed] == ["webset_1000", "webset_2000"]


class TestCommandLine:
    """`exa-websets cancel --all-running` on a list with a malformed entry."""

    @pytest.fixture
    def ids(self, websets_emulator: Emulator, http: httpx.Client) -> list[str]:
        ids = [create(http, TEA) for _ in range(3)]
        page = http.get("/v0/websets").json()
        del page["data"][1]["searches"]
        websets_emulator.fail(status=200, body=page, method="GET", path="/v0/websets")
        return ids[::-1]

    def test_cancels_all(self, websets_emulator: Emulator, http: httpx.Client, ids: list[str]) -> None:
        done = run(websets_emulator, "cancel", "--all-running", "--yes", "--json")
        assert [(outcome["id"], bool(outcome["error"])) for outcome in done.json] == [
            *((id, False) for id in ids),
            (None, True),
        ]
        assert {get(http, id)["status"] for id in ids} == {"idle"}
        assert "data[1].searches" in done.err
        assert done.code == 4

    def test_shows_all_in_a_dry_run(self, websets_emulator: Emulator, http: httpx.Client, ids: list[str]) -> None:
        done = run(websets_emulator, "cancel", "--all-running", "--dry-run")
        assert all(id in done.out for id in ids)
        assert "data[1].searches" in done.err
        assert {get(http, id)["status"] for id in ids} == {"running"}
        assert done.code == 4

    def test_asks_about_all(self, websets_emulator: Emulator, http: httpx.Client, ids: list[str]) -> None:
        done = answered(websets_emulator, "y\n", "cancel", "--all-running")
        assert all(id in done.err for id in ids)
        assert "Cancel 3 Websets?" in done.err
        assert {get(http, id)["status"] for id in ids} == {"idle"}
