"""Guarantee 10, the disk: a file is synced before it gets its name, so that a crash leaves no incomplete file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from support.archives import Account
from support.caller import Caller

JOURNAL = ".archive.jsonl"


def test_a_file_is_on_the_disk_before_it_has_its_name(
    call: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """When a file is renamed, all of it was synced; and so was the journal, when the manifest replaces it."""
    real_fsync, real_replace = os.fsync, os.replace
    synced, named, journals = dict[int, int](), list[tuple[str, bool]](), list[bytes]()

    def fsync(fd: int) -> None:
        real_fsync(fd)
        status = os.fstat(fd)
        synced[status.st_ino] = status.st_size

    def is_synced(path: Any, folder: int | None) -> bool:
        status = os.stat(path, dir_fd=folder)
        return synced.get(status.st_ino) == status.st_size

    def replace(path: Any, name: Any, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None) -> None:
        named.append((Path(name).name, is_synced(path, src_dir_fd)))
        if name == "manifest.json":
            named.append((f"{JOURNAL} at the end", is_synced(JOURNAL, src_dir_fd)))
            journals.append((tmp_path / "archive" / JOURNAL).read_bytes())
        real_replace(path, name, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    account = Account({"webset_0": 3, "webset_1": 0})
    call(lambda client: client.items.export("webset_0", tmp_path / "tea.csv"), handler=account)
    call(lambda client: client.items.export("webset_0", tmp_path / "tea.jsonl"), handler=account)
    archive = account.archive(call, tmp_path / "archive")

    files = ["webset.json", "items.jsonl", "items.csv"]
    lists = [f"{name}.jsonl" for name in ("monitors", "monitor_runs", "imports", "events", "webhooks")]
    expected = ["tea.csv", "tea.jsonl", JOURNAL, *files, *files, *lists, "team.json", "manifest.json"]
    assert sorted(named) == sorted((name, True) for name in [*expected, f"{JOURNAL} at the end"])
    assert archive.is_complete
    assert journals[0].count(b"\n") == 8  # the header, two Websets, four lists and the team
