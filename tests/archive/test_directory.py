"""The directory of an archive: its lock, its content at any moment, and its verification."""

from __future__ import annotations

import fcntl
import gc
import json
import os
import random
import resource
import shutil
import stat
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from exa_websets import ArchiveProgress, verify_archive
from support.archives import Account, files, manifest
from support.caller import Caller

SYNC = Caller("sync")
ACCOUNT = Account({f"webset_{number}": 120 * number for number in range(3)})
JOURNAL = ".archive.jsonl"


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A complete archive from a run without interruptions. It is read only."""
    path = tmp_path_factory.mktemp("undisturbed")
    ACCOUNT.archive(SYNC, path)
    assert "manifest.json" in named(path)
    return path


def interrupted_at(step: int) -> Callable[[ArchiveProgress], None]:
    """Return an `on_progress` callback that raises KeyboardInterrupt at this call."""
    calls = iter(range(step))

    def on_progress(_: ArchiveProgress) -> None:
        if next(calls, None) is None:
            raise KeyboardInterrupt

    return on_progress


def named(directory: Path) -> set[str]:
    """Return the names of the files that are not hidden."""
    return {name for name in files(directory) if not name.rpartition("/")[2].startswith(".")}


def test_it_resumes_wherever_it_was_interrupted(undisturbed: Path, tmp_path: Path) -> None:
    """After an interruption at any step the directory has only complete files, and the last run completes it."""
    whole, step = files(undisturbed), 0
    while "manifest.json" not in files(tmp_path):
        try:
            ACCOUNT.archive(SYNC, tmp_path, on_progress=interrupted_at(step := step + 1))
        except KeyboardInterrupt:
            assert {name: files(tmp_path)[name] for name in named(tmp_path)} == {n: whole[n] for n in named(tmp_path)}
            assert {*files(tmp_path)} - named(tmp_path) == {JOURNAL}
            assert verify_archive(tmp_path).problems == (
                "manifest.json is missing: the archive is not finished; run it again to resume",
            )
    assert step > 4
    assert files(tmp_path) == whole


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_canceled_task_can_be_resumed(backend: Any, undisturbed: Path, tmp_path: Path) -> None:
    """A canceled task leaves only complete files and unlocks the directory."""

    async def act(client: Any) -> None:
        def cancel(progress: ArchiveProgress) -> None:
            if progress.items > 100:
                scope.cancel()

        with anyio.CancelScope() as scope:
            await client.archive(tmp_path, on_progress=cancel)
        assert scope.cancelled_caught

    Caller(backend)(act, handler=ACCOUNT)
    assert "manifest.json" not in files(tmp_path)
    assert {*files(tmp_path)} - named(tmp_path) == {JOURNAL}
    ACCOUNT.archive(SYNC, tmp_path)
    assert files(tmp_path) == files(undisturbed)


def test_a_truncated_journal_can_be_resumed(undisturbed: Path, tmp_path: Path) -> None:
    """A run that was killed while writing its journal can be resumed, however much of it reached the disk."""
    with pytest.raises(KeyboardInterrupt):
        ACCOUNT.archive(SYNC, tmp_path / "begun", on_progress=interrupted_at(12))
    journal = (tmp_path / "begun" / JOURNAL).read_bytes()
    heading = journal.index(b"\n") + 1
    assert journal.count(b"\n") == 4

    cuts = random.Random(9).sample(range(heading, len(journal)), 3)
    for cut in (heading, len(journal) - 1, *cuts):
        shutil.copytree(tmp_path / "begun", tmp_path / str(cut))
        (tmp_path / str(cut) / JOURNAL).write_bytes(journal[:cut])
        (tmp_path / str(cut) / "websets" / ".exa-websets-0123456789abcdef.tmp").write_bytes(b"half a fi")
        ACCOUNT.archive(SYNC, tmp_path / str(cut))
        assert files(tmp_path / str(cut)) == files(undisturbed)


def test_a_run_over_a_finished_archive_updates_it(call: Caller, undisturbed: Path, tmp_path: Path) -> None:
    """Without changes the files are equal.

    Deleted items are removed, even if only the list of items shows the change.
    """
    shutil.copytree(undisturbed, tmp_path / "again")
    assert ACCOUNT.archive(call, tmp_path / "again").is_complete
    assert files(tmp_path / "again") == files(undisturbed)

    fewer = Account({**ACCOUNT.websets, "webset_1": 117})
    result = fewer.archive(call, tmp_path / "again")
    assert (result.counts["items"], result.is_complete) == (357, True)
    fewer.archive(call, tmp_path / "new")
    assert files(tmp_path / "again") == files(tmp_path / "new")


def test_a_finished_archive_that_is_replaced_in_part_is_not_finished(undisturbed: Path, tmp_path: Path) -> None:
    """The manifest of the earlier run, which no longer describes all files, is removed."""
    shutil.copytree(undisturbed, tmp_path / "again")

    def interrupt(progress: ArchiveProgress) -> None:
        if progress.part == "events":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Account(ACCOUNT.websets, text="new").archive(SYNC, tmp_path / "again", on_progress=interrupt)
    assert verify_archive(tmp_path / "again").problems == (
        "manifest.json is missing: the archive is not finished; run it again to resume",
    )


def test_a_webset_that_was_running_is_read_again(tmp_path: Path) -> None:
    """Its items may have new results although the Webset itself looks the same."""
    websets, id = {"webset_0": 3}, "webset_0"
    with pytest.raises(KeyboardInterrupt):
        Account(websets, running={id}).archive(SYNC, tmp_path, on_progress=interrupted_at(6))
    assert (tmp_path / "websets" / id / "items.jsonl").exists()
    result = Account(websets, running={id}, text="new").archive(SYNC, tmp_path)
    assert result.running == (id,)
    assert '"new"' in (tmp_path / "websets" / id / "items.jsonl").read_text("utf-8")


def test_one_run_at_a_time_writes_to_a_directory(tmp_path: Path) -> None:
    """A second run into the directory raises an error while the first one is running, and does not disturb it."""
    refused: list[BlockingIOError] = []

    def again(progress: ArchiveProgress) -> None:
        if progress.part == "webset_1":
            with pytest.raises(BlockingIOError, match="another process is writing an archive there") as error:
                ACCOUNT.archive(SYNC, tmp_path)
            refused.append(error.value)

    assert ACCOUNT.archive(SYNC, tmp_path, on_progress=again).is_complete
    assert refused[0].filename == str(tmp_path)
    assert verify_archive(tmp_path).problems == ()


@pytest.mark.parametrize("is_locked", [False, True])
def test_another_process_creates_the_directory_first(
    is_locked: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is used if it is free, and otherwise the error says that it is in use."""
    directory, mkdir, locks = tmp_path / "out", os.mkdir, list[int]()

    def late_mkdir(path: str, mode: int = 0o777) -> None:
        mkdir(path, mode)
        if is_locked:
            locks.append(os.open(path, os.O_RDONLY))
            fcntl.flock(locks[0], fcntl.LOCK_EX)
        mkdir(path, mode)

    monkeypatch.setattr(os, "mkdir", late_mkdir)
    if is_locked:
        with pytest.raises(BlockingIOError, match="another process is writing an archive there"):
            Account({}).archive(SYNC, directory)
        os.close(*locks)
    else:
        assert Account({}).archive(SYNC, directory).is_complete


@pytest.mark.parametrize("name", ["notes.txt", "manifest.json", JOURNAL, "websets/webset_0/webset.json"])
def test_a_directory_that_is_not_an_archive_is_rejected(name: str, tmp_path: Path) -> None:
    """A directory that is not an archive is rejected and stays unchanged."""
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text('{"kind": "something else"}\n')
    before = files(tmp_path)
    with pytest.raises(FileExistsError, match="the directory exists and is not an archive"):
        ACCOUNT.archive(SYNC, tmp_path)
    assert files(tmp_path) == before


def test_another_service_or_selection_is_rejected(undisturbed: Path) -> None:
    """An archive can only be resumed with the service and the selection that it was started with."""
    before = files(undisturbed)
    with pytest.raises(ValueError, match="holds an archive of other Websets"):
        ACCOUNT.archive(SYNC, undisturbed, websets=["webset_1"])
    with pytest.raises(ValueError, match=r"from https://api.exa.ai/websets, not from https://other.example"):
        SYNC(lambda client: client.archive(undisturbed), handler=ACCOUNT, base_url="https://other.example/websets")
    assert files(undisturbed) == before


def test_an_archive_resumes_after_a_full_disk(undisturbed: Path, tmp_path: Path) -> None:
    """The error has the path, no incomplete file keeps its name, and the next run resumes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(OSError, match=f"File too large: '{tmp_path}"):
            ACCOUNT.archive(SYNC, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    whole = files(undisturbed)
    assert {name: files(tmp_path)[name] for name in named(tmp_path)} == {name: whole[name] for name in named(tmp_path)}
    ACCOUNT.archive(SYNC, tmp_path)
    assert files(tmp_path) == whole


def test_odd_ids_stay_inside(tmp_path: Path) -> None:
    """Each id has a folder of its own inside the directory, whatever characters it contains."""
    odd = ["../../up", "webset_A", "webset_a", "a/b", "a b", "é" * 200, "con", "..x", "C:\\x"]
    result = Account(dict.fromkeys(odd, 1)).archive(SYNC, tmp_path / "out")

    assert (result.is_complete, result.counts["websets"]) == (True, len(odd))
    assert [one.name for one in tmp_path.iterdir()] == ["out"]
    folders = [one.name for one in (tmp_path / "out" / "websets").iterdir()]
    assert len({name.lower() for name in folders}) == len(odd)
    assert all(name.isascii() and len(name) < 80 for name in folders)
    assert verify_archive(tmp_path / "out").problems == ()


def test_no_file_stays_open(tmp_path: Path) -> None:
    """Neither folders nor files of an archive are open after a run, an interrupted run, or a verification."""

    def use(directory: Path) -> None:
        with pytest.raises(KeyboardInterrupt):
            ACCOUNT.archive(SYNC, directory, on_progress=interrupted_at(4))
        ACCOUNT.archive(SYNC, directory)
        assert verify_archive(directory).problems == ()
        gc.collect()

    use(tmp_path / "first")
    before = os.listdir("/dev/fd")
    use(tmp_path / "second")
    assert os.listdir("/dev/fd") == before


def test_a_new_directory_is_for_its_owner_alone(tmp_path: Path) -> None:
    """A new directory has mode 0700, because items may contain personal data."""
    Account({}).archive(SYNC, tmp_path / "new" / "out")
    assert stat.S_IMODE(os.stat(tmp_path / "new" / "out").st_mode) == 0o700


@pytest.mark.packaging
def test_memory_is_flat(tmp_path: Path) -> None:
    """Memory depends on the number of Websets archived at the same time, not on their total number."""

    def collect(progress: ArchiveProgress) -> None:
        if progress.part == "websets":
            gc.collect()  # collect the garbage of httpx, which is not measured here

    def peak(websets: int, concurrency: int) -> int:
        account = Account({f"webset_{number}": 50 for number in range(websets)}, text="a long text " * 2000)
        tracemalloc.start()
        try:
            account.archive(SYNC, tmp_path / str(websets), on_progress=collect, concurrency=concurrency)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    Account({}).archive(SYNC, tmp_path / "0")  # load every module before measuring
    gc.freeze()
    try:
        one, four, twelve = peak(1, 1), peak(4, 1), peak(12, 3)
    finally:
        gc.unfreeze()
    assert sum(map(len, files(tmp_path / "4").values())) > 9_000_000
    assert four < one + 1_000_000
    assert twelve < 3 * one + 1_000_000


def test_verify_reports_every_change(undisturbed: Path, tmp_path: Path) -> None:
    """`verify_archive` reports a missing, changed, longer or additional file, and an invalid manifest."""
    name = "websets/webset_1/items.jsonl"
    content = (undisturbed / name).read_bytes()
    manifests = manifest(undisturbed)
    outside: dict[str, Any] = {"webset": None, "isFinal": True, "files": {"../x": {}}}
    cases: list[tuple[str, bytes | None, str]] = [
        (name, None, f"{name} is missing"),
        (name, content.replace(b"\n", b"\n\n", 1), f"{name} has 121 instead of 120 records"),
        (name, content + b" ", f"{name} has {len(content) + 1} instead of {len(content)} bytes"),
        (name, content.replace(b"witem_0", b"witem_X"), f"{name} has changed since it was written"),
        ("websets/webset_1/.exa-websets-1.tmp", b"", "websets/webset_1/.exa-websets-1.tmp is not in the manifest"),
        ("manifest.json", b"{", "manifest.json cannot be read: Expecting property name"),
        ("manifest.json", b"[]", "manifest.json cannot be read: it is not a manifest of version 1"),
        ("manifest.json", json.dumps({**manifests, "counts": {}}).encode(), "has counts that do not match its files"),
        (
            "manifest.json",
            json.dumps({**manifests, "parts": {"x": outside}}).encode(),
            "'../x' is not the name of a file in an archive",
        ),
    ]
    assert verify_archive(undisturbed).problems == ()
    for number, (file, changed, words) in enumerate(cases):
        copy = tmp_path / str(number)
        shutil.copytree(undisturbed, copy)
        (copy / file).unlink(missing_ok=True)
        if changed is not None:
            (copy / file).write_bytes(changed)
        [problem] = verify_archive(copy).problems
        assert words in problem
    shutil.copytree(undisturbed, tmp_path / "copy")
    (tmp_path / "copy" / "manifest.json").unlink()
    assert verify_archive(tmp_path / "copy").problems == ("manifest.json is missing",)
    with pytest.raises(FileNotFoundError):
        verify_archive(tmp_path / "missing")
