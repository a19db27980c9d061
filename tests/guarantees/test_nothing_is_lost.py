"""Guarantee 10: archived data is not damaged later, and nothing outside the directory is touched."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import socket
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets import Archive, AuthenticationError, WebsetsError, verify_archive
from support.archives import Account, files
from support.caller import Caller
from support.internals import ContainedFiles
from support.item_pages import ItemPages

SYNC = Caller("sync")
ACCOUNT = Account(dict.fromkeys(["webset_0", "webset_1", "webset_2"], 3))
JOURNAL, MANIFEST = ".archive.jsonl", "manifest.json"
ITEMS = "websets/webset_1/items.jsonl"
PARTS = {ITEMS: "webset_1", "websets/webset_1/webset.json": "webset_1", "events.jsonl": "events", "team.json": "team"}
OTHER = "https://other.example/websets"


def within(seconds: float, act: Callable[[], Any]) -> Any:
    """Call a function that must not block; return its result or raise its exception."""
    results, errors = list[Any](), list[BaseException]()

    def run() -> None:
        try:
            results.append(act())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    for error in errors:
        raise error
    assert results, "the call blocks"
    return results[0]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished archive, which is only read."""
    path = tmp_path_factory.mktemp("whole")
    ACCOUNT.archive(SYNC, path)
    return path


@pytest.fixture
def finished(whole: Path, tmp_path: Path) -> Path:
    """A finished archive."""
    shutil.copytree(whole, tmp_path / "archive")
    return tmp_path / "archive"


@pytest.fixture
def unfinished(tmp_path: Path) -> Path:
    """An archive that was interrupted at its last part."""

    def interrupt(request: httpx.Request) -> None:
        if request.url.path.endswith("/teams/me"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Account(ACCOUNT.websets, on_request=interrupt).archive(SYNC, tmp_path / "archive")
    return tmp_path / "archive"


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A folder next to the archive, which must not change."""
    path = tmp_path / "outside"
    path.mkdir()
    (path / "victim.jsonl").write_text('{"mine": 1}\n')
    (path / ".exa-websets-0123456789abcdef.tmp").write_text("mine")
    before = files(path), os.stat(path).st_mtime_ns, os.stat(path / "victim.jsonl").st_mtime_ns
    yield path
    assert (files(path), os.stat(path).st_mtime_ns, os.stat(path / "victim.jsonl").st_mtime_ns) == before


def replaced(path: Path, target: Path) -> None:
    """Replace a file or a folder with a link."""
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(target)


# The file to replace, the target of the link, and the part that then cannot be archived; None for all.
LINKS: dict[str, tuple[str, str, set[str]]] = {
    "a list": ("events.jsonl", "victim.jsonl", set()),
    "a list, by a link to nothing": ("events.jsonl", "nothing", set()),
    "a list, by a link to itself": ("events.jsonl", "../archive/events.jsonl", set()),
    "a list, by a link to a folder": ("events.jsonl", "", set()),
    "the items of a Webset": (ITEMS, "victim.jsonl", set()),
    "the folder of a Webset": ("websets/webset_1", "", {"webset_1"}),
    "the folder of all Websets": ("websets", "", {"webset_0", "webset_1", "webset_2"}),
    "the folder of a deleted Webset": ("websets/webset_9", "", set()),
    "a file that is none of ours": ("notes.txt", "victim.jsonl", set()),
    "a temporary file": (".exa-websets-0123456789abcdef.tmp", "victim.jsonl", set()),
    "the manifest": (MANIFEST, "victim.jsonl", {MANIFEST}),
    "the journal": (JOURNAL, "victim.jsonl", {JOURNAL}),
}


@pytest.mark.parametrize(("name", "target", "failed"), LINKS.values(), ids=LINKS)
@pytest.mark.parametrize("state", ["finished", "unfinished"])
def test_links(
    name: str, target: str, failed: set[str], state: str, outside: Path, request: pytest.FixtureRequest
) -> None:
    """A link is replaced or rejected, never followed; a manifest or journal that is a link is rejected at once."""
    path: Path = request.getfixturevalue(state)
    replaced(path / name, outside / target)
    verify_archive(path)
    if name in (MANIFEST, JOURNAL):
        with pytest.raises(FileExistsError, match=f"links are not followed here; remove it.*{name}"):
            ACCOUNT.archive(SYNC, path)
        return
    result = ACCOUNT.archive(SYNC, path)
    assert {*result.failed} == failed
    assert all(isinstance(error, FileExistsError) for error in result.failed.values())
    assert all("not in the manifest" in one or "folder is a link" in one for one in verify_archive(path).problems)


def test_hard_links(unfinished: Path, tmp_path: Path) -> None:
    """A file with a second name outside is replaced, not written to."""
    (tmp_path / "outside").mkdir()
    names = [JOURNAL, ITEMS, "events.jsonl"]
    for number, name in enumerate(names):
        os.link(unfinished / name, tmp_path / "outside" / str(number))
    before = files(tmp_path / "outside")
    ACCOUNT.archive(SYNC, unfinished)
    assert files(tmp_path / "outside") == before


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        before = Path.cwd()
        os.chdir(path.parent)  # the path of a socket must be short
        try:
            server.bind(path.name)
        finally:
            os.chdir(before)


IRREGULAR: dict[str, Callable[[Path], object]] = {"FIFO": os.mkfifo, "folder": os.mkdir, "socket": make_socket}


@pytest.mark.parametrize("make", IRREGULAR.values(), ids=IRREGULAR)
@pytest.mark.parametrize("name", [MANIFEST, JOURNAL, *PARTS])
def test_files_that_are_not_regular(name: str, make: Callable[[Path], object], finished: Path) -> None:
    """Anything but a regular file is an error at once, of the whole archive or of one part, and nothing blocks."""
    (finished / name).unlink(missing_ok=True)
    make(finished / name)
    problems = within(20, lambda: verify_archive(finished)).problems
    assert name == JOURNAL or any(name in one and "not a regular file" in one for one in problems)
    if name in PARTS:
        result: Archive = within(20, lambda: ACCOUNT.archive(SYNC, finished))
        assert {*result.failed} == {PARTS[name]}
        assert isinstance(result.failed[PARTS[name]], FileExistsError)
    else:
        with pytest.raises(FileExistsError, match=f"not a regular file: .*{name}"):
            within(20, lambda: ACCOUNT.archive(SYNC, finished))


def changed(**changes: Any) -> Callable[[Any], bytes]:
    return lambda manifest: json.dumps({**manifest, **changes}).encode()


def with_file(name: str) -> Callable[[Any], bytes]:
    entry = {"sha256": "", "bytes": 1, "records": 1}
    return changed(parts={"x": {"webset": None, "isFinal": True, "files": {name: entry}}})


MANIFESTS: dict[str, Callable[[Any], bytes | None]] = {
    "nested deeply": lambda _: b"[" * 100_000,
    "an object nested deeply": lambda _: b'{"a":' * 100_000,
    "too large": lambda _: None,
    "empty": lambda _: b"",
    "null": lambda _: b"null",
    "NaN": lambda _: b'{"kind": NaN}',
    "not UTF-8": lambda _: b"\xff\xfe\x00",
    "zeros": lambda _: bytes(100),
    "a number that is too long": lambda _: b"9" * 5000,
    "parts that are a list": changed(parts=[]),
    "parts that are null": changed(parts=None),
    "a part that is null": changed(parts={"x": None}),
    "failed that is null": changed(failed=None),
    "counts that are text": changed(counts={"items": "x"}),
    "an infinite count": lambda manifest: (
        json.dumps({**manifest, "counts": {"items": 0}}).encode()[:-2] + b"Infinity}}"
    ),
    **{
        f"a file {name!r}": with_file(name)
        for name in ("/etc/passwd", "../x", "a/../../x", "C:x", "a\\b", "a\0b", "\ud800", "", ".", "x" * 300, "a//b")
    },
}


@pytest.mark.parametrize("make", MANIFESTS.values(), ids=MANIFESTS)
@pytest.mark.parametrize("name", [MANIFEST, JOURNAL])
def test_manifests_and_journals(name: str, make: Callable[[Any], bytes | None], finished: Path, outside: Path) -> None:
    """An invalid one is rejected at once, or its parts are archived again; `verify_archive` does not raise."""
    content = make(json.loads((finished / MANIFEST).read_bytes()))
    before = files(finished)
    (finished / MANIFEST).unlink()
    (finished / name).write_bytes(content or b"")
    if content is None:
        os.truncate(finished / name, 1 << 40)
    assert within(20, lambda: verify_archive(finished)).problems != ()
    try:
        within(20, lambda: ACCOUNT.archive(SYNC, finished))
    except FileExistsError as error:
        refusal = str(error)
    else:
        assert files(finished) == before
        return
    assert "the directory exists and is not an archive" in refusal
    os.truncate(finished / name, 0)
    del before[MANIFEST]
    assert files(finished) == {**before, name: b""}


@pytest.mark.parametrize("name", PARTS)
def test_changed_files_are_archived_again(name: str, unfinished: Path, whole: Path) -> None:
    """A resumed run compares hashes, not only sizes."""
    with suppress(FileNotFoundError):
        (unfinished / name).write_bytes(b"x" * (unfinished / name).stat().st_size)
    ACCOUNT.archive(SYNC, unfinished)
    assert files(unfinished) == files(whole)


@contextmanager
def small_disk(limit: int) -> Generator[None]:
    """Limit the size of files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("limit", [0, 1, 200, 1000, 2000, 4000])
@pytest.mark.parametrize("state", ["new", "finished", "unfinished"])
def test_a_full_disk(state: str, limit: int, whole: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The error names a file, no temporary file is left, and existing files are unchanged.

    The next run completes them.
    """
    path: Path = tmp_path / "archive" if state == "new" else request.getfixturevalue(state)
    expected = files(whole)
    with small_disk(limit), pytest.raises(OSError, match=f"File too large: '{path}/"):
        ACCOUNT.archive(SYNC, path)
    left = files(path)
    assert not any(name.endswith(".tmp") for name in left)
    assert {name: text for name, text in left.items() if name != JOURNAL}.items() <= expected.items()
    assert state != "finished" or {*left} - {JOURNAL} >= {*expected} - {MANIFEST}
    ACCOUNT.archive(SYNC, path)
    assert files(path) == expected


@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
@pytest.mark.parametrize("name", ["n" * 300, "n" * 252, "d" * 300 + "/x", "/".join(["d" * 200] * 30)])
def test_an_export_to_a_name_that_is_too_long(name: str, suffix: str, tmp_path: Path) -> None:
    """A name that is too long is rejected before any request, and no temporary file is left."""
    service = ItemPages([])
    with pytest.raises(OSError, match=f"File name too long: '{tmp_path}"):
        SYNC(lambda client: client.items.export("a", f"{tmp_path}/{name}.{suffix}"), handler=service)
    assert (service.seen, [*tmp_path.iterdir()]) == ([], [])


FAILED_RUNS: dict[str, Callable[[httpx.Request], httpx.Response | None]] = {
    "a wrong key": lambda _: httpx.Response(401),
    "a wrong URL": lambda _: httpx.Response(404),
    "an error everywhere": lambda _: httpx.Response(500),
    "no answer that fits": lambda _: httpx.Response(200, content=b"<html>"),
    "a key that is rejected later": lambda one: None if one.url.path.endswith("/websets") else httpx.Response(401),
}


@pytest.mark.parametrize("fault", FAILED_RUNS.values(), ids=FAILED_RUNS)
def test_a_run_that_archived_nothing(fault: Any, whole: Path, tmp_path: Path) -> None:
    """Such a run binds the directory to no service or selection, and leaves a finished archive finished."""
    broken = Account(ACCOUNT.websets, on_request=fault)
    with pytest.raises(WebsetsError):
        SYNC(lambda client: client.archive(tmp_path / "a", websets=["webset_1"]), handler=broken, base_url=OTHER)
    ACCOUNT.archive(SYNC, tmp_path / "a")
    assert files(tmp_path / "a") == files(whole)

    with pytest.raises(WebsetsError):
        broken.archive(SYNC, tmp_path / "a")
    assert verify_archive(tmp_path / "a").problems == ()
    with pytest.raises(ValueError, match="holds an archive from"):
        SYNC(lambda client: client.archive(tmp_path / "a"), handler=ACCOUNT, base_url=OTHER)


@pytest.mark.parametrize("journal", [True, False])
def test_a_run_that_was_killed_at_its_beginning(journal: bool, unfinished: Path, whole: Path, tmp_path: Path) -> None:
    """It may leave a temporary file, which binds the directory to nothing and is removed."""
    directory = tmp_path / "killed"
    directory.mkdir()
    (directory / ".exa-websets-0123456789abcdef.tmp").write_bytes(b"half a jour")
    if journal:
        header = json.loads((unfinished / JOURNAL).read_bytes().partition(b"\n")[0])
        (directory / JOURNAL).write_text(json.dumps({**header, "baseUrl": OTHER}) + "\n", "utf-8")
    ACCOUNT.archive(SYNC, directory)
    assert files(directory) == files(whole)


def test_a_run_that_archived_something(unfinished: Path) -> None:
    """Such a run binds the directory, even if its journal has lost its parts, or all other files are lost."""
    journal = (unfinished / JOURNAL).read_bytes()
    without_files = unfinished.with_name("without files")
    without_files.mkdir()
    (without_files / JOURNAL).write_bytes(journal)
    with pytest.raises(ValueError, match="holds an archive from"):
        SYNC(lambda client: client.archive(without_files), handler=ACCOUNT, base_url=OTHER)
    (unfinished / JOURNAL).write_bytes(journal.partition(b"\n")[0] + b"\n")
    with pytest.raises(ValueError, match="holds an archive from"):
        SYNC(lambda client: client.archive(unfinished), handler=ACCOUNT, base_url=OTHER)
    broken = Account(ACCOUNT.websets, on_request=FAILED_RUNS["a wrong key"])
    with pytest.raises(AuthenticationError):
        broken.archive(SYNC, unfinished)


@pytest.mark.parametrize("fd", ["folders are opened", "paths are checked"])
def test_contained_files(fd: str, outside: Path, tmp_path: Path) -> None:
    """Neither way to resolve a name, that of POSIX and that of Windows, follows a link."""
    root = tmp_path / "root"
    root.mkdir()
    (root / "folder").symlink_to(outside)
    (root / "link").symlink_to(outside / "victim.jsonl")
    opened = os.open(root, os.O_RDONLY)
    contained = ContainedFiles(str(root), opened if fd == "folders are opened" else None)
    try:
        acts: list[Callable[[], Any]] = [
            lambda: contained.open("link"),
            lambda: contained.append("link"),
            lambda: contained.create("link"),
            *[
                lambda act=act: act("folder/victim.jsonl")
                for act in (contained.open, contained.append, contained.create, contained.remove, contained.stat)
            ],
            lambda: contained.create("folder/new/file"),
            lambda: contained.replace("link", "folder/new"),
            lambda: contained.replace("folder/victim.jsonl", "mine"),
        ]
        for act in acts:
            with pytest.raises(FileExistsError) as caught:
                act()
            assert str(caught.value.filename).startswith(str(root))
        assert sorted(contained.names()) == ["folder", "link"]
        contained.create("new/folder/file").close()
        contained.replace("new/folder/file", "link")
        contained.remove("folder")
        assert [*contained.names()] == ["link"]
        assert contained.stat("new/other") is None
    finally:
        os.close(opened)


def test_a_file_that_is_swapped_after_its_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is opened is checked again, and closed if it is not a regular file."""
    (tmp_path / "regular").touch()
    os.mkfifo(tmp_path / "swapped")
    checked = os.stat(tmp_path / "regular")
    contained = ContainedFiles(str(tmp_path), None)

    def stat(*_: object, **__: object) -> os.stat_result:
        return checked

    monkeypatch.setattr(os, "stat", stat)
    before = os.listdir("/dev/fd")
    with pytest.raises(FileExistsError, match="not a regular file"):
        contained.open("swapped")
    assert os.listdir("/dev/fd") == before


def test_a_file_whose_permissions_cannot_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is closed and removed again."""

    def chmod(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "chmod", chmod)
    before = os.listdir("/dev/fd")
    with pytest.raises(PermissionError):
        ContainedFiles(str(tmp_path), None).create("file", 0o600)
    assert (os.listdir("/dev/fd"), os.listdir(tmp_path)) == (before, [])
