"""`generated/` can be reproduced from its sources on any machine, and differences are detected."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from description.bundle import to_json
from generation.generators import compare
from support.openapi_document import document
from support.paths import ROOT

pytestmark = pytest.mark.packaging

GENERATED = ROOT / "generated"
PACKAGE = GENERATED / "exa_websets_generated"
SYNC = ROOT / "overrides" / "exa_websets" / "_sync"
FILES = sorted(path for path in GENERATED.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
MODULES = [path for path in FILES if path.suffix == ".py"]


def regenerate(root: Path, *options: str, seed: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the program in a checkout, with a hash seed."""
    command = [sys.executable, str(root / "scripts"), "generation.regenerate", *options]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the files that a regeneration reads and writes."""
    for folder in ("openapi", "scripts", "generated", "overrides"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_a_stale_tree_is_named_and_mended(checkout: Path) -> None:
    """`--check` reports each changed, missing and added file, and the command that restores them byte for byte.

    Every other file is identical to that of the checkout, with two hash seeds and in another location: a regeneration
    is deterministic, and the checkout is up to date. `scripts/test` runs `--check` in the checkout itself.
    """
    package = checkout / "generated" / PACKAGE.name
    webset = package / "models" / "webset.py"
    webset.write_text(webset.read_text().replace('"webset"', '"Webset"'))
    (package / "py.typed").unlink()
    (package / "models" / "left_over.py").write_text("")
    sync = checkout / "overrides" / "exa_websets" / "_sync"
    (sync / "transport.py").write_text("")
    stale = regenerate(checkout, "--check", seed=2)
    assert stale.returncode == 1
    assert stale.stderr.splitlines() == [
        "generated/ differs from what openapi/ and scripts/generation/templates/ generate:",
        "  missing: exa_websets_generated/py.typed",
        "  not generated: exa_websets_generated/models/left_over.py",
        "  differs: exa_websets_generated/models/webset.py",
        "overrides/exa_websets/_sync/ differs from what overrides/exa_websets/_async/ derives to:",
        "  differs: transport.py",
        "Do not edit overrides/exa_websets/_sync/; edit overrides/exa_websets/_async/ instead.",
        "Run scripts/regenerate and commit the result.",
    ]
    assert not (package / "py.typed").exists()
    mended = regenerate(checkout, seed=3)
    assert (mended.returncode, mended.stderr) == (0, "")
    assert compare(checkout / "generated", GENERATED) == []
    assert compare(sync, SYNC) == []


def test_a_rule_that_derives_nothing_is_rejected(checkout: Path) -> None:
    """An unused rule of the derivation is reported, so that the list stays current."""
    rules = checkout / "scripts" / "generation" / "derive_sync.py"
    head = "    for pattern, replacement in (\n"
    rules.write_text(rules.read_text().replace(head, head + '        ("no such word", ""),\n'))
    done = regenerate(checkout, "--check")
    assert done.returncode == 1
    assert done.stderr.endswith("delete them:\n  no such word\n")


def test_code_that_cannot_be_derived_is_rejected(checkout: Path) -> None:
    """A module with a syntax error is reported with the line and the reason, and nothing is derived from it."""
    source = checkout / "overrides" / "exa_websets" / "_async" / "poll.py"
    line = len(source.read_text().splitlines()) + 2
    source.write_text(source.read_text() + "\nasync def\n")
    done = regenerate(checkout)
    assert done.returncode == 1
    assert done.stderr == f"scripts/regenerate: overrides/exa_websets/_async/poll.py:{line}: invalid syntax\n"
    assert compare(checkout / "overrides" / "exa_websets" / "_sync", SYNC) == []


def test_an_invalid_openapi_document_is_rejected_with_a_sentence(checkout: Path) -> None:
    """The output has one line for each problem and their number, and `generated/` is not modified."""
    root = checkout / "openapi" / "websets.yaml"
    root.write_text(root.read_text().replace("operationId: websets-cancel", "operationId: [websets-cancel]"))
    done = regenerate(checkout)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        r"openapi/websets\.yaml:\d+: POST /v0/websets/\{id\}/cancel: operationId: is a list; write a string\n"
        "scripts/regenerate: a problem in openapi/; nothing was written\n",
        done.stderr,
    )
    assert compare(checkout / "generated", GENERATED) == []


def test_a_dangling_reference_is_rejected_with_a_sentence(checkout: Path) -> None:
    """A dangling reference is named in the message."""
    root = checkout / "openapi" / "websets.yaml"
    root.write_text(root.read_text().replace("schemas/WebsetStatus", "schemas/WebsetState"))
    done = regenerate(checkout, "--check")
    assert done.returncode == 1
    assert re.match(
        r"openapi/websets\.yaml:\d+: schema Webset: property status: anyOf\[0\]: \$ref: "
        "'#/components/schemas/WebsetState' does not exist; ",
        done.stderr,
    )
    assert "Traceback" not in done.stderr


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_each_difference_of_two_trees_is_found(tmp_path: Path) -> None:
    """Missing, extra and changed files are reported at any depth, in order; caches are ignored."""
    same = {"same": "1", "deep/same": "1"}
    committed = write(tmp_path / "a", {**same, "changed": "1", "deep/changed": "1", "old": "", "__pycache__/x": ""})
    fresh = write(
        tmp_path / "b", {**same, "changed": "2", "deep/changed": "1\n", "deep/new": "", "a/__pycache__/y": ""}
    )
    assert compare(committed, fresh) == [
        "missing: deep/new",
        "not generated: old",
        "differs: changed",
        "differs: deep/changed",
    ]
    assert compare(fresh, fresh) == []


def test_a_tree_that_is_not_there_is_all_missing(tmp_path: Path) -> None:
    """Before the first generation, every file is reported as missing."""
    assert compare(tmp_path / "none", write(tmp_path / "b", {"x": "1"})) == ["missing: x"]


def test_the_stamp_names_the_description_and_the_tools() -> None:
    """`stamp.json` has the hash of the bundle's canonical text and the versions pinned in pyproject.toml."""
    pins = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]["generate"]
    exact = dict(pin.split("==") for pin in pins if "==" in pin)
    assert exact.keys() == {"openapi-python-client", "datamodel-code-generator", "ruff"}
    assert json.loads((PACKAGE / "stamp.json").read_text()) == {
        "document_version": document()["info"]["version"],
        "document_sha256": hashlib.sha256(to_json(document()).encode()).hexdigest(),
        **exact,
    }


def test_generated_files_contain_no_times_and_paths() -> None:
    """No file contains a time of day, a path of a machine, or the address of an object."""
    telling = re.compile(rb"\d\d:\d\d:\d\d|/(home|root|tmp|work|Users)/|[A-Z]:\\\\|0x[0-9a-f]{6,}")
    assert len(FILES) > 80
    found = {path.name: match[0] for path in FILES if (match := telling.search(path.read_bytes()))}
    assert found == {}


def test_the_tree_is_the_same_on_every_system() -> None:
    """Files are UTF-8 with line feeds, and tools leave no files of their own."""
    assert {path.suffix for path in FILES} == {".py", ".json", ".md", ".typed"}
    for path in FILES:
        assert b"\r" not in path.read_bytes()
        path.read_text(encoding="utf-8", errors="strict")


def test_generated_files_are_marked_for_reviewers() -> None:
    """GitHub collapses generated files in a review, because .gitattributes marks them."""
    lines = (ROOT / ".gitattributes").read_text().splitlines()
    assert {"generated/** linguist-generated=true", "overrides/exa_websets/_sync/** linguist-generated=true"} <= {
        *lines
    }


def test_the_package_is_typed() -> None:
    """The package has an empty `py.typed`, so users' type checkers read its annotations."""
    assert (PACKAGE / "py.typed").read_bytes() == b""


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_generated_code_can_be_moved(module: Path) -> None:
    """A generated module imports its own package relatively and never the hand-written one, so it can be vendored."""
    named: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            named.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            named.add(node.module or "")
        elif isinstance(node, ast.ImportFrom):
            assert node.level <= len(module.relative_to(PACKAGE).parts)
    foreign = {name.partition(".")[0] for name in named} - sys.stdlib_module_names
    assert foreign <= {"attrs", "httpx", "pydantic", "typing_extensions"}
