"""`archive`: what it copies, what it copies again, and how it reports what cannot be copied."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets import (
    APIConnectionError,
    ArchiveProgress,
    AuthenticationError,
    EnabledMonitorsWarning,
    InternalServerError,
    PagingError,
    PermissionDeniedError,
    verify_archive,
)
from exa_websets.emulator import Emulator
from support.archives import Account, Team, files, folder, lines, make_team, manifest
from support.caller import KEY, Caller
from support.emulator_calls import TEA, create, get, monitor
from support.item_pages import WEBSET
from support.recordings import recorded

SYNC, ASYNCIO, TRIO = Caller("sync"), Caller("asyncio"), Caller("trio")


@pytest.fixture
def team(websets_emulator: Emulator, http: httpx.Client) -> Team:
    """A team in which nothing runs, with at least one record of each kind."""
    return make_team(websets_emulator, http)


def test_everything_is_archived(call: Caller, team: Team, tmp_path: Path) -> None:
    """An archive has all Websets with their items in both formats, and all records of the team."""
    seen: list[ArchiveProgress] = []
    before = len(team.emulator.requests)
    result = team.archive(call, tmp_path / "out", on_progress=seen.append)
    lists = [request.query for request in team.emulator.requests[before:] if request.query]
    assert len(lists) > 8
    assert [query for query in lists if "limit=100" not in query and "limit=200" not in query] == []
    out = Path(result.directory)

    for id in team.websets:
        webset, items = folder(out, id), team.items(id)
        with (webset / "items.csv").open(encoding="utf-8", newline="") as file:
            rows = [*csv.DictReader(file)]
        kept = lines(webset / "items.jsonl")
        assert json.loads((webset / "webset.json").read_bytes())["id"] == id
        assert [(one["id"], one["enrichments"]) for one in kept] == [(one["id"], one["enrichments"]) for one in items]
        assert [row["id"] for row in rows] == [item["id"] for item in items] != []
    for name in ("monitors", "imports", "webhooks"):
        listed = team.http.get(f"/v0/{name}").json()["data"]
        assert [one["id"] for one in lines(out / f"{name}.jsonl")] == [one["id"] for one in listed] != []
    assert [run["monitorId"] for run in lines(out / "monitor_runs.jsonl")] == [team.monitor]
    assert {event["type"] for event in lines(out / "events.jsonl")} > {"webset.item.enriched", "monitor.run.completed"}
    assert json.loads((out / "team.json").read_bytes())["object"] == "team"

    assert (result.is_complete, result.failed, result.gone, result.running, result.canceled) == (True, {}, (), (), ())
    assert (manifest(out)["kind"], manifest(out)["version"]) == ("exa-websets archive", 1)  # as in any old archive
    parts = {name for name, part in manifest(out)["parts"].items() if part["webset"] is None}
    assert parts == {"events", "imports", "monitors", "team", "webhooks"}
    assert result.counts == manifest(out)["counts"] == {**result.counts, "websets": 3, "items": 9, "imports": 2}
    assert seen[0] == ArchiveProgress("websets", 0, 0, 3, 0)
    assert {each.part for each in seen} == {"websets", *team.websets, "monitors", "imports", "events", "webhooks"}
    assert (seen[-1].done, seen[-1].items) == (3, 9)
    assert verify_archive(out).problems == ()
    assert {content[-1:] for content in files(out).values() if content} == {b"\n"}


def test_no_secret_and_no_key_is_written(team: Team, tmp_path: Path) -> None:
    """No file contains the API key or the secret of a webhook, even if the service returns the secret again."""
    listed = team.http.get("/v0/webhooks").json()
    listed["data"][0]["secret"] = team.secret
    team.emulator.fail(200, body=listed, path="/v0/webhooks")
    team.archive(SYNC, tmp_path)

    assert [webhook["secret"] for webhook in lines(tmp_path / "webhooks.jsonl")] == [None]
    assert "secrets" in manifest(tmp_path)["notes"][0]
    found = files(tmp_path)
    assert {"manifest.json", "webhooks.jsonl"} < found.keys()
    for content in found.values():
        assert team.secret.encode() not in content
        assert KEY.encode() not in content


def webset_ids_of_item_requests(team: Team, since: int) -> set[str]:
    """Return the ids of the Websets whose items were requested since this request."""
    return {path.split("/")[1] for path in team.asked(since) if path.endswith("/items")}


def interrupt_archive(team: Team, directory: Path, at: str) -> None:
    """Archive everything, and raise KeyboardInterrupt at the part with this name."""

    def interrupt(progress: ArchiveProgress) -> None:
        if progress.part == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        team.archive(SYNC, directory, on_progress=interrupt, concurrency=1)


def test_a_resumed_run_reads_no_complete_part_again(team: Team, tmp_path: Path) -> None:
    """A resumed run does not read complete parts again, in a new archive or over a finished one."""
    for _ in range(2):
        asked, last = len(team.emulator.requests), team.websets[0]
        interrupt_archive(team, tmp_path, at=last)
        assert webset_ids_of_item_requests(team, asked) == {*team.websets}
        asked = len(team.emulator.requests)
        assert team.archive(SYNC, tmp_path).is_complete
        assert webset_ids_of_item_requests(team, asked) == {last}


def test_a_resumed_run_archives_changes(team: Team, tmp_path: Path) -> None:
    """A Webset that has changed, was running or has lost a file is archived again; the others are not."""
    missing, changed, short = team.websets
    interrupt_archive(team, tmp_path, at="events")
    (folder(tmp_path, missing) / "items.csv").unlink()
    (folder(tmp_path, short) / "items.jsonl").write_bytes(b"{}\n")
    asked = len(team.emulator.requests)
    interrupt_archive(team, tmp_path, at="events")
    assert webset_ids_of_item_requests(team, asked) == {missing, short}

    more = {"query": "more tea", "count": 2, "behavior": "append"}
    team.http.post(f"/v0/websets/{changed}/searches", json=more).raise_for_status()
    for seconds, archived_again in ((0, {changed}), (60, {changed}), (0, set[str]())):
        team.emulator.advance(seconds)
        asked = len(team.emulator.requests)
        interrupt_archive(team, tmp_path, at="events")
        assert webset_ids_of_item_requests(team, asked) == archived_again
    result = team.archive(SYNC, tmp_path)
    assert (result.counts["items"], result.running) == (11, ())
    assert verify_archive(tmp_path).problems == ()


def test_deleted_websets_are_kept_and_reported(team: Team, tmp_path: Path) -> None:
    """The copy of a deleted Webset is kept; a Webset deleted before it was archived is reported as gone."""
    gone, _, _ = team.websets
    team.archive(SYNC, tmp_path)
    team.http.delete(f"/v0/websets/{gone}")
    going = create(team.http, TEA)
    team.emulator.fail(404, path=f"/v0/websets/{going}/items")
    result = team.archive(SYNC, tmp_path)

    assert (result.is_complete, result.counts["websets"]) == (True, 3)
    assert [*result.gone] == manifest(tmp_path)["gone"] == sorted([gone, going])
    assert verify_archive(tmp_path).problems == ()


def test_a_selection_of_websets(team: Team, tmp_path: Path) -> None:
    """With `websets`, only these are archived, with their monitors, runs, imports and events."""
    first, other, last = team.websets
    result = team.archive(SYNC, tmp_path / "first", websets=["tea/0", first])
    assert not (tmp_path / "first" / "team.json").exists()
    expected = {"websets": 1, "monitors": 1, "monitorRuns": 1, "imports": 0, "webhooks": 0}
    assert result.counts == {**result.counts, **expected}
    events = (tmp_path / "first" / "events.jsonl").read_text("utf-8")
    assert [id in events for id in (first, other, last)] == [True, False, False]

    result = team.archive(SYNC, tmp_path / "last", websets=[last, "missing"])
    assert result.counts == {**result.counts, "websets": 1, "monitors": 0, "monitorRuns": 0, "imports": 1}
    assert lines(tmp_path / "last" / "imports.jsonl")[0]["id"] == team.imported
    assert ([*result.failed], result.gone) == (["missing"], ())


def test_a_failed_part_loses_no_other(team: Team, tmp_path: Path) -> None:
    """A failed part is reported with its error.

    The next run archives it, and the files are as if nothing had failed.
    """
    parts = [team.websets[1], "events"]
    for path in (f"/v0/websets/{parts[0]}/items", "/v0/events"):
        team.emulator.fail(500, path=path, times=3)
    result = team.archive(ASYNCIO, tmp_path / "out")

    assert not result.is_complete
    assert {name: type(error) for name, error in result.failed.items()} == dict.fromkeys(parts, InternalServerError)
    assert manifest(tmp_path / "out")["failed"] == dict.fromkeys(parts, "InternalServerError 500")
    assert result.counts == {**result.counts, "websets": 2, "items": 6, "events": 0, "webhooks": 1}
    found = verify_archive(tmp_path / "out")
    assert found.problems == ()
    assert sorted(found.failed) == [f"{part}: InternalServerError 500" for part in sorted(parts)]

    assert team.archive(ASYNCIO, tmp_path / "out").is_complete
    team.archive(ASYNCIO, tmp_path / "undisturbed")
    assert files(tmp_path / "out") == files(tmp_path / "undisturbed")


def test_a_list_that_repeats_a_cursor_fails(team: Team, tmp_path: Path) -> None:
    """A list that repeats a cursor is reported as failed, and no file is written for it."""
    team.emulator.fail(200, body={"data": [], "hasMore": True, "nextCursor": "same"}, path="/v0/imports", times=2)
    result = team.archive(SYNC, tmp_path)
    assert {name: type(error) for name, error in result.failed.items()} == {"imports": PagingError}
    assert "imports.jsonl" not in files(tmp_path)


def test_an_error_of_all_parts_ends_the_archive(team: Team, tmp_path: Path) -> None:
    """A rejected key and two connection errors in a row end a run; the next one resumes."""
    team.emulator.fail(401, path=f"/v0/websets/{team.websets[1]}")
    with pytest.raises(AuthenticationError) as caught:
        team.archive(SYNC, tmp_path, concurrency=1)
    assert "The result so far is in the .archive attribute of this exception." in caught.value.__notes__
    assert vars(caught.value)["archive"].counts["websets"] == 1
    team.emulator.fail(reset=True, times=6, path="/v0/websets/*/items")
    with pytest.raises(APIConnectionError):
        team.archive(SYNC, tmp_path, concurrency=1)
    assert "manifest.json" not in files(tmp_path)
    assert team.archive(SYNC, tmp_path).is_complete
    assert verify_archive(tmp_path).problems == ()


def test_running_websets_are_canceled_first(team: Team, tmp_path: Path) -> None:
    """With `cancel_running` all cancels are sent before anything is copied. A failed cancel is reported and counted."""
    ids = [create(team.http, {"search": {"query": "tea", "count": 50}}) for _ in range(3)]
    team.emulator.advance(20)
    team.emulator.fail(403, path=f"/v0/websets/{ids[0]}/cancel", times=4)
    asked = len(team.emulator.requests)
    result = team.archive(TRIO, tmp_path, cancel_running=True)
    paths = team.asked(asked)

    assert max(paths.index(f"websets/{id}/cancel") for id in ids) < paths.index(f"websets/{ids[0]}/items")
    assert {one.id: type(one.error).__name__ for one in result.canceled} == {
        ids[0]: "PermissionDeniedError",
        **dict.fromkeys(ids[1:], "NoneType"),
    }
    assert (result.is_complete, result.failed, result.running, result.counts["websets"]) == (False, {}, (ids[0],), 6)
    assert manifest(tmp_path)["failed"] == {f"cancel of {ids[0]}": "PermissionDeniedError 403"}


def test_monitors_of_a_running_webset_are_disabled(team: Team, tmp_path: Path) -> None:
    """A Webset that is canceled first does not start again."""
    id = monitor(team.http, create(team.http, {"search": {"query": "tea", "count": 50}}))["id"]
    assert team.archive(SYNC, tmp_path, cancel_running=True, disable_monitors=True).is_complete
    updates = [request.path for request in team.emulator.requests if request.method == "PATCH"]
    assert sorted(updates) == sorted(f"/v0/monitors/{one}" for one in (id, team.monitor))
    assert {one["status"] for one in lines(tmp_path / "monitors.jsonl")} == {"disabled"}


def test_monitors_are_left_as_they_are_or_disabled(team: Team, tmp_path: Path) -> None:
    """Enabled monitors cause a warning. With `disable_monitors` all are disabled, those of idle Websets too."""
    team.emulator.advance(9 * 3600 + 5)
    assert get(team.http, team.websets[0])["status"] == "running"
    monitor(team.http, team.websets[1])
    with pytest.warns(EnabledMonitorsWarning, match=team.monitor):
        team.archive(SYNC, tmp_path, cancel_running=True)
    assert [one["status"] for one in lines(tmp_path / "monitors.jsonl")] == ["enabled", "enabled"]

    assert team.archive(SYNC, tmp_path, disable_monitors=True).is_complete
    assert [one["status"] for one in lines(tmp_path / "monitors.jsonl")] == ["disabled", "disabled"]


def test_a_monitor_cannot_be_disabled(team: Team, tmp_path: Path) -> None:
    """The error is an outcome of its Webset; the other monitors are disabled, and everything is archived."""
    other = monitor(team.http, team.websets[1])["id"]
    team.emulator.fail(403, path=f"/v0/monitors/{team.monitor}", method="PATCH")
    result = team.archive(SYNC, tmp_path, disable_monitors=True)
    assert {one["id"]: one["status"] for one in lines(tmp_path / "monitors.jsonl")} == {
        team.monitor: "enabled",
        other: "disabled",
    }
    assert [(one.id, type(one.error)) for one in result.canceled] == [(team.websets[0], PermissionDeniedError)]
    assert (result.failed, result.is_complete, result.counts["websets"]) == ({}, False, 3)


def test_invalid_ids_are_rejected(team: Team, tmp_path: Path) -> None:
    """An invalid id, or a single id in place of a list, is rejected before anything is sent or created."""
    asked = len(team.emulator.requests)
    wrong: list[Any] = [["fine", ".."], [""], "webset_1"]
    for websets in wrong:
        with pytest.raises((ValueError, TypeError), match=r"cannot be an id|is a single id"):
            team.archive(SYNC, tmp_path / "out", websets=websets)
    assert (len(team.emulator.requests), [*tmp_path.iterdir()]) == (asked, [])


def test_the_imports_that_a_webset_uses_in_any_way(call: Caller, tmp_path: Path) -> None:
    """With `websets`, an import is archived if one of these has it as items, as a scope or as an exclusion."""
    uses = {name: {"source": "import", "id": name} for name in ("items", "scope", "excluded", "excluded by a search")}
    imports: Any = recorded("imports_list_has_more_without_cursor").answer["data"][0]

    def on_request(request: httpx.Request) -> httpx.Response | None:
        if request.url.path.endswith("/imports"):
            data = [{**imports, "id": name} for name in [*uses, "another", "a webset"]]
            return httpx.Response(200, json={"data": data, "hasMore": False, "nextCursor": None})
        if not request.url.path.endswith("/webset_0"):
            return None
        webset = {"source": "webset", "id": "a webset"}
        sources = {"scope": [uses["scope"], webset], "exclude": [uses["excluded by a search"], webset]}
        changes = {
            "imports": [{**imports, "id": "items"}],
            "searches": [{**WEBSET["searches"][0], **sources}],
            "excludes": [uses["excluded"], webset],
        }
        return httpx.Response(200, json={**WEBSET, "id": "webset_0", **changes})

    account = Account({"webset_0": 1}, on_request=on_request)
    account.archive(call, tmp_path, websets=["webset_0"])
    assert [one["id"] for one in lines(tmp_path / "imports.jsonl")] == [*uses]


def test_the_folder_of_an_odd_id(tmp_path: Path) -> None:
    """Its name is safe and has a hash. It never changes, because a later run must find the files again."""
    id = "Tea & " + "X" * 60
    assert Account({id: 1}).archive(Caller("sync"), tmp_path).is_complete
    (found,) = (tmp_path / "websets").iterdir()
    assert found.name == f"Tea-{'X' * 36}.{hashlib.sha256(id.encode()).hexdigest()[:16]}"


def test_the_size_of_pages(call: Caller, tmp_path: Path) -> None:
    """Websets and items are asked for 100 at a time, and lists of the team 200 at a time."""
    sizes: dict[str, set[str | None]] = {}

    def on_request(request: httpx.Request) -> httpx.Response | None:
        _, _, path = request.url.path.partition("/v0/")
        sizes.setdefault(path, set()).add(request.url.params.get("limit"))
        return None

    Account({"webset_0": 150}, on_request=on_request).archive(call, tmp_path)
    lists = {path: {"200"} for path in ("monitors", "imports", "events", "webhooks")}
    pages = {"websets": {"100"}, "websets/webset_0/items": {"100"}, **lists}
    assert sizes == {"websets/webset_0": {None}, "teams/me": {None}, **pages}
