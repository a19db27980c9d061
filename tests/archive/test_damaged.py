"""Damaged manifests and journals: a clear error or problem, never a traceback, and a part that is archived again."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from exa_websets import ArchiveProgress, verify_archive
from support.archives import Account, files, manifest
from support.caller import Caller

SYNC = Caller("sync")
ACCOUNT = Account({"webset_0": 3})
JOURNAL, MANIFEST = ".archive.jsonl", "manifest.json"
WEBSET = "websets/webset_0/webset.json"
DEEP = b"[" * 200_000


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished archive, which is only read."""
    path = tmp_path_factory.mktemp("whole")
    ACCOUNT.archive(SYNC, path)
    return path


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that was interrupted after some parts, which is only read."""

    def interrupt(progress: ArchiveProgress) -> None:
        if progress.part == "webhooks":
            raise KeyboardInterrupt

    path = tmp_path_factory.mktemp("started")
    with pytest.raises(KeyboardInterrupt):
        ACCOUNT.archive(SYNC, path, on_progress=interrupt, concurrency=1)
    return path


def part_of(document: dict[str, Any]) -> dict[str, Any]:
    """Return the part of the Webset in a manifest."""
    parts: dict[str, dict[str, Any]] = document["parts"]
    return next(part for part in parts.values() if part["webset"])


EMPTY = {"sha256": "", "bytes": 0, "records": 0}
# Each key of a part, or of the description of a file in it, with values that do not fit it.
IN_A_PART: dict[str, list[Any]] = {
    "webset": [5, ["webset_0"], True],
    "isFinal": ["yes", None, 1],
    "files": [None, [], 5, "x", {WEBSET: None}, {WEBSET: []}, {WEBSET: "x"}, {"../x": EMPTY}, {"": EMPTY}],
}
IN_A_FILE: dict[str, list[Any]] = {"sha256": [None, 5], "bytes": ["5", 5.0, True, None], "records": ["1", 1.0, False]}
MISSING = object()


def changed(document: dict[str, Any], key: str, value: Any) -> None:
    if value is MISSING:
        del document[key]
    else:
        document[key] = value


PART_DAMAGES = [
    pytest.param(where, key, value, id=f"{key}: {'missing' if value is MISSING else json.dumps(value)}")
    for where, damages in (("part", IN_A_PART), ("file", IN_A_FILE))
    for key, values in damages.items()
    for value in [MISSING, *values]
]


def damage(part: dict[str, Any], where: str, key: str, value: Any) -> None:
    """Change a part, or the description of a file in it."""
    changed(part if where == "part" else part["files"][WEBSET], key, value)


@pytest.mark.parametrize(("where", "key", "value"), PART_DAMAGES)
def test_a_part_of_the_manifest(where: str, key: str, value: Any, whole: Path, tmp_path: Path) -> None:
    """`verify_archive` reports it, and the next run archives the part again."""
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    document = manifest(whole)
    damage(part_of(document), where, key, value)
    (tmp_path / MANIFEST).write_text(json.dumps(document), "utf-8")

    [problem] = verify_archive(tmp_path).problems
    assert problem.startswith(f"{MANIFEST} cannot be read: ")
    assert ACCOUNT.archive(SYNC, tmp_path).is_complete
    assert files(tmp_path) == files(whole)


def test_the_other_parts_of_the_manifest(tmp_path: Path) -> None:
    """A part that cannot be read does not take another one along, whose Webset may be deleted by now."""
    Account({"webset_0": 3, "webset_1": 1}).archive(SYNC, tmp_path)
    document = manifest(tmp_path)
    damage(part_of(document), "part", "files", None)
    (tmp_path / MANIFEST).write_text(json.dumps(document), "utf-8")

    archive = ACCOUNT.archive(SYNC, tmp_path)
    assert (archive.gone, archive.counts["websets"]) == (("webset_1",), 2)
    assert verify_archive(tmp_path).problems == ()


@pytest.mark.parametrize(("where", "key", "value"), PART_DAMAGES)
def test_a_line_of_the_journal(where: str, key: str, value: Any, started: Path, whole: Path, tmp_path: Path) -> None:
    """A part that cannot be read is archived again, and the others are not."""
    shutil.copytree(started, tmp_path, dirs_exist_ok=True)
    header, first, *others = (started / JOURNAL).read_bytes().splitlines()
    line = json.loads(first)
    damage(line, where, key, value)
    (tmp_path / JOURNAL).write_bytes(b"\n".join([header, json.dumps(line).encode(), *others, b""]))

    asked: list[str] = []
    account = Account(ACCOUNT.websets, on_request=lambda request: asked.append(request.url.path))
    assert account.archive(SYNC, tmp_path).is_complete
    assert any(path.endswith("/items") for path in asked)
    assert files(tmp_path) == files(whole)


def test_a_line_of_the_journal_without_files(started: Path, whole: Path, tmp_path: Path) -> None:
    """The part is archived again."""
    shutil.copytree(started, tmp_path, dirs_exist_ok=True)
    header, first, *others = (started / JOURNAL).read_bytes().splitlines()
    line = json.dumps({**json.loads(first), "files": {}}).encode()
    (tmp_path / JOURNAL).write_bytes(b"\n".join([header, line, *others, b""]))
    assert ACCOUNT.archive(SYNC, tmp_path).is_complete
    assert files(tmp_path) == files(whole)


LINES = [b"", b"null", b"5", b"[]", b"{}", b'"x"', b'{"part": ', b'{"part": 5}', b'{"part": ["x"]}', b"\xff", DEEP]


@pytest.mark.parametrize("line", LINES, ids=lambda line: repr(line[:12]))
def test_a_line_that_is_not_a_part(line: bytes, started: Path, whole: Path, tmp_path: Path) -> None:
    """It is ignored, and what the journal lists besides is not archived again."""
    shutil.copytree(started, tmp_path, dirs_exist_ok=True)
    header, *parts = (started / JOURNAL).read_bytes().splitlines()
    if line.startswith(b'{"part": [') or line == b'{"part": 5}':
        line = json.dumps({**json.loads(parts[0]), **json.loads(line)}).encode()
    (tmp_path / JOURNAL).write_bytes(b"\n".join([header, line, *parts, b""]))

    asked: list[str] = []
    account = Account(ACCOUNT.websets, on_request=lambda request: asked.append(request.url.path))
    assert account.archive(SYNC, tmp_path).is_complete
    assert not any(path.endswith("/items") for path in asked)
    assert files(tmp_path) == files(whole)


HEADERS = {
    "empty": b"",
    "another version": b'{"kind": "exa-websets archive", "version": 2}',
    "another kind": b'{"kind": "something else", "version": 1}',
    "a list": b"[]",
    "not JSON": b"{",
    "not UTF-8": b"\xff\xfe",
    "nested too deeply": DEEP,
}


@pytest.mark.parametrize("content", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("name", [MANIFEST, JOURNAL])
def test_a_header(name: str, content: bytes, started: Path, whole: Path, tmp_path: Path) -> None:
    """The directory is not taken for an archive: the error names it, and nothing in it changes."""
    shutil.copytree(whole if name == MANIFEST else started, tmp_path, dirs_exist_ok=True)
    lines = (tmp_path / name).read_bytes().splitlines()[1:] if name == JOURNAL else []
    (tmp_path / name).write_bytes(b"\n".join([content, *lines]))
    before = files(tmp_path)

    reason = f": {MANIFEST} cannot be read, " if name == MANIFEST else ": '"
    with pytest.raises(FileExistsError, match=f"the directory exists and is not an archive{reason}") as caught:
        ACCOUNT.archive(SYNC, tmp_path)
    assert caught.value.filename == str(tmp_path)
    [problem] = verify_archive(tmp_path).problems
    assert problem.startswith(f"{MANIFEST} {'cannot be read: ' if name == MANIFEST else 'is missing: '}")
    assert files(tmp_path) == before


@pytest.mark.parametrize("name", [MANIFEST, JOURNAL])
def test_one_that_is_too_large(name: str, started: Path, whole: Path, tmp_path: Path) -> None:
    """It is not read into memory."""
    shutil.copytree(whole if name == MANIFEST else started, tmp_path, dirs_exist_ok=True)
    os.truncate(tmp_path / name, (256 << 20) + 1)  # sparse: it needs no space on the disk
    with pytest.raises(FileExistsError, match=f"{name} cannot be read, it is larger than 256 MiB"):
        ACCOUNT.archive(SYNC, tmp_path)


NOT_OBJECTS: list[Any] = [MISSING, None, [], 5, "x"]
IN_THE_MANIFEST: dict[str, list[Any]] = {
    "parts": [*NOT_OBJECTS, {"x": None}],
    "counts": [*NOT_OBJECTS, {"items": None}, {"items": "x"}, {"items": 1e999}],
    "failed": NOT_OBJECTS,
}


@pytest.mark.parametrize(
    ("key", "value"),
    [(key, value) for key, values in IN_THE_MANIFEST.items() for value in values],
    ids=lambda value: "missing" if value is MISSING else json.dumps(value),
)
def test_another_entry_of_the_manifest(key: str, value: Any, whole: Path, tmp_path: Path) -> None:
    """`verify_archive` reports it, and the next run writes a new manifest."""
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    document = manifest(whole)
    changed(document, key, value)
    (tmp_path / MANIFEST).write_text(json.dumps(document), "utf-8")

    [problem] = verify_archive(tmp_path).problems
    assert problem.startswith(f"{MANIFEST} cannot be read: ")
    assert ACCOUNT.archive(SYNC, tmp_path).is_complete
    assert files(tmp_path) == files(whole)
