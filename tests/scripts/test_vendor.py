"""`scripts/vendor` creates a copy, reports what it did, and updates the copy without losing an edit."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from exa_websets import __version__
from support.paths import ROOT
from support.vendored_copies import PACKAGE, checkout, vendor

pytestmark = pytest.mark.packaging

SOURCES = {"exa_websets": ROOT / "overrides", "exa_websets_generated": ROOT / "generated"}
WRITTEN = {"exa_websets/LICENSE", "exa_websets/VENDORED.md"}
MANIFEST = "exa_websets/vendored.json"
EXTRA = "exa_websets/cli/_app.py"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the copy and another vendored package."""
    folder = tmp_path / "acme" / "third_party"
    (folder / "tea").mkdir(parents=True)
    (folder / "tea" / "__init__.py").write_text("kettle = 1\n")
    assert vendor(folder, "--package", PACKAGE).returncode == 0
    return folder


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A checkout with a later version."""
    root = checkout(tmp_path / "newer")
    (root / "overrides" / "exa_websets" / "_version.py").write_text('__version__ = "99.0.0"\n')
    return root


def copied(folder: Path) -> dict[str, bytes]:
    """Return every file of a copy except its manifest."""
    files = [path for name in SOURCES for path in (folder / name).rglob("*") if path.is_file()]
    assert len(files) > 100
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files if path != folder / MANIFEST}


def source(name: str) -> bytes:
    return (SOURCES[name.partition("/")[0]] / name).read_bytes()


def read(manifest: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(manifest.read_bytes())
    return content


def test_four_lines_differ_from_the_sources(folder: Path) -> None:
    """The copy is identical to both packages, except for the line that imports the other package in four modules."""
    files = copied(folder)
    changed = {name: content for name, content in files.items() if name not in WRITTEN and content != source(name)}

    assert sorted(changed) == [f"exa_websets/{name}.py" for name in ("_generated", "models", "params", "pydantic")]
    for name, content in changed.items():
        old, new = source(name).decode().splitlines(), content.decode().splitlines()
        [(was, now)] = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
        assert now == was.replace("from exa_websets_generated", f"from {PACKAGE}.exa_websets_generated")


def test_the_folder_gets_two_packages_and_nothing_else(folder: Path) -> None:
    """License, note and manifest are inside the package, other packages are not modified, and caches are not copied."""
    assert {path.name for path in folder.iterdir()} == {"tea", *SOURCES}
    assert (folder / "tea" / "__init__.py").read_text() == "kettle = 1\n"
    assert (folder / "exa_websets" / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert not [name for name in copied(folder) if "__pycache__" in name or name.endswith(".pyc")]


def test_a_source_root_gets_the_packages_as_they_are(tmp_path: Path) -> None:
    """Without `--package`, every file is copied unchanged."""
    assert vendor(tmp_path / "third_party").returncode == 0
    files = copied(tmp_path / "third_party")
    tracked = [
        path.relative_to(home).as_posix()
        for name, home in SOURCES.items()
        for path in (home / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]

    assert files.keys() - WRITTEN == {*tracked}
    assert all(content == source(name) for name, content in files.items() if name not in WRITTEN)
    assert read(tmp_path / "third_party" / MANIFEST)["package"] is None
    assert "\n- Changed: nothing.\n" in files["exa_websets/VENDORED.md"].decode()


def test_the_manifest_has_the_hash_of_every_file(folder: Path) -> None:
    """It lists the version, document, package and sorted files, and is the same for every identical copy."""
    files = copied(folder)
    stamp = json.loads(source("exa_websets_generated/stamp.json"))

    assert read(folder / MANIFEST) == {
        "version": __version__,
        "document_sha256": stamp["document_sha256"],
        "package": PACKAGE,
        "core": False,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    assert [*read(folder / MANIFEST)["files"]] == sorted(files)
    first = (folder / MANIFEST).read_bytes()
    shutil.rmtree(folder)
    vendor(folder, "--package", PACKAGE)
    assert (folder / MANIFEST).read_bytes() == first


def test_the_note_explains_the_copy(folder: Path) -> None:
    """The note has ten lines with the version, the document, the changes, the requirements and how to update."""
    note = (folder / "exa_websets" / "VENDORED.md").read_text()
    stamp = json.loads(source("exa_websets_generated/stamp.json"))

    assert len(note.splitlines()) == 10
    for words in (
        __version__,
        stamp["document_sha256"],
        f"`{PACKAGE}.exa_websets_generated`",
        "one line in each of `_generated.py`, `models.py`, `params.py`, `pydantic.py`",
        "`attrs>=22.2`",
        "scripts/vendor DEST --update",
    ):
        assert words in note


def test_missing_inits_are_reported_and_not_created(tmp_path: Path) -> None:
    """The other repository decides whether the parent folders are namespace packages."""
    folder = tmp_path / "acme" / "third_party"
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    done = vendor(folder, "--package", PACKAGE)

    assert done.stdout.splitlines()[1].startswith(f"no __init__.py in {tmp_path / 'acme'}: Python treats these")
    assert not (tmp_path / "acme" / "__init__.py").exists()


def test_check_names_what_was_edited_added_and_removed(folder: Path) -> None:
    """A fresh copy passes, even with caches and build files in it; each change is listed, and the exit code is 1."""
    (folder / "exa_websets" / "BUILD.bazel").write_text("py_library()\n")
    (folder / "exa_websets" / "__pycache__").mkdir()
    (folder / "exa_websets" / "__pycache__" / "_ids.cpython-311.pyc").touch()
    done = vendor(folder, "--check")
    assert (done.returncode, done.stderr) == (0, "")

    (folder / "exa_websets" / "_http/retries.py").write_text("tries = 0\n")
    (folder / "exa_websets_generated" / "more.py").touch()
    (folder / "exa_websets" / "LICENSE").unlink()
    done = vendor(folder, "--check")

    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "  removed: exa_websets/LICENSE",
        "  edited: exa_websets/_http/retries.py",
        "  added: exa_websets_generated/more.py",
    ]


def test_update_keeps_edits_unless_it_is_forced(folder: Path) -> None:
    """An update lists local edits and writes nothing; `--force` reverts them and keeps added files."""
    edited, removed, added = (folder / "exa_websets" / name for name in ("_http/retries.py", "_errors.py", "more.py"))
    edited.write_text("tries = 0\n")
    removed.unlink()
    added.write_text("more = 1\n")
    done = vendor(folder, "--update")

    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "  removed: exa_websets/_errors.py",
        "  edited: exa_websets/_http/retries.py",
    ]
    assert edited.read_text() == "tries = 0\n"
    assert not removed.exists()

    assert vendor(folder, "--update", "--force").returncode == 0
    assert edited.read_bytes() == source("exa_websets/_http/retries.py")
    assert removed.read_bytes() == source("exa_websets/_errors.py")
    assert added.read_text() == "more = 1\n"


def test_a_copy_is_updated_to_a_newer_version(folder: Path, newer: Path) -> None:
    """Files are added, changed and removed with their folders, and unchanged files are not written."""
    hand = newer / "overrides" / "exa_websets"
    (hand / "_http/retries.py").write_text("tries = 9\n")
    (hand / "_new.py").write_text("from exa_websets_generated import models\n")
    (hand / "_drift/detection.py").unlink()
    shutil.rmtree(hand / "cli")
    (folder / "exa_websets" / "cli" / "__pycache__").mkdir()
    (folder / "exa_websets" / "_http/retries.py").write_text("tries = 9\n")  # as after an interrupted update
    same = folder / "exa_websets_generated" / "client.py"
    before = same.stat()
    done = vendor(folder, "--update", root=newer)

    assert done.returncode == 0, done.stderr
    assert f"{__version__} to 99.0.0 in {folder}: 3 files written" in done.stdout
    assert (folder / "exa_websets" / "_new.py").read_text() == f"from {PACKAGE}.exa_websets_generated import models\n"
    assert not (folder / "exa_websets" / "_drift/detection.py").exists()
    assert not (folder / "exa_websets" / "cli").exists()
    assert (same.stat().st_ino, same.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert read(folder / MANIFEST)["version"] == "99.0.0"
    assert vendor(folder, "--check").returncode == 0
    assert (folder / "tea" / "__init__.py").exists()


def test_an_edited_file_that_vanishes_is_not_lost(folder: Path, newer: Path) -> None:
    """An update neither removes an edited file nor overwrites an added one."""
    (newer / "overrides" / "exa_websets" / "_drift/detection.py").unlink()
    (newer / "overrides" / "exa_websets" / "more.py").write_text("theirs = 1\n")
    (folder / "exa_websets" / "_drift/detection.py").write_text("mine = 1\n")
    (folder / "exa_websets" / "more.py").write_text("mine = 1\n")
    done = vendor(folder, "--update", root=newer)

    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == ["  edited: exa_websets/_drift/detection.py", "  added: exa_websets/more.py"]
    assert (folder / "exa_websets" / "more.py").read_text() == "mine = 1\n"


def test_a_copy_of_the_core_stays_one_unless_requested(folder: Path) -> None:
    """`--core` and `--no-core` remove and restore the parts that need an extra; a plain update keeps the choice."""
    for arguments, there in (("--core",), False), ((), False), (("--no-core",), True), ((), True):
        assert vendor(folder, "--update", *arguments).returncode == 0
        assert (folder / EXTRA).exists() is there
        assert (EXTRA in read(folder / MANIFEST)["files"]) is there
        assert (folder / "exa_websets" / "_errors.py").exists()


def test_a_copy_can_be_moved(folder: Path, tmp_path: Path) -> None:
    """After a move, an update with `--package` sets the new name of the package."""
    moved = tmp_path / "vendor"
    folder.rename(moved)
    assert vendor(moved, "--update").stderr.startswith(f"scripts/vendor: {moved} cannot be the package {PACKAGE}:")
    assert vendor(moved, "--update", "--package", "vendor").returncode == 0

    assert "from vendor.exa_websets_generated" in (moved / "exa_websets" / "params.py").read_text()


def test_the_command_needs_python_and_nothing_else(newer: Path, tmp_path: Path) -> None:
    """The launcher works in a fresh checkout, from any folder, without creating an environment."""
    command = [str(newer / "scripts" / "vendor"), "third_party"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    assert done.stdout.startswith(f"copied exa-websets 99.0.0 to {tmp_path / 'third_party'}:")
    assert not (newer / ".venv").exists()
