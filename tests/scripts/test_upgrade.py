"""Whoever tries newer generators is told what they would change, and nothing is changed without being asked for."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import re
import shutil
import sys
import tomllib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import pytest
from attrs import frozen
from generation.generators import PACKAGE, TOOLS, RegenerationError, compare
from generation.upgrade import describe, pinned, upgrade
from support.fake_generators import Tools
from support.paths import ROOT
from syrupy.assertion import SnapshotAssertion

pytestmark = pytest.mark.packaging

DOCUMENT = """
openapi: 3.1.0
info: {title: Teas, version: "1"}
tags: [{name: teas, description: Teas.}]
paths:
  /teas:
    post:
      operationId: teas-create
      tags: [teas]
      summary: Make a tea
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/TeaInput"}}}}
      responses:
        "200": {description: The tea., content: {application/json: {schema: {$ref: "#/components/schemas/Tea"}}}}
components:
  schemas:
    Tea:
      type: object
      description: A tea.
      additionalProperties: true
      required: [name]
      properties: {name: {type: string}, minutes: {type: integer}}
    TeaInput:
      type: object
      description: A tea to make.
      additionalProperties: false
      properties: {name: {type: string}}
"""
INSTALLED = {tool: version(tool) for tool in TOOLS}
OLD = {"openapi-python-client": "0.1", "datamodel-code-generator": "0.2", "ruff": "0.0.3rc1"}


def pinning(text: str, pins: Mapping[str, str]) -> str:
    """Give the text of a pyproject.toml with other pins."""
    for tool, pin in pins.items():
        text = re.sub(f'"{tool}==.*"', f'"{tool}=={pin}"', text)
    return text


@frozen
class Kept:
    """A checkout of a small document, after an upgrade from made-up pins with the installed tools, and what it told."""

    root: Path
    told: list[str]

    @property
    def generated(self) -> Path:
        return self.root / "generated"


def here(_folder: Path, _requirements: Sequence[str]) -> Path:
    """The environment that the tests run in."""
    return Path(sys.executable)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """An upgrade with `--write`, in a checkout whose generated package has one name only."""
    root = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "pyproject.toml").write_text(pinning((ROOT / "pyproject.toml").read_text(), OLD))
    (root / "openapi").mkdir()
    (root / "openapi" / "websets.yaml").write_text(DOCUMENT)
    (root / "generated" / PACKAGE).mkdir(parents=True)
    (root / "generated" / PACKAGE / "__init__.py").write_text("COFFEE: bool = True\n")
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert upgrade(root, {}, write=True, environment=here) == 0
    return Kept(root, out.getvalue().splitlines())


@pytest.fixture
def checkout(kept: Kept, tmp_path: Path) -> Path:
    """A copy of that checkout."""
    return Path(shutil.copytree(kept.root, tmp_path / "checkout"))


def rewritten(tree: Path, copy: Path, name: str, *replacements: tuple[str, str]) -> Path:
    """Copy a generated tree, or take the copy, with another text in one of its files."""
    if tree != copy:
        shutil.copytree(tree, copy, dirs_exist_ok=True)
    text = (copy / PACKAGE / name).read_text()
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    (copy / PACKAGE / name).write_text(text)
    return copy


def test_what_is_kept_is_written_to_the_pins_and_the_tree(kept: Kept) -> None:
    """`--write` changes the three pins, nothing else of pyproject.toml, and makes the tree what the tools write."""
    assert kept.told[1:7] == [
        *(f"  {tool:24} {OLD[tool]} -> {INSTALLED[tool]}" for tool in TOOLS),
        "public names or signatures change",
        "changed",
        "  - exa_websets_generated.COFFEE is removed",
    ]
    assert "  - exa_websets_generated.models.Tea" in kept.told
    assert kept.told[-1] == "wrote generated/ and the pins in pyproject.toml; run scripts/test and commit both"
    assert (kept.root / "pyproject.toml").read_text() == pinning((ROOT / "pyproject.toml").read_text(), INSTALLED)
    stamp = json.loads((kept.generated / PACKAGE / "stamp.json").read_text())
    assert {tool: stamp[tool] for tool in TOOLS} == INSTALLED


def test_tools_that_write_the_same_change_nothing(
    kept: Kept, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The newest tools are asked for, with all else that a generation needs; that they write the same is said."""
    tools = Tools(kept.generated)
    assert upgrade(checkout, {}, write=False, environment=tools) == 0

    assert capsys.readouterr().out.splitlines() == [
        "trying the generators in a new environment",
        *(f"  {tool:24} {INSTALLED[tool]}" for tool in TOOLS),
        "no difference",
        "nothing was changed; add --write to keep these versions",
    ]
    project = (kept.root / "pyproject.toml").read_text()
    group = tomllib.loads(project)["dependency-groups"]["generate"]
    assert tools.asked == [[line.replace("==", ">=") for line in group]]
    assert compare(checkout / "generated", kept.generated) == []
    assert (checkout / "pyproject.toml").read_text() == project


def test_a_change_of_formatting_is_told_as_one(kept: Kept, tmp_path: Path) -> None:
    """Blank lines and comments are no change of code, in however many files."""
    old = rewritten(kept.generated, tmp_path / "generated", "models/tea.py", ("\n\n\n", "\n\n\n# More.\n\n"))
    rewritten(old, old, "errors.py", ("\n\n\n", "\n\n\n\n"))

    assert describe(old, kept.generated) == ["only formatting changes, in 2 files"]


def test_what_users_see_of_a_change_is_told(kept: Kept, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    """A name that goes breaks users, a type or a parameter changes, a name is new: each is told with its path."""
    old = rewritten(
        kept.generated,
        tmp_path / "generated",
        "models/tea.py",
        ("    minutes: int", "    sort: str\n    minutes: float"),
        ("    name: str", "    title: str"),
    )
    rewritten(old, old, "api/teas/teas_create.py", ("*, client: AuthenticatedClient | Client", "*, http: Client"))

    assert "\n".join(describe(old, kept.generated)) == snapshot


def test_a_change_of_code_alone_is_told_by_its_files(kept: Kept, tmp_path: Path) -> None:
    """Where no name and no signature differs, the modules with other code are named, and those that come or go."""
    old = rewritten(kept.generated, tmp_path / "generated", "models/tea.py", ('"minutes"', '"duration"'))
    (old / PACKAGE / "_left_over.py").write_text("")

    assert describe(old, kept.generated) == [
        "no public name or signature changes",
        "the code of 2 files changes",
        f"  - {PACKAGE}/_left_over.py",
        f"  - {PACKAGE}/models/tea.py",
    ]


def test_a_template_that_the_tool_does_not_take_is_told(
    kept: Kept, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The tool and its message are named, the exit code is 1, and even `--write` changes nothing."""
    project = pinning((kept.root / "pyproject.toml").read_text(), {"ruff": "0.1"})
    (checkout / "pyproject.toml").write_text(project)
    template = checkout / "scripts" / "generation" / "templates" / "model.py.jinja"
    template.write_text(template.read_text() + "{{ 1 | brew }}")
    assert upgrade(checkout, {}, write=True, environment=here) == 1

    told = capsys.readouterr().out.splitlines()
    assert told[4] == "not usable: openapi_python_client failed:"
    assert told[-1].endswith("TemplateAssertionError: No filter named 'brew'.")
    assert len(told) <= 10
    assert compare(checkout / "generated", kept.generated) == []
    assert (checkout / "pyproject.toml").read_text() == project


def test_the_tool_that_is_to_blame_is_found(kept: Kept, checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """If two versions together cannot be used, each is tried alone, beside the pins of the others."""
    tools = Tools(kept.generated, broken="openapi-python-client==99.0")
    wanted = dict(map(pinned, ["openapi-python-client==99.0", "ruff==98.0"]))
    assert upgrade(checkout, wanted, write=False, environment=tools) == 1

    assert capsys.readouterr().out.splitlines()[1:] == [
        f"  openapi-python-client    {INSTALLED['openapi-python-client']} -> 99.0",
        f"  datamodel-code-generator {INSTALLED['datamodel-code-generator']}",
        f"  ruff                     {INSTALLED['ruff']} -> 98.0",
        "not usable: openapi_python_client failed:",
        "the templates are of another time",
        "  openapi-python-client 99.0 alone: not usable: the templates are of another time",
        "  ruff 98.0 alone: no difference",
    ]
    pins = [f"{tool}=={version}" for tool, version in INSTALLED.items()]
    assert [lines[: len(TOOLS)] for lines in tools.asked] == [
        ["openapi-python-client==99.0", pins[1], "ruff==98.0"],
        ["openapi-python-client==99.0", *pins[1:]],
        [*pins[:2], "ruff==98.0"],
    ]


def test_tools_that_cannot_be_installed_are_told(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a network, or for a version that does not exist, pip's own reason is given in one line."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(RegenerationError) as caught:
        upgrade(checkout, {"ruff": "99.0"}, write=True)

    assert re.fullmatch(r"pip cannot install .*, ruff==99.0, .*: Could not find a version .*", str(caught.value))


def test_a_project_without_pins_is_refused(checkout: Path) -> None:
    """The pins are what an upgrade starts from; without one of them the tools are named."""
    project = checkout / "pyproject.toml"
    project.write_text(re.sub('"ruff==.*"', '"ruff"', project.read_text()))
    with pytest.raises(RegenerationError, match=r"pyproject.toml does not pin .*, ruff$"):
        upgrade(checkout, {}, write=False, environment=here)


@pytest.mark.parametrize("text", ["ruff", "ruff==", "ruff>=1", "black==1", "ruff==1 ", "ruff==x", "==1", ""])
def test_what_is_no_version_of_a_tool_is_refused(text: str) -> None:
    """A version is given as `TOOL==VERSION`, and the message repeats what was given and names the tools."""
    with pytest.raises(
        argparse.ArgumentTypeError, match=f"^{re.escape(repr(text))} is not .* one of {', '.join(TOOLS)}$"
    ):
        pinned(text)
