"""Files of `items.export` appear complete or not at all, and are written in constant memory."""

from __future__ import annotations

import json
import os
import resource
import stat
import tracemalloc
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from exa_websets import APIConnectionError, InternalServerError, NotFoundError, ResponseValidationError
from support.caller import Caller
from support.item_pages import WEBSET, ItemPages, enrichment, item, result


def broken(*_: Any) -> httpx.Response:
    raise httpx.ReadError("made up")


FAILURES: list[tuple[Any, type[Exception]]] = [
    (lambda: httpx.Response(500), InternalServerError),
    (lambda: httpx.Response(404), NotFoundError),
    (
        lambda: httpx.Response(200, json={"data": [{"id": "witem_1"}], "hasMore": False, "nextCursor": None}),
        ResponseValidationError,
    ),
    (broken, APIConnectionError),
]


@pytest.fixture(params=[b"what was there", None], ids=["over a file", "new"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A path in a folder of its own, with and without an existing file."""
    path = tmp_path / "tea.jsonl"
    if request.param is not None:
        path.write_bytes(request.param)
    return path


def folder(path: Path) -> dict[str, bytes]:
    """Return the content of the folder of a path."""
    return {one.name: one.read_bytes() for one in path.parent.iterdir()}


@pytest.mark.parametrize(("failure", "kind"), FAILURES, ids=[kind.__name__ for _, kind in FAILURES])
def test_an_error_in_the_middle_leaves_everything_as_it_was(
    call: Caller, target: Path, failure: Any, kind: type[Exception]
) -> None:
    """After an error on a later page, an existing file is unchanged and no partial file is left."""
    before = folder(target)
    service = ItemPages([item(f"witem_{n}") for n in range(9)], on_list=lambda n: failure() if n == 2 else None)

    with pytest.raises(kind):
        call(lambda client: client.items.export("ws", target, max_retries=0), handler=service)
    assert len(service.seen) == 3
    assert folder(target) == before


def test_the_old_file_is_replaced_at_the_end(call: Caller, target: Path) -> None:
    """During the export the path has the old file or none; at the end only the new one."""
    before = folder(target)
    seen: list[dict[str, bytes]] = []
    service = ItemPages(
        [item(f"witem_{n}") for n in range(3)],
        on_list=lambda _: seen.append(
            {name: text for name, text in folder(target).items() if not name.startswith(".")}
        ),
    )
    call(lambda client: client.items.export("ws", target), handler=service)

    assert seen == [before] * 3
    assert [*folder(target)] == ["tea.jsonl"]
    assert len(target.read_bytes().splitlines()) == 3


def test_an_interrupt_leaves_everything_as_it_was(target: Path) -> None:
    """After Ctrl-C an existing file is unchanged and no partial file is left."""
    before = folder(target)

    def interrupt(lists: int) -> None:
        if lists == 2:
            raise KeyboardInterrupt

    service = ItemPages([item(f"witem_{n}") for n in range(9)], on_list=interrupt)
    with pytest.raises(KeyboardInterrupt):
        Caller("sync")(lambda client: client.items.export("ws", target), handler=service)
    assert folder(target) == before


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("lists", [0, 2, 5])
def test_a_canceled_task_leaves_everything_as_it_was(backend: Any, lists: int, target: Path) -> None:
    """After a cancellation at any page, an existing file is unchanged and no partial file is left."""
    before = folder(target)
    scopes: list[anyio.CancelScope] = []
    service = ItemPages(
        [item(f"witem_{n}") for n in range(9)], on_list=lambda n: scopes[0].cancel() if n == lists else None
    )

    async def act(client: Any) -> None:
        with anyio.CancelScope() as scope:
            scopes.append(scope)
            await client.items.export("ws", target)
        assert scope.cancelled_caught

    Caller(backend)(act, handler=service)
    assert folder(target) == before


@pytest.mark.parametrize("names", [{"e1": "boss"}, {"e1": "boss", "e2": "size"}])
def test_unknown_names_are_rejected_before_items_are_read(call: Caller, names: dict[str, str], tmp_path: Path) -> None:
    """An id in `names` that the Webset does not have raises ValueError, and no file is written."""
    service = ItemPages([item("witem_1")], [enrichment("e2", "Size")])

    with pytest.raises(ValueError, match="'e1', but the Webset has the enrichments: e2"):
        call(lambda client: client.items.export("ws", tmp_path / "tea.csv", names=names), handler=service)
    assert service.cursors == []
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("path", "arguments", "kind", "words"),
    [
        ("tea.txt", {}, ValueError, "tea.txt' ends neither in .jsonl nor in .csv"),
        ("jsonl", {}, ValueError, "neither"),
        ("tea.csv", {"format": "xlsx"}, ValueError, "'jsonl' or 'csv', not 'xlsx'"),
        ("tea.jsonl", {"names": {"e1": "boss"}}, ValueError, "names is only for CSV"),
        ("missing/tea.csv", {}, FileNotFoundError, "missing/tea.csv"),
        ("file/tea.csv", {}, NotADirectoryError, "file/tea.csv"),
        ("folder.csv", {}, FileExistsError, "the path exists and is not a regular file: .*folder.csv"),
        ("pipe.csv", {}, FileExistsError, "the path exists and is not a regular file: .*pipe.csv"),
    ],
)
def test_an_invalid_path_or_format_is_rejected_first(
    call: Caller, path: str, arguments: dict[str, Any], kind: type[Exception], words: str, tmp_path: Path
) -> None:
    """An invalid path or format raises an error before any request, and no file is left behind."""
    (tmp_path / "file").touch()
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    service = ItemPages([])

    with pytest.raises(kind, match=words):
        call(lambda client: client.items.export("ws", str(tmp_path / path), **arguments), handler=service)
    assert service.seen == []
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "folder.csv", "pipe.csv"]


def test_an_invalid_id_is_rejected(call: Caller, target: Path) -> None:
    """An id such as `..` sends no request and writes no file."""
    before = folder(target)
    service = ItemPages([])
    with pytest.raises(ValueError, match="cannot be an id"):
        call(lambda client: client.items.export("..", target), handler=service)
    assert service.seen == []
    assert folder(target) == before


@pytest.mark.parametrize("most", [0, 5000])
def test_a_full_disk_is_an_error(call: Caller, most: int, target: Path) -> None:
    """If the disk is full the export raises an error, an existing file is unchanged, and no partial file is left."""
    before = folder(target)
    service = ItemPages([item(f"witem_{n}") for n in range(9)])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            call(lambda client: client.items.export("ws", target), handler=service)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert folder(target) == before


def test_permissions_and_links_are_kept(call: Caller, tmp_path: Path) -> None:
    """The new file keeps the permissions of the old one, and a link keeps pointing to it."""
    (tmp_path / "elsewhere").mkdir()
    real, link = tmp_path / "elsewhere" / "tea.jsonl", tmp_path / "tea.jsonl"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    call(lambda client: client.items.export("ws", link), handler=ItemPages([item("witem_1")]))

    assert link.is_symlink()
    assert json.loads(real.read_bytes())["id"] == "witem_1"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert [one.name for one in real.parent.iterdir()] == ["tea.jsonl"]


def test_a_new_file_has_default_permissions(call: Caller, tmp_path: Path) -> None:
    """The permissions of a new file follow the umask of the process."""
    (tmp_path / "other").touch()
    call(lambda client: client.items.export("ws", tmp_path / "tea.jsonl"), handler=ItemPages([]))

    assert (tmp_path / "tea.jsonl").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.packaging
@pytest.mark.parametrize(("kind", "suffix"), [("sync", "jsonl"), ("asyncio", "csv")])
def test_a_large_webset_is_exported_in_flat_memory(kind: Any, suffix: str, tmp_path: Path) -> None:
    """The export of 4,000 items with long texts holds a few pages and all ids in memory."""
    path, count = tmp_path / f"tea.{suffix}", 100
    long = json.dumps({**item("NUMBER", result("e1", "a long text " * 300)), "evaluations": []})

    def handler(request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/items"):
            return httpx.Response(200, json={**WEBSET, "enrichments": [enrichment("e1", "Text")]})
        start = int(request.url.params.get("cursor", 0))
        end = start + 100
        data = ",".join(long.replace("NUMBER", f"witem_{number}") for number in range(start, end))
        cursor = "null" if end == count else f'"{end}"'
        return httpx.Response(200, content=f'{{"data": [{data}], "hasMore": true, "nextCursor": {cursor}}}')

    def written() -> int:
        number: int = Caller(kind)(lambda client: client.items.export("ws", path), handler=handler)
        return number

    assert written() == 100  # load every module before measuring
    count = 4_000
    tracemalloc.start()
    try:
        assert written() == 4_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert path.stat().st_size > 14_000_000
    assert peak < 12_000_000  # mostly garbage of httpx that has not been collected yet
