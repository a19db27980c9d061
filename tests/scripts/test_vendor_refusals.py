"""`scripts/vendor` rejects what it cannot do with one line, and writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support.paths import ROOT
from support.vendored_copies import checkout, vendor

MANIFEST = "exa_websets/vendored.json"


def broken(content: bytes) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "exa_websets").mkdir(parents=True)
        (folder / MANIFEST).write_bytes(content)

    return write


def outside(name: str) -> Callable[[Path], None]:
    manifest = {"version": "1", "document_sha256": "", "package": None, "core": False, "files": {name: ""}}
    return broken(json.dumps(manifest).encode())


def occupied(folder: Path) -> None:
    (folder / "exa_websets_generated").mkdir(parents=True)


def linked(folder: Path) -> None:
    folder.mkdir()
    (folder / "exa_websets").symlink_to(ROOT / "overrides" / "exa_websets")


@pytest.mark.parametrize(
    ("prepare", "arguments", "words"),
    [
        (Path.mkdir, ("--package", "acme.third-party"), "is not the dotted name of a package"),
        (Path.mkdir, ("--package", "acme.class"), "is not the dotted name of a package"),
        (Path.mkdir, ("--package", ""), "is not the dotted name of a package"),
        (Path.mkdir, ("--package", "acme.other"), "does not end in acme/other"),
        (Path.mkdir, ("--force",), "--force requires --update"),
        (Path.mkdir, ("--check", "--core"), "--check cannot be combined with --package or --core"),
        (Path.mkdir, ("--check",), "has no vendored copy"),
        (Path.mkdir, ("--update",), "has no vendored copy"),
        (Path.touch, ("--check",), "has no vendored copy"),
        (Path.touch, (), "is not a folder"),
        (occupied, (), "exa_websets_generated already exists and is not a vendored copy; nothing was written"),
        (linked, (), "is inside the packages of this checkout"),
        (broken(b"{}"), (), "already has a vendored copy; use --update"),
        (broken(b"[1]"), ("--update",), "is not a manifest of a vendored copy"),
        (broken(b"\xff\xfe{"), ("--check",), "vendored.json cannot be read"),
        (broken(b'{"version": '), ("--update", "--force"), "vendored.json cannot be read"),
        (outside("exa_websets/../../tea.py"), ("--update", "--force"), "is not a manifest of a vendored copy"),
        (outside("/tmp/tea.py"), ("--update",), "is not a manifest of a vendored copy"),
    ],
)
def test_impossible_requests_are_rejected(
    prepare: Callable[[Path], None], arguments: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    """One line gives the reason, the exit code is 2, and nothing is written."""
    prepare(tmp_path / "acme")
    before = sorted(tmp_path.rglob("*"))
    assert tmp_path / "acme" in before
    done = vendor(tmp_path / "acme", *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_a_copy_inside_the_checkout_is_rejected(tmp_path: Path) -> None:
    """A copy cannot be created inside the packages it would be copied from."""
    root = checkout(tmp_path / "checkout")
    for place in ("overrides", "generated", "overrides/exa_websets/emulator", "generated/new"):
        done = vendor(root / place, root=root)
        assert (done.returncode, "is inside the packages of this checkout" in done.stderr) == (2, True)
    assert not (root / "generated" / "new").exists()
