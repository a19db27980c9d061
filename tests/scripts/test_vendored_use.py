"""A vendored copy behaves like the installed packages, wherever it is."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from exa_websets import WebsetsClient
from support.caller import KEY
from support.paths import DATA, ROOT, TESTS
from support.vendored_copies import PACKAGE, renamed, run_alone, run_with, vendor

pytestmark = pytest.mark.packaging

CONSUMER = (DATA / "vendor" / "consumer.py").read_text()
CORE_TESTS = (
    "http/test_ids.py::test_every_other_id_arrives_quoted",
    "http/test_ids.py::test_the_raw_layer_rejects_the_same_ids",
    "http/test_errors_by_status.py::test_errors_survive_a_pickle",
    "http/test_errors_by_status.py::test_both_forms_of_an_error_body_give_message_request_id_and_body",
    "http/test_raw_layer.py",
    "websets/test_stop_rules.py",
    "websets/test_cancel_and_wait.py::test_a_running_webset_is_canceled_with_one_request",
)
EXTRAS = ("click", "rich", "fastapi", "uvicorn", "pydantic", "cronsim", "pytest")
IMPORT_ALL = f"""
import importlib, pkgutil
from {PACKAGE} import exa_websets, exa_websets_generated, tea
modules = [
    importlib.import_module(module.name).__name__
    for package in (exa_websets, exa_websets_generated)
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    if not module.name.endswith(".__main__")
]
print(len(modules))
"""


@pytest.fixture(scope="module")
def monorepo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a program, the copy, and another vendored package."""
    root = tmp_path_factory.mktemp("monorepo")
    for package in ("acme", "acme/app", "acme/third_party", "acme/third_party/tea"):
        (root / package).mkdir()
        (root / package / "__init__.py").touch()
    done = vendor(root / "acme" / "third_party", "--package", PACKAGE)
    assert (done.returncode, done.stderr) == (0, "")
    (root / "acme" / "app" / "consumer.py").write_text(renamed(CONSUMER))
    (root / "acme" / "app" / "imports.py").write_text(IMPORT_ALL)
    return root


@pytest.fixture
def finished(websets_emulator: Any) -> str:
    """A Webset whose search is finished."""
    with WebsetsClient(KEY, base_url=websets_emulator.base_url) as client:
        webset = client.websets.create(
            {"search": {"query": "makers of tea", "count": 3, "entity": {"type": "company"}}}
        )
    websets_emulator.advance(600)
    return webset.id


def expected(emulator: Any, finished: str) -> dict[str, object]:
    with WebsetsClient(KEY, base_url=emulator.base_url) as client:
        items = [item.properties.to_dict()["company"]["name"] for item in client.items.list_all(finished)]
    assert items
    return {
        "status": "idle",
        "reasons": ["webset_canceled"],
        "finished": True,
        "missed": 404,
        "raw": 200,
        "items": items,
    }


def test_a_program_runs_with_the_copy_alone(monorepo: Path, finished: str, websets_emulator: Any) -> None:
    """A program that uses the copy runs where no other `exa_websets` can be imported."""
    done = run_alone("acme.app.consumer", websets_emulator.base_url, finished, roots=[monorepo])

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == expected(websets_emulator, finished)


def test_a_program_is_checked_strictly_with_the_copy(monorepo: Path) -> None:
    """`mypy --strict` finds no errors in the program or in what it imports from the copy."""
    arguments = ("--strict", "--cache-dir=/dev/null", "-m", "acme.app.consumer")
    done = run_with([monorepo], "-m", "mypy", *arguments)

    assert (done.returncode, done.stdout) == (0, "Success: no issues found in 1 source file\n"), done.stdout


def test_every_module_is_imported_under_the_new_name(monorepo: Path) -> None:
    """Every module of the copy can be imported without the original names."""
    done = run_alone("acme.app.imports", roots=[monorepo])

    assert done.returncode == 0, done.stderr
    modules = [*(monorepo / "acme" / "third_party").glob("exa_websets*/**/*.py")]
    mains = [path for path in modules if path.name == "__main__.py"]
    assert int(done.stdout) == len(modules) - len(mains) - 2


def test_the_core_needs_no_extra(tmp_path: Path) -> None:
    """Every module of a core copy can be imported without any extras."""
    folder = tmp_path / "acme" / "third_party"
    (folder / "tea").mkdir(parents=True)
    assert vendor(folder, "--package", PACKAGE, "--core").returncode == 0
    (tmp_path / "imports.py").write_text(f"import sys\nsys.modules.update(dict.fromkeys({EXTRAS}))\n{IMPORT_ALL}")
    done = run_alone("imports", roots=[tmp_path])

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100


@pytest.mark.parametrize(
    ("room", "argument", "words"), [("cli", "--version", "API document of"), ("emulator", "--help", "--port")]
)
def test_the_programs_run_under_the_new_name(monorepo: Path, room: str, argument: str, words: str) -> None:
    """The command line and the emulator start as modules of the copy."""
    done = run_alone(f"{PACKAGE}.exa_websets.{room}", argument, roots=[monorepo])

    assert (done.returncode, words in done.stdout) == (0, True), done.stderr


def test_our_own_tests_pass_under_the_new_name(monorepo: Path) -> None:
    """Our tests of ids, errors, pickles, the raw layer and the fixture pass with the copy."""
    tests = monorepo / "tests"
    shutil.copytree(TESTS, tests, ignore=shutil.ignore_patterns("__pycache__", "__snapshots__"))
    (monorepo / "openapi").symlink_to(ROOT / "openapi")
    for path in tests.rglob("*.py"):
        path.write_text(renamed(path.read_text()))
    (monorepo / "pytest.ini").write_text("[pytest]\nmarkers =\n    trio\n    on_trio\n")
    done = run_alone(
        "pytest",
        *("-q", "-p", "no:cacheprovider", "-p", f"{PACKAGE}.exa_websets.pytest_plugin"),
        *("-W", "error", "--assert=plain", "--import-mode=importlib", "--rootdir", str(monorepo)),
        *(f"tests/{name}" for name in CORE_TESTS),
        roots=[monorepo, tests, ROOT / "scripts"],
    )

    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"^(\d+) passed in ", done.stdout, re.MULTILINE)
    assert passed, done.stdout
    assert int(passed[1]) > 60


def test_two_source_roots_need_no_rewriting(finished: str, websets_emulator: Any, tmp_path: Path) -> None:
    """The packages find each other without changes if each is on its own source root."""
    assert vendor(tmp_path / "hand").returncode == 0
    (tmp_path / "machine").mkdir()
    shutil.move(tmp_path / "hand" / "exa_websets_generated", tmp_path / "machine")
    (tmp_path / "hand" / "consumer.py").write_text(f"{CONSUMER}\nimport exa_websets\nprint(exa_websets.__file__)\n")
    done = run_with([tmp_path / "hand", tmp_path / "machine"], "-m", "consumer", websets_emulator.base_url, finished)

    assert done.returncode == 0, done.stderr
    answer, place = done.stdout.splitlines()
    assert json.loads(answer) == expected(websets_emulator, finished)
    assert Path(place) == tmp_path / "hand" / "exa_websets" / "__init__.py"
