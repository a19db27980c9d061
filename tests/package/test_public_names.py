"""The public names of the package, and the cost of importing them."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys

import exa_websets
import pytest
from support.paths import ROOT
from syrupy.assertion import SnapshotAssertion

OVERRIDES = ROOT / "overrides" / "exa_websets"


def test_the_public_names(snapshot: SnapshotAssertion) -> None:
    """The public names match the snapshot, so that they change only on purpose."""
    assert sorted(exa_websets.__all__) == snapshot


def test_every_public_name_exists_and_has_a_docstring() -> None:
    """Each name in `__all__` can be imported, is listed by `dir()` and has a docstring."""
    assert exa_websets.__all__ == sorted(exa_websets.__all__)
    for name in exa_websets.__all__:
        assert getattr(exa_websets, name).__doc__
        assert name in dir(exa_websets)
    name = "nothing"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(exa_websets, name)


def test_the_names_of_the_models() -> None:
    """`dir()` lists the models, and any other name is an AttributeError."""
    models = importlib.import_module("exa_websets.models")
    assert "Webset" in dir(models)
    assert set(dir(models)) == set(models.__all__)
    with pytest.raises(AttributeError, match=r"module 'exa_websets.models' has no attribute 'Tea'"):
        _ = models.Tea


def test_a_type_checker_sees_the_names_that_there_are() -> None:
    """The names imported for type checkers are the same as those in `__all__`."""
    tree = ast.parse((OVERRIDES / "__init__.py").read_text())
    block = next(node for node in tree.body if isinstance(node, ast.If))
    names = [alias.name for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names]

    assert sorted(names) == exa_websets.__all__


def loaded_by(code: str) -> set[str]:
    """Run code in a new interpreter and return the top-level packages that it imports."""
    report = f"{code}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-W", "error", "-c", report], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("code", "forbidden"),
    [
        ("import exa_websets", {"httpx", "attrs", "attr", "anyio", "exa_websets_generated"}),
        ("from exa_websets import NotFoundError", {"httpx", "attrs", "attr", "anyio", "exa_websets_generated"}),
        ("from exa_websets.models import Webset", {"httpx", "anyio", "pydantic"}),
        ("import exa_websets.params", {"httpx", "anyio", "pydantic"}),
        ("from exa_websets import WebsetsClient", {"pydantic", "fastapi", "uvicorn", "trio", "asyncio"}),
        ("from exa_websets import *", {"pydantic", "fastapi", "uvicorn", "trio"}),
    ],
)
def test_nothing_is_loaded_before_it_is_needed(code: str, forbidden: set[str]) -> None:
    """An import loads only the dependencies that it needs."""
    assert not loaded_by(code) & forbidden


def test_the_core_knows_the_generated_package_in_four_lines() -> None:
    """The core refers to the generated package in only four lines, the ones that vendoring rewrites."""
    naming = [
        (path.name, line)
        for path in sorted(OVERRIDES.rglob("*.py"))
        for line in path.read_text().splitlines()
        if "exa_websets_generated" in line
    ]

    assert [name for name, _ in naming] == ["_generated.py", "models.py", "params.py", "pydantic.py"]
    assert all("from exa_websets_generated" in line for _, line in naming)


def test_the_core_never_imports_its_leaf_rooms() -> None:
    """The command line, the emulator and the pytest plugin import the core, never the other way around."""
    leaves = {"cli", "emulator", "pytest_plugin"}
    above = {*leaves, "__main__"}  # `python -m exa_websets` is the command line
    modules = [path.relative_to(OVERRIDES).with_suffix("") for path in sorted(OVERRIDES.rglob("*.py"))]
    core = [module for module in modules if module.parts[0] not in above]
    assert {module.parts[0] for module in modules} >= {"_async", "_sync", "webhooks", *above}
    assert len(core) > 50
    for path in core:
        for node in ast.walk(ast.parse((OVERRIDES / path).with_suffix(".py").read_text())):
            named = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
            assert not leaves & {*named, *module.split(".")}, path
